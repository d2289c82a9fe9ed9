"""Who waits for a time, and which times they were offered."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from myaccount.domain.wait_list import DayPart, OfferState, WaitState
from myaccount.models.columns import UtcDateTime, new_id, one_of


class WaitEntry(SQLModel, table=True):
    """Somebody who waits: for a treatment at a place, on days of that place, with one practitioner or anybody.

    `moving_id` is the visit that an accepted time replaces.
    """

    __tablename__ = "wait_entry"
    __table_args__ = (
        Index("ix_wait_entry_line", "clinic_id", "state", "location_id", "created_at", "id"),
        Index("ix_wait_entry_person", "person_id", "state"),
        one_of("state", WaitState),
        one_of("part", DayPart),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    person_id: str = Field(foreign_key="person.id")
    treatment_id: str = Field(foreign_key="treatment.id")
    location_id: str = Field(foreign_key="location.id")
    staff_id: str | None = Field(default=None, foreign_key="staff.id")
    moving_id: str | None = Field(default=None, foreign_key="appointment.id")
    first_day: date
    last_day: date
    part: str = DayPart.ANY.value
    state: str = WaitState.WAITING.value
    created_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class WaitOffer(SQLModel, table=True):
    """A time that was offered to one who waits. `freed_id` is the visit that gave it up: it is offered to each once.

    `appointment_id` is the visit that came of it.
    """

    __tablename__ = "wait_offer"
    __table_args__ = (
        UniqueConstraint("entry_id", "freed_id"),
        Index("ix_wait_offer_time", "staff_id", "state", "starts_at"),
        Index("ix_wait_offer_due", "state", "expires_at"),
        Index("ix_wait_offer_person", "person_id", "state"),
        Index("ix_wait_offer_freed", "freed_id"),
        one_of("state", OfferState),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    entry_id: str = Field(foreign_key="wait_entry.id")
    person_id: str = Field(foreign_key="person.id")
    freed_id: str = Field(foreign_key="appointment.id")
    staff_id: str = Field(foreign_key="staff.id")
    class_id: str | None = Field(default=None, foreign_key="class_session.id")
    starts_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    state: str = OfferState.OPEN.value
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    appointment_id: str | None = Field(default=None, foreign_key="appointment.id")
