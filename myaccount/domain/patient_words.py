"""The words by which a patient is found, and the words that somebody asks with.

Both sides are folded alike: no accents, no capitals. What is asked for finds what begins with it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import phonenumbers

from myaccount.domain.contact_points import EXTENSION

LONGEST_WORD = 64
LONGEST_QUESTION = 200
MOST_WORDS = 6
"""What is asked beyond this many letters, or words, narrows nothing down."""

LAST_DIGITS = (7, 4)
PHONE_AT_LEAST = 7
MONTHS = (
    ("january", "janvier"), ("february", "fevrier"), ("march", "mars"), ("april", "avril"), ("may", "mai"),
    ("june", "juin"), ("july", "juillet"), ("august", "aout"), ("september", "septembre"), ("october", "octobre"),
    ("november", "novembre"), ("december", "decembre"),
)  # fmt: skip

_UNMARKED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_BLANKS = re.compile(r"[\s,;]+")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_DATE_BEGUN = re.compile(r"(?:19|20)\d\d-(?:\d{0,2}(?:-\d{0,2})?)")
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er)?")
_DIGITS = re.compile(r"[+(]*\d[\d().+/-]*")


@dataclass(frozen=True)
class Searched:
    """What of a profile is searched. Phone numbers are as they are kept: "+14165550111"."""

    names: tuple[str | None, ...] = ()
    email: str | None = None
    phones: tuple[str | None, ...] = ()
    date_of_birth: date | None = None


def words_of(profile: Searched) -> frozenset[str]:
    """List the words by which a profile is found.

    Edges: "O’Brien" is found by "brien" and by "obrien"; a name of signs alone is found by its signs.
    """
    found: set[str] = set()
    for name in filter(None, profile.names):
        found.update(_parts(name))
        found.update("".join(_parts(piece)) for piece in name.split())
    found.update(_email_words(profile.email or ""))
    for phone in filter(None, profile.phones):
        found.update(_phone_words(phone))
    if profile.date_of_birth:
        found.add(profile.date_of_birth.isoformat())
    return frozenset(word[:LONGEST_WORD] for word in found if word)


def asked(typed: str) -> tuple[str, ...]:
    """Read what was typed into a search box: every word has to be the beginning of one of a profile's.

    Edges: a date is read where it can be only one; "02/03/1988" can be two, and is none. No more than six words count.
    """
    pieces = [piece for piece in _BLANKS.split(_folded(typed[:LONGEST_QUESTION])) if piece]
    words = sorted({word[:LONGEST_WORD] for word in _read(pieces)}, key=lambda word: (-len(word), word))
    told = [word for at, word in enumerate(words) if not any(longer.startswith(word) for longer in words[:at])]
    return tuple(told[:MOST_WORDS])


def begun(typed: str) -> dict[str, str]:
    """Read what was typed about somebody who was not found as the beginnings of a new profile's fields.

    Edges: an e-mail address and a phone number are told by their signs; a name's first word is the first name.
    """
    words = " ".join(typed[:LONGEST_QUESTION].split())
    if "@" in words:
        return {"email": words}
    if _DIGITS.fullmatch(words.replace(" ", "")):
        return {"mobile": words}
    first, _, last = words.partition(" ")
    return {"first_name": first, "last_name": last}


def _read(pieces: list[str]) -> Iterator[str]:
    rest = pieces
    while rest:
        taken, words = _first(rest)
        yield from words
        rest = rest[taken:]


def _first(pieces: Sequence[str]) -> tuple[int, Iterable[str]]:
    """Read what the first of some pieces begins: how many pieces that takes, and its words."""
    if day := _spelled(pieces[:3]):
        return 3, [day.isoformat()]
    piece = pieces[0]
    if day := _written(piece):
        return 1, [day.isoformat()]
    if _DATE_BEGUN.fullmatch(piece):
        return 1, [piece]
    if digits := _phone(pieces):
        return digits
    return 1, [piece] if "@" in piece else _parts(piece)


def _spelled(pieces: Sequence[str]) -> date | None:
    """Read "3 feb 1988", "feb 3 1988" or "1988 feb 3"."""
    for at, piece in enumerate(pieces if len(pieces) == 3 else ()):
        if month := _month(piece):
            first, last = [other for place, other in enumerate(pieces) if place != at]
            year, day = (first, last) if len(first) == 4 and first.isdecimal() else (last, first)
            number = _DAY.fullmatch(day)
            return _day(year, str(month), number[1]) if number and len(year) == 4 else None
    return None


def _month(piece: str) -> int | None:
    begun = piece.rstrip(".")
    named = {number for number, names in enumerate(MONTHS, 1) if any(name.startswith(begun) for name in names)}
    return named.pop() if len(begun) >= 3 and len(named) == 1 else None


def _written(piece: str) -> date | None:
    if found := _YEAR_FIRST.fullmatch(piece):
        return _day(*found.groups())
    if found := _YEAR_LAST.fullmatch(piece):
        first, second, year = found.groups()
        readings = {day for day in (_day(year, first, second), _day(year, second, first)) if day}
        return readings.pop() if len(readings) == 1 else None
    return None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _phone(pieces: Sequence[str]) -> tuple[int, list[str]] | None:
    """Join the digits of a number; those of several pieces when together they can be one."""
    runs: list[str] = []
    for piece in pieces:
        if not _DIGITS.fullmatch(piece) or _written(piece) or _DATE_BEGUN.fullmatch(piece):
            break
        runs.append("".join(letter for letter in piece if letter.isdecimal()))
    together = "".join(runs)
    if len(together) >= PHONE_AT_LEAST:
        return len(runs), [together]
    return (1, [runs[0]]) if runs else None


def _phone_words(kept: str) -> Iterator[str]:
    plain = kept.partition(EXTENSION)[0]
    try:
        number = phonenumbers.parse(plain, None)
    except phonenumbers.NumberParseException:
        return
    own = phonenumbers.national_significant_number(number)
    spoken = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    yield from (own, f"{number.country_code}{own}", "".join(letter for letter in spoken if letter.isdecimal()))
    yield from (own[-count:] for count in LAST_DIGITS)


def _email_words(email: str) -> Iterator[str]:
    key = _folded(email.strip())
    mailbox, at, domain = key.rpartition("@")
    if at:
        yield from (key, f"@{domain}", *_parts(mailbox))


def _parts(text: str) -> list[str]:
    return "".join(letter if unicodedata.category(letter)[0] in "LNS" else " " for letter in _folded(text)).split()


def _folded(text: str) -> str:
    spread = unicodedata.normalize("NFKD", text.casefold()).translate(_UNMARKED)
    return "".join(_plain(letter, unicodedata.category(letter)) for letter in spread)


def _plain(letter: str, kind: str) -> str:
    if kind in ("Mn", "Mc", "Me", "Cf", "Cs"):
        return ""
    return " " if kind == "Cc" else str(unicodedata.decimal(letter, letter))
