"""What the ledger says was paid by card, to compare with the processor."""

from datetime import datetime

from sqlalchemy import and_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from myaccount.domain.ledger import Method
from myaccount.models import Payment

WON = "won:"
"""Begins the reference of money that came back after a dispute, before the processor's name of the payment."""


def by_card(tx: Session, clinic_id: str, since: datetime) -> dict[str, tuple[int, int]]:
    """List a clinic's payments by card since an instant: what was paid and refunded, by the processor's names.

    What a bank took back counts as refunded, unless it came back.
    Times: aware UTC. Money: cents.
    """
    found = and_(
        col(Payment.clinic_id) == clinic_id,
        col(Payment.method) == Method.CARD.value,
        col(Payment.reference).startswith("pi_"),
        col(Payment.received_at) >= since,
    )
    columns = (col(Payment.reference), col(Payment.amount_cents), col(Payment.refunded_cents))
    again = _won(tx, clinic_id)
    return {
        row.reference: (row.amount_cents, row.refunded_cents - again.get(row.reference, 0))
        for row in tx.execute(select_columns(*columns).where(found))
    }


def _won(tx: Session, clinic_id: str) -> dict[str, int]:
    """Tell what came back after disputes, by the processor's names of the payments."""
    back = and_(col(Payment.clinic_id) == clinic_id, col(Payment.reference).startswith(WON))
    found: dict[str, int] = {}
    for reference, cents in tx.execute(select_columns(col(Payment.reference), col(Payment.amount_cents)).where(back)):
        intent_id = reference.split(":")[1]
        found[intent_id] = found.get(intent_id, 0) + cents
    return found
