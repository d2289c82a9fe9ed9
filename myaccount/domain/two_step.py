"""The second step of signing in: a code from an authenticator, or one of the codes kept for the day it is lost.

Source: RFC 6238, with its default period and one step of tolerance to either side.
"""

from datetime import datetime

PERIOD = 30
TOLERANCE = 1
RECOVERY_CODES = 10
RECOVERY_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
RECOVERY_LENGTH = 10
"""49 bits. Letters that look like another one are left out."""


def step_at(moment: datetime) -> int:
    """Count the periods of 30 seconds since 1970. Times: aware. Edges: a period holds its first instant."""
    return int(moment.timestamp() // PERIOD)


def steps_accepted(moment: datetime, last_used: int | None) -> tuple[int, ...]:
    """List the steps whose code is good at a moment: this one and its neighbours, but none up to the last one used."""
    now = step_at(moment)
    near = range(now - TOLERANCE, now + TOLERANCE + 1)
    return tuple(step for step in near if last_used is None or step > last_used)


def digits_of(typed: str) -> str:
    """Keep the digits of a typed code: apps show it with a space in the middle."""
    return "".join(letter for letter in typed if letter in "0123456789")


def recovery_letters_of(typed: str) -> str:
    """Keep what counts of a typed recovery code: no dash, no spaces, no capitals."""
    return "".join(letter for letter in typed.lower() if letter in RECOVERY_LETTERS)


def in_groups(text: str, size: int, by: str = " ") -> str:
    """Break a text into groups that are easy to read out and to type."""
    return by.join(text[start : start + size] for start in range(0, len(text), size))
