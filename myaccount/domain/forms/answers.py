"""Answers: what a box says, read into what is kept, and back.

A box says its answer as one text: choices a line each, a tick as "yes" or "no", a signature as the word "typed" or
"drawn", and on the next lines the name, or the lines of the drawing. Blank means no answer.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from myaccount.domain.contact import tidy
from myaccount.domain.contact_points import is_email, phone_number
from myaccount.domain.forms.definition import NO, TICKED, YES, Question, QuestionType
from myaccount.domain.parsing import FieldError, line, read_day

SHORT_AT_MOST = 300
LONG_AT_MOST = 5000
NAME_AT_MOST = 200
STROKES_AT_MOST = 200
DRAWING_AT_MOST = 12_000
SAID_AT_MOST = 20_000
"""How many characters a box may say at all."""

WIDTH, HEIGHT = 600, 200
"""The field of a drawn signature, in the units of its lines."""

TYPED, DRAWN = "typed", "drawn"
YEARS = range(1900, 2200)
_POINT = r"\d{1,3},\d{1,3}"
_STROKE = re.compile(rf"{_POINT}(?: {_POINT})+")
_NUMBER = re.compile(r"-?\d{1,10}([.,]\d{1,4})?")

Value = str | int | bool | list[str] | dict[str, str]
"""An answer as it is kept, as JSON."""


@dataclass(frozen=True)
class Signed:
    """When somebody signed or agreed, written beside their answer. Times: ISO 8601, UTC."""

    at: str
    by: str


def judge(question: Question, said: str, country: str, signed: Signed) -> Value | None:
    """Read what a box says into an answer; None for no answer.

    Edges: a phone number without a country code is one of `country`. A consent that is taken back is no answer. A file
    is never said: it arrives by itself, and a box can only let go of it.
    Raises: FieldError, in the words of what can be done about it.
    """
    if len(said) > SAID_AT_MOST:
        raise FieldError("typed.too_long", longest=SAID_AT_MOST)
    text = tidy(said)
    if question.type in TICKED:
        return _tick(question, text, signed)
    if not text:
        return None
    if question.type is QuestionType.SIGNATURE:
        return _signature(text, signed)
    if question.type is QuestionType.PHONE:
        return _phone(text, country)
    return _PARSERS[question.type](question, text)


def said(question: Question, value: Value | None) -> str:
    """Write an answer as its box says it: the other way round than `judge`. Edges: of a file, its name."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, list):
        return "\n".join(value)
    if isinstance(value, dict):
        if question.type is QuestionType.FILE:
            return value["name"]
        return YES if question.type is QuestionType.CONSENT else f"{value['how']}\n{value['text']}"
    return str(value)


def decided(question: Question, value: Value | None) -> frozenset[str]:
    """Tell which of a few answers were given, for conditions and flags. Edges: no tick is "no"."""
    if question.type in TICKED:
        return frozenset({YES if value else NO})
    if isinstance(value, list):
        return frozenset(value)
    return frozenset({value} if isinstance(value, str) else ())


def path_of(strokes: str) -> str:
    """Write the lines of a drawn signature as the path of an SVG."""
    lines = (one.split(" ") for one in strokes.split("\n"))
    return "".join("M" + "L".join(points) for points in lines)


def _tick(question: Question, text: str, signed: Signed) -> Value | None:
    if text not in ("", YES, NO):
        raise FieldError("typed.choose")
    if question.type is QuestionType.CONSENT:
        return {"agreed": YES, "at": signed.at, "by": signed.by} if text == YES else None
    return text == YES if text else None


def _signature(text: str, signed: Signed) -> Value:
    how, _, content = text.partition("\n")
    facts = {"at": signed.at, "by": signed.by}
    if how == TYPED:
        return {"how": how, "text": line(longest=NAME_AT_MOST, needed=True)(content.strip()), **facts}
    if how != DRAWN or len(content) > DRAWING_AT_MOST:
        raise FieldError("form.answer.signature")
    strokes = content.split("\n")
    if len(strokes) > STROKES_AT_MOST or not all(_is_stroke(one) for one in strokes):
        raise FieldError("form.answer.signature")
    return {"how": how, "text": content, **facts}


def _is_stroke(text: str) -> bool:
    if not _STROKE.fullmatch(text):
        return False
    points = (point.split(",") for point in text.split(" "))
    return all(int(x) <= WIDTH and int(y) <= HEIGHT for x, y in points)


def _phone(text: str, country: str) -> Value:
    number = phone_number(text, country)
    if number is None:
        raise FieldError("contact.phone_wrong")
    return number


def _email(question: Question, text: str) -> Value:
    if len(text) > 254 or not is_email(text):
        raise FieldError("contact.email_wrong")
    return text


def _one(question: Question, text: str) -> Value:
    if text not in question.choices:
        raise FieldError("typed.choose")
    return text


def _several(question: Question, text: str) -> Value:
    chosen = set(text.split("\n"))
    if not chosen <= set(question.choices):
        raise FieldError("typed.choose")
    return [one for one in question.choices if one in chosen]


def _date(question: Question, text: str) -> Value:
    day = read_day(text)
    if day is None or day.year not in YEARS:
        raise FieldError("form.answer.date")
    return day.isoformat()


def _number(question: Question, text: str) -> Value:
    try:
        number = Decimal(text.replace(",", ".")) if _NUMBER.fullmatch(text) and text.isascii() else None
    except InvalidOperation:
        number = None
    if number is None:
        raise FieldError("form.answer.number")
    _within(question, number, question.minimum, question.maximum)
    return f"{number:f}"


def _scale(question: Question, text: str) -> Value:
    low, high = question.ends
    number = int(text) if re.fullmatch(r"-?\d{1,4}", text) and text.isascii() else None
    if number is None or not low <= number <= high:
        raise FieldError("typed.choose")
    return number


def _within(question: Question, number: Decimal, low: int | None, high: int | None) -> None:
    if low is not None and number < low:
        raise FieldError("form.answer.least", least=low)
    if high is not None and number > high:
        raise FieldError("form.answer.most", most=high)


def _file(question: Question, text: str) -> Value:
    raise FieldError("form.answer.file")


_PARSERS: Mapping[QuestionType, Callable[[Question, str], Value]] = {
    QuestionType.SHORT_TEXT: lambda _, text: str(line(longest=SHORT_AT_MOST)(text)),
    QuestionType.LONG_TEXT: lambda _, text: str(line(longest=LONG_AT_MOST, lines=True)(text)),
    QuestionType.SINGLE_CHOICE: _one,
    QuestionType.MULTIPLE_CHOICE: _several,
    QuestionType.DATE: _date,
    QuestionType.NUMBER: _number,
    QuestionType.EMAIL: _email,
    QuestionType.SCALE: _scale,
    QuestionType.FILE: _file,
}
