"""The weekly hours of a practitioner: which overlap, what lies inside them, and how they are told in one line."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from myaccount.domain.parsing import FieldError

WEEKDAYS = range(7)
MODES = ("bookable", "contact_to_book", "not_bookable")
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][05]")


@dataclass(frozen=True, order=True)
class Hours:
    """From and to on one weekday (0 is Monday) at one location, as its clocks show it."""

    weekday: int
    opens: time
    closes: time
    location_id: str
    mode: str = "bookable"

    def overlaps(self, other: "Hours") -> bool:
        """Tell whether somebody would have to be in two places at a time. Edges: touching is no overlap."""
        return self.weekday == other.weekday and self.opens < other.closes and other.opens < self.closes


@dataclass(frozen=True)
class Planned:
    """When and where a visit is, as the clocks of its place show it."""

    starts_local: datetime
    minutes: int
    location_id: str
    online: bool


def lies_inside(visit: Planned, hours: Iterable[Hours]) -> bool:
    """Tell whether a visit lies wholly inside hours of its place, or of any place when it is online.

    Edges: from the first minute to the last is inside.
    """
    ends = visit.starts_local + timedelta(minutes=visit.minutes)
    if ends.date() != visit.starts_local.date():
        return False
    return any(
        one.weekday == visit.starts_local.weekday()
        and one.opens <= visit.starts_local.time()
        and ends.time() <= one.closes
        and (visit.online or one.location_id == visit.location_id)
        for one in hours
    )


def in_days(hours: Iterable[Hours]) -> list[tuple[Sequence[int], time, time]]:
    """Gather hours for one line: neighbouring weekdays with the same from and to go together.

    Times: as the clocks of the place show them, week by week.
    """
    days: dict[int, list[tuple[time, time]]] = {}
    for one in sorted(hours):
        days.setdefault(one.weekday, []).append((one.opens, one.closes))
    gathered: list[tuple[list[int], list[tuple[time, time]]]] = []
    for day, spans in days.items():
        if gathered and gathered[-1][1] == spans and gathered[-1][0][-1] == day - 1:
            gathered[-1][0].append(day)
        else:
            gathered.append(([day], spans))
    return [(run, opens, closes) for run, spans in gathered for opens, closes in spans]


def read_hour(text: str) -> time:
    """Read a time of day on a whole five minutes. Times: as the clocks of the place show it. Raises: FieldError."""
    if not _CLOCK.fullmatch(text):
        raise FieldError("hours.time_wrong")
    return time.fromisoformat(text)
