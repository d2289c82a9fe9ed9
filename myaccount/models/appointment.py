"""Appointments, the classes some of them belong to, and the claims that keep two from holding one slot."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from myaccount.domain.appointments import AppointmentState
from myaccount.models.columns import UtcDateTime, WallDateTime, new_id, one_of

HELD = text("state = 'reserved'")
UNINVOICED = text("state = 'arrived' AND invoice_id IS NULL")


class ClassSession(SQLModel, table=True):
    """One sitting of a class: many people, one practitioner, a number of seats. `buffer_minutes` stay free after it."""

    __tablename__ = "class_session"
    __table_args__ = (
        UniqueConstraint("clinic_id", "external_id"),
        Index("ix_class_session_staff_starts", "staff_id", "starts_at"),
        Index("ix_class_session_treatment", "treatment_id", "starts_at"),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    external_id: str | None = None
    treatment_id: str = Field(foreign_key="treatment.id")
    staff_id: str = Field(foreign_key="staff.id")
    location_id: str = Field(foreign_key="location.id")
    starts_local: datetime = Field(sa_type=WallDateTime)
    fold: int = 0
    zone: str
    zone_data: str
    starts_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    buffer_minutes: int = 0


class Appointment(SQLModel, table=True):
    """One person's appointment.

    `starts_local`, `fold` and `zone` are what was agreed; `starts_at` and `ends_at` are derived from them with the
    zone database `zone_data`, and derived again when it changes. `buffer_minutes` are kept free after it.
    `cancelled_by_id` is whoever of the clinic cancelled it, and `cancel_note` what they noted for the clinic; the
    patient who cancels leaves both blank. `invoice_id` is the invoice that the arrival issued.
    """

    __tablename__ = "appointment"
    __table_args__ = (
        UniqueConstraint("clinic_id", "external_id"),
        Index("ix_appointment_person_starts", "person_id", "starts_at", "id"),
        Index("ix_appointment_person_ends", "person_id", "ends_at"),
        # with all that the search for free times reads, so that it never looks into the wide rows themselves
        Index("ix_appointment_staff_starts", "staff_id", "starts_at", "state", "class_id", "minutes", "buffer_minutes"),
        Index("ix_appointment_class", "class_id"),
        one_of("state", AppointmentState),
        Index("ix_appointment_uninvoiced", "clinic_id", sqlite_where=UNINVOICED, postgresql_where=UNINVOICED),
        Index("ix_appointment_held", "booked_at", sqlite_where=HELD, postgresql_where=HELD),
        CheckConstraint("starts_at < ends_at", name="lasts"),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    external_id: str | None = None
    person_id: str = Field(foreign_key="person.id")
    staff_id: str = Field(foreign_key="staff.id")
    treatment_id: str = Field(foreign_key="treatment.id")
    location_id: str = Field(foreign_key="location.id")
    class_id: str | None = Field(default=None, foreign_key="class_session.id")
    state: str
    online: bool = False
    minutes: int
    buffer_minutes: int = 0
    starts_local: datetime = Field(sa_type=WallDateTime)
    fold: int = 0
    zone: str
    zone_data: str
    starts_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    booked_at: datetime = Field(sa_type=UtcDateTime)
    cancelled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    cancel_reason: str | None = None
    cancelled_by_id: str | None = None
    cancel_note: str | None = None
    moved_from_id: str | None = Field(default=None, foreign_key="appointment.id")
    call_url: str | None = None
    invoice_id: str | None = None
    version: int = 1
    imported: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class Claim(SQLModel, table=True):
    """One cell of a practitioner's time, or one seat of a class, held by one booking.

    The primary key is the lock: the second holder is refused by the database itself.
    `resource` is "staff:<id>" with five-minute cells since 1970, or "class:<id>" with seat numbers from 0.
    """

    __tablename__ = "claim"
    __table_args__ = (Index("ix_claim_holder", "holder_id"),)

    resource: str = Field(primary_key=True)
    cell: int = Field(primary_key=True)
    holder_id: str
