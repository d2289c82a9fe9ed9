"""The journal: how an act is recorded, and its moves posted to the books."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlmodel import Session

from myaccount.domain.card_money import refundable_in
from myaccount.domain.ledger import ActKind, Funds, Method, Move
from myaccount.domain.money_refusals import ShortOf
from myaccount.domain.topics import Topic
from myaccount.messages.amounts import amount
from myaccount.models import LedgerAct, LedgerEntry, Payment, Receipt
from myaccount.services.context import ClinicContext, PatientContext
from myaccount.store import bus
from myaccount.store import ledger as store

RECEIPTS = "receipt"


def record(
    tx: Session,
    ctx: ClinicContext,
    person_id: str,
    kind: ActKind,
    cents: int,
    *,
    payment_id: str | None = None,
    invoice_id: str | None = None,
) -> LedgerAct:
    """Record that something was done: by whoever acts, at the context's instant.

    Money: cents of the currency of the payment or the invoice.
    """
    act = act_of(ctx, person_id, kind, cents, payment_id=payment_id, invoice_id=invoice_id)
    tx.add(act)
    tx.flush()
    return act


def act_of(
    ctx: ClinicContext,
    person_id: str,
    kind: ActKind,
    cents: int,
    *,
    payment_id: str | None = None,
    invoice_id: str | None = None,
) -> LedgerAct:
    """Make the row of an act, to be written with others. Money: cents of the currency of the payment or the invoice."""
    return LedgerAct(
        clinic_id=ctx.clinic.id,
        person_id=person_id,
        kind=kind.value,
        at=ctx.now,
        by_id=ctx.person_id if isinstance(ctx, PatientContext) else None,
        cents=cents,
        payment_id=payment_id,
        invoice_id=invoice_id,
    )


def post(tx: Session, ctx: ClinicContext, payment: Payment, act: LedgerAct, moves: Sequence[Move]) -> str | None:
    """Post an act's moves; give back the id of the receipt that it opened, if any.

    Edges: an insurer's payment opens none.
    """
    added = sum(move.cents for move in moves if move.cents > 0)
    opened = _open(tx, ctx, payment, act, added) if added and payment.method != Method.INSURER else None
    tx.add_all(
        LedgerEntry(
            clinic_id=payment.clinic_id,
            person_id=payment.person_id,
            act_id=act.id,
            payment_id=payment.id,
            receipt_id=opened if move.cents > 0 else move.receipt_id,
            line_id=move.line_id,
            delta_cents=move.cents,
        )
        for move in moves
    )
    tx.flush()
    return opened


def funds_of(payment: Payment) -> Funds:
    """Take from a row what the rules judge."""
    return Funds(payment.amount_cents, payment.applied_cents, payment.refunded_cents)


def intent_of(payment: Payment) -> str:
    """Name a payment as the processor does, which alone can give it back to the card; blank for any other.

    Edges: what came back after a dispute that was won is the payment that was disputed.
    """
    return refundable_in(payment.reference or "") if payment.method == Method.CARD else ""


def announce(tx: Session, ctx: ClinicContext, person_id: str) -> None:
    """Tell every open page that shows this person's money."""
    bus.announce(tx, ctx.clinic.id, Topic.MONEY, ctx.now, person_id)


@contextmanager
def worded(ctx: ClinicContext, currency: str) -> Iterator[None]:
    """Word how much there is, when somebody wants more. Raises: ShortOf, with `amount` in its facts."""
    try:
        yield
    except ShortOf as refused:
        raise type(refused)(cents=refused.cents, amount=amount(refused.cents, currency, ctx.lang)) from refused


def _open(tx: Session, ctx: ClinicContext, payment: Payment, act: LedgerAct, cents: int) -> str:
    [number] = store.next_numbers(tx, ctx.clinic.id, RECEIPTS)
    receipt = Receipt(
        clinic_id=payment.clinic_id,
        person_id=payment.person_id,
        payment_id=payment.id,
        act_id=act.id,
        number=number,
        paid_on=ctx.clinic.day_of(payment.received_at),
        issued_at=act.at,
        original_cents=cents,
    )
    tx.add(receipt)
    tx.flush()
    return receipt.id
