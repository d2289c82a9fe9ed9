"""A form as a file of its own: written for another clinic, and read from one, all of it or nothing."""

import json
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, StrictInt, StringConstraints

from myaccount.domain.forms import checking
from myaccount.domain.forms.definition import CardPage, Definition, written
from myaccount.domain.forms.triggers import MONTHS_AT_MOST, Trigger
from myaccount.messages import Language, say
from myaccount.services.clinic_file import fields
from myaccount.services.clinic_file.form_schema import QuestionSection
from myaccount.services.clinic_file.problems import Problems
from myaccount.services.clinic_file.reading import parsed
from myaccount.services.clinic_file.section import Section

FORMAT = "myaccount-form/1"
FILE_AT_MOST = 1_000_000
"""How many bytes such a file may have: far more than any form needs."""

Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=600)]


class FormFile(Section):
    """A form as it is handed from clinic to clinic. Which treatments ask for it is each clinic's own."""

    format: Literal["myaccount-form/1"]
    name: fields.Name
    language: Language | None = None
    about: Line = ""
    licence: Line = ""
    trigger: Literal["by_hand", "first_visit", "every"] = "by_hand"
    every_months: Annotated[StrictInt, Field(ge=1, le=MONTHS_AT_MOST)] | None = None
    card: Literal[tuple(one.value for one in CardPage)] = CardPage.NONE.value  # type: ignore[valid-type]
    questions: tuple[QuestionSection, ...] = Field(max_length=checking.QUESTIONS_AT_MOST, strict=False)

    def definition(self) -> Definition:
        """Give what it asks as the rules know it."""
        return Definition(tuple(one.question() for one in self.questions), CardPage(self.card))


@dataclass(frozen=True)
class Shared:
    """What a form file holds: how the form is called, when it is asked for, and what it asks."""

    name: str
    trigger: Trigger
    every_months: int | None
    asks: Definition
    about: str = ""
    licence: str = ""


def read(content: str | bytes) -> Shared:
    """Read a form file. Raises: BadClinicFile with everything that is wrong with it, by its paths."""
    problems = Problems()
    raw = parsed(content)
    try:
        said = FormFile.model_validate(raw)
    except ValueError as error:
        problems.add_all("$", error)  # type: ignore[arg-type]
        problems.refuse_if_any()
        raise
    if (Trigger(said.trigger) is Trigger.EVERY) != (said.every_months is not None):
        problems.add("$.every_months", 'A number of months goes with the trigger "every", which needs one')
    asked = said.definition()
    for index, wrong in checking.problems(asked):
        path = "$.questions" + (f"[{index}]" if index >= 0 else "")
        problems.add(path, say(wrong.key, "en", **wrong.facts).removesuffix("."))
    problems.refuse_if_any()
    return Shared(said.name, Trigger(said.trigger), said.every_months, asked, said.about, said.licence)


def write(shared: Shared, lang: Language) -> bytes:
    """Write a form file, which `read` takes again as it is.

    Edges: what some treatments ask for is sent by hand elsewhere, until that clinic says which.
    """
    is_portable = shared.trigger is not Trigger.TREATMENT
    facts: dict[str, Any] = {"format": FORMAT, "name": shared.name, "language": lang}
    facts["trigger"] = (shared.trigger if is_portable else Trigger.BY_HAND).value
    if shared.every_months:
        facts["every_months"] = shared.every_months
    if shared.asks.card is not CardPage.NONE:
        facts["card"] = shared.asks.card.value
    return json.dumps(facts | {"questions": written(shared.asks)}, ensure_ascii=False, indent=2).encode() + b"\n"
