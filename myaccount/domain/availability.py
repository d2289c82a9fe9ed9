"""When can this treatment start? Weekly hours, less what is booked, within the time that can be booked online.

Time is one whole number for each practitioner, a bit for every five minutes, so that a search over months is a few
operations on numbers. `shift_cells` lays out the hours; here they meet what is booked.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from myaccount.domain.booking import BookingRules, TooSoonTimes
from myaccount.domain.claims import CELL_MINUTES, CELL_SECONDS
from myaccount.domain.shift_cells import CELLS_A_DAY, Calendar, Hours, calendar, openings
from myaccount.domain.time import wall_time

EPOCH = datetime.fromtimestamp(0, UTC)
CELL = timedelta(seconds=CELL_SECONDS)
Span = tuple[int, int]
"""Cells of time since 1970: from the first up to, and without, the second."""

Taken = Mapping[int, int]
"""Cells of time by the day since 1970, in UTC: the bits of a day may reach over into the next two."""


@dataclass(frozen=True)
class Wanted:
    """What is looked for: a visit of so many minutes, and the minutes to keep free after it. Multiples of 5.

    The days are those from `first` to `last`, both included; None is as far as can be booked.
    """

    minutes: int
    buffer_minutes: int = 0
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Practitioner:
    """One practitioner's time at one place: hours, the interval of starts, and the buffer after each visit.

    `busy` is what is booked, with its buffers, and `away` is time off. A visit keeps clear of both; the buffer after
    it only of what is booked.
    """

    hours: tuple[Hours, ...]
    interval_minutes: int = 15
    buffer_minutes: int = 0
    busy: Taken = field(default_factory=dict)
    away: Taken = field(default_factory=dict)

    def with_nothing_booked(self) -> "Practitioner":
        """The same hours and time off, and nothing booked in them."""
        return replace(self, busy={})


@dataclass(frozen=True)
class Starts:
    """The free starts of one practitioner, as bits of a calendar: to book online, and to contact the clinic for."""

    days: Calendar
    bookable: int
    contact: int

    def by_day(self) -> Iterator[tuple[date, list[int], list[int]]]:
        """List each day that has a free start, with the cells of its starts: to book, and to contact the clinic for.

        Times: days of the place, as its `Calendar` counts them; `instant` tells when a cell begins.
        """
        for day in self.days.days:
            own = (1 << day.cells) - 1
            to_book, to_ask = (self.bookable >> day.first) & own, (self.contact >> day.first) & own
            if to_book or to_ask:
                first = self.days.origin + day.first
                yield day.date, _cells(to_book, first), _cells(to_ask, first)


def free_starts(who: Practitioner, wanted: Wanted, rules: BookingRules, zone: str, now: datetime) -> Starts:
    """Find the free starts of one practitioner at one place whose clocks are those of `zone`.

    Times: `now` is aware UTC. A visit lasts elapsed time; hours, "same day" and the horizon are days of the zone.
    Edges: starts in the past never show; those that are too soon show as ones to contact the clinic for, if it says
    so. Source: product rules, "Booking settings" and "Time" 4.
    """
    today, last_day = wall_time(now, zone).local.date(), rules.last_day(zone, now)
    first, last = max(wanted.first or today, today), min(wanted.last or last_day, last_day)
    days = calendar(zone, first, last)
    visit = wanted.minutes // CELL_MINUTES
    after = max(wanted.buffer_minutes, who.buffer_minutes) // CELL_MINUTES
    starts = openings(zone, first, last, who.hours, who.interval_minutes, visit)
    blocked = _reaching(_bits(who.busy, days), visit + after) | _reaching(_bits(who.away, days), visit)
    free = starts.offered & ~blocked & ~_before(now + timedelta(microseconds=1), days)
    soon = _before(rules.earliest(zone, now), days)
    bookable = free & starts.bookable & ~soon
    contact = free & ~bookable
    return Starts(days, bookable, contact if rules.too_soon is TooSoonTimes.CONTACT_TO_BOOK else contact & ~soon)


def span(starts_at: datetime, ends_at: datetime) -> Span:
    """Name the cells that a time takes, also those that it takes in part. Times: aware UTC."""
    return (starts_at - EPOCH) // CELL, -((EPOCH - ends_at) // CELL)


def taken(spans: Iterable[Span]) -> dict[int, int]:
    """Set the cells of spans."""
    found: dict[int, int] = {}
    for first, end in spans:
        while first < end:
            day, bit = divmod(first, CELLS_A_DAY)
            upto = min(end, first + CELLS_A_DAY)
            found[day] = found.get(day, 0) | ((1 << upto - first) - 1) << bit
            first = upto
    return found


def cell_of(at: datetime) -> int:
    """Name the cell that an instant lies in. Times: aware UTC."""
    return (at - EPOCH) // CELL


def instant(cell: int) -> datetime:
    """Tell when a cell begins. Times: gives aware UTC."""
    return EPOCH + cell * CELL


def _bits(taken: Taken, days: Calendar) -> int:
    """Put the days together to the bits of a calendar, of which some begin in the days before it."""
    first, last = days.origin // CELLS_A_DAY - 2, (days.origin + days.end) // CELLS_A_DAY
    bits = 0
    for day in range(last, first - 1, -1):
        bits = bits << CELLS_A_DAY | taken.get(day, 0)
    return bits >> days.origin - first * CELLS_A_DAY


def _reaching(bits: int, length: int) -> int:
    """Set every bit from which so many in a row would meet one that is set."""
    reach = 1
    while reach < length:
        step = min(reach, length - reach)
        bits |= bits >> step
        reach += step
    return bits


def _before(moment: datetime, days: Calendar) -> int:
    """Set the bits of the cells that begin before a moment."""
    first_after = -((EPOCH - moment) // CELL) - days.origin
    return (1 << max(0, min(first_after, days.end))) - 1


def _cells(bits: int, first: int) -> list[int]:
    found = []
    while bits:
        lowest = bits & -bits
        found.append(first + lowest.bit_length() - 1)
        bits ^= lowest
    return found
