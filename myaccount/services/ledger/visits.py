"""A visit's invoice: issued when the patient has come, void when that is undone."""

from collections.abc import Sequence

from sqlmodel import Session

from myaccount.domain.ledger import InvoiceKind
from myaccount.domain.money_refusals import OtherLines
from myaccount.domain.tax import tax_on
from myaccount.models import Appointment, Invoice, Treatment
from myaccount.services.context import ClinicContext
from myaccount.services.ledger import invoices, prepayments
from myaccount.services.ledger.invoices import Draft, Item
from myaccount.store import invoices as store
from myaccount.store import redemptions

BATCH_SIZE = 200
Visit = tuple[Appointment, Treatment]


def issue(tx: Session, ctx: ClinicContext, visits: Sequence[Visit]) -> list[Invoice]:
    """Issue the invoices of visits whose people have come, dated as the visits, and credit what was prepaid.

    Edges: one that has an invoice already gets no second. One that has redeemed a use of a package has nothing to pay:
    its line names the redemption.
    """
    visits = [(visit, kind) for visit, kind in visits if visit.invoice_id is None]
    by = redemptions.covering(tx, [visit.id for visit, _ in visits])
    store.lock_people(tx, (visit.person_id for visit, _ in visits))
    issued = invoices.issue_all(tx, ctx, [_draft(visit, kind, by.get(visit.id)) for visit, kind in visits])
    store.link(tx, {visit.id: invoice.id for (visit, _), invoice in zip(visits, issued, strict=True)})
    prepayments.credit(tx, ctx, [(visit, invoice) for (visit, _), invoice in zip(visits, issued, strict=True)])
    return issued


def take_back(tx: Session, ctx: ClinicContext, visit: Appointment) -> None:
    """Make the invoice of a visit void, as if nobody had come.

    Raises: InvoicePaid once something is paid on it · OtherLines where it is not the visit's alone: a clinic file may
    bring invoices of several visits and products.
    """
    if visit.invoice_id:
        if not is_alone(tx, visit.invoice_id):
            raise OtherLines()
        invoices.void(tx, ctx, visit.person_id, visit.invoice_id)


def is_alone(tx: Session, invoice_id: str) -> bool:
    """Tell whether an invoice has one line only."""
    return len(store.lines(tx, [invoice_id])) <= 1


def issue_again(tx: Session, ctx: ClinicContext, visit: Appointment) -> None:
    """Issue the invoice of a visit anew: what covers it has changed. Without an invoice, nothing happens.

    Raises: InvoicePaid once something is paid on it · OtherLines.
    """
    if visit.invoice_id:
        take_back(tx, ctx, visit)
        tx.refresh(visit)
        issue(tx, ctx, [(visit, tx.get_one(Treatment, visit.treatment_id))])


def issue_missing(tx: Session, ctx: ClinicContext) -> list[Invoice]:
    """Issue invoices for visits of the clinic that have none though somebody came.

    Edges: at most two hundred, so call again until there are none. Twice at once is once.
    """
    return issue(tx, ctx, store.arrived(tx, ctx.clinic.id, BATCH_SIZE))


def _draft(visit: Appointment, kind: Treatment, covered_by: str | None) -> Draft:
    cents = 0 if covered_by else kind.price_cents
    day = visit.starts_local.date()
    item = Item(
        description=kind.name,
        amount_cents=cents,
        tax_cents=tax_on(cents, kind.tax_ppm),
        tax_ppm=kind.tax_ppm,
        appointment_id=visit.id,
        staff_id=visit.staff_id,
        served_on=day,
        minutes=visit.minutes,
        covered_by=covered_by,
    )
    return Draft(visit.person_id, InvoiceKind.VISIT, [item], issued_on=day)
