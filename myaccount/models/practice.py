"""What a clinic offers, where, and by whom: locations, treatments, staff, their shifts and their time off.

What has been in use is never deleted: `archived_at` takes it out of every list to choose from.
"""

from datetime import datetime, time

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from myaccount.domain.people import Role
from myaccount.models.columns import Cents, UtcDateTime, WallDateTime, new_id, one_of


class Location(SQLModel, table=True):
    """A place where the clinic sees people. Its zone is the zone of every in-person visit there."""

    __tablename__ = "location"
    __table_args__ = (UniqueConstraint("clinic_id", "external_id"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    external_id: str | None = None
    name: str
    time_zone: str
    address: str
    phone: str
    archived_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Treatment(SQLModel, table=True):
    """A treatment or a class. Minutes are multiples of 5; the price is before tax."""

    __tablename__ = "treatment"
    __table_args__ = (UniqueConstraint("clinic_id", "external_id"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    external_id: str | None = None
    name: str
    discipline: str
    minutes: int
    buffer_minutes: int = 0
    price_cents: int = Field(sa_type=Cents)
    tax_ppm: int = 0
    kind: str = "one_on_one"
    online: bool = False
    capacity: int | None = None
    book_online: bool = True
    cpt: str | None = None
    archived_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class TreatmentLocation(SQLModel, table=True):
    """A location where a treatment is offered. One that names none is offered everywhere."""

    __tablename__ = "treatment_location"

    treatment_id: str = Field(foreign_key="treatment.id", primary_key=True)
    location_id: str = Field(foreign_key="location.id", primary_key=True)


class Staff(SQLModel, table=True):
    """Somebody who works at the clinic. Their `person` is the patient they also are (S05).

    `signature` is the text with which they sign receipts; `credentials` and `license_number` stand on superbills.
    `video_link` is where their video visits take place, if not in the portal.

    Online, visits with them start every `start_interval_minutes` of a shift, and `buffer_minutes` stay free after
    each; both are multiples of 5.
    """

    __tablename__ = "staff"
    __table_args__ = (UniqueConstraint("clinic_id", "external_id"), one_of("role", Role))

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    person_id: str = Field(foreign_key="person.id", unique=True)
    external_id: str | None = None
    role: str
    registration_number: str | None = None
    npi: str | None = None
    credentials: str | None = None
    license_number: str | None = None
    signature: str | None = None
    video_link: str | None = None
    start_interval_minutes: int = 15
    buffer_minutes: int = 0
    archived_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class StaffTreatment(SQLModel, table=True):
    """A treatment that a practitioner offers."""

    __tablename__ = "staff_treatment"

    staff_id: str = Field(foreign_key="staff.id", primary_key=True)
    treatment_id: str = Field(foreign_key="treatment.id", primary_key=True)


class Shift(SQLModel, table=True):
    """Weekly hours of a practitioner at a location, on its wall clock. `weekday` 0 is Monday."""

    __tablename__ = "shift"
    __table_args__ = (Index("ix_shift_staff", "staff_id", "weekday"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    staff_id: str = Field(foreign_key="staff.id")
    location_id: str = Field(foreign_key="location.id")
    weekday: int
    opens: time
    closes: time
    mode: str = "bookable"


class TimeOff(SQLModel, table=True):
    """A span in which a practitioner does not work, on the wall clock of a zone: a holiday, or a lunch at the dentist.

    `starts_at` and `ends_at` are derived from the wall times, as an appointment's are. A visit that was booked before
    stays booked.
    """

    __tablename__ = "time_off"
    __table_args__ = (
        Index("ix_time_off_staff", "staff_id", "ends_at"),
        CheckConstraint("starts_at < ends_at", name="lasts"),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    staff_id: str = Field(foreign_key="staff.id")
    starts_local: datetime = Field(sa_type=WallDateTime)
    ends_local: datetime = Field(sa_type=WallDateTime)
    zone: str
    zone_data: str
    starts_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    note: str = ""
