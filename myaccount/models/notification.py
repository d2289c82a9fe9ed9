"""What a patient chose to be told, and the calendar that follows their visits."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from myaccount.models.columns import UtcDateTime, new_id


class ReminderChoice(SQLModel, table=True):
    """Whether a patient wants one of the clinic's reminders, named by its setting. Without a row they do."""

    __tablename__ = "reminder_choice"

    person_id: str = Field(foreign_key="person.id", primary_key=True)
    key: str = Field(primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    wanted: bool


class CalendarFeed(SQLModel, table=True):
    """A person's private calendar address: its token sealed, to be shown again, and hashed, to be found."""

    __tablename__ = "calendar_feed"

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    person_id: str = Field(foreign_key="person.id", unique=True)
    token: str
    token_hash: str = Field(unique=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
