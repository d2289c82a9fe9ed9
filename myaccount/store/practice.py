"""What a clinic offers, where and by whom, in the database; always of one clinic."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, delete
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, func, select

from myaccount.domain.appointments import LIVE
from myaccount.domain.ids import could_be_id
from myaccount.domain.refusals import NotFound
from myaccount.models import (
    Account,
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

_LIVE = tuple(state.value for state in LIVE)
Kind = TypeVar("Kind", Location, Shift, Staff, TimeOff, Treatment)


def one(tx: Session, kind: type[Kind], clinic_id: str, row_id: str) -> Kind:
    """Find one thing of a clinic, and let nobody else change it until the end.

    Raises: NotFound, also when it is another clinic's.
    """
    query = select(kind).where(col(kind.clinic_id) == clinic_id, col(kind.id) == row_id).with_for_update()
    found = tx.exec(query).one_or_none() if could_be_id(row_id) else None
    if found is None:
        raise NotFound()
    return found


def treatments(tx: Session, clinic_id: str) -> Sequence[Treatment]:
    """List a clinic's treatments by discipline and name, archived ones last."""
    query = select(Treatment).where(col(Treatment.clinic_id) == clinic_id)
    order = (col(Treatment.archived_at).is_not(None), col(Treatment.discipline), col(Treatment.name), col(Treatment.id))
    return tx.exec(query.order_by(*order)).all()


def locations(tx: Session, clinic_id: str) -> Sequence[Location]:
    """List a clinic's locations by name, archived ones last."""
    query = select(Location).where(col(Location.clinic_id) == clinic_id)
    order = (col(Location.archived_at).is_not(None), col(Location.name), col(Location.id))
    return tx.exec(query.order_by(*order)).all()


def staff(tx: Session, clinic_id: str) -> list[tuple[Staff, Person, str | None]]:
    """List who works at a clinic, by name, archived ones last, each with the id of their account if they have one."""
    query: Select[*tuple[Any, ...]] = (
        select_columns(Staff, Person, col(Account.id).label("account_id"))
        .join(Person, col(Person.id) == col(Staff.person_id))
        .outerjoin(Account, col(Account.person_id) == col(Person.id))
        .where(col(Staff.clinic_id) == clinic_id)
    )
    order = (col(Staff.archived_at).is_not(None), col(Person.first_name), col(Person.last_name), col(Staff.id))
    return [(row[0], row[1], row[2]) for row in tx.execute(query.order_by(*order))]


def owners(tx: Session, clinic_id: str) -> set[str]:
    """List the ids of the owners who are not archived."""
    query = select(Staff.id).where(
        col(Staff.clinic_id) == clinic_id, col(Staff.role) == "owner", col(Staff.archived_at).is_(None)
    )
    return set(tx.exec(query).all())


def offers(tx: Session, clinic_id: str) -> set[tuple[str, str]]:
    """List who offers what: ids of staff and treatments."""
    query = select_columns(StaffTreatment.staff_id, StaffTreatment.treatment_id).join(Staff)  # type: ignore[call-overload]
    return {tuple(row) for row in tx.execute(query.where(col(Staff.clinic_id) == clinic_id))}


def offered_at(tx: Session, clinic_id: str) -> set[tuple[str, str]]:
    """List what is offered where: ids of treatments and locations."""
    query = select_columns(TreatmentLocation.treatment_id, TreatmentLocation.location_id).join(Treatment)  # type: ignore[call-overload]
    return {tuple(row) for row in tx.execute(query.where(col(Treatment.clinic_id) == clinic_id))}


def set_offers(tx: Session, wanted: Iterable[tuple[str, str]], unwanted: Iterable[tuple[str, str]]) -> None:
    """Write who offers what, and take away who no longer does."""
    for staff_id, treatment_id in unwanted:
        pair = (col(StaffTreatment.staff_id) == staff_id, col(StaffTreatment.treatment_id) == treatment_id)
        tx.execute(delete(StaffTreatment).where(*pair))
    tx.add_all(StaffTreatment(staff_id=staff_id, treatment_id=treatment_id) for staff_id, treatment_id in wanted)


def set_places(tx: Session, treatment_id: str, wanted: Iterable[str], unwanted: Iterable[str]) -> None:
    """Write where a treatment is offered, and where no longer."""
    own = col(TreatmentLocation.treatment_id) == treatment_id
    tx.execute(delete(TreatmentLocation).where(own, col(TreatmentLocation.location_id).in_(list(unwanted))))
    tx.add_all(TreatmentLocation(treatment_id=treatment_id, location_id=location_id) for location_id in wanted)


def shifts(tx: Session, clinic_id: str, staff_id: str | None = None) -> Sequence[Shift]:
    """List the weekly hours of somebody, or of everybody at a clinic, from Monday on."""
    query = select(Shift).where(col(Shift.clinic_id) == clinic_id)
    if staff_id is not None:
        query = query.where(col(Shift.staff_id) == staff_id)
    return tx.exec(query.order_by(col(Shift.weekday), col(Shift.opens), col(Shift.id))).all()


def time_off(tx: Session, clinic_id: str, staff_id: str, now: datetime) -> Sequence[TimeOff]:
    """List somebody's time off that is not over, soonest first. Times: aware UTC."""
    query = select(TimeOff).where(
        col(TimeOff.clinic_id) == clinic_id, col(TimeOff.staff_id) == staff_id, col(TimeOff.ends_at) > now
    )
    return tx.exec(query.order_by(col(TimeOff.starts_at), col(TimeOff.id))).all()


def coming(tx: Session, clinic_id: str, staff_id: str, now: datetime) -> Sequence[Appointment]:
    """List the live appointments with somebody that have not begun. Times: aware UTC."""
    return tx.exec(select(Appointment).where(*_coming(clinic_id, now), col(Appointment.staff_id) == staff_id)).all()


def count_coming(tx: Session, clinic_id: str, now: datetime, **one: str) -> int:
    """Count the live appointments that have not begun, of one treatment, location or practitioner.

    Times: aware UTC.
    """
    matching = [getattr(Appointment, name) == value for name, value in one.items()]
    query = select(func.count()).select_from(Appointment).where(*_coming(clinic_id, now), *matching)
    return tx.exec(query).one()


def count_sittings(tx: Session, clinic_id: str, location_id: str, now: datetime) -> int:
    """Count the classes at a location that have not begun. Times: aware UTC."""
    own = (col(ClassSession.clinic_id) == clinic_id, col(ClassSession.location_id) == location_id)
    query = select(func.count()).select_from(ClassSession).where(*own, col(ClassSession.starts_at) > now)
    return tx.exec(query).one()


def _coming(clinic_id: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Appointment.clinic_id) == clinic_id,
        col(Appointment.starts_at) > now,
        col(Appointment.state).in_(_LIVE),
    )
