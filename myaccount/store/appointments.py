"""Appointments in the database, scoped to the clinic and the person."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, false, or_, update
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, func, select

from myaccount.domain.appointments import EXPECTED, UNSEEN, AppointmentState
from myaccount.domain.ids import could_be_id
from myaccount.domain.refusals import NotFound
from myaccount.models import Appointment, Location, Person, Staff, Treatment
from myaccount.store import moves
from myaccount.store.keyset import latest_first

_EXPECTED = tuple(state.value for state in EXPECTED)
_PAST = (AppointmentState.ARRIVED.value, AppointmentState.BOOKED.value, AppointmentState.NO_SHOW.value)
_BY_START = (col(Appointment.starts_at), col(Appointment.id))


@cache
def _cards() -> Select[*tuple[Any, ...]]:
    """Select an appointment with what its card shows; `is_offered` says whether its treatment is offered online."""
    return (
        select_columns(
            Appointment,
            col(Treatment.name).label("treatment"),
            col(Person.first_name).label("staff_first"),
            col(Person.last_name).label("staff_last"),
            col(Staff.video_link).label("video_link"),
            col(Location.name).label("place"),
            col(Location.address).label("place_address"),
            and_(col(Treatment.book_online), col(Treatment.archived_at).is_(None)).label("is_offered"),
        )
        .join(Treatment, col(Treatment.id) == col(Appointment.treatment_id))
        .join(Staff, col(Staff.id) == col(Appointment.staff_id))
        .join(Person, col(Person.id) == col(Staff.person_id))
        .join(Location, col(Location.id) == col(Appointment.location_id))
    )


def _own(clinic_id: str, person_id: str) -> ColumnElement[bool]:
    return and_(col(Appointment.clinic_id) == clinic_id, col(Appointment.person_id) == person_id)


def upcoming(tx: Session, clinic_id: str, person_id: str, now: datetime, limit: int) -> Sequence[Row[Any]]:
    """List a person's appointments that are still to come or going on, soonest first."""
    return since(tx, clinic_id, person_id, now, limit)


def cancelled(tx: Session, clinic_id: str, person_id: str, ids: Sequence[str]) -> Sequence[Row[Any]]:
    """List those of a person's appointments that are cancelled, out of some of them."""
    query = _cards().where(
        _own(clinic_id, person_id),
        col(Appointment.id).in_(ids),
        col(Appointment.state) == AppointmentState.CANCELLED.value,
    )
    return tx.execute(query).all() if ids else ()


def history(
    tx: Session,
    clinic_id: str,
    person_id: str,
    now: datetime,
    *,
    since: datetime | None,
    until: datetime | None,
    cancelled: bool,
    before: tuple[datetime, str] | None,
    limit: int,
) -> Sequence[Row[Any]]:
    """List a person's past appointments, latest first, from a keyset position on.

    Times: aware UTC; `since` inclusive, `until` exclusive. `before` is the (start, id) of the last row already shown.
    Edges: exactly at its end a visit is not past yet, as in `since`.
    """
    past = or_(
        and_(col(Appointment.state).in_(_PAST), col(Appointment.ends_at) < now),
        col(Appointment.state) == AppointmentState.NO_SHOW.value,
        col(Appointment.state) == AppointmentState.CANCELLED.value if cancelled else false(),
    )
    query = _cards().where(_own(clinic_id, person_id), past)
    if since is not None:
        query = query.where(col(Appointment.starts_at) >= since)
    if until is not None:
        query = query.where(col(Appointment.starts_at) < until)
    return tx.execute(latest_first(query, _BY_START, before, limit)).all()


def of_person(
    tx: Session, clinic_id: str, person_id: str, before: tuple[datetime, str] | None, limit: int
) -> Sequence[Row[Any]]:
    """List all of a person's appointments but those that were taken back, the latest start first, from `before` on.

    Times: aware UTC.
    """
    unseen = [state.value for state in UNSEEN]
    query = _cards().where(_own(clinic_id, person_id), col(Appointment.state).not_in(unseen))
    return tx.execute(latest_first(query, _BY_START, before, limit)).all()


def missed(tx: Session, clinic_id: str, person_id: str, since: datetime, limit: int) -> Sequence[Row[Any]]:
    """List a person's appointments that were cancelled, or to which nobody came, the latest start first."""
    lost = (AppointmentState.NO_SHOW.value, AppointmentState.CANCELLED.value)
    query = _cards().where(
        _own(clinic_id, person_id), col(Appointment.state).in_(lost), col(Appointment.starts_at) >= since
    )
    return tx.execute(query.order_by(col(Appointment.starts_at).desc(), col(Appointment.id)).limit(limit)).all()


def since(tx: Session, clinic_id: str, person_id: str, moment: datetime, limit: int) -> Sequence[Row[Any]]:
    """List a person's appointments that stand and are not over at a moment, soonest first.

    Edges: at exactly its end a visit is still there, as its call still is (`calls.may_begin`).
    """
    query = _cards().where(
        _own(clinic_id, person_id), col(Appointment.state).in_(_EXPECTED), col(Appointment.ends_at) >= moment
    )
    return tx.execute(query.order_by(col(Appointment.starts_at), col(Appointment.id)).limit(limit)).all()


def own_card(tx: Session, clinic_id: str, person_id: str, appointment_id: str) -> Row[Any]:
    """Find one of a person's appointments with what its card shows.

    Raises: NotFound, also when it is somebody else's.
    """
    query = _cards().where(_own(clinic_id, person_id), col(Appointment.id) == appointment_id)
    row = tx.execute(query).one_or_none() if could_be_id(appointment_id) else None
    if row is None:
        raise NotFound()
    return row


def own_cards(tx: Session, clinic_id: str, person_id: str, ids: Iterable[str]) -> Sequence[Row[Any]]:
    """List those of these appointments that are the person's, with what their cards show."""
    return tx.execute(_cards().where(_own(clinic_id, person_id), col(Appointment.id).in_(list(ids)))).all()


def has_another(tx: Session, clinic_id: str, person_id: str, appointment_id: str) -> bool:
    """Tell whether a person has, or had, another visit than this one. Edges: what was given up is none."""
    query = select(Appointment.id).where(
        col(Appointment.clinic_id) == clinic_id,
        col(Appointment.person_id) == person_id,
        col(Appointment.id) != appointment_id,
        col(Appointment.state).in_([AppointmentState.BOOKED.value, AppointmentState.ARRIVED.value]),
    )
    return tx.exec(query.limit(1)).first() is not None


def own(tx: Session, clinic_id: str, person_id: str, appointment_id: str) -> Appointment:
    """Find one of a person's appointments.

    Raises: NotFound, also when it is somebody else's.
    """
    query = select(Appointment).where(_own(clinic_id, person_id), col(Appointment.id) == appointment_id)
    found = tx.exec(query).one_or_none() if could_be_id(appointment_id) else None
    if found is None:
        raise NotFound()
    return found


def days(tx: Session, clinic_id: str, person_id: str, appointment_ids: Iterable[str]) -> dict[str, date]:
    """Tell on which day each of a person's appointments is. Times: the location's wall clock."""
    wanted = list(appointment_ids)
    query = select_columns(col(Appointment.id), col(Appointment.starts_local))
    query = query.where(_own(clinic_id, person_id), col(Appointment.id).in_(wanted))
    return {row.id: row.starts_local.date() for row in tx.execute(query)} if wanted else {}


def latest(tx: Session, clinic_id: str, person_id: str, appointment_id: str) -> Row[Any]:
    """Find what has become of one of a person's appointments after all its moves, with what its card shows.

    Raises: NotFound, also when it is somebody else's.
    """
    begun = select_columns(col(Appointment.id), col(Appointment.person_id)).where(
        _own(clinic_id, person_id), col(Appointment.id) == appointment_id
    )
    now_id = tx.execute(select_columns(moves.latest_of_moves(begun).c.now_id)).scalar_one_or_none()
    return own_card(tx, clinic_id, person_id, now_id or appointment_id)


def count_coming(tx: Session, clinic_id: str, now: datetime) -> int:
    """Count a clinic's booked appointments that have not begun. By practitioner: that is how they are indexed."""
    team = tx.exec(select(Staff.id).where(col(Staff.clinic_id) == clinic_id)).all()
    query = (
        select(func.count())
        .select_from(Appointment)
        .where(
            col(Appointment.staff_id).in_(team),
            col(Appointment.starts_at) > now,
            col(Appointment.state) == AppointmentState.BOOKED.value,
        )
    )
    return tx.exec(query).one()


def count_upcoming(tx: Session, clinic_id: str, person_id: str, now: datetime) -> int:
    """Count a person's appointments that are still to come or going on."""
    query = (
        select(func.count())
        .select_from(Appointment)
        .where(_own(clinic_id, person_id), col(Appointment.state).in_(_EXPECTED), col(Appointment.ends_at) >= now)
    )
    return tx.exec(query).one()


def has_any(tx: Session, clinic_id: str, person_id: str) -> bool:
    """Tell whether a person has ever had an appointment."""
    query = select(col(Appointment.id)).where(_own(clinic_id, person_id)).limit(1)
    return tx.exec(query).one_or_none() is not None


def has_come(tx: Session, clinic_id: str, person_id: str, now: datetime) -> bool:
    """Tell whether a person has been at the clinic. Edges: a visit that is over and that nobody marked counts."""
    over = and_(col(Appointment.state) == AppointmentState.BOOKED.value, col(Appointment.ends_at) <= now)
    came = or_(col(Appointment.state) == AppointmentState.ARRIVED.value, over)
    query = select(col(Appointment.id)).where(_own(clinic_id, person_id), came).limit(1)
    return tx.exec(query).one_or_none() is not None


def mark(tx: Session, appointment: Appointment, to: AppointmentState, *, frm: AppointmentState, **also: Any) -> bool:
    """Compare and set: False when another tab, or the clinic, was there first. `also` are columns to set with it."""
    result = tx.execute(
        update(Appointment)
        .where(col(Appointment.id) == appointment.id, col(Appointment.state) == frm.value)
        .values(state=to.value, version=Appointment.version + 1, **also)
    )
    return bool(result.rowcount)  # type: ignore[attr-defined]
