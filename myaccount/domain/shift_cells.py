"""Weekly hours, laid out on real time: a bit for every five minutes.

Bit 0 of every number here is the same cell of time, the `origin` of a calendar; the next bit is the next five minutes.
Wall clocks are consulted once, here: whatever works with the bits works with elapsed time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from myaccount.domain.claims import CELL_MINUTES, CELL_SECONDS
from myaccount.domain.time import day_starts, zone

CELLS_A_DAY = 24 * 60 // CELL_MINUTES


class ShiftMode(StrEnum):
    """What patients can do online in the hours of a shift."""

    BOOKABLE = "bookable"
    CONTACT_TO_BOOK = "contact_to_book"
    NOT_BOOKABLE = "not_bookable"


@dataclass(frozen=True)
class Hours:
    """One shift: weekly hours as the clocks of a place show them. `weekday` 0 is Monday."""

    weekday: int
    opens: time
    closes: time
    mode: ShiftMode = ShiftMode.BOOKABLE


@dataclass(frozen=True)
class Day:
    """One day of a calendar: the bit of its first cell, and how many it has. 288, unless clocks change."""

    date: date
    first: int
    cells: int


@dataclass(frozen=True)
class Calendar:
    """Days in a row, in one zone. `origin` is the cell of bit 0, a day before the first: a visit may reach over."""

    zone: str
    origin: int
    days: tuple[Day, ...]

    @property
    def end(self) -> int:
        """The bit after the last day."""
        return self.days[-1].first + self.days[-1].cells if self.days else CELLS_A_DAY

    def instant(self, bit: int) -> datetime:
        """Tell when a cell begins. Times: gives aware UTC."""
        return datetime.fromtimestamp((self.origin + bit) * CELL_SECONDS, UTC)


@dataclass(frozen=True)
class Openings:
    """Where a visit of one length may start if nothing is booked.

    `bookable` are the starts whose whole visit lies in bookable hours; `offered` those, and the ones to contact the
    clinic for.
    """

    bookable: int
    offered: int


@lru_cache(maxsize=256)
def calendar(zone_name: str, first: date, last: date) -> Calendar:
    """Lay out the days from first to last, both included, in a zone.

    Times: days of that zone, each as many cells long as its clocks make it. Edges: none when the first is after the
    last.
    """
    count = max(0, (last - first).days + 1)
    starts = [_cell(day_starts(first + timedelta(days=number), zone_name)) for number in range(count + 1)]
    origin = starts[0] - CELLS_A_DAY
    days = (
        Day(first + timedelta(days=number), starts[number] - origin, starts[number + 1] - starts[number])
        for number in range(count)
    )
    return Calendar(zone_name, origin, tuple(days))


@lru_cache(maxsize=1024)
def openings(zone_name: str, first: date, last: date, hours: tuple[Hours, ...], interval: int, cells: int) -> Openings:
    """Find every start of a visit of so many cells: each `interval` minutes from the opening of a shift.

    Times: hours are wall time, a visit lasts elapsed time. Edges: a start in an hour that clocks skip does not exist,
    and an hour that comes twice has its starts twice. Where shifts overlap, the stricter mode counts.
    """
    days = calendar(zone_name, first, last)
    grid, open_in = 0, dict.fromkeys(ShiftMode, 0)
    for day in days.days:
        for shift in hours:
            if shift.weekday == day.date.weekday():
                open_, starts = _shift_on(day, shift, interval, days)
                open_in[shift.mode] |= open_ << day.first
                grid |= starts << day.first
    offered = (open_in[ShiftMode.BOOKABLE] | open_in[ShiftMode.CONTACT_TO_BOOK]) & ~open_in[ShiftMode.NOT_BOOKABLE]
    bookable = offered & ~open_in[ShiftMode.CONTACT_TO_BOOK]
    return Openings(grid & starts_of_runs(bookable, cells), grid & starts_of_runs(offered, cells))


def starts_of_runs(bits: int, length: int) -> int:
    """Keep the bits from which on so many in a row are set."""
    have = 1
    while have < length:
        step = min(have, length - have)
        bits &= bits >> step
        have += step
    return bits


def _cell(instant: datetime) -> int:
    return int(instant.timestamp()) // CELL_SECONDS


def _shift_on(day: Day, shift: Hours, interval: int, days: Calendar) -> tuple[int, int]:
    """Lay out a shift of one day: where it is open, and where visits start. Bit 0 is the first cell of the day.

    Edges: hours that are not on five minutes lose what is over.
    """
    opens, closes = -(-_minutes(shift.opens) // CELL_MINUTES) * CELL_MINUTES, _minutes(shift.closes)
    closes -= closes % CELL_MINUTES
    if day.cells == CELLS_A_DAY:
        return _pattern(opens, closes, interval)
    open_ = starts = 0
    for number, minute in _wall_minutes(day, days):
        if opens <= minute < closes:
            open_ |= 1 << number
            starts |= int((minute - opens) % interval == 0) << number
    return open_, starts


@lru_cache(maxsize=1024)
def _pattern(opens: int, closes: int, interval: int) -> tuple[int, int]:
    """Lay out a shift of a day that has every hour once."""
    minutes = range(opens, closes, CELL_MINUTES)
    open_ = sum(1 << minute // CELL_MINUTES for minute in minutes)
    return open_, sum(1 << minute // CELL_MINUTES for minute in minutes if (minute - opens) % interval == 0)


def _wall_minutes(day: Day, days: Calendar) -> Iterator[tuple[int, int]]:
    """Tell what the clocks show at each cell of a day on which they change, in minutes since midnight."""
    there = zone(days.zone)
    for number in range(day.cells):
        wall = days.instant(day.first + number).astimezone(there)
        yield number, wall.hour * 60 + wall.minute


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
