"""Money that comes in, where it goes, and what goes back."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from myaccount.domain import ledger as rules
from myaccount.domain.ledger import ACT_OF, ActKind, Method, RefundKind
from myaccount.domain.money_refusals import NoAmount, OtherCurrency, PickReceipt
from myaccount.domain.refusals import NotFound
from myaccount.models import Payment, Refund
from myaccount.services.context import ClinicContext
from myaccount.services.ledger.journal import funds_of, post, record, worded
from myaccount.store import clinics, invoices, payments
from myaccount.store import ledger as store


def receive(
    tx: Session,
    ctx: ClinicContext,
    person_id: str,
    cents: int,
    method: Method,
    *,
    received_at: datetime | None = None,
    payer_id: str | None = None,
    reference: str | None = None,
    external_id: str | None = None,
    imported: Mapping[str, Any] | None = None,
    currency: str = "",
) -> Payment:
    """Write down money that came in for a person; it is credit until it is applied.

    `reference` is the processor's own name of the payment: the database takes it once. Money: the clinic's currency at
    this moment, unless another is given: what was charged stays what it is.
    Times: `received_at` is aware UTC, now unless given. Raises: NoAmount · NotFound.
    """
    if cents <= 0:
        raise NoAmount()
    store.lock(tx, ctx.clinic.id, person_id)
    payment = Payment(
        clinic_id=ctx.clinic.id,
        person_id=person_id,
        payer_id=payer_id,
        external_id=external_id,
        method=method.value,
        currency=currency or clinics.currency(tx, ctx.clinic.id),
        amount_cents=cents,
        received_at=received_at or ctx.now,
        reference=reference,
        imported=dict(imported or {}),
    )
    tx.add(payment)
    tx.flush()
    record(tx, ctx, person_id, ActKind.RECEIVED, cents, payment_id=payment.id)
    return payment


def known(tx: Session, ctx: ClinicContext, person_id: str, reference: str) -> str | None:
    """Find out whether a payment has been written down already, by its reference: its id, or None.

    Edges: who asks at the same time waits. Raises: NotFound.
    """
    store.lock(tx, ctx.clinic.id, person_id)
    found = payments.by_reference(tx, ctx.clinic.id, reference)
    return found.id if found and found.person_id == person_id else None


def apply(
    tx: Session, ctx: ClinicContext, person_id: str, payment_id: str, wanted: Sequence[tuple[str, int]]
) -> str | None:
    """Apply a payment to invoices, each by its id and amount; give back the id of the receipt that it opened.

    Edges: an insurer's payment opens none. Raises: NotFound · NoAmount · MoreThanCredit · MoreThanDue ·
    OtherCurrency.
    """
    store.lock(tx, ctx.clinic.id, person_id)
    payment = store.payment(tx, ctx.clinic.id, person_id, payment_id)
    _check(tx, ctx, person_id, payment, [invoice_id for invoice_id, _ in wanted])
    lines = store.lines(tx, ctx.clinic.id, person_id, [invoice_id for invoice_id, _ in wanted])
    with worded(ctx, payment.currency):
        moves = rules.apply(funds_of(payment), wanted, lines)
    act = record(tx, ctx, person_id, ActKind.APPLIED, sum(cents for _, cents in wanted), payment_id=payment.id)
    return post(tx, ctx, payment, act, moves)


def apply_oldest_first(
    tx: Session, ctx: ClinicContext, person_id: str, payment_id: str, only: Collection[str] | None = None
) -> str | None:
    """Apply what a payment has of credit to what is due, the oldest invoice first: one act, one receipt.

    `only` are the invoices that it is meant for, if it is not for all. Edges: None when nothing of them is due.
    Raises: NotFound.
    """
    store.lock(tx, ctx.clinic.id, person_id)
    payment = store.payment(tx, ctx.clinic.id, person_id, payment_id)
    left, wanted = funds_of(payment).credit_cents, []
    for row in invoices.due(tx, ctx.clinic.id, person_id):
        is_meant = row.currency == payment.currency and (only is None or row.id in only)
        part = min(left, int(row.due)) if is_meant else 0
        left -= part
        if part:
            wanted.append((row.id, part))
    return apply(tx, ctx, person_id, payment_id, wanted) if wanted else None


def unapply(
    tx: Session,
    ctx: ClinicContext,
    person_id: str,
    payment_id: str,
    wanted: Sequence[tuple[str, int]],
    receipt_id: str | None = None,
    *,
    newest_first: bool = False,
) -> None:
    """Take back some of what a payment has paid on invoices, each by its id and amount; it is credit then.

    Edges: when more than one receipt of the payment holds an invoice, somebody says which shrinks, or that it is
    the newest.
    Raises: NotFound · NoAmount · MoreThanApplied · PickReceipt.
    """
    store.lock(tx, ctx.clinic.id, person_id)
    payment = store.payment(tx, ctx.clinic.id, person_id, payment_id)
    moves: list[rules.Move] = []
    for invoice_id, cents in _together(wanted):
        rows = store.allocations(tx, ctx.clinic.id, person_id, payment_id=payment.id, invoice_id=invoice_id)
        if receipt_id:
            rows = [row for row in rows if row.receipt_id == receipt_id]
        if not rows:
            raise NotFound()
        if not newest_first and len({row.receipt_id for row in rows}) > 1:
            raise PickReceipt()
        with worded(ctx, payment.currency):
            moves += rules.unapply(store.as_allocations(rows), _order(rows), cents)
    if not moves:
        raise NoAmount()
    act = record(tx, ctx, person_id, ActKind.UNAPPLIED, -sum(move.cents for move in moves), payment_id=payment.id)
    post(tx, ctx, payment, act, moves)


def refund(
    tx: Session,
    ctx: ClinicContext,
    person_id: str,
    payment_id: str,
    cents: int,
    kind: RefundKind = RefundKind.REFUND,
    *,
    receipt_id: str | None = None,
    reference: str | None = None,
) -> Refund:
    """Write down that money of a payment went back. What is credit goes first; then the newest receipt shrinks first.

    `receipt_id` is the receipt that shrinks first instead. `reference` is the processor's own name of the refund.

    Money: cents of the payment's currency.
    Raises: NotFound · NoAmount · MoreThanLeft.
    """
    store.lock(tx, ctx.clinic.id, person_id)
    payment = store.payment(tx, ctx.clinic.id, person_id, payment_id)
    with worded(ctx, payment.currency):
        short = rules.to_unapply(funds_of(payment), cents)
    act = record(tx, ctx, person_id, ACT_OF[kind], cents, payment_id=payment.id)
    if short:
        rows = store.allocations(tx, ctx.clinic.id, person_id, payment_id=payment.id)
        post(tx, ctx, payment, act, _released(rows, short, receipt_id))
    row = Refund(
        clinic_id=payment.clinic_id,
        person_id=person_id,
        payment_id=payment.id,
        act_id=act.id,
        kind=kind.value,
        amount_cents=cents,
        reference=reference,
    )
    tx.add(row)
    tx.flush()
    return row


def _released(rows: Sequence[Any], cents: int, receipt_id: str | None) -> list[rules.Move]:
    """Choose what is taken back for a refund: from the picked receipt as far as it goes, then from the newest."""
    picked = [row for row in rows if receipt_id and row.receipt_id == receipt_id]
    if receipt_id and not picked:
        raise NotFound()
    first = min(cents, sum(int(row.cents) for row in picked))
    others = [row for row in rows if row not in picked]
    moves: list[rules.Move] = []
    for some, part in ((picked, first), (others, cents - first)):
        if part:
            moves += rules.unapply(store.as_allocations(some), _order(some), part)
    return moves


def _check(tx: Session, ctx: ClinicContext, person_id: str, payment: Payment, invoice_ids: Sequence[str]) -> None:
    found = invoices.some(tx, ctx.clinic.id, person_id, invoice_ids)
    if {invoice.id for invoice in found} != set(invoice_ids):
        raise NotFound()
    if any(invoice.currency != payment.currency for invoice in found):
        raise OtherCurrency()


def _together(wanted: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Add up what is wanted of each invoice. Raises: NoAmount."""
    if any(cents <= 0 for _, cents in wanted):
        raise NoAmount()
    sums: dict[str, int] = {}
    for invoice_id, cents in wanted:
        sums[invoice_id] = sums.get(invoice_id, 0) + cents
    return list(sums.items())


def _order(rows: Sequence[Any]) -> list[str]:
    """List the lines by their place: invoice by invoice, first to last."""
    places = {row.line_id: (row.invoice_id, row.position) for row in rows}
    return sorted(places, key=lambda line_id: places[line_id])
