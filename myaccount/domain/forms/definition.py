"""What a form asks: its questions in their order, in sections that begin with headings."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from typing import Any


class QuestionType(StrEnum):
    """What kind of answer a question takes. Each is named as `form.type.<type>` in the messages."""

    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    SINGLE_CHOICE = "single_choice"
    MULTIPLE_CHOICE = "multiple_choice"
    CHECKBOX = "checkbox"
    DATE = "date"
    NUMBER = "number"
    EMAIL = "email"
    PHONE = "phone"
    SCALE = "scale"
    SIGNATURE = "signature"
    CONSENT = "consent"
    FILE = "file"
    HEADING = "heading"


CHOOSES = (QuestionType.SINGLE_CHOICE, QuestionType.MULTIPLE_CHOICE)
TICKED = (QuestionType.CHECKBOX, QuestionType.CONSENT)
BOUNDED = (QuestionType.NUMBER, QuestionType.SCALE)
WITH_TEXT = (QuestionType.CONSENT, QuestionType.SIGNATURE)
DECIDES = (*CHOOSES, *TICKED)
"""The kinds of question whose answer can show another one, or is worth a flag."""


class CardPage(StrEnum):
    """Whether a form ends with a page for the card on file. Each is named as `form.card.<page>` in the messages."""

    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"


YES, NO = "yes", "no"
TICKS = (YES, NO)
SCALE = (0, 10)
"""The ends of a scale unless its question says otherwise."""


@dataclass(frozen=True)
class ShowIf:
    """That a question is asked only if an earlier one was answered so: with one of these."""

    question: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """One question, or the heading that begins a section.

    `text` is what somebody agrees to or signs. `choices` are what can be chosen; `flags` are those answers that the
    clinic wants to see at once. `minimum` and `maximum` bound a number or a scale, `low` and `high` say what the ends
    of a scale mean. A tick is flagged, and asked after, as "yes" or "no".
    """

    id: str
    type: QuestionType
    label: str
    required: bool = False
    help: str = ""
    text: str = ""
    choices: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    low: str = ""
    high: str = ""
    show_if: ShowIf | None = None

    @property
    def asks(self) -> bool:
        """Whether it takes an answer."""
        return self.type is not QuestionType.HEADING

    @property
    def offered(self) -> tuple[str, ...]:
        """What it can be answered with, where that is one of a few."""
        return TICKS if self.type in TICKED else self.choices

    @property
    def ends(self) -> tuple[int, int]:
        """The ends of a scale."""
        low = SCALE[0] if self.minimum is None else self.minimum
        return low, SCALE[1] if self.maximum is None else self.maximum


@dataclass(frozen=True)
class Definition:
    """Everything that a form asks, and whether it ends with a page for the card on file."""

    questions: tuple[Question, ...]
    card: CardPage = CardPage.NONE
    by_id: Mapping[str, Question] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {one.id: one for one in self.questions})

    @property
    def asked(self) -> tuple[Question, ...]:
        """The questions without the headings."""
        return tuple(one for one in self.questions if one.asks)

    @property
    def sections(self) -> tuple[tuple[Question | None, tuple[Question, ...]], ...]:
        """The sections: the heading of each, and its questions. What stands before the first heading has none."""
        found: list[tuple[Question | None, list[Question]]] = []
        for one in self.questions:
            if not one.asks:
                found.append((one, []))
            elif found:
                found[-1][1].append(one)
            else:
                found.append((None, [one]))
        return tuple((heading, tuple(questions)) for heading, questions in found)


def written(definition: Definition) -> list[dict[str, Any]]:
    """Write the questions of a definition down as they are kept: what a question leaves open is left out."""
    return [_written(one) for one in definition.questions]


def read(kept: Sequence[Mapping[str, Any]], card: str = CardPage.NONE.value) -> Definition:
    """Read a definition that was kept. What it says has been checked when it was written."""
    return Definition(tuple(_read(one) for one in kept), CardPage(card))


def same(one: Sequence[Mapping[str, Any]], other: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether two definitions that were kept ask the same."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _written(one: Question) -> dict[str, Any]:
    usual = {given.name: given.default for given in fields(Question)}
    facts = {name: value for name, value in asdict(one).items() if value != usual[name]}
    facts["type"] = one.type.value
    if one.show_if:
        facts["show_if"] = {"question": one.show_if.question, "answers": list(one.show_if.answers)}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in facts.items()}


def _read(kept: Mapping[str, Any]) -> Question:
    facts: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()}
    facts["type"] = QuestionType(kept["type"])
    if shown := kept.get("show_if"):
        facts["show_if"] = ShowIf(shown["question"], tuple(shown["answers"]))
    return Question(**facts)
