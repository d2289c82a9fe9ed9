"""People's names, and who may do what at a clinic."""

from datetime import date
from enum import StrEnum


class Role(StrEnum):
    """What somebody is at the clinic. A patient has no role."""

    OWNER = "owner"
    FRONT_DESK = "front_desk"
    PRACTITIONER = "practitioner"


def age(born: date, today: date) -> int:
    """Count somebody's years.

    Times: `today` is the day where they are asked for. Edges: on the birthday the new one; who was born on 29 February,
    on 1 March.
    """
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def full_name(first: str, last: str) -> str:
    """Join a first and a last name; either may be blank."""
    return f"{first} {last}".strip()


def initials(first: str, last: str) -> str:
    """Take the letters for a name's round badge. Edges: "" for a blank name."""
    return "".join(name.strip()[:1] for name in (first, last)).upper()


def casefolded(text: str) -> str:
    """Bring a username or an e-mail address to the form in which two of them are compared."""
    return text.strip().casefold()
