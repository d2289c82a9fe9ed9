"""Answers to the clinic's question after a booking: each belongs to an appointment that its caller has looked up."""

from collections.abc import Sequence

from sqlalchemy import update
from sqlmodel import Session, col, select

from myaccount.models import BookingAnswer


def of(tx: Session, appointment_id: str) -> BookingAnswer | None:
    """Find what was answered with an appointment."""
    return tx.get(BookingAnswer, appointment_id)


def of_visits(tx: Session, appointment_ids: Sequence[str]) -> dict[str, str]:
    """Find what was answered with each of these appointments."""
    if not appointment_ids:
        return {}
    answers = tx.exec(select(BookingAnswer).where(col(BookingAnswer.appointment_id).in_(appointment_ids))).all()
    return {one.appointment_id: one.answer for one in answers}


def put(tx: Session, answer: BookingAnswer) -> None:
    """Keep an answer, in place of an earlier one."""
    tx.merge(answer)
    tx.flush()


def carry(tx: Session, before_id: str, after_id: str) -> None:
    """Let the answer go with a visit that is moved."""
    own = col(BookingAnswer.appointment_id) == before_id
    tx.execute(update(BookingAnswer).where(own).values(appointment_id=after_id))
