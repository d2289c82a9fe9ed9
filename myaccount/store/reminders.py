"""What reminders need to know, in the database: visits to come, what was planned, and what patients chose."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from myaccount.domain.appointments import AppointmentState
from myaccount.models import Appointment, OutboxMessage, Person, ReminderChoice, Staff
from myaccount.store.outbox import WITHDRAWN


def visit(tx: Session, clinic_id: str, appointment_id: str) -> Row[Any] | None:
    """Find an appointment and the person whose it is; None for another clinic's."""
    query = select_columns(Appointment, Person).join(Person, col(Person.id) == col(Appointment.person_id))
    return tx.execute(
        query.where(col(Appointment.clinic_id) == clinic_id, col(Appointment.id) == appointment_id)
    ).one_or_none()


def coming(tx: Session, clinic_id: str, since: datetime, until: datetime) -> Sequence[Row[Any]]:
    """List a clinic's booked appointments that start in a span of time, each with its person. Times: aware UTC."""
    team = tx.exec(select(Staff.id).where(col(Staff.clinic_id) == clinic_id)).all()
    query = select_columns(Appointment, Person).join(Person, col(Person.id) == col(Appointment.person_id))
    return tx.execute(
        query.where(
            col(Appointment.staff_id).in_(team),  # that is how they are indexed
            col(Appointment.starts_at) >= since,
            col(Appointment.starts_at) <= until,
            col(Appointment.state) == AppointmentState.BOOKED.value,
        )
    ).all()


def planned(tx: Session, visit_ids: Collection[str]) -> set[str]:
    """List the dedupe keys of the messages of some visits, but for those that were withdrawn."""
    query = select(OutboxMessage.dedupe).where(
        col(OutboxMessage.visit_id).in_(visit_ids), col(OutboxMessage.state) != WITHDRAWN
    )
    return set(tx.exec(query).all())


def chain(tx: Session, row: Appointment) -> list[Appointment]:
    """List an appointment and those that it was moved from, the first of them first."""
    rows = [row]
    while rows[0].moved_from_id is not None:
        rows.insert(0, tx.get_one(Appointment, rows[0].moved_from_id))
    return rows


def unwanted(tx: Session, clinic_id: str, person_ids: Collection[str]) -> set[tuple[str, str]]:
    """List what some people do not want, as pairs of person and setting."""
    query = select(ReminderChoice).where(
        col(ReminderChoice.clinic_id) == clinic_id,
        col(ReminderChoice.person_id).in_(person_ids),
        col(ReminderChoice.wanted).is_(False),
    )
    return {(row.person_id, row.key) for row in tx.exec(query).all()}


def choose(tx: Session, clinic_id: str, person_id: str, key: str, wanted: bool) -> None:
    """Note whether somebody wants a reminder."""
    tx.merge(ReminderChoice(person_id=person_id, key=key, clinic_id=clinic_id, wanted=wanted))
