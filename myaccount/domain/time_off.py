"""Time off: whole days or hours, on the wall of a place."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from myaccount.domain.parsing import FieldError, day
from myaccount.domain.time import NoSuchTime, WallTime, day_starts

YEARS = range(2000, 2200)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


class NoSuchSpan(Exception):
    """A span that does not exist: the box that is wrong, and why."""

    def __init__(self, box: str, wrong: FieldError) -> None:
        super().__init__(box)
        self.box = box
        self.wrong = wrong


@dataclass(frozen=True)
class Span:
    """From and to, as clocks show them and as instants (aware UTC). The end is not part of it."""

    starts_local: datetime
    ends_local: datetime
    starts_at: datetime
    ends_at: datetime

    @property
    def is_whole_days(self) -> bool:
        """Whether it runs from midnight to midnight."""
        return self.starts_local.time() == self.ends_local.time() == time.min

    @property
    def last_local(self) -> datetime:
        """The last minute that is part of it: midnight at its end belongs to the day before.

        Times: as clocks show it, without a zone.
        """
        return self.ends_local - timedelta(minutes=1)


def span(first: tuple[date, time | None], last: tuple[date, time | None], zone: str) -> Span:
    """Derive a span. Without a time the whole day is meant, the last one too.

    Times: days and times as the clocks of `zone` show them. Edges: an end at or before the start is refused, and so is
    a time that the clocks skip. Of an hour that comes twice, it begins with the first and ends with the second. Raises:
    NoSuchSpan.
    """
    starts_local = datetime.combine(first[0], first[1] or time.min)
    ends_local = datetime.combine(last[0] + timedelta(days=last[1] is None), last[1] or time.min)
    if ends_local <= starts_local:
        raise NoSuchSpan(
            "to_day" if last[0] < first[0] or last[1] is None else "to_time", FieldError("off.ends_before")
        )
    starts_at = day_starts(first[0], zone) if first[1] is None else _instant("from_time", starts_local, zone, 0)
    ends_at = day_starts(ends_local.date(), zone) if last[1] is None else _instant("to_time", ends_local, zone, 1)
    return Span(starts_local, ends_local, starts_at, ends_at)


def derived(before: Span, zone: str) -> Span | None:
    """Derive a span anew from its wall times; None when the clocks skip one of them now, or it is none any more.

    Edges: an instant that its wall time still allows stays, also where another reading of an hour that comes twice, or
    of midnight, gives another.
    """
    starts_at = _still(before.starts_local, before.starts_at, zone, 0)
    ends_at = _still(before.ends_local, before.ends_at, zone, 1)
    if starts_at is None or ends_at is None or ends_at <= starts_at:
        return None
    return Span(before.starts_local, before.ends_local, starts_at, ends_at)


def read_day(text: str) -> date:
    """Read a day, "2026-11-24". Times: a day of the zone that the span will be in. Raises: FieldError."""
    if not _DAY.fullmatch(text):
        raise FieldError("off.day_wrong")
    found: date = day("off.day_wrong", YEARS)(text)
    return found


def read_time(text: str) -> time | None:
    """Read a time of day, "14:30"; blank means the whole day.

    Times: as clocks of the span's zone show it. Raises: FieldError.
    """
    if text and not _TIME.fullmatch(text):
        raise FieldError("off.time_wrong")
    return time.fromisoformat(text) if text else None


def _instant(box: str, local: datetime, zone: str, fold: int) -> datetime:
    try:
        return WallTime(local, zone, fold).instant()
    except NoSuchTime:
        raise NoSuchSpan(box, FieldError("off.skipped")) from None


def _still(local: datetime, before: datetime, zone: str, fold: int) -> datetime | None:
    """Derive the instant of one end: as it was if it may be, else by the reading that `fold` stands for."""
    midnight = [day_starts(local.date(), zone)] if local.time() == time.min else []
    try:
        readings = [*midnight, *(WallTime(local, zone, which).instant() for which in (fold, 1 - fold))]
    except NoSuchTime:
        readings = midnight
    return before if before in readings else next(iter(readings), None)
