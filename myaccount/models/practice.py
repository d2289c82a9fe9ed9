"""What a clinic offers, where, and by whom: locations, treatments, staff and their shifts."""

from datetime import time

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from myaccount.domain.people import Role
from myaccount.models.columns import Cents, new_id, one_of


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


class Staff(SQLModel, table=True):
    """Somebody who works at the clinic. Their `person` is the patient they also are (S05)."""

    __tablename__ = "staff"
    __table_args__ = (UniqueConstraint("clinic_id", "external_id"), one_of("role", Role))

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    person_id: str = Field(foreign_key="person.id", unique=True)
    external_id: str | None = None
    role: str
    registration_number: str | None = None
    npi: str | None = None


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
