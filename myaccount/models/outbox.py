"""The outbox: messages written in the transaction that causes them, sent after it, once."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field, SQLModel

from myaccount.domain.reminders import Channel
from myaccount.models.columns import UtcDateTime, new_id


class OutboxMessage(SQLModel, table=True):
    """A mail or a text to send at `due_at`. `dedupe` makes it one of its kind: the second insert is refused.

    `state` is unsent, sent, delivered (a text, by its carrier's word), failed or withdrawn; `error` is the code of why,
    after a try that failed or for one that was withdrawn. `visit_id` is the appointment that it tells of: a message of
    a visit is judged again before it goes.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (
        Index("ix_outbox_due", "state", "due_at"),
        Index("ix_outbox_person", "person_id"),
        Index("ix_outbox_visit", "visit_id"),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    person_id: str | None = Field(default=None, foreign_key="person.id")
    dedupe: str = Field(unique=True)
    visit_id: str | None = Field(default=None, foreign_key="appointment.id")
    kind: str
    channel: str = Channel.EMAIL.value
    language: str
    recipient: str
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    state: str = "unsent"
    due_at: datetime = Field(sa_type=UtcDateTime)
    attempts: int = 0
    leased_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    error: str | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)
