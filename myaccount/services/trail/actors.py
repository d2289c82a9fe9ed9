"""Who did what the trail names no actor for: what is written before anybody is signed in, or by no person at all."""

from collections.abc import Mapping
from enum import StrEnum

from myaccount.domain.sessions import EndReason
from myaccount.models import AuditEntry
from myaccount.services.trail.audit import Action


class Actor(StrEnum):
    """Whoever an entry without an actor is by."""

    OWNER = "owner"
    """Whoever the account or the data belongs to."""
    SOMEBODY = "somebody"
    """Somebody who was not signed in as that person."""
    OPERATOR = "operator"
    PORTAL = "portal"


_BY: Mapping[str, Actor] = {
    Action.SIGNED_IN: Actor.OWNER,
    Action.PASSWORD_RESET: Actor.OWNER,
    Action.WELCOME_ACCEPTED: Actor.OWNER,
    Action.LINK_REFUSED: Actor.SOMEBODY,
    Action.RESET_ASKED: Actor.SOMEBODY,
    Action.SIGN_IN_REFUSED: Actor.SOMEBODY,
    Action.ACCOUNT_DISABLED: Actor.OPERATOR,
    Action.ACCOUNT_ENABLED: Actor.OPERATOR,
    Action.CLINIC_CREATED: Actor.OPERATOR,
    Action.CLINIC_IMPORTED: Actor.OPERATOR,
    Action.CLINIC_RESTORED: Actor.OPERATOR,
    Action.TWO_STEP_RESET: Actor.OPERATOR,
    Action.WELCOME_SENT: Actor.OPERATOR,
}
_ENDED_BY: Mapping[str, Actor] = {
    EndReason.SELF: Actor.OWNER,
    EndReason.ALL: Actor.OWNER,
    EndReason.PASSWORD_CHANGE: Actor.OWNER,
    EndReason.OPERATOR: Actor.OPERATOR,
}


def implied_actor(entry: AuditEntry) -> Actor:
    """Tell who an entry without an actor is by; for all that is not listed here it was the portal itself."""
    if entry.action == Action.SESSION_ENDED:
        return _ENDED_BY.get(str(entry.facts.get("reason")), Actor.PORTAL)
    return _BY.get(entry.action, Actor.PORTAL)
