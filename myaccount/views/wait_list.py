"""What is shown of the wait list."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Waiting:
    """What a patient waits for, in words. `moves` when they wait for another time of a visit that they have."""

    id: str
    title: str
    line: str
    days: str
    moves: bool


@dataclass(frozen=True)
class Offered:
    """A time that is offered. `until_line` says until when, where it is offered to one after the other.

    `asks_line` says what has to be paid, or that a card is asked for, before it is booked.
    `cover_line` says which package would cover it, or why none does; `covered_by` is the id of that package.
    """

    id: str
    title: str
    day_line: str
    time_line: str
    weekday: str
    day: str
    month: str
    practitioner: str
    place: str
    until_line: str
    moves: bool
    asks_line: str = ""
    cover_line: str = ""
    covered_by: str = ""


@dataclass(frozen=True)
class WaitPage:
    """A patient's waiting. Times: `next_change` is when an offer ends, aware UTC."""

    is_on: bool = False
    waiting: tuple[Waiting, ...] = ()
    offers: tuple[Offered, ...] = ()
    next_change: datetime | None = None


@dataclass(frozen=True)
class JoinForm:
    """The days of waiting to begin with, and the last one that is possible, in ISO form. Blank for no form.

    `waits` says for which days one waits for this already.
    """

    first: str = ""
    last: str = ""
    most: str = ""
    waits: str = ""


@dataclass(frozen=True)
class WaitLine:
    """One who waits, as the desk sees it."""

    person_id: str
    who: str
    what: str
    days: str
    id: str
