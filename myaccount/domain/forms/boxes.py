"""A question as the boxes of a form in which the clinic builds it: read from what was typed, and written back.

What is ticked, for a flag or for a condition, has a box for each answer: `flag.2` is that of the third answer that the
question had, `answer.q7.0` that of the first one of the question q7.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from myaccount.domain.forms import checking
from myaccount.domain.forms.definition import (
    BOUNDED,
    CHOOSES,
    WITH_TEXT,
    Definition,
    Question,
    QuestionType,
    ShowIf,
)
from myaccount.domain.parsing import YES, FieldError, Parser, line, parse_all, tick, ticked

FLAG, ANSWER = "flag.", "answer."
_BOX_OF = {
    "form.wrong.label": "label",
    "form.wrong.consent": "text",
    "form.wrong.bounds": "minimum",
    "form.wrong.scale": "minimum",
    "form.wrong.condition": "show_if",
    "form.wrong.condition_answer": "show_if",
}
"""Which box what is wrong belongs to; all else is about the choices."""


def fields(question: Question, asked: Sequence[Question]) -> dict[str, str]:
    """Write a question down as boxes. `asked` are the questions that its condition may ask after."""
    return {
        "label": question.label,
        "help": question.help,
        "required": ticked(question.required),
        "text": question.text,
        "choices": "\n".join(question.choices),
        "minimum": _number(question.minimum),
        "maximum": _number(question.maximum),
        "low": question.low,
        "high": question.high,
        **{f"{FLAG}{index}": ticked(one in question.flags) for index, one in enumerate(question.offered)},
        **{name: ticked(_shows(question, asked_id, answer)) for name, asked_id, answer in answer_boxes(asked)},
    }


def answer_boxes(asked: Sequence[Question]) -> list[tuple[str, str, str]]:
    """List the boxes of a condition: the name of each, the question it is about, and the answer."""
    return [(f"{ANSWER}{one.id}.{index}", one.id, name) for one in asked for index, name in enumerate(one.offered)]


def read(
    before: Question, kind: QuestionType, typed: Mapping[str, str], asked: Sequence[Question], asks_after: str
) -> tuple[Question, dict[str, FieldError]]:
    """Read boxes into a question of a type, and tell what is wrong with each box.

    `asks_after` is the question that the condition asks after, blank for none. Edges: what does not go with the type
    is left out; a flag goes with its answer, also when that is called something else in the same place.
    """
    values, problems = parse_all(typed, _parsers(kind))
    question = Question(before.id, kind, **{"label": before.label, **values})
    question = replace(
        question,
        flags=tuple(_flagged(before.offered, question.offered, typed)),
        show_if=_condition(typed, asked, asks_after),
    )
    if asks_after and (question.show_if is None or not question.show_if.answers):
        problems.setdefault("show_if", FieldError("form.wrong.condition_answer"))
    return question, problems | {
        _BOX_OF.get(wrong.key, "choices"): wrong for wrong in _wrong(question, asked) if not problems
    }


def _flagged(before: Sequence[str], now: Sequence[str], typed: Mapping[str, str]) -> Iterator[str]:
    for index, one in enumerate(now):
        is_same_place = len(before) == len(now) and before[index] not in now
        was = before.index(one) if one in before else index if is_same_place else None
        if was is not None and typed.get(f"{FLAG}{was}") == YES:
            yield one


def _wrong(question: Question, asked: Sequence[Question]) -> list[FieldError]:
    """Judge a question behind those that its condition may ask after."""
    whole_form = Definition((*asked, question))
    return [wrong for index, wrong in checking.problems(whole_form) if index == len(asked)]


def _condition(typed: Mapping[str, str], asked: Sequence[Question], asks_after: str) -> ShowIf | None:
    if not asks_after:
        return None
    ticks = [answer for name, one, answer in answer_boxes(asked) if one == asks_after and typed.get(name) == YES]
    return ShowIf(asks_after, tuple(ticks))


def _parsers(kind: QuestionType) -> dict[str, Parser]:
    readers: dict[str, Parser] = {"label": _label, "help": line(longest=checking.HELP_AT_MOST, lines=True)}
    if kind is not QuestionType.HEADING:
        readers["required"] = tick
    if kind in WITH_TEXT:
        readers["text"] = line(longest=checking.TEXT_AT_MOST, lines=True)
    if kind in CHOOSES:
        readers["choices"] = _choices
    if kind in BOUNDED:
        readers |= {"minimum": _bound, "maximum": _bound}
    if kind is QuestionType.SCALE:
        readers |= dict.fromkeys(("low", "high"), line(longest=checking.CHOICE_AT_MOST))
    return readers


def _label(text: str) -> str:
    if not text:
        raise FieldError("form.wrong.label")
    return str(line(longest=checking.LABEL_AT_MOST, lines=True)(text))


def _choices(text: str) -> tuple[str, ...]:
    lines = line(longest=checking.CHOICES_AT_MOST * (checking.CHOICE_AT_MOST + 1) * 2, lines=True)(text).split("\n")
    return tuple(one.strip() for one in lines if one.strip())


def _bound(text: str) -> int | None:
    if not text:
        return None
    sign, digits = (-1, text[1:]) if text[:1] in ("-", "−") else (1, text)
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 10):
        raise FieldError("form.wrong.whole")
    return sign * int(digits)


def _number(bound: int | None) -> str:
    return "" if bound is None else str(bound)


def _shows(question: Question, asked_id: str, answer: str) -> bool:
    shown: Any = question.show_if
    return shown is not None and shown.question == asked_id and answer in shown.answers
