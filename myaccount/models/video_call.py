"""Who is in the call of an online visit, and from when to when it ran."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from myaccount.models.columns import UtcDateTime

RUNNING = text("started_at IS NOT NULL AND ended_at IS NULL")


class VideoCall(SQLModel, table=True):
    """The attendance of one visit's call. A side is there while it was seen lately; `…_since` is when it came.

    A side that came and was never seen has gone to a call elsewhere, where nothing more is known of it.

    `started_at` is when the two met first, `ended_at` when one of them went; blank again when they meet anew.
    """

    __tablename__ = "video_call"
    __table_args__ = (Index("ix_video_call_running", "clinic_id", sqlite_where=RUNNING, postgresql_where=RUNNING),)

    appointment_id: str = Field(foreign_key="appointment.id", primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    patient_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    patient_seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    practitioner_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    practitioner_seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
