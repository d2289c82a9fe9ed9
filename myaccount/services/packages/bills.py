"""What packages and memberships cost: an invoice as one is sold, and one for each cycle of a membership."""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from myaccount.domain.ledger import InvoiceKind
from myaccount.domain.redemption import Cycle, PassKind, next_cycle
from myaccount.messages import dates, say
from myaccount.models import Package
from myaccount.services.clinic import clinics
from myaccount.services.context import ClinicContext, ClinicFacts
from myaccount.services.ledger import invoices
from myaccount.services.ledger.invoices import Draft, Item
from myaccount.services.ledger.journal import announce
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import packages as store

DAY = timedelta(days=1)
BATCH_SIZE = 100


def sell(tx: Session, ctx: ClinicContext, row: Package) -> None:
    """Issue the invoice of something that is being sold; of a membership, that of the cycle in which it is sold.

    Edges: without a price there is none.
    """
    if row.price_cents:
        _issue(tx, ctx, row, max(ctx.today, row.purchased_on))
    plan(tx, ctx, row)


def plan(tx: Session, ctx: ClinicContext, row: Package) -> None:
    """Say on which day a membership's next invoice is due: as the cycle after that of today begins."""
    is_due = row.kind == PassKind.MEMBERSHIP and row.price_cents
    row.bill_on = _next(row, max(ctx.today, row.purchased_on)) if is_due else None
    tx.add(row)
    tx.flush()


def is_any_due(tx: Session, now: datetime) -> bool:
    """Tell whether a membership's invoice may be due, without taking a writer's lock. Times: aware UTC."""
    return bool(_due(tx, now))


def issue_due(tx: Session, now: datetime) -> int:
    """Issue the invoices of the cycles that have begun, dated as they began; tell how many. No money moves.

    Times: aware UTC; a cycle begins with its day at the clinic. Edges: a membership that has ended has none, nor has a
    cycle that begins after it expires. Twice at once is once.
    """
    count = 0
    for row, facts in _due(tx, now, lock=True):
        ctx = ClinicContext(facts, now, facts.language)
        begins = row.bill_on or now.date()
        is_over = row.expires_on is not None and begins > row.expires_on
        row.bill_on = None if is_over else _next(row, begins)
        tx.add(row)
        tx.flush()
        if not is_over:
            count += 1
            _issue(tx, ctx, row, begins)
            audit.record(tx, ctx, Action.INVOICE_ISSUED, subject_id=row.id, person_id=row.person_id)
    return count


def _due(tx: Session, now: datetime, *, lock: bool = False) -> list[tuple[Package, ClinicFacts]]:
    rows = store.billed_by(tx, now.date() + DAY, BATCH_SIZE, lock=lock)
    facts = {clinic_id: clinics.facts(tx, clinic_id) for clinic_id in {row.clinic_id for row in rows}}
    today = {clinic_id: one.day_of(now) for clinic_id, one in facts.items()}
    return [(row, facts[row.clinic_id]) for row in rows if row.bill_on and row.bill_on <= today[row.clinic_id]]


def _issue(tx: Session, ctx: ClinicContext, row: Package, begins: date) -> None:
    is_membership = row.kind == PassKind.MEMBERSHIP
    kind = InvoiceKind.MEMBERSHIP if is_membership else InvoiceKind.PACKAGE
    what = row.name
    if is_membership:
        lang = ctx.clinic.language
        last = _next(row, begins) - DAY
        what = say("pass.cycle_until", lang, name=row.name, day=dates.plain_day(last, lang))
    item = Item.taxed(what, row.price_cents or 0, row.tax_ppm)
    invoices.issue(tx, ctx, Draft(row.person_id, kind, [item], issued_on=min(begins, ctx.today)))
    announce(tx, ctx, row.person_id)


def _next(row: Package, day: date) -> date:
    """Find the day on which a membership's cycle after that of a day begins."""
    return next_cycle(row.purchased_on, Cycle(row.cycle or Cycle.MONTH), day)
