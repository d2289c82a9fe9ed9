"""What is asked about an online visit each time somebody says something in its call."""

from typing import Any

from sqlalchemy import bindparam, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from myaccount.domain.ids import could_be_id
from myaccount.domain.refusals import NotFound
from myaccount.models import Appointment, Staff
from myaccount.store.engine import look_up
from myaccount.store.keyed import Keyed

VISIT = Keyed(
    select_columns(
        *map(
            col,
            (
                Appointment.id,
                Appointment.person_id,
                Appointment.staff_id,
                Appointment.state,
                Appointment.starts_at,
                Appointment.ends_at,
                Appointment.booked_at,
                Appointment.online,
                Appointment.call_url,
                Staff.video_link,
            ),
        )
    )
    .join(Staff, col(Staff.id) == col(Appointment.staff_id))
    .where(
        col(Appointment.id) == bindparam("appointment_id"),
        col(Appointment.clinic_id) == bindparam("clinic_id"),
        or_(col(Appointment.person_id) == bindparam("person_id"), col(Appointment.staff_id) == bindparam("staff_id")),
    )
)
"""A visit of a person's, or one that a practitioner gives, by its key; of whoever gives it, no more than their link."""


def one(tx: Session, clinic_id: str, person_id: str, staff_id: str, appointment_id: str) -> Any:
    """Find a visit that is a person's own or that they give; a blank `staff_id` gives none.

    Raises: NotFound, also when it is of others.
    """
    return _found(VISIT.in_tx(tx, **_key(clinic_id, person_id, staff_id, appointment_id)))


async def one_now(clinic_id: str, person_id: str, staff_id: str, appointment_id: str) -> Any:
    """Find the same in the quickest way there is."""
    return _found(await look_up(VISIT, **_key(clinic_id, person_id, staff_id, appointment_id)))


def _key(clinic_id: str, person_id: str, staff_id: str, appointment_id: str) -> dict[str, str]:
    if not could_be_id(appointment_id):
        raise NotFound()
    return {"clinic_id": clinic_id, "person_id": person_id, "staff_id": staff_id, "appointment_id": appointment_id}


def _found(row: Any | None) -> Any:
    if row is None:
        raise NotFound()
    return row
