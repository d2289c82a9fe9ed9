"""Receipts: what has become of one, where a list of them goes on, and the code by which one is checked."""

import re
from datetime import date
from enum import IntEnum, StrEnum

from myaccount.domain.refusals import NotFound

PAGE_SIZE = 10
"""How many are listed on a page. Source: S36."""

CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Digits and letters that nobody mistakes for one another. Source: Crockford's base 32."""

CODE_LENGTH = 12
"""Sixty bits: nobody guesses one."""

_ALIKE = str.maketrans("OIL", "011")
_CURSOR = re.compile(r"(\d{4}-\d\d-\d\d)~(\d{1,9})~([01])")

Position = tuple[date, int, int]


class Paper(IntEnum):
    """What a receipt gives a patient: itself, and in the United States a superbill of it."""

    RECEIPT = 0
    SUPERBILL = 1


class ReceiptStatus(StrEnum):
    """What has become of a receipt: it stands as it was issued, for less, or for nothing any more."""

    VALID = "valid"
    REDUCED = "reduced"
    SUPERSEDED = "superseded"


def status_of(applied_cents: int, original_cents: int) -> ReceiptStatus:
    """Judge what a receipt still stands for.

    Money: cents of the receipt's currency. Source: S38–S41; product rules, "Money".
    """
    if applied_cents <= 0:
        return ReceiptStatus.SUPERSEDED
    return ReceiptStatus.VALID if applied_cents == original_cents else ReceiptStatus.REDUCED


def says_minutes(description: str, minutes: int) -> bool:
    """Tell whether a line says by itself how long a treatment was, so that it need not be said beside it.

    Edges: the number counts on its own only: "Physio, 60 min" and "60-minute massage" say sixty, "Kinesis 360" and
    "1.60" do not. Source: S31.
    """
    return re.search(rf"(?<![\d.,]){minutes}(?!\d|[.,]\d)", description) is not None


def read_code(typed: str) -> str:
    """Read a code as somebody typed it off paper; blank for what is none.

    Edges: small letters, blanks and hyphens do not matter, and O, I and L are taken for the digits that they look like.
    """
    code = re.sub(r"[\s-]", "", typed[:100]).upper().translate(_ALIKE)
    return code if len(code) == CODE_LENGTH and set(code) <= set(CODE_LETTERS) else ""


def spaced(code: str) -> str:
    """Write a code as it is printed: "7KQ2-M4XD-9T3V"."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def cursor(position: Position) -> str:
    """Write down the last that a page showed: the date of its payment, its number, and which paper of it."""
    day, number, paper = position
    return f"{day.isoformat()}~{number}~{int(paper)}"


def position(typed: str) -> Position | None:
    """Read where the page before ended; None for the first page. Raises: NotFound for what no page gave out."""
    if not typed:
        return None
    found = _CURSOR.fullmatch(typed)
    try:
        return (date.fromisoformat(found[1]), int(found[2]), int(found[3])) if found and typed.isascii() else _unknown()
    except ValueError:
        return _unknown()


def _unknown() -> Position:
    raise NotFound()
