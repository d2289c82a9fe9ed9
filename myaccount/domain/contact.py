"""What a profile may hold of a person's contact details, and what becomes of two changes at once."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from myaccount.domain.contact_points import is_email, phone_number
from myaccount.domain.languages import LANGUAGES
from myaccount.domain.zones import names

LONGEST: Mapping[str, int] = {
    "first_name": 200,
    "last_name": 200,
    "preferred_name": 200,
    "pronouns": 200,
    "email": 254,
    "mobile": 40,
    "other_phone": 40,
    "address": 500,
    "emergency_name": 200,
    "emergency_phone": 40,
}
"""How many characters a text of the profile may have, also for the database itself."""

CHOICES: Mapping[str, tuple[str, ...]] = {"language": LANGUAGES, "marketing_opt_in": ("yes", "no")}
"""The fields that are one of a few."""

ZONE = "time_zone"
"""The field that says by whose clocks somebody lives; blank for the clinic's."""

FIELDS = (*LONGEST, *CHOICES, ZONE)
REQUIRED = frozenset({"first_name", "email"})
"""What cannot be taken away; a profile that never had an address may go on without."""
BORN = "date_of_birth"
"""The field that the clinic alone writes: a patient is known by it."""

OLDEST = timedelta(days=130 * 366)
PHONES = frozenset({"mobile", "other_phone", "emergency_phone"})
SEVERAL_LINES = frozenset({"address"})
TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Invisible letters that turn the direction of everything after them. Names from right to left need none."""


class MergeOutcome(StrEnum):
    """What becomes of a field that came back from a form."""

    KEEP = "keep"
    WRITE = "write"
    CLASH = "clash"


@dataclass(frozen=True)
class Read:
    """A field as it was typed: the value to keep, or the key of the sentence that says what is wrong with it."""

    value: str | None
    problem: str | None = None


def read(field: str, typed: str, country: str) -> Read:
    """Read what somebody typed into a field of the profile.

    Edges: blank means none; a text as long as allowed is taken. A number without a country code is one of `country`.
    Source: S19.
    """
    if field in CHOICES:
        return Read(typed) if typed in CHOICES[field] else Read(None, "contact.choose")
    text = tidy(typed)
    if field == ZONE:
        return Read(text or None) if not text or text in names() else Read(None, "contact.choose")
    if problem := _problem(field, text):
        return Read(None, problem)
    if not text:
        return Read(None)
    if field in PHONES:
        number = phone_number(text, country)
        return Read(number, None if number else "contact.phone_wrong")
    return Read(text)


def read_birth(typed: str, today: date) -> Read:
    """Read a date of birth as a date box gives it. Times: `today` is the clinic's day.

    Edges: blank means none; born today is possible, tomorrow is not, and neither is longer ago than anybody lived.
    """
    text = tidy(typed)
    if not text:
        return Read(None)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return Read(None, "contact.birth_wrong")
    return Read(day.isoformat()) if today - OLDEST <= day <= today else Read(None, "contact.birth_when")


def read_new(field: str, typed: str, country: str, today: date) -> Read:
    """Read a field of a new profile, as `read` does.

    Times: `today` is the clinic's day, after which nobody is born. Edges: a new profile may go without an address.
    """
    if field == BORN:
        return read_birth(typed, today)
    return Read(None) if field == "email" and not tidy(typed) else read(field, typed, country)


def tidy(typed: str) -> str:
    """Bring a text to the form in which it is kept: one kind of line break, no blanks around it."""
    lines = typed.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in lines if letter not in TURNS).strip()


def can_be_kept(line: str) -> bool:
    """Tell whether a line holds only what a database and a page can show: no control and no half characters."""
    return not any(unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") for letter in line)


def merge_outcome(mine: str | None, seen: str | None, now: str | None) -> MergeOutcome:
    """Judge a field: what the form says now, what it said when it was opened, and what the profile says by now.

    Edges: somebody else who changed it to the very same is no clash.
    """
    if mine in (seen, now):
        return MergeOutcome.KEEP
    return MergeOutcome.WRITE if seen == now else MergeOutcome.CLASH


def _problem(field: str, text: str) -> str | None:
    if not text:
        return f"contact.blank.{field}" if field in REQUIRED else None
    if len(text) > LONGEST[field]:
        return "contact.too_long"
    if not can_be_kept(_letters(field, text)):
        return "contact.letters"
    return "contact.email_wrong" if field == "email" and not is_email(text, strictly=True) else None


def _letters(field: str, text: str) -> str:
    return text.replace("\n", "") if field in SEVERAL_LINES else text
