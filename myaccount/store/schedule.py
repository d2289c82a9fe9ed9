"""What a clinic's schedule is made of: who treats, when they work, and whom they see. All scoped to the clinic.

Visits and sittings are looked up by practitioner and start: that is how they are indexed.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, exists, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from myaccount.domain.appointments import AppointmentState
from myaccount.domain.ids import could_be_id
from myaccount.domain.people import Role
from myaccount.domain.refusals import NotFound
from myaccount.models import (
    Appointment,
    ClassSession,
    Location,
    Person,
    Shift,
    Staff,
    StaffTreatment,
    TimeOff,
    Treatment,
    TreatmentLocation,
)

_NEVER_SHOWN = (AppointmentState.ARCHIVED.value,)
ONE_ON_ONE = "one_on_one"


def team(tx: Session, clinic_id: str, staff_id: str | None = None) -> Sequence[Row[Any]]:
    """List who treats patients at a clinic, or one of them: id, names, and whether they are no longer there."""
    treats = exists().where(col(StaffTreatment.staff_id) == col(Staff.id))
    query = (
        select_columns(
            col(Staff.id),
            col(Person.first_name),
            col(Person.last_name),
            col(Staff.archived_at),
            col(Staff.buffer_minutes),
            col(Staff.video_link),
        )
        .join(Person, col(Person.id) == col(Staff.person_id))
        .where(col(Staff.clinic_id) == clinic_id, or_(treats, col(Staff.role) == Role.PRACTITIONER.value))
        .order_by(col(Person.first_name), col(Person.last_name), col(Staff.id))
    )
    return tx.execute(query if staff_id is None else query.where(col(Staff.id) == staff_id)).all()


def locations(tx: Session, clinic_id: str) -> Sequence[Location]:
    """List a clinic's locations, also those that it has left."""
    query = select(Location).where(col(Location.clinic_id) == clinic_id)
    return tx.exec(query.order_by(col(Location.name), col(Location.id))).all()


@cache
def _visits() -> Select[*tuple[Any, ...]]:
    """Select an appointment with what the desk shows of it."""
    return (
        select_columns(
            Appointment,
            col(Person.first_name).label("first_name"),
            col(Person.last_name).label("last_name"),
            col(Person.email).label("email"),
            col(Treatment.name).label("treatment"),
        )
        .join(Person, col(Person.id) == col(Appointment.person_id))
        .join(Treatment, col(Treatment.id) == col(Appointment.treatment_id))
    )


def visits(
    tx: Session, clinic_id: str, staff_ids: Collection[str], since: datetime, until: datetime, limit: int
) -> Sequence[Row[Any]]:
    """List the visits of some practitioners that begin in a span of time, by their start.

    Times: aware UTC, half-open.
    """
    query = _visits().where(
        col(Appointment.clinic_id) == clinic_id,
        col(Appointment.staff_id).in_(staff_ids),
        col(Appointment.starts_at) >= since,
        col(Appointment.starts_at) < until,
        col(Appointment.state).not_in(_NEVER_SHOWN),
    )
    return tx.execute(query.order_by(col(Appointment.starts_at), col(Appointment.id)).limit(limit)).all()


def visit(tx: Session, clinic_id: str, appointment_id: str, staff_id: str | None) -> Row[Any]:
    """Find one visit, as the desk shows it; with `staff_id`, one of that practitioner's.

    Raises: NotFound, also when it is somebody else's, or another clinic's.
    """
    query = _visits().where(col(Appointment.clinic_id) == clinic_id, col(Appointment.id) == appointment_id)
    if staff_id is not None:
        query = query.where(col(Appointment.staff_id) == staff_id)
    row = tx.execute(query).one_or_none() if could_be_id(appointment_id) else None
    if row is None:
        raise NotFound()
    return row


def attendees(tx: Session, clinic_id: str, class_id: str) -> Sequence[Row[Any]]:
    """List who is booked into a sitting of a class, or was."""
    query = _visits().where(
        col(Appointment.class_id) == class_id,
        col(Appointment.clinic_id) == clinic_id,
        col(Appointment.state).not_in(_NEVER_SHOWN),
    )
    return tx.execute(query.order_by(col(Person.first_name), col(Person.last_name), col(Appointment.id))).all()


@cache
def _sittings() -> Select[*tuple[Any, ...]]:
    return select_columns(ClassSession, Treatment).join(Treatment, col(Treatment.id) == col(ClassSession.treatment_id))


def sittings(
    tx: Session, clinic_id: str, staff_ids: Collection[str], since: datetime, until: datetime
) -> Sequence[Row[Any]]:
    """List the sittings of some practitioners' classes that begin in a span of time. Times: aware UTC, half-open."""
    query = _sittings().where(
        col(ClassSession.clinic_id) == clinic_id,
        col(ClassSession.staff_id).in_(staff_ids),
        col(ClassSession.starts_at) >= since,
        col(ClassSession.starts_at) < until,
    )
    return tx.execute(query.order_by(col(ClassSession.starts_at), col(ClassSession.id))).all()


def sitting(tx: Session, clinic_id: str, class_id: str, staff_id: str | None) -> Row[Any]:
    """Find one sitting of a class with its treatment; with `staff_id`, one of that practitioner's.

    Raises: NotFound, also when it is somebody else's, or another clinic's.
    """
    query = _sittings().where(col(ClassSession.clinic_id) == clinic_id, col(ClassSession.id) == class_id)
    if staff_id is not None:
        query = query.where(col(ClassSession.staff_id) == staff_id)
    row = tx.execute(query).one_or_none() if could_be_id(class_id) else None
    if row is None:
        raise NotFound()
    return row


def shifts(tx: Session, staff_ids: Collection[str], weekdays: Collection[int]) -> Sequence[Shift]:
    """List some practitioners' hours on some days of the week."""
    query = select(Shift).where(col(Shift.staff_id).in_(staff_ids), col(Shift.weekday).in_(weekdays))
    return tx.exec(query.order_by(col(Shift.opens), col(Shift.id))).all()


def time_off(tx: Session, staff_ids: Collection[str], since: datetime, until: datetime) -> Sequence[TimeOff]:
    """List when some practitioners are away in a span of time. Times: aware UTC, half-open."""
    query = select(TimeOff).where(
        col(TimeOff.staff_id).in_(staff_ids), col(TimeOff.ends_at) > since, col(TimeOff.starts_at) < until
    )
    return tx.exec(query.order_by(col(TimeOff.starts_at), col(TimeOff.id))).all()


def offered_by(tx: Session, clinic_id: str, staff_id: str) -> Sequence[Treatment]:
    """List the treatments that a practitioner offers to one person at a time."""
    query = (
        select(Treatment)
        .join(StaffTreatment, col(StaffTreatment.treatment_id) == col(Treatment.id))
        .where(
            col(StaffTreatment.staff_id) == staff_id,
            col(Treatment.clinic_id) == clinic_id,
            col(Treatment.kind) == ONE_ON_ONE,
            col(Treatment.archived_at).is_(None),
        )
    )
    return tx.exec(query.order_by(col(Treatment.name), col(Treatment.id))).all()


def places_of(tx: Session, treatment_id: str) -> Collection[str]:
    """Name the locations where a treatment is offered; none means everywhere."""
    named = select(TreatmentLocation.location_id).where(col(TreatmentLocation.treatment_id) == treatment_id)
    return set(tx.exec(named).all())
