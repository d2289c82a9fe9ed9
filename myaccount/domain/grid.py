"""How a day is laid out: which hours are shown, and where overlapping blocks stand.

Times are minutes since midnight as the clocks of a place show them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

HOUR = 60
DAY = 24 * HOUR
USUAL = (8 * HOUR, 18 * HOUR)
"""The hours that a day shows on which nothing happens."""


@dataclass(frozen=True)
class Span:
    """From one minute of a day to another, half-open."""

    first: int
    last: int

    @property
    def minutes(self) -> int:
        """How long it is."""
        return self.last - self.first


@dataclass(frozen=True)
class Lane:
    """Where a block stands among those that it overlaps: the number of its lane, and how many lanes there are."""

    number: int = 0
    lanes: int = 1


def minute_of(at: datetime | time) -> int:
    """Tell the minute of the day that clocks show. Times: wall time; an instant is turned into that first."""
    return at.hour * HOUR + at.minute


def within(day: date, first: datetime, last: datetime) -> Span | None:
    """Cut a span to one day; None when none of it is on that day.

    Times: wall time without a zone, all of one place; a day has 24 hours in it, whatever its clocks do. Edges: what
    ends at midnight ends with the day before.
    """
    midnight = datetime.combine(day, time.min)
    begins, ends = max(first, midnight), min(last, midnight + timedelta(days=1))
    if begins >= ends:
        return None
    return Span(int((begins - midnight).total_seconds()) // 60, -int((midnight - ends).total_seconds() // 60))


def window(spans: Iterable[Span]) -> Span:
    """Tell which hours to show so that every span is seen: whole hours, the usual ones when there is nothing."""
    shown = list(spans)
    if not shown:
        return Span(*USUAL)
    first = min(span.first for span in shown) // HOUR * HOUR
    last = -(-max(span.last for span in shown) // HOUR) * HOUR
    return Span(first, min(max(last, first + HOUR), DAY))


def lanes(spans: Sequence[Span]) -> list[Lane]:
    """Set overlapping blocks side by side: each in the first lane that is free at its start.

    Edges: one that ends when another starts does not overlap it. `spans` come by their start.
    """
    placed: list[Lane] = []
    ends: list[int] = []  # when each lane of the group at hand becomes free
    group: list[int] = []
    for span in spans:
        if ends and span.first >= max(ends):
            placed += [Lane(number, len(ends)) for number in group]
            ends, group = [], []
        lane = next((number for number, end in enumerate(ends) if end <= span.first), len(ends))
        ends[lane : lane + 1] = [span.last]
        group.append(lane)
    return placed + [Lane(number, len(ends)) for number in group]


def covers(spans: Iterable[Span], wanted: Span) -> bool:
    """Tell whether spans together cover another, without a gap."""
    reached = wanted.first
    for span in sorted(spans, key=lambda one: one.first):
        if span.first <= reached:
            reached = max(reached, span.last)
    return reached >= wanted.last


def monday_of(day: date) -> date:
    """Find the Monday of a day's week."""
    return day - timedelta(days=day.weekday())
