"""What a clinic may say of itself and of its locations."""

import re
from collections.abc import Mapping
from typing import Any

from myaccount.domain.contact import LONGEST
from myaccount.domain.contact_points import is_email
from myaccount.domain.languages import LANGUAGES
from myaccount.domain.parsing import FieldError, Parser, choice, line, parse_all
from myaccount.domain.time import NoSuchTime, zone

COUNTRIES = ("CA", "US")
CURRENCIES = ("CAD", "USD")
_COLOUR = re.compile(r"#[0-9a-f]{6}")


def read_clinic(typed: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, FieldError]]:
    """Read what a clinic says of itself; what cannot be taken is named by its box."""
    return parse_all(typed, _CLINIC)


def read_location(typed: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, FieldError]]:
    """Read what a clinic says of a location; what cannot be taken is named by its box."""
    return parse_all(typed, _LOCATION)


def _email(text: str) -> str:
    if text and not is_email(text, strictly=True):
        raise FieldError("contact.email_wrong")
    return str(line(longest=LONGEST["email"])(text))


def read_colour(text: str) -> str:
    """Read a colour, "#1f6f5c". Raises: FieldError."""
    if not _COLOUR.fullmatch(text.lower()):
        raise FieldError("info.colour_wrong")
    return text.lower()


def _zone(text: str) -> str:
    try:
        return zone(text).key
    except NoSuchTime:
        raise FieldError("info.zone_wrong") from None


def _optional(text: str) -> str | None:
    return line()(text) or None


_PHONE = line(longest=LONGEST["mobile"])
_CLINIC: Mapping[str, Parser] = {
    "name": line(needed=True),
    "legal_name": line(needed=True),
    "phone": _PHONE,
    "email": _email,
    "color": read_colour,
    "tax_number": _optional,
    "language": choice(LANGUAGES),
    "country": choice(COUNTRIES),
    "currency": choice(CURRENCIES),
}
_LOCATION: Mapping[str, Parser] = {
    "name": line(needed=True),
    "address": line(longest=LONGEST["address"], lines=True),
    "phone": _PHONE,
    "time_zone": _zone,
}
