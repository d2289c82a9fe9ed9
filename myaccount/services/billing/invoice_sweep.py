"""Invoices for visits whose people came, and that have none: those from before there were invoices, above all."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from myaccount.services.clinic import clinics
from myaccount.services.context import ClinicContext
from myaccount.services.ledger import visits
from myaccount.services.ledger.journal import announce
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import invoices as store


def missing(tx: Session) -> Sequence[str]:
    """List the clinics that have an invoice to issue, without taking a writer's lock."""
    return store.waiting(tx)


def issue_missing(tx: Session, clinic_id: str, now: datetime) -> int:
    """Issue the invoices that a clinic's visits are missing, dated as the visits; tell how many.

    Times: aware UTC. Edges: at most two hundred, so call again until there are none.
    """
    facts = clinics.facts(tx, clinic_id)
    ctx = ClinicContext(facts, now, facts.language)
    issued = visits.issue_missing(tx, ctx)
    if issued:
        audit.record(tx, ctx, Action.INVOICES_CAUGHT_UP, count=len(issued))
    for person_id in {invoice.person_id for invoice in issued}:
        announce(tx, ctx, person_id)
    return len(issued)
