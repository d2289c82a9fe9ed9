"""Payments in the database, scoped to the clinic and the person."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, update
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from myaccount.models import Payment
from myaccount.store.keyset import latest_first

USED = col(Payment.applied_cents) + col(Payment.refunded_cents)


def of_person(
    tx: Session, clinic_id: str, person_id: str, before: tuple[datetime, str] | None, limit: int
) -> Sequence[Payment]:
    """List a person's payments, the latest first, from behind one on. Times: aware UTC."""
    query = select(Payment).where(_own(clinic_id, person_id))
    return tx.exec(latest_first(query, (col(Payment.received_at), col(Payment.id)), before, limit)).all()


def some(tx: Session, clinic_id: str, person_id: str, payment_ids: Iterable[str]) -> Sequence[Payment]:
    """List those of these payments that are the person's."""
    wanted = list(payment_ids)
    return tx.exec(select(Payment).where(_own(clinic_id, person_id), col(Payment.id).in_(wanted))).all()


def credit(tx: Session, clinic_id: str, person_id: str) -> dict[str, int]:
    """Tell how much of a person's payments is credit, by currency. Money: cents of that currency."""
    query = (
        select_columns(col(Payment.currency), func.sum(col(Payment.amount_cents) - USED))
        .where(_own(clinic_id, person_id), col(Payment.amount_cents) > USED)
        .group_by(col(Payment.currency))
    )
    return {currency: int(cents) for currency, cents in tx.execute(query)}


def by_reference(tx: Session, clinic_id: str, reference: str) -> Payment | None:
    """Find a payment by the processor's own name of it."""
    query = select(Payment).where(col(Payment.clinic_id) == clinic_id, col(Payment.reference) == reference)
    return tx.exec(query).one_or_none()


def note_import(tx: Session, payment_id: str, said: Mapping[str, Any]) -> None:
    """Note what a clinic file said of a payment last."""
    tx.execute(update(Payment).where(col(Payment.id) == payment_id).values(imported=dict(said)))


def _own(clinic_id: str, person_id: str) -> ColumnElement[Any]:
    return and_(col(Payment.clinic_id) == clinic_id, col(Payment.person_id) == person_id)
