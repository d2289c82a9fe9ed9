"""Newcomers: people who book for the first time, from their first word to their first visit."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from myaccount.models.columns import UtcDateTime, new_id


class Newcomer(SQLModel, table=True):
    """What a guest says of themselves before they are a patient. One for each browser.

    `code_hash` belongs to the code that was mailed last, and `tries` counts wrong ones. `address_key` names where they
    come from without telling it. `time_zone` is their browser's, where its clocks are not the clinic's. `person_id` is
    the profile that the booking made.
    """

    __tablename__ = "newcomer"
    __table_args__ = (
        UniqueConstraint("clinic_id", "guest_id"),
        Index("ix_newcomer_address", "clinic_id", "address_key", "created_at"),
        Index("ix_newcomer_email", "clinic_id", "email_key", "code_sent_at"),
        Index("ix_newcomer_expires", "expires_at"),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    guest_id: str
    address_key: str
    first_name: str
    last_name: str
    email: str
    email_key: str
    mobile: str | None = None
    date_of_birth: date
    language: str
    time_zone: str | None = None
    code_hash: str | None = None
    code_sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    codes_sent: int = 0
    tries: int = 0
    verified_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    person_id: str | None = Field(default=None, foreign_key="person.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
