"""An account that the operator has disabled: nobody signs in to it, and what it had open answers no more.

The patient's visits, papers and balance stay as they are: it is the way in that is closed, and by whoever runs the
portal alone.
"""

from datetime import datetime

from sqlmodel import Session

from myaccount.domain.sessions import EndReason
from myaccount.services.context import ClinicContext, ClinicFacts
from myaccount.services.identity import account_mails, sessions
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import accounts as store
from myaccount.store import calendar_feeds


def disable(tx: Session, facts: ClinicFacts, person_id: str, now: datetime) -> int | None:
    """Close a person's account, with its sign-ins and its calendar's address; they are told by mail.

    Tells how many sign-ins ended; None when it is disabled already, or there is no account. Times: aware UTC.
    """
    ctx = ClinicContext(facts, now, facts.language)
    if not store.disable(tx, facts.id, person_id, now):
        return None
    calendar_feeds.delete(tx, facts.id, person_id)
    ended = sessions.end_all(tx, ctx, person_id, EndReason.OPERATOR)
    audit.record(tx, ctx, Action.ACCOUNT_DISABLED, person_id=person_id)
    account_mails.disabled(tx, ctx, person_id)
    return ended


def enable(tx: Session, facts: ClinicFacts, person_id: str, now: datetime) -> bool:
    """Open a disabled account again, with the password it had; its owner is told by mail. False when it is open.

    Times: aware UTC. Edges: a sign-in that began as the account was being disabled does not come back with it.
    """
    ctx = ClinicContext(facts, now, facts.language)
    if not store.enable(tx, facts.id, person_id):
        return False
    sessions.end_all(tx, ctx, person_id, EndReason.OPERATOR)
    audit.record(tx, ctx, Action.ACCOUNT_ENABLED, person_id=person_id)
    account_mails.enabled(tx, ctx, person_id)
    return True
