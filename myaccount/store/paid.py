"""What the ledger says was paid by card, to compare with the processor."""

from datetime import datetime

from sqlalchemy import and_, func, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from myaccount.domain.card_money import RETURNED, WON, original_in
from myaccount.domain.ledger import Method, RefundKind
from myaccount.models import Payment, Refund


def by_card(tx: Session, clinic_id: str, since: datetime) -> dict[str, tuple[int, int]]:
    """List a clinic's payments by card since an instant: what was paid and refunded, by the processor's names.

    What a bank took back counts as refunded, unless it came back; so does what was given back of that in its turn.
    Times: aware UTC. Money: cents.
    """
    found = and_(
        col(Payment.clinic_id) == clinic_id,
        col(Payment.method) == Method.CARD.value,
        col(Payment.reference).startswith("pi_"),
        col(Payment.received_at) >= since,
    )
    columns = (col(Payment.reference), col(Payment.amount_cents), col(Payment.refunded_cents))
    again = _came_back(tx, clinic_id)
    return {
        row.reference: (row.amount_cents, row.refunded_cents - again.get(row.reference, 0))
        for row in tx.execute(select_columns(*columns).where(found))
    }


def _came_back(tx: Session, clinic_id: str) -> dict[str, int]:
    """Tell what came back after disputes and failed refunds, less what the processor took of it again.

    By the processor's names of the payments. Edges: what was given back by hand the processor knows nothing of.
    """
    back = and_(
        col(Payment.clinic_id) == clinic_id,
        or_(col(Payment.reference).startswith(WON), col(Payment.reference).startswith(RETURNED)),
    )
    there = or_(col(Refund.reference).is_not(None), col(Refund.kind) == RefundKind.CHARGEBACK.value)
    taken = (
        select_columns(func.coalesce(func.sum(col(Refund.amount_cents)), 0))
        .where(col(Refund.payment_id) == col(Payment.id), there)
        .scalar_subquery()
    )
    found: dict[str, int] = {}
    columns = (col(Payment.reference), col(Payment.amount_cents) - taken)
    for reference, cents in tx.execute(select_columns(*columns).where(back)):
        intent_id = original_in(reference)
        found[intent_id] = found.get(intent_id, 0) + int(cents)
    return found
