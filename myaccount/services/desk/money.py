"""What the desk does with a patient's money: each is one act, and has a counter-act."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlmodel import Session

from myaccount.domain.billing import ALL
from myaccount.domain.clinic_side import DESK
from myaccount.domain.ledger import InvoiceKind, Method, RefundKind
from myaccount.domain.money_refusals import NoAmount, VisitInvoice
from myaccount.domain.refusals import NotAcceptable
from myaccount.domain.time import day_starts
from myaccount.messages import say
from myaccount.models import Appointment
from myaccount.services.context import StaffContext
from myaccount.services.ledger import invoices, payments, prepayments, visits
from myaccount.services.ledger.invoices import Draft, Item
from myaccount.services.ledger.journal import announce
from myaccount.services.roles import only
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import invoices as rows

NOON = timedelta(hours=12)
SOLD = {InvoiceKind.FEE: Action.FEE_CHARGED}
"""How the trail names what is put on an invoice by hand, when it is nothing that was sold."""


def sell(
    tx: Session, ctx: StaffContext, person_id: str, items: Sequence[Item], kind: InvoiceKind = InvoiceKind.SALE
) -> str:
    """Sell something, or charge a fee: its invoice is issued at once; gives back its id.

    Raises: NotAllowed · NotFound · NoAmount.
    """
    only(ctx, *DESK)
    if not items or any(item.amount_cents <= 0 for item in items):
        raise NoAmount()
    invoice = invoices.issue(tx, ctx, Draft(person_id, kind, items))
    cents = sum(item.total_cents for item in items)
    _note(tx, ctx, SOLD.get(kind, Action.PRODUCT_SOLD), person_id, invoice.id, cents=cents)
    return invoice.id


def charge_fee(tx: Session, ctx: StaffContext, person_id: str, item: Item, visit: Appointment) -> str:
    """Charge a fee for a visit; gives back its invoice's id.

    Edges: what was prepaid for the visit pays the fee, and what is more than the fee is credit on account.
    Raises: NotAllowed · NotFound · NoAmount.
    """
    invoice_id = sell(tx, ctx, person_id, [replace(item, appointment_id=visit.id)], InvoiceKind.FEE)
    prepayments.credit(tx, ctx, [(visit, rows.one(tx, ctx.clinic.id, person_id, invoice_id))])
    return invoice_id


def free_prepayment(tx: Session, ctx: StaffContext, person_id: str, visit: Appointment) -> None:
    """Make credit on account of what was prepaid for a visit that was missed. Raises: NotAllowed · NotFound."""
    only(ctx, *DESK)
    for part in prepayments.release(tx, ctx, visit):
        _note(tx, ctx, Action.PAYMENT_UNAPPLIED, person_id, part.payment_id, cents=part.cents)


def void_invoice(tx: Session, ctx: StaffContext, person_id: str, invoice_id: str) -> None:
    """Make an invoice void that nothing is paid on.

    Edges: a visit's goes with its arrival, which the desk undoes instead: the visit would have another at once. One
    that is not the visit's alone does not go with it, and is made void: its visits have invoices of their own then.
    Raises: NotAllowed · NotFound · AlreadyDone · InvoicePaid · Credited · VisitInvoice.
    """
    only(ctx, *DESK)
    row = rows.one(tx, ctx.clinic.id, person_id, invoice_id)
    if row.kind == InvoiceKind.VISIT and visits.is_alone(tx, row.id):
        raise VisitInvoice()
    invoices.void(tx, ctx, person_id, invoice_id)
    _note(tx, ctx, Action.INVOICE_VOIDED, person_id, invoice_id)


def take_payment(
    tx: Session,
    ctx: StaffContext,
    person_id: str,
    cents: int,
    method: Method,
    *,
    received_on: date | None = None,
    apply_to: str | Sequence[tuple[str, int]] = (),
    once: str = "",
) -> str:
    """Write down money that came in, and apply it where it is meant for: `ALL`, or invoices with amounts, or nothing.

    `once` names the attempt, so that a second click takes nothing twice. Gives back the payment's id.

    Times: `received_on` is a day in the clinic's zone, today unless given.
    Money: cents of the clinic's currency.
    Raises: NotAllowed · NotFound · NoAmount · NotAcceptable for a day to come · what applying raises.
    """
    only(ctx, *DESK)
    if once and (known := payments.known(tx, ctx, person_id, f"desk:{once}")):
        return known
    at = _instant(received_on, ctx)
    reference = f"desk:{once}" if once else None
    payment = payments.receive(tx, ctx, person_id, cents, method, received_at=at, reference=reference)
    if apply_to == ALL:
        payments.apply_oldest_first(tx, ctx, person_id, payment.id)
    elif apply_to and not isinstance(apply_to, str):
        payments.apply(tx, ctx, person_id, payment.id, apply_to)
    _note(tx, ctx, Action.PAYMENT_TAKEN, person_id, payment.id, cents=cents, method=method.value)
    return payment.id


def apply(
    tx: Session, ctx: StaffContext, person_id: str, payment_id: str, wanted: Sequence[tuple[str, int]]
) -> str | None:
    """Apply a payment's credit to invoices, which opens one receipt; gives back its id.

    Raises: NotAllowed · NotFound · NoAmount · MoreThanCredit · MoreThanDue · OtherCurrency.
    """
    only(ctx, *DESK)
    receipt_id = payments.apply(tx, ctx, person_id, payment_id, wanted)
    _note(tx, ctx, Action.PAYMENT_APPLIED, person_id, payment_id, cents=sum(cents for _, cents in wanted))
    return receipt_id


def unapply(
    tx: Session,
    ctx: StaffContext,
    person_id: str,
    payment_id: str,
    wanted: Sequence[tuple[str, int]],
    receipt_id: str | None = None,
) -> None:
    """Take back some of what a payment has paid on invoices; from this receipt, where several hold one.

    Raises: NotAllowed · NotFound · NoAmount · MoreThanApplied · PickReceipt.
    """
    only(ctx, *DESK)
    payments.unapply(tx, ctx, person_id, payment_id, wanted, receipt_id)
    _note(tx, ctx, Action.PAYMENT_UNAPPLIED, person_id, payment_id, cents=sum(cents for _, cents in wanted))


def refund(
    tx: Session,
    ctx: StaffContext,
    person_id: str,
    payment_id: str,
    cents: int,
    kind: RefundKind = RefundKind.REFUND,
    receipt_id: str | None = None,
) -> None:
    """Write down that money went back, or that a payment was noted by mistake. Credit goes first, then receipts.

    Money: cents of the payment's currency. Raises: NotAllowed · NotFound · NoAmount · MoreThanLeft.
    """
    only(ctx, *DESK)
    payments.refund(tx, ctx, person_id, payment_id, cents, kind, receipt_id=receipt_id)
    _note(tx, ctx, Action.PAYMENT_REFUNDED, person_id, payment_id, cents=cents, kind=kind.value)


def _note(tx: Session, ctx: StaffContext, action: Action, person_id: str, subject_id: str, **facts: int | str) -> None:
    audit.record(tx, ctx, action, person_id=person_id, subject_id=subject_id, **facts)
    announce(tx, ctx, person_id)


def _instant(day: date | None, ctx: StaffContext) -> datetime:
    """Find an instant of the day on which money came in: now for today, noon for an earlier day."""
    if day is None or day == ctx.today:
        return ctx.now
    if day > ctx.today or day.year < 1900:
        raise NotAcceptable(field="received_on", reason=say("money.day_to_come", ctx.lang))
    return day_starts(day, ctx.clinic.time_zone) + NOON
