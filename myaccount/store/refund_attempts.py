"""Attempts to give money back in the database. What is read here is plain, to be used after the transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, or_, update
from sqlalchemy import select as select_columns
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from myaccount.domain.attempts import AttemptState
from myaccount.domain.ids import could_be_id
from myaccount.models import Payment, Refund, RefundAttempt

COLUMNS = tuple(RefundAttempt.__table__.columns)  # type: ignore[attr-defined]


def begin(tx: Session, attempt: RefundAttempt) -> bool:
    """Write an attempt down: the lock. False when its payment has one that is open."""
    try:
        with tx.begin_nested():
            tx.add(attempt)
            tx.flush()
    except IntegrityError:
        return False
    return True


def open_one(tx: Session, clinic_id: str, payment_id: str) -> Row[Any] | None:
    """Find the open attempt of a payment."""
    of_payment = and_(col(RefundAttempt.clinic_id) == clinic_id, col(RefundAttempt.payment_id) == payment_id)
    found = select_columns(*COLUMNS).where(of_payment, _is_open())
    return tx.execute(found).one_or_none() if could_be_id(payment_id) else None


def by_id(tx: Session, clinic_id: str, attempt_id: str) -> Row[Any] | None:
    """Find an attempt of a clinic."""
    known = and_(col(RefundAttempt.clinic_id) == clinic_id, col(RefundAttempt.id) == attempt_id)
    return tx.execute(select_columns(*COLUMNS).where(known)).one_or_none()


def left_in(tx: Session, before: datetime) -> Mapping[str, datetime]:
    """Tell in which clinics attempts are left, and since when one waits there. Times: aware UTC."""
    query = select_columns(col(RefundAttempt.clinic_id), func.min(_waits_since()).label("since")).where(
        _is_left(before)
    )
    return {row.clinic_id: row.since for row in tx.execute(query.group_by(col(RefundAttempt.clinic_id)))}


def left(tx: Session, clinic_id: str, before: datetime, limit: int) -> Sequence[Row[Any]]:
    """List a clinic's attempts that were open before an instant, and those that the portal itself makes.

    The one that waits longest to be looked up is first. Times: aware UTC.
    """
    query = select_columns(*COLUMNS).where(col(RefundAttempt.clinic_id) == clinic_id, _is_left(before))
    return tx.execute(query.order_by(_waits_since(), col(RefundAttempt.id)).limit(limit)).all()


def note_lookup(tx: Session, attempt_id: str, now: datetime) -> None:
    """Note that an attempt has its turn to be looked up: the next time, others come first. Times: aware UTC."""
    tx.execute(update(RefundAttempt).where(col(RefundAttempt.id) == attempt_id).values(looked_up_at=now))


def close(tx: Session, attempt_id: str, state: AttemptState, now: datetime) -> bool:
    """Compare and set: False when it is not open any more. Times: aware UTC."""
    is_it = and_(col(RefundAttempt.id) == attempt_id, _is_open())
    closed = update(RefundAttempt).where(is_it).values(state=state.value, closed_at=now)
    return bool(tx.execute(closed).rowcount)  # type: ignore[attr-defined]


def payment_of(tx: Session, clinic_id: str, intent_id: str) -> Payment | None:
    """Find the payment in the ledger that a payment at the processor is."""
    known = and_(col(Payment.clinic_id) == clinic_id, col(Payment.reference) == intent_id)
    return tx.exec(select(Payment).where(known)).one_or_none()


def is_in_ledger(tx: Session, clinic_id: str, reference: str) -> bool:
    """Tell whether a refund has been written into the ledger."""
    known = and_(col(Refund.clinic_id) == clinic_id, col(Refund.reference) == reference)
    return tx.exec(select(Refund.id).where(known)).one_or_none() is not None


def _is_left(before: datetime) -> ColumnElement[bool]:
    return and_(_is_open(), or_(col(RefundAttempt.created_at) <= before, col(RefundAttempt.by_id).is_(None)))


def _waits_since() -> ColumnElement[datetime]:
    return func.coalesce(col(RefundAttempt.looked_up_at), col(RefundAttempt.created_at))


def _is_open() -> ColumnElement[bool]:
    return col(RefundAttempt.closed_at).is_(None)
