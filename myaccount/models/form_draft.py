"""What the clinic is about to let a form ask: kept as it is built, until it is published."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel

from myaccount.domain.forms.definition import CardPage
from myaccount.models.columns import UtcDateTime, new_id


class FormDraft(SQLModel, table=True):
    """What a template is to ask next. There is none while it is to ask what it asks now.

    `removed` is the question that was taken out last, so that it can be put back. `revision` is another one after each
    change.
    """

    __tablename__ = "form_draft"

    template_id: str = Field(foreign_key="form_template.id", primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    questions: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    card: str = CardPage.NONE.value
    removed: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))
    revision: str = Field(default_factory=new_id)
    changed_at: datetime = Field(sa_type=UtcDateTime)
    changed_by: str | None = Field(default=None, foreign_key="person.id")
