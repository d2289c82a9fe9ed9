"""Reversals: money that is not the clinic's any more, taken from wherever it is in the ledger by now."""

from dataclasses import dataclass

from sqlmodel import Session

from myaccount.domain.ledger import RefundKind
from myaccount.models import Payment
from myaccount.services.context import ClinicContext
from myaccount.services.ledger import journal, payments
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import ledger, refund_attempts


@dataclass(frozen=True)
class Reversal:
    """What went, by the processor's name of it; from `receipt_id` first, if it still holds some. Money: cents."""

    reference: str
    cents: int
    kind: RefundKind
    receipt_id: str | None = None


def reverse(tx: Session, ctx: ClinicContext, payment: Payment, reversal: Reversal) -> int:
    """Write down, once, that money of a payment went; tell how much of it there is nowhere.

    What came back after a dispute or a failed refund is a payment of its own: what the first one has no more of is
    taken from that. Of each, credit goes first, then the newest receipt shrinks first.
    Money: cents of the payment's currency. Edges: never more than is left. What is there already is left as it is.
    """
    ledger.lock(tx, ctx.clinic.id, payment.person_id)
    if refund_attempts.is_in_ledger(tx, ctx.clinic.id, reversal.reference):
        return 0
    left, number = reversal.cents, 0
    for one in refund_attempts.same_money(tx, payment):
        part = min(left, journal.funds_of(one).left_cents)
        if part:
            _write(tx, ctx, one, reversal, part, refund_attempts.part_name(reversal.reference, number))
            left, number = left - part, number + 1
    if number:
        journal.announce(tx, ctx, payment.person_id)
    return left


def _write(tx: Session, ctx: ClinicContext, payment: Payment, reversal: Reversal, cents: int, name: str) -> None:
    who = payment.person_id
    held = {row.receipt_id for row in ledger.allocations(tx, ctx.clinic.id, who, payment_id=payment.id)}
    picked = reversal.receipt_id if reversal.receipt_id in held else None
    payments.refund(tx, ctx, who, payment.id, cents, reversal.kind, receipt_id=picked, reference=name)
    kind = reversal.kind.value
    audit.record(tx, ctx, Action.PAYMENT_REFUNDED, subject_id=payment.id, person_id=who, cents=cents, kind=kind)
