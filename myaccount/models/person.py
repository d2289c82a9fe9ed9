"""People: patients, and the patient that every staff member is as well."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from myaccount.domain.contact import LONGEST
from myaccount.models.columns import Bytewise, UtcDateTime, at_most, new_id


class Person(SQLModel, table=True):
    """Somebody's profile at one clinic. Contact details are never a key: families share them.

    `email_key` is the address in the form in which two are compared. An e-mail address or a mobile number serves
    recovery only once it is verified. `online_booking` overrides the clinic's setting of that name for this patient;
    None follows it. `imported` holds what the clinic file said last, so that importing again keeps
    what the patient changed since.
    """

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("clinic_id", "external_id"),
        Index("ix_person_email", "clinic_id", "email_key"),
        Index("ix_person_mobile", "clinic_id", "mobile"),
        *(at_most(column, length) for column, length in LONGEST.items()),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    external_id: str | None = None
    first_name: str
    last_name: str
    preferred_name: str | None = None
    email: str | None = None
    email_key: str | None = None
    email_verified_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    mobile: str | None = None
    mobile_verified_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    other_phone: str | None = None
    emergency_name: str | None = None
    emergency_phone: str | None = None
    date_of_birth: date | None = None
    pronouns: str | None = None
    address: str | None = None
    time_zone: str | None = None
    language: str | None = None
    marketing_opt_in: bool = False
    online_booking: str | None = None
    imported: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    created_at: datetime = Field(sa_type=UtcDateTime)


class PatientWord(SQLModel, table=True):
    """A word by which a person is found. Compared byte by byte, so that what begins with a word is one stretch."""

    __tablename__ = "patient_word"
    __table_args__ = (Index("ix_patient_word_person", "person_id", "word"), {"sqlite_with_rowid": False})

    clinic_id: str = Field(foreign_key="clinic.id", primary_key=True)
    word: str = Field(primary_key=True, sa_type=Bytewise)
    person_id: str = Field(foreign_key="person.id", primary_key=True)


class ContactChange(SQLModel, table=True):
    """One field of a profile that somebody changed: what it was, what it is, who did it and when. Append-only.

    The audit trail names the fields; the values stand here, because nobody's name or number may go into the trail.
    `wording` is the sentence that was agreed to, for a field that is an agreement.
    """

    __tablename__ = "contact_change"
    __table_args__ = (Index("ix_contact_change_person", "person_id", "at"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    person_id: str = Field(foreign_key="person.id")
    actor_id: str | None = None
    at: datetime = Field(sa_type=UtcDateTime)
    field: str
    before: str | None = None
    after: str | None = None
    wording: str | None = None
