"""Invoices for visits whose people came, and that have none: those from before there were invoices, above all."""

from datetime import datetime

from sqlmodel import Session

from myaccount.services.clinic import clinics
from myaccount.services.context import ClinicContext
from myaccount.services.ledger import visits
from myaccount.services.ledger.books import announce
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import invoices as store


def is_any_missing(tx: Session) -> bool:
    """Tell whether an invoice is missing, without taking a writer's lock."""
    return bool(store.waiting(tx))


def issue_missing(tx: Session, now: datetime) -> int:
    """Issue the invoices that are missing, dated as the visits; tell how many.

    Times: aware UTC. Edges: at most two hundred a clinic, so call again until there are none.
    """
    count = 0
    for clinic_id in store.waiting(tx):
        facts = clinics.facts(tx, clinic_id)
        ctx = ClinicContext(facts, now, facts.language)
        issued = visits.issue_missing(tx, ctx)
        count += len(issued)
        audit.record(tx, ctx, Action.INVOICES_CAUGHT_UP, count=len(issued))
        for person_id in {invoice.person_id for invoice in issued}:
            announce(tx, ctx, person_id)
    return count
