"""What the desk is asked to do for a patient."""

from datetime import date, datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from myaccount.domain.tasks import NOTE_AT_MOST
from myaccount.models.columns import UtcDateTime, at_most, new_id

OPEN = text("done_at IS NULL AND withdrawn_at IS NULL")


class Task(SQLModel, table=True):
    """A request of a patient's, until somebody at the desk has done it or the patient takes it back.

    The portal itself tells the desk of some things in the same way. `kind` is one of `domain.tasks.TaskKind`;
    `subject_id` names what it is about, for kinds that are about something. `note` is what the patient typed, or
    what it is about, in the clinic's language; `answer` is what the desk says to it, by the clinic's day `due_on`.
    `done_by` is the person who did it; nobody, where it has settled itself.
    """

    __tablename__ = "task"
    __table_args__ = (
        Index("ix_task_open", "clinic_id", "created_at", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_task_done", "clinic_id", "done_at", "id"),
        Index("ix_task_person", "person_id", "created_at"),
        at_most("note", NOTE_AT_MOST),
        at_most("answer", NOTE_AT_MOST),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    kind: str
    person_id: str = Field(foreign_key="person.id")
    subject_id: str | None = None
    note: str = ""
    answer: str = ""
    due_on: date | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    done_by: str | None = Field(default=None, foreign_key="person.id")
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
