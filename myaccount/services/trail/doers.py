"""Who did what the trail names no doer of: what is written before anybody is signed in, or by no person at all."""

from collections.abc import Mapping
from enum import StrEnum

from myaccount.domain.sessions import EndReason
from myaccount.models import AuditEntry
from myaccount.services.trail.audit import Action


class Doer(StrEnum):
    """Whoever an entry without a doer is by."""

    OWNER = "owner"
    """Whoever the account or the data belongs to."""
    SOMEBODY = "somebody"
    """Somebody who was not signed in as that person."""
    OPERATOR = "operator"
    PORTAL = "portal"


_BY: Mapping[str, Doer] = {
    Action.SIGNED_IN: Doer.OWNER,
    Action.PASSWORD_RESET: Doer.OWNER,
    Action.WELCOME_ACCEPTED: Doer.OWNER,
    Action.LINK_REFUSED: Doer.SOMEBODY,
    Action.RESET_ASKED: Doer.SOMEBODY,
    Action.SIGN_IN_REFUSED: Doer.SOMEBODY,
    Action.ACCOUNT_DISABLED: Doer.OPERATOR,
    Action.ACCOUNT_ENABLED: Doer.OPERATOR,
    Action.CLINIC_CREATED: Doer.OPERATOR,
    Action.CLINIC_IMPORTED: Doer.OPERATOR,
    Action.CLINIC_RESTORED: Doer.OPERATOR,
    Action.TWO_STEP_RESET: Doer.OPERATOR,
    Action.WELCOME_SENT: Doer.OPERATOR,
}
_ENDED_BY: Mapping[str, Doer] = {
    EndReason.SELF: Doer.OWNER,
    EndReason.ALL: Doer.OWNER,
    EndReason.PASSWORD_CHANGE: Doer.OWNER,
    EndReason.OPERATOR: Doer.OPERATOR,
}


def unnamed(entry: AuditEntry) -> Doer:
    """Tell who an entry without a doer is by; for all that is not listed here it was the portal itself."""
    if entry.action == Action.SESSION_ENDED:
        return _ENDED_BY.get(str(entry.facts.get("reason")), Doer.PORTAL)
    return _BY.get(entry.action, Doer.PORTAL)
