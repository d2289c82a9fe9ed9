"""A copy of everything that is held of a person: how long it waits to be taken, and how it stands."""

from datetime import datetime, timedelta
from enum import StrEnum

from myaccount.domain.refusals import Refused

READY_FOR = timedelta(hours=24)
AGAIN_FOR = timedelta(minutes=15)
"""For how long after it was first taken the same sign-in may take it again: networks fail in the middle."""

COPIES_A_DAY = 3
"""How many copies one person may ask for within 24 hours: each of them prints papers."""


class CopyState(StrEnum):
    """How a copy stands."""

    NONE = "none"
    WAITING = "waiting"
    READY = "ready"
    STARTED = "started"
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
    ready_at: datetime | None,
    expires_at: datetime | None,
    taken_at: datetime | None,
    now: datetime,
    *,
    taken_here: bool,
) -> CopyState:
    """Tell how a copy stands for a sign-in; `taken_here` when it was that one which took it. Times: aware UTC.

    Edges: exactly 24 hours after it was ready it is over, and exactly 15 minutes after it was first taken it is taken
    for good; one that is ready and never runs out could not be made.
    """
    if ready_at is None:
        return CopyState.WAITING
    if expires_at is None:
        return CopyState.FAILED
    if taken_at is not None:
        return CopyState.STARTED if taken_here and now < taken_at + AGAIN_FOR else CopyState.TAKEN
    return CopyState.READY if now < expires_at else CopyState.OVER
