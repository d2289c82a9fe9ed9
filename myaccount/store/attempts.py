"""Attempts to charge cards in the database. What is read here is plain, to be used after the transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, update
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from myaccount.domain.attempts import AlreadyPaying, AttemptState
from myaccount.domain.ids import could_be_id
from myaccount.domain.prepaying import Outcome
from myaccount.domain.refusals import NotFound
from myaccount.models import BookingPayment, PaymentAttempt, ProcessorEvent
from myaccount.store.inserting import insert_if_absent

COLUMNS = tuple(PaymentAttempt.__table__.columns)  # type: ignore[attr-defined]
BOOKING = tuple(BookingPayment.__table__.columns)  # type: ignore[attr-defined]


def begin(tx: Session, attempt: PaymentAttempt) -> None:
    """Write an attempt down: the lock. Raises: AlreadyPaying when the person has one that is open."""
    if not insert_if_absent(tx, attempt):
        raise AlreadyPaying()


def open_one(tx: Session, clinic_id: str, person_id: str) -> Row[Any] | None:
    """Find a person's open attempt."""
    mine = and_(col(PaymentAttempt.clinic_id) == clinic_id, col(PaymentAttempt.person_id) == person_id)
    return tx.execute(select_columns(*COLUMNS).where(mine, _is_open())).one_or_none()


def known(tx: Session, clinic_id: str, person_id: str, attempt_id: str) -> Row[Any] | None:
    """Find an attempt of a person's, if there is such a one."""
    mine = and_(col(PaymentAttempt.clinic_id) == clinic_id, col(PaymentAttempt.person_id) == person_id)
    query = select_columns(*COLUMNS).where(mine, col(PaymentAttempt.id) == attempt_id)
    return tx.execute(query).one_or_none() if could_be_id(attempt_id) else None


def own(tx: Session, clinic_id: str, person_id: str, attempt_id: str) -> Row[Any]:
    """Find an attempt of a person's. Raises: NotFound, also when it is somebody else's."""
    found = known(tx, clinic_id, person_id, attempt_id)
    if found is None:
        raise NotFound()
    return found


def by_intent(tx: Session, clinic_id: str, intent_id: str) -> Row[Any] | None:
    """Find an attempt of a clinic by the processor's name of it."""
    known = and_(col(PaymentAttempt.clinic_id) == clinic_id, col(PaymentAttempt.intent_id) == intent_id)
    return tx.execute(select_columns(*COLUMNS).where(known)).one_or_none()


def left_in(tx: Session, before: datetime) -> Mapping[str, datetime]:
    """Tell in which clinics attempts were open before an instant, and since when one waits there. Times: aware UTC."""
    query = select_columns(col(PaymentAttempt.clinic_id), func.min(_waits_since()).label("since")).where(
        _is_left(before)
    )
    return {row.clinic_id: row.since for row in tx.execute(query.group_by(col(PaymentAttempt.clinic_id)))}


def left(tx: Session, clinic_id: str, before: datetime, limit: int) -> Sequence[Row[Any]]:
    """List a clinic's attempts that were open before an instant. The one that waits longest to be looked up is first.

    Times: aware UTC.
    """
    query = select_columns(*COLUMNS).where(col(PaymentAttempt.clinic_id) == clinic_id, _is_left(before))
    return tx.execute(query.order_by(_waits_since(), col(PaymentAttempt.id)).limit(limit)).all()


def note_lookup(tx: Session, attempt_id: str, now: datetime) -> None:
    """Note that an attempt has its turn to be looked up: the next time, others come first. Times: aware UTC."""
    tx.execute(update(PaymentAttempt).where(col(PaymentAttempt.id) == attempt_id).values(looked_up_at=now))


def set_intent(tx: Session, attempt_id: str, intent_id: str) -> bool:
    """Compare and set the processor's name of an attempt: False when it is not open, or has one."""
    is_it = and_(col(PaymentAttempt.id) == attempt_id, _is_open(), col(PaymentAttempt.intent_id).is_(None))
    return _changed(tx, update(PaymentAttempt).where(is_it).values(intent_id=intent_id))


def close(tx: Session, attempt_id: str, state: AttemptState, now: datetime, code: str = "") -> bool:
    """Compare and set: False when it is not open any more. Times: aware UTC."""
    is_it = and_(col(PaymentAttempt.id) == attempt_id, _is_open())
    closed = {"state": state.value, "closed_at": now, "code": code[:80]}
    return _changed(tx, update(PaymentAttempt).where(is_it).values(closed))


def succeed(tx: Session, attempt_id: str, now: datetime) -> bool:
    """Compare and set, whatever was believed of it before: False when it is known to have succeeded."""
    is_it = and_(col(PaymentAttempt.id) == attempt_id, col(PaymentAttempt.state) != AttemptState.SUCCEEDED.value)
    closed = {"state": AttemptState.SUCCEEDED.value, "closed_at": now, "code": ""}
    return _changed(tx, update(PaymentAttempt).where(is_it).values(closed))


def booking_of(tx: Session, attempt_id: str) -> Row[Any] | None:
    """Find the time that an attempt pays for; None for one that pays what is due."""
    return tx.execute(select_columns(*BOOKING).where(col(BookingPayment.attempt_id) == attempt_id)).one_or_none()


def last_for(tx: Session, clinic_id: str, person_id: str, hold_id: str) -> Row[Any] | None:
    """Find a person's last attempt to pay for a time."""
    mine = and_(col(PaymentAttempt.clinic_id) == clinic_id, col(PaymentAttempt.person_id) == person_id)
    query = select_columns(*COLUMNS).join(BookingPayment, col(BookingPayment.attempt_id) == col(PaymentAttempt.id))
    query = query.where(mine, col(BookingPayment.hold_id) == hold_id)
    return tx.execute(query.order_by(col(PaymentAttempt.created_at).desc()).limit(1)).one_or_none()


def close_booking(tx: Session, attempt_id: str, outcome: Outcome) -> None:
    """Note what became of the time that an attempt paid for."""
    of_attempt = col(BookingPayment.attempt_id) == attempt_id
    tx.execute(update(BookingPayment).where(of_attempt).values(outcome=outcome.value))


def is_heard(tx: Session, clinic_id: str, event_id: str) -> bool:
    """Tell whether a message has been dealt with."""
    return tx.get(ProcessorEvent, (clinic_id, event_id)) is not None


def note_heard(tx: Session, clinic_id: str, event_id: str, kind: str, now: datetime) -> None:
    """Note that a message has been dealt with. Edges: by two at once, it is noted once. Times: aware UTC."""
    insert_if_absent(tx, ProcessorEvent(clinic_id=clinic_id, event_id=event_id[:255], kind=kind[:80], received_at=now))


def _is_left(before: datetime) -> ColumnElement[bool]:
    return and_(_is_open(), col(PaymentAttempt.created_at) <= before)


def _waits_since() -> ColumnElement[datetime]:
    return func.coalesce(col(PaymentAttempt.looked_up_at), col(PaymentAttempt.created_at))


def _is_open() -> ColumnElement[bool]:
    return col(PaymentAttempt.closed_at).is_(None)


def _changed(tx: Session, change: Any) -> bool:
    return bool(tx.execute(change).rowcount)  # type: ignore[attr-defined]
