"""A form that is being filled in: what of it is shown, what is missing, and how far it has got."""

from collections.abc import Mapping
from dataclasses import dataclass

from myaccount.domain.forms.answers import Value, decided
from myaccount.domain.forms.definition import Definition, Question, QuestionType

Answers = Mapping[str, Value]
"""The answers of a form by their questions; a question without one is left out."""

CARRIED_NEVER = (QuestionType.SIGNATURE, QuestionType.CONSENT, QuestionType.FILE)
"""What is given anew with each form."""


@dataclass(frozen=True)
class Progress:
    """How many of the questions that are shown have an answer."""

    answered: int
    asked: int


def shown(definition: Definition, answers: Answers) -> tuple[Question, ...]:
    """List the questions that are asked, headings among them, with these answers so far.

    Edges: what depends on a question that is not shown is not shown either.
    """
    found: dict[str, Question] = {}
    for one in definition.questions:
        if _is_shown(one, found, answers):
            found[one.id] = one
    return tuple(found.values())


def hidden(definition: Definition, answers: Answers) -> tuple[str, ...]:
    """List the ids of the questions that are not asked with these answers so far."""
    there = {one.id for one in shown(definition, answers)}
    return tuple(one.id for one in definition.questions if one.id not in there)


def missing(definition: Definition, answers: Answers) -> tuple[Question, ...]:
    """List what must be answered still before the form can be submitted.

    Edges: a tick that is required has to be set; a question that is not shown is not missed.
    """
    return tuple(
        one for one in shown(definition, answers) if one.asks and one.required and not _is_given(answers.get(one.id))
    )


def progress(definition: Definition, answers: Answers) -> Progress:
    """Tell how far a form has got."""
    asked = [one for one in shown(definition, answers) if one.asks]
    return Progress(sum(answers.get(one.id) is not None for one in asked), len(asked))


def submitted(definition: Definition, answers: Answers) -> dict[str, Value]:
    """Tell what is submitted: the answers to questions that are shown. What was hidden again is left out."""
    return {one.id: answers[one.id] for one in shown(definition, answers) if one.id in answers}


def flagged(definition: Definition, answers: Answers) -> dict[str, tuple[str, ...]]:
    """Tell which answers the clinic wants to see at once, by their questions. Edges: no tick counts as "no"."""
    found = {one.id: decided(one, answers.get(one.id)) & set(one.flags) for one in shown(definition, answers)}
    return {name: tuple(sorted(hits)) for name, hits in found.items() if hits}


def carried(definition: Definition, before: Definition, answers: Answers) -> dict[str, Value]:
    """Choose the answers of an earlier form that a new one begins with: to questions that ask the same.

    Edges: what is chosen must still be offered. Signatures, consents and files are given anew.
    """
    return {
        one.id: answers[one.id]
        for one in definition.asked
        if one.id in answers and one.type not in CARRIED_NEVER and _asks_same(one, before.by_id.get(one.id))
    }


def _asks_same(one: Question, earlier: Question | None) -> bool:
    return earlier is not None and (one.type, one.label, one.offered, one.minimum, one.maximum) == (
        earlier.type,
        earlier.label,
        earlier.offered,
        earlier.minimum,
        earlier.maximum,
    )


def _is_shown(one: Question, found: Mapping[str, Question], answers: Answers) -> bool:
    if one.show_if is None:
        return True
    asked = found.get(one.show_if.question)
    return asked is not None and bool(decided(asked, answers.get(asked.id)) & set(one.show_if.answers))


def _is_given(value: Value | None) -> bool:
    return value is not None and value is not False
