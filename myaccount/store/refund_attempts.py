"""Attempts to give money back in the database. What is read here is plain, to be used after the transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, or_, update
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from myaccount.domain.attempts import AttemptState
from myaccount.domain.card_money import original_in
from myaccount.domain.ids import could_be_id
from myaccount.domain.ledger import Method
from myaccount.models import Payment, Refund, RefundAttempt
from myaccount.store.inserting import insert_if_absent

MOST_PARTS = 20
"""Of how many payments one refund is taken at most. A payment comes back as often as it is disputed and refunded."""
COLUMNS = tuple(RefundAttempt.__table__.columns)  # type: ignore[attr-defined]


def begin(tx: Session, attempt: RefundAttempt) -> bool:
    """Write an attempt down: the lock. False when its payment has one that is open."""
    return insert_if_absent(tx, attempt)


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


def same_money(tx: Session, payment: Payment) -> list[Payment]:
    """List a payment as it is now, and then what else in the ledger is of the same payment at the processor."""
    mine = and_(col(Payment.clinic_id) == payment.clinic_id, col(Payment.person_id) == payment.person_id)
    is_card = and_(col(Payment.method) == Method.CARD.value, col(Payment.reference).is_not(None))
    query = select(Payment).where(mine, is_card).order_by(col(Payment.received_at), col(Payment.id))
    found = tx.exec(query.execution_options(populate_existing=True)).all()
    intent_id = original_in(payment.reference or "")
    same = [one for one in found if original_in(one.reference or "") == intent_id]
    return sorted(same, key=lambda one: (one.id != payment.id, one.reference != intent_id))[:MOST_PARTS]


def is_in_ledger(tx: Session, clinic_id: str, reference: str) -> bool:
    """Tell whether a refund has been written into the ledger."""
    return booked(tx, clinic_id, reference) > 0


def booked(tx: Session, clinic_id: str, reference: str) -> int:
    """Tell how much the ledger holds of a refund, or a dispute, of the processor's. Money: cents; 0 of none."""
    return sum(row.amount_cents for row in parts(tx, clinic_id, reference))


def parts(tx: Session, clinic_id: str, reference: str) -> Sequence[Refund]:
    """List what the ledger holds of a refund, or a dispute: one row for each payment that it was taken from."""
    names = [part_name(reference, number) for number in range(MOST_PARTS)]
    known = and_(col(Refund.clinic_id) == clinic_id, col(Refund.reference).in_(names))
    return tx.exec(select(Refund).where(known).order_by(col(Refund.reference))).all()


def part_name(reference: str, number: int) -> str:
    """Name a part of a refund as the database takes it once. The first has the processor's own name."""
    return f"{reference}:{number}" if number else reference


def _is_left(before: datetime) -> ColumnElement[bool]:
    return and_(_is_open(), or_(col(RefundAttempt.created_at) <= before, col(RefundAttempt.by_id).is_(None)))


def _waits_since() -> ColumnElement[datetime]:
    return func.coalesce(col(RefundAttempt.looked_up_at), col(RefundAttempt.created_at))


def _is_open() -> ColumnElement[bool]:
    return col(RefundAttempt.closed_at).is_(None)
