"""Intake forms in the clinic file, as types."""

from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StrictInt,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)

from myaccount.domain.forms import checking
from myaccount.domain.forms.answers import SAID_AT_MOST
from myaccount.domain.forms.definition import NO, YES, CardPage, Definition, Question, QuestionType, ShowIf
from myaccount.domain.forms.triggers import MONTHS_AT_MOST, Trigger
from myaccount.messages import say
from myaccount.services.clinic_file import fields
from myaccount.services.clinic_file.section import Section

ANSWER = {"type": ["string", "boolean", "number", "array"], "items": {"type": "string"}}


def _question_id(text: str) -> str:
    if not checking.QUESTION_ID.fullmatch(text):
        raise ValueError(say("form.wrong.id", "en"))
    return text


def _said(answer: Any) -> str:
    """Write an answer of the file as its box would say it."""
    if isinstance(answer, bool):
        return YES if answer else NO
    if isinstance(answer, (int, float)):
        return str(answer)
    if isinstance(answer, list) and all(isinstance(one, str) for one in answer):
        return "\n".join(answer)
    if isinstance(answer, str):
        return answer
    raise ValueError("An answer is text, a number, true or false, or a list of what is chosen")


QuestionId = Annotated[
    str, AfterValidator(_question_id), Field(json_schema_extra={"pattern": f"^{checking.QUESTION_ID.pattern}$"})
]
Choice = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=checking.CHOICE_AT_MOST),
    AfterValidator(fields.one_line),
]
End = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=checking.CHOICE_AT_MOST), AfterValidator(fields.one_line)
]
Label = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=checking.LABEL_AT_MOST),
    AfterValidator(fields.clean),
]
Help = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=checking.HELP_AT_MOST), AfterValidator(fields.clean)
]
Text = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=checking.TEXT_AT_MOST), AfterValidator(fields.clean)
]
Answer = Annotated[str, BeforeValidator(_said), Field(max_length=SAID_AT_MOST), WithJsonSchema(ANSWER)]
Bound = Annotated[StrictInt, Field(ge=-checking.NUMBER_AT_MOST, le=checking.NUMBER_AT_MOST)]


class ShowIfSection(Section):
    """That a question is asked only if an earlier one was answered with one of these."""

    question: QuestionId
    answers: tuple[Choice, ...] = Field(min_length=1, strict=False)


class QuestionSection(Section):
    """A question of a form, or with the type "heading" the beginning of a section. A tick is "yes" or "no"."""

    id: QuestionId
    type: Literal[tuple(one.value for one in QuestionType)]  # type: ignore[valid-type]
    label: Label
    required: bool = False
    help: Help = ""
    text: Text = ""
    choices: tuple[Choice, ...] = Field(default=(), strict=False, max_length=checking.CHOICES_AT_MOST)
    flags: tuple[Choice, ...] = Field(default=(), strict=False, max_length=checking.CHOICES_AT_MOST)
    minimum: Bound | None = None
    maximum: Bound | None = None
    low: End = ""
    high: End = ""
    show_if: ShowIfSection | None = None

    def question(self) -> Question:
        """Give the question as the rules know it."""
        facts = {name: getattr(self, name) for name in type(self).model_fields}
        shown = ShowIf(self.show_if.question, self.show_if.answers) if self.show_if else None
        return Question(**{**facts, "type": QuestionType(self.type), "show_if": shown})


class FormTemplateSection(Section):
    """A form that the clinic asks patients to fill in, and when."""

    id: fields.Id
    name: fields.Name
    trigger: Literal[tuple(one.value for one in Trigger)] = Trigger.BY_HAND.value  # type: ignore[valid-type]
    treatments: tuple[fields.Id, ...] = Field(default=(), strict=False, max_length=500)
    every_months: Annotated[StrictInt, Field(ge=1, le=MONTHS_AT_MOST)] | None = None
    card: Literal[tuple(one.value for one in CardPage)] = CardPage.NONE.value  # type: ignore[valid-type]
    questions: tuple[QuestionSection, ...] = Field(max_length=checking.QUESTIONS_AT_MOST, strict=False)

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if (self.trigger == Trigger.TREATMENT) != bool(self.treatments):
            raise ValueError('Treatments go with the trigger "treatment", which needs at least one')
        if (self.trigger == Trigger.EVERY) != (self.every_months is not None):
            raise ValueError('A number of months goes with the trigger "every", which needs one')
        return self

    def definition(self) -> Definition:
        """Give what it asks as the rules know it."""
        return Definition(tuple(one.question() for one in self.questions), CardPage(self.card))


class FormSection(Section):
    """A form that a patient has been asked to fill in, and the answers by the ids of their questions."""

    id: fields.Id
    template: fields.Id
    patient: fields.Id
    due: fields.RoughDay | None = None
    state: Literal["assigned", "in_progress", "submitted", "returned"] = "assigned"
    submitted: fields.Moment | None = None
    answers: dict[QuestionId, Answer] = Field(default={}, max_length=checking.QUESTIONS_AT_MOST)

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if self.state == "assigned" and self.answers:
            raise ValueError("A form that is only assigned has no answers yet")
        if self.submitted and self.state not in ("submitted", "returned"):
            raise ValueError("Only a form that was submitted says when")
        return self
