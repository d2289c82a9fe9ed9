"""What a clinic offers online, where, by whom and when. What is archived or not booked online is not there."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, func, literal, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from myaccount.domain.ids import could_be_id
from myaccount.domain.shift_cells import ShiftMode
from myaccount.models import (
    BookingHold,
    Claim,
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


def chosen(tx: Session, clinic_id: str, treatment_id: str, location_id: str) -> tuple[Treatment, Location] | None:
    """Find a treatment at a location, or None when it is not offered online there."""
    if not (could_be_id(treatment_id) and could_be_id(location_id)):
        return None
    query = select(Treatment, Location).where(
        col(Treatment.id) == treatment_id,
        col(Location.id) == location_id,
        _offered(clinic_id),
        _is_offered_at_location(),
    )
    return tx.exec(query).one_or_none()


def treatments(tx: Session, clinic_id: str) -> Sequence[Row[Any]]:
    """List the treatments with each location that offers them, in order of their names."""
    query: Any = select_columns(Treatment, col(Location.id).label("location_id")).where(
        _offered(clinic_id), _is_offered_at_location()
    )
    return tx.execute(query.order_by(col(Treatment.discipline), col(Treatment.name), col(Treatment.id))).all()


def locations(tx: Session, clinic_id: str) -> Sequence[Location]:
    """List the locations in order of their names."""
    query = select(Location).where(col(Location.clinic_id) == clinic_id, col(Location.archived_at).is_(None))
    return tx.exec(query.order_by(col(Location.name), col(Location.id))).all()


def practitioners(tx: Session, clinic_id: str, staff_id: str = "") -> Sequence[Row[Any]]:
    """List the practitioners, or one, in order of their names."""
    if staff_id and not could_be_id(staff_id):
        return []
    query = (
        select_columns(
            col(Staff.id), col(Staff.external_id), col(Staff.start_interval_minutes), col(Staff.buffer_minutes),
            col(Person.first_name), col(Person.last_name),
        )
        .join(Person, col(Person.id) == col(Staff.person_id))
        .where(col(Staff.clinic_id) == clinic_id, col(Staff.archived_at).is_(None))
    )  # fmt: skip
    if staff_id:
        query = query.where(col(Staff.id) == staff_id)
    return tx.execute(query.order_by(col(Person.last_name), col(Person.first_name), col(Staff.id))).all()


def visits_offered(tx: Session, clinic_id: str) -> set[tuple[str, str, str]]:
    """List who gives which treatment where, by their shifts: (treatment, practitioner, location)."""
    query = (
        select(StaffTreatment.treatment_id, Shift.staff_id, Shift.location_id)
        .join(Shift, col(Shift.staff_id) == col(StaffTreatment.staff_id))
        .where(col(Shift.clinic_id) == clinic_id, col(Shift.mode) != ShiftMode.NOT_BOOKABLE.value)
    )
    return set(tx.exec(query.distinct()).all())


def classes_offered(tx: Session, clinic_id: str, now: datetime) -> set[tuple[str, str, str]]:
    """List who gives which class where, by the sittings to come: (treatment, practitioner, location)."""
    query = select(ClassSession.treatment_id, ClassSession.staff_id, ClassSession.location_id).where(
        col(ClassSession.clinic_id) == clinic_id, col(ClassSession.starts_at) > now
    )
    return set(tx.exec(query.distinct()).all())


def gives(tx: Session, treatment_id: str) -> set[str]:
    """List the ids of those who give a treatment."""
    return set(tx.exec(select(StaffTreatment.staff_id).where(col(StaffTreatment.treatment_id) == treatment_id)).all())


def shifts(tx: Session, staff_ids: Collection[str], location_id: str) -> Sequence[Row[Any]]:
    """List the weekly hours of practitioners at a location."""
    query = select_columns(
        col(Shift.staff_id), col(Shift.weekday), col(Shift.opens), col(Shift.closes), col(Shift.mode)
    )
    return tx.execute(query.where(col(Shift.staff_id).in_(staff_ids), col(Shift.location_id) == location_id)).all()


def time_off(tx: Session, staff_ids: Collection[str], since: datetime, until: datetime) -> Sequence[Row[Any]]:
    """List the time off of practitioners that touches a span. Times: aware UTC."""
    return tx.execute(
        select_columns(col(TimeOff.staff_id), col(TimeOff.starts_at), col(TimeOff.ends_at)).where(
            col(TimeOff.staff_id).in_(staff_ids), col(TimeOff.ends_at) > since, col(TimeOff.starts_at) < until
        )
    ).all()


def sittings(
    tx: Session, treatment_id: str, location_id: str, since: datetime, until: datetime, now: datetime, holder: str
) -> Sequence[Row[Any]]:
    """List the sittings of a class at a location with how many of its seats are taken, soonest first.

    Times: aware UTC. A hold that has run out takes no seat, and neither does that of `holder` themselves.
    """
    free_again = select_columns(col(BookingHold.id)).where(
        col(BookingHold.class_id) == col(ClassSession.id),
        or_(col(BookingHold.expires_at) <= now, col(BookingHold.holder) == holder),
    )
    taken = (
        select_columns(func.count())
        .select_from(Claim)
        .where(
            col(Claim.resource) == literal("class:") + col(ClassSession.id),
            col(Claim.holder_id).not_in(free_again),
        )
        .scalar_subquery()
    )
    shown = (col(ClassSession.id), col(ClassSession.staff_id), col(ClassSession.starts_at), taken.label("taken"))
    query = select_columns(*shown).where(
        col(ClassSession.treatment_id) == treatment_id,
        col(ClassSession.location_id) == location_id,
        col(ClassSession.starts_at) >= since,
        col(ClassSession.starts_at) < until,
    )
    return tx.execute(query.order_by(col(ClassSession.starts_at), col(ClassSession.id))).all()


def sitting(tx: Session, clinic_id: str, class_id: str) -> ClassSession | None:
    """Find one sitting of a class."""
    query = select(ClassSession).where(col(ClassSession.clinic_id) == clinic_id, col(ClassSession.id) == class_id)
    return tx.exec(query).one_or_none() if could_be_id(class_id) else None


def _offered(clinic_id: str) -> ColumnElement[bool]:
    return and_(
        col(Treatment.clinic_id) == clinic_id,
        col(Treatment.archived_at).is_(None),
        col(Treatment.book_online),
        col(Location.clinic_id) == col(Treatment.clinic_id),
        col(Location.archived_at).is_(None),
    )


def _is_offered_at_location() -> ColumnElement[bool]:
    """Hold where the treatment names the location, or none at all."""
    named = col(TreatmentLocation.treatment_id) == col(Treatment.id)
    return or_(~exists().where(named), exists().where(named, col(TreatmentLocation.location_id) == col(Location.id)))
