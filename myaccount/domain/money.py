"""Amounts and tax rates as people type them, read into whole cents and parts per million."""

import re
from decimal import Decimal
from typing import Literal

from myaccount.domain.parsing import FieldError

MOST_CENTS = 100_000_000
WHOLE_PPM = 1_000_000
_CURRENCY = re.compile(r"^(CAD|USD|CA|US)?\$|^(CAD|USD)|\$ *(CAD|USD|CA|US)?$|(CAD|USD)$", re.IGNORECASE)
_BLANKS = re.compile(r"[\s\u00a0\u202f]+")
DecimalSign = Literal[".", ","]
"""What a language writes before the cents; the other one of the two may then stand between thousands."""

_GROUPED: dict[DecimalSign, re.Pattern[str]] = {
    ".": re.compile(r"\d{1,3}(,\d{3})+(\.\d{1,2})?"),
    ",": re.compile(r"\d{1,3}(\.\d{3})+,\d{1,2}"),
}
_PLAIN = re.compile(r"\d{1,9}([.,]\d{1,2})?")
_SPACED = re.compile(r"\d{1,3}([\s\u00a0\u202f]\d{3})+([.,]\d{1,2})?")
_RATE = re.compile(r"\d{1,3}([.,]\d{1,4})?")


def read_cents(typed: str, decimal: DecimalSign) -> int:
    """Read an amount: "120", "120.00", "$1,200.00", "120,00 $", "1 200,00 $".

    Money: whole cents; more than two decimals are no amount. Edges: what could be read in two ways, such as "1.200",
    is refused; "1,200" is twelve hundred where cents follow a point, and refused where they follow a comma.
    Raises: FieldError.
    """
    text = _CURRENCY.sub("", typed.strip()).strip()
    if _SPACED.fullmatch(text):
        text = _BLANKS.sub("", text)
    elif _GROUPED[decimal].fullmatch(text):
        text = text.replace("," if decimal == "." else ".", "")
    if not _PLAIN.fullmatch(text) or not text.isascii():
        raise FieldError("typed.amount")
    cents = int(Decimal(text.replace(",", ".")) * 100)
    if cents > MOST_CENTS:
        raise FieldError("typed.amount")
    return cents


def read_ppm(typed: str) -> int:
    """Read a rate in percent as parts per million: "14.975 %" is 149750. Blank is none.

    Edges: 100 % is taken, more is not; a fifth decimal is not. Raises: FieldError.
    """
    text = _BLANKS.sub("", typed).removesuffix("%")
    if not text:
        return 0
    found = _RATE.fullmatch(text)
    ppm = int(Decimal(text.replace(",", ".")) * 10_000) if found and text.isascii() else WHOLE_PPM + 1
    if ppm > WHOLE_PPM:
        raise FieldError("typed.percent")
    return ppm


def percent(ppm: int) -> str:
    """Write a rate in percent, with the decimals that it has: 149750 is "14.975". Blank for none."""
    return f"{Decimal(ppm) / 10_000:f}" if ppm else ""
