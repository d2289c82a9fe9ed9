"""What the desk types when it does something with a patient's money."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Literal

from myaccount.domain.ledger import Method
from myaccount.domain.money import DecimalSign, read_cents
from myaccount.domain.parsing import FieldError, Parser, day

PART = "part."
"""How the name of a box begins that holds a part of an amount; it goes on with what the part is for."""

MOST_LINES = 6
ALL, CREDIT = "all", "credit"
"""What a payment is to go towards, when it is not one invoice: everything that is owed, or nothing yet."""

AT_THE_DESK = (Method.CASH, Method.CHEQUE, Method.TRANSFER, Method.INSURER)
"""How money comes in at the desk. A card's comes through its processor."""

Act = Literal["pay", "sell", "fee", "keep", "free", "void", "apply", "unapply", "refund"]
"""What the desk does."""


class Sold(StrEnum):
    """What is put on an invoice by hand."""

    PRODUCT = "product"
    OTHER = "other"


def above_zero(decimal: DecimalSign) -> Parser:
    """Read an amount of which there is some. Raises, when it reads: FieldError."""

    def read(text: str) -> int:
        if not text:
            raise FieldError("typed.blank")
        if not (cents := read_cents(text, decimal)):
            raise FieldError("billing.nothing")
        return cents

    return read


def past_day(today: date) -> Parser:
    """Read the day on which money came in; blank is today.

    Times: the clinic's days. Edges: today is taken, tomorrow is not.
    """
    any_day = day("billing.day_wrong")

    def read(text: str) -> date:
        came: date = any_day(text) if text else today
        if came > today or came.year < 1900:
            raise FieldError("money.day_to_come")
        return came

    return read


def read_parts(typed: Mapping[str, str], decimal: DecimalSign) -> tuple[dict[str, int], dict[str, FieldError]]:
    """Read how much is meant of each part, by what it is for: cents, and what is wrong with boxes.

    Edges: a box that is blank, or says zero, means nothing of that part.
    """
    parts: dict[str, int] = {}
    problems: dict[str, FieldError] = {}
    for name, text in typed.items():
        if not name.startswith(PART) or not text.strip():
            continue
        try:
            parts[name.removeprefix(PART)] = read_cents(text, decimal)
        except FieldError as wrong:
            problems[name] = wrong
    return {what: cents for what, cents in parts.items() if cents}, problems


def oldest_first(due: Mapping[str, int], cents: int) -> dict[str, int]:
    """Spread an amount over what is due, in its order: how much of each.

    Money: cents of one currency, in which all of it is due. Edges: what is more than all that is due is left out.
    """
    spread: dict[str, int] = {}
    for what, owed in due.items():
        spread[what] = min(owed, cents)
        cents -= spread[what]
    return spread


def lines_typed(typed: Mapping[str, str]) -> list[int]:
    """List the numbers of an invoice's lines in which something stands; the first always counts."""
    filled = {number for number in range(1, MOST_LINES + 1) for name in ("what", "price", "tax")
              if typed.get(f"{name}.{number}", "").strip()}  # fmt: skip
    return sorted(filled | {1})
