"""Intake forms: what a clinic asks, in versions that never change, and what its patients answer."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from myaccount.domain.forms.definition import CardPage
from myaccount.domain.forms.states import FormState
from myaccount.domain.forms.triggers import MONTHS_AT_MOST, Trigger
from myaccount.models.columns import UtcDateTime, new_id, one_of


class FormTemplate(SQLModel, table=True):
    """A form that the clinic asks patients to fill in. What it asks now is the last of its `versions`.

    `treatments` are the ids of those treatments whose booking asks for it, `every_months` after how long it is asked
    for again: each only where the `trigger` says so.
    """

    __tablename__ = "form_template"
    __table_args__ = (
        UniqueConstraint("clinic_id", "external_id"),
        one_of("trigger", Trigger),
        CheckConstraint(f"every_months >= 1 AND every_months <= {MONTHS_AT_MOST}", name="every_months"),
        CheckConstraint("(trigger = 'every') = (every_months IS NOT NULL)", name="every"),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    external_id: str | None = None
    name: str
    trigger: str = Trigger.BY_HAND.value
    treatments: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    every_months: int | None = None
    versions: int = 0
    created_at: datetime = Field(sa_type=UtcDateTime)
    created_by: str | None = Field(default=None, foreign_key="person.id")
    archived_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    imported: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class FormVersion(SQLModel, table=True):
    """What a template asked once: the database lets nobody change or delete it.

    `questions` and `card` are its definition.
    """

    __tablename__ = "form_version"
    __table_args__ = (UniqueConstraint("template_id", "number"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    template_id: str = Field(foreign_key="form_template.id")
    number: int
    name: str
    questions: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    card: str = CardPage.NONE.value
    made_at: datetime = Field(sa_type=UtcDateTime)
    made_by: str | None = Field(default=None, foreign_key="person.id")


class Form(SQLModel, table=True):
    """A form that one person is asked to fill in. Its `version_id` is set as it is first opened, and stays.

    `revision` counts what was written into it. `note` is the sealed text with which the clinic sent it back,
    `sent_back` the sealed answers that it had then. `sent_by` is who of the clinic asked for it; None for a booking,
    whose visit is `appointment_id`. `is_carried` says that the answers of an earlier form were put in to begin with.
    `document_id` is the copy that its person has.

    Times: `due_on` and `expires_on`, the last day on which it can be submitted, are the clinic's own days.
    """

    __tablename__ = "form"
    __table_args__ = (
        UniqueConstraint("clinic_id", "external_id"),
        Index("ix_form_person", "person_id", "state"),
        Index("ix_form_template", "template_id", "person_id"),
        Index("ix_form_appointment", "appointment_id"),
        one_of("state", FormState),
        CheckConstraint("state <> 'submitted' OR submitted_at IS NOT NULL", name="submitted"),
        CheckConstraint("state IN ('assigned', 'withdrawn', 'expired') OR version_id IS NOT NULL", name="pinned"),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    external_id: str | None = None
    person_id: str = Field(foreign_key="person.id")
    template_id: str = Field(foreign_key="form_template.id")
    version_id: str | None = Field(default=None, foreign_key="form_version.id")
    appointment_id: str | None = Field(default=None, foreign_key="appointment.id")
    state: str = FormState.ASSIGNED.value
    due_on: date | None = None
    expires_on: date | None = None
    note: str | None = None
    sent_back: str | None = None
    revision: int = 0
    is_carried: bool = False
    assigned_at: datetime = Field(sa_type=UtcDateTime)
    sent_by: str | None = Field(default=None, foreign_key="person.id")
    opened_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    submitted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    returned_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    document_id: str | None = Field(default=None, foreign_key="document.id")
    imported: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class FormAnswer(SQLModel, table=True):
    """The answer to one question of a form: the last one written wins. The database takes none once it is submitted.

    `value` is the sealed JSON of the answer, None for one that was taken away. `revision` is the form's as it was
    written. An answer that `is_carried` comes from an earlier form, and nobody has said yet that it is still true.
    """

    __tablename__ = "form_answer"
    __table_args__ = (UniqueConstraint("form_id", "question_id"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    form_id: str = Field(foreign_key="form.id")
    question_id: str
    value: str | None = None
    file_id: str | None = Field(default=None, foreign_key="stored_file.id")
    revision: int
    is_carried: bool = False
    written_at: datetime = Field(sa_type=UtcDateTime)
    written_by: str | None = Field(default=None, foreign_key="person.id")
