"""Copies of everything that a clinic's portal holds of a person, asked for by that person."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from myaccount.models.columns import UtcDateTime, new_id

WAITS = text("ready_at IS NULL")


class DataExport(SQLModel, table=True):
    """One copy: asked for, ready until it runs out, and taken once, by the sign-in `taken_in`.

    Its file goes a while after it was taken, or when it has run out. The database lets a person wait for one at a time.
    One that is ready and never runs out could not be made. Whoever makes it holds it until `leased_until`, at the
    latest; `attempts` counts who has begun to.
    """

    __tablename__ = "data_export"
    __table_args__ = (
        Index("uq_data_export_waits", "person_id", unique=True, sqlite_where=WAITS, postgresql_where=WAITS),
        Index("ix_data_export_person", "person_id", "asked_at"),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    person_id: str = Field(foreign_key="person.id")
    asked_at: datetime = Field(sa_type=UtcDateTime)
    attempts: int = 0
    leased_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ready_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    taken_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    taken_in: str | None = None
    file_id: str | None = Field(default=None, foreign_key="stored_file.id")
