"""What somebody typed into a box, read into a value. Each parser gives the value, or says what is wrong with it."""

import re
import unicodedata
from collections.abc import Callable, Container, Iterable, Mapping
from contextlib import suppress
from datetime import MAXYEAR, MINYEAR, date
from typing import Any

from myaccount.domain.contact import tidy

LINE = 200
YES = "yes"
ANY_YEAR = range(MINYEAR, MAXYEAR + 1)
Parser = Callable[[str], Any]
_WHOLE = re.compile(r"\d{1,6}")


class FieldError(ValueError):
    """A box that cannot be taken as it is: the key of the sentence that says why, and its facts."""

    def __init__(self, key: str, **facts: str | int) -> None:
        super().__init__(key)
        self.key = key
        self.facts = facts


def parse_all(typed: Mapping[str, str], parsers: Mapping[str, Parser]) -> tuple[dict[str, Any], dict[str, FieldError]]:
    """Read every box that has a parser: the values of those that can be taken, and what is wrong with the others.

    Edges: a box that is missing counts as blank.
    """
    values: dict[str, Any] = {}
    problems: dict[str, FieldError] = {}
    for name, read in parsers.items():
        try:
            values[name] = read(tidy(typed.get(name, "")))
        except FieldError as wrong:
            problems[name] = wrong
    return values, problems


def line(*, longest: int = LINE, needed: bool = False, lines: bool = False) -> Parser:
    """Read a line of text, or with `lines` several. Edges: a text as long as allowed is taken."""

    def read(text: str) -> str:
        if needed and not text:
            raise FieldError("typed.blank")
        if len(text) > longest:
            raise FieldError("typed.too_long", longest=longest)
        if any(
            unicodedata.category(one) in ("Cc", "Cs", "Zl", "Zp") for one in (text.replace("\n", "") if lines else text)
        ):
            raise FieldError("typed.letters")
        return text

    return read


def whole(minimum: int, maximum: int, *, step: int = 1) -> Parser:
    """Read a whole number. Both bounds are included."""

    def read(text: str) -> int:
        number = int(text) if _WHOLE.fullmatch(text) and text.isascii() else None
        if number is None or not minimum <= number <= maximum or number % step:
            key = "typed.whole" if step == 1 else "typed.steps"
            raise FieldError(key, minimum=minimum, maximum=maximum, step=step)
        return number

    return read


def day(wrong: str, years: Container[int] = ANY_YEAR) -> Parser:
    """Read a day as a date box gives it, or say `wrong`. Times: a day of the calendar, of no zone."""

    def read(text: str) -> date:
        try:
            found = date.fromisoformat(text)
        except ValueError:
            raise FieldError(wrong) from None
        if found.year not in years:
            raise FieldError(wrong)
        return found

    return read


def or_blank(read: Parser) -> Parser:
    """Read a box that may be left blank: that is none."""
    return lambda text: read(text) if text else None


def read_day(typed: str) -> date | None:
    """Read a day that a link or a box of a browser names, such as "2026-11-24".

    Times: a day of no zone yet: what it is asked for says whose. Edges: None for anything else.
    """
    with suppress(ValueError):
        return date.fromisoformat(typed) if len(typed) == len("2026-11-24") else None
    return None


def read_days(first: str, last: str) -> tuple[date | None, date | None]:
    """Read the first and the last day of a filter. Either may be blank, and both may be the same.

    Times: days at the clinic, both of them included. Raises: FieldError.
    """
    read = or_blank(day("history.bad_date"))
    since, until = read(first), read(last)
    if since and until and since > until:
        raise FieldError("history.wrong_order")
    return since, until


def choice(offered: Iterable[str]) -> Parser:
    """Read one of a few."""
    known = frozenset(offered)

    def read(text: str) -> str:
        if text not in known:
            raise FieldError("typed.choose")
        return text

    return read


def tick(text: str) -> bool:
    """Read a box that is ticked or not."""
    return text == YES


def ticked(on: bool) -> str:
    """Write whether a box is ticked."""
    return YES if on else "no"
