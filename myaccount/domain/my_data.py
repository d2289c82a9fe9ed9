"""A copy of everything that is held of a person: how long it waits to be taken, and how it stands."""

from datetime import datetime, timedelta
from enum import StrEnum

from myaccount.domain.refusals import Refused

READY_FOR = timedelta(hours=24)
COPIES_A_DAY = 3
"""How many copies one person may ask for within 24 hours: each of them prints papers."""


class CopyState(StrEnum):
    """How a copy stands."""

    NONE = "none"
    WAITING = "waiting"
    READY = "ready"
    TAKEN = "taken"
    OVER = "over"
    FAILED = "failed"


class CopyGone(Refused):
    """The copy was taken already, or has run out."""

    code = "copy_gone"


class TooManyCopies(Refused):
    """As many copies as there may be within a day have been asked for."""

    code = "too_many_copies"


def stands(
    ready_at: datetime | None, expires_at: datetime | None, taken_at: datetime | None, now: datetime
) -> CopyState:
    """Tell how a copy stands. Times: aware UTC.

    Edges: exactly 24 hours after it was ready it is over; one that is ready and never runs out could not be made.
    """
    if ready_at is None:
        return CopyState.WAITING
    if expires_at is None:
        return CopyState.FAILED
    if taken_at is not None:
        return CopyState.TAKEN
    return CopyState.READY if now < expires_at else CopyState.OVER
