"""Deposits: paid before the visit, on an invoice and a receipt of their own, and credited when the patient comes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from myaccount.domain.ledger import InvoiceKind
from myaccount.messages import Language, dates, say
from myaccount.models import Appointment, Invoice, InvoiceLine
from myaccount.services.context import ClinicContext
from myaccount.services.ledger import invoices, payments
from myaccount.services.ledger.invoices import Draft, Item
from myaccount.store import invoices as rows
from myaccount.store import ledger as store


@dataclass(frozen=True)
class Part:
    """So much of one payment. Money: cents."""

    payment_id: str
    cents: int


def described(treatment: str, day: date, lang: Language, *, is_whole: bool) -> str:
    """Say what money was paid ahead for: as a deposit, or the whole price. Times: the visit's day at its place."""
    what = "pay.whole_for" if is_whole else "pay.deposit_for"
    return say(what, lang, treatment=treatment, day=dates.plain_day(day, lang))


def prepay(
    tx: Session, ctx: ClinicContext, visit: Appointment, payment_id: str, cents: int, description: str
) -> str | None:
    """Issue a prepayment's invoice for a visit and apply a payment to it; give back the receipt's id.

    Money: in the payment's currency; no tax, which comes with the visit. Raises: NotFound · NoAmount · MoreThanCredit.
    """
    item = Item(description, cents, appointment_id=visit.id, staff_id=visit.staff_id)
    currency = store.payment(tx, ctx.clinic.id, visit.person_id, payment_id).currency
    invoice = invoices.issue(tx, ctx, Draft(visit.person_id, InvoiceKind.PREPAYMENT, [item], currency=currency))
    return payments.apply(tx, ctx, visit.person_id, payment_id, [(invoice.id, cents)])


def credit(tx: Session, ctx: ClinicContext, issued: Sequence[tuple[Appointment, Invoice]]) -> None:
    """Credit what was prepaid for visits, or for those they were moved from, to the visits' invoices.

    Edges: what is paid of a prepayment counts, and what is more than the visit costs is credit on account again.
    """
    invoice_of = {
        earlier: invoice
        for visit, invoice in issued
        for earlier in rows.predecessors(tx, visit.id, visit.moved_from_id)
    }
    for line in rows.prepayments(tx, ctx.clinic.id, invoice_of):
        _credit(tx, ctx, line, invoice_of[line.appointment_id or ""])


def release(tx: Session, ctx: ClinicContext, visit: Appointment) -> list[Part]:
    """Make prepaid money of a visit that does not take place credit on account again; tell of which payments.

    Edges: the prepayment's invoice is void then, and its receipt is hidden.
    """
    freed: list[Part] = []
    store.lock(tx, ctx.clinic.id, visit.person_id)
    for line in _lines(tx, ctx, visit):
        freed += _free(tx, ctx, line, line.paid_cents)
        invoices.void(tx, ctx, visit.person_id, line.invoice_id)
    return freed


def prepaid(tx: Session, ctx: ClinicContext, visit: Appointment) -> int:
    """Tell how much has been prepaid for a visit, and not credited to its invoice yet. Money: cents."""
    return sum(line.paid_cents for line in _lines(tx, ctx, visit))


def parts(tx: Session, ctx: ClinicContext, visit: Appointment) -> list[Part]:
    """Tell of which payments a visit is prepaid, as `release` would free them."""
    return [part for line in _lines(tx, ctx, visit) for part in _parts(tx, ctx, line, line.paid_cents)]


def _lines(tx: Session, ctx: ClinicContext, visit: Appointment) -> Sequence[InvoiceLine]:
    return rows.prepayments(tx, ctx.clinic.id, rows.predecessors(tx, visit.id, visit.moved_from_id))


def _credit(tx: Session, ctx: ClinicContext, line: InvoiceLine, invoice: Invoice) -> None:
    owed = store.lines(tx, ctx.clinic.id, invoice.person_id, [invoice.id])
    due = sum(one.due_cents for one in owed)
    used, unpaid = min(line.paid_cents, due), line.amount_cents - line.paid_cents - line.reduced_cents
    over = line.paid_cents - used
    _free(tx, ctx, line, over)
    invoices.reduce(tx, {line.id: over + unpaid} if over + unpaid else {})
    left, reduced = used, {}
    for one in owed:
        part = min(one.due_cents, left)
        left -= part
        if part:
            reduced[one.id] = part
    invoices.reduce(tx, reduced)
    rows.credit_to(tx, line.invoice_id, invoice.id)


def _free(tx: Session, ctx: ClinicContext, line: InvoiceLine, cents: int) -> list[Part]:
    """Take back so much of what is paid on a prepayment."""
    freed = _parts(tx, ctx, line, cents)
    for part in freed:
        wanted = [(line.invoice_id, part.cents)]
        payments.unapply(tx, ctx, line.person_id, part.payment_id, wanted, newest_first=True)
    return freed


def _parts(tx: Session, ctx: ClinicContext, line: InvoiceLine, cents: int) -> list[Part]:
    """Spread an amount over the payments that hold a prepayment, newest receipt first."""
    found: list[Part] = []
    held = store.allocations(tx, ctx.clinic.id, line.person_id, invoice_id=line.invoice_id)
    for payment_id in dict.fromkeys(row.payment_id for row in held):
        part = min(cents, sum(int(row.cents) for row in held if row.payment_id == payment_id))
        cents -= part
        if part:
            found.append(Part(payment_id, part))
    return found
