"""What is asked about an online visit each time somebody says something in its call."""

from typing import Any

from sqlalchemy import bindparam, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from myaccount.domain.ids import could_be_id
from myaccount.domain.refusals import NotFound
from myaccount.models import Appointment, Staff
from myaccount.store.prepared import DirectReader, PreparedQuery

_VISIT = PreparedQuery(
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
                Appointment.class_id,
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


def one(tx: Session | DirectReader, clinic_id: str, person_id: str, staff_id: str, appointment_id: str) -> Any:
    """Find a visit that is a person's own or that they give; a blank `staff_id` gives none.

    Raises: NotFound, also when it is of others.
    """
    key = {"clinic_id": clinic_id, "person_id": person_id, "staff_id": staff_id, "appointment_id": appointment_id}
    row = _VISIT.row(tx, **key) if could_be_id(appointment_id) else None
    if row is None:
        raise NotFound()
    return row
