"""Times in a clinic file: exact, on the wall of a location, or relative to now.

`2026-11-24T15:00:00-08:00` · `2026-11-24T15:00` · `now-30s` · `now+40m` · `now+2h` · `today+1d 14:00`
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from myaccount.domain.claims import CELL_MINUTES
from myaccount.domain.time import NoSuchTime, WallTime, wall_time

_EXACT = re.compile(r"(\d{4})-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?")
_NOW = re.compile(r"now(?:([+-]\d{1,6})([smhd]))?")
_TODAY = re.compile(r"today(?:([+-]\d{1,5})d)? (\d\d:\d\d)")
_DAYS = re.compile(r"today(?:([+-]\d{1,5})d)?")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_YEARS = range(1900, 2200)
_CELL = timedelta(minutes=CELL_MINUTES)

RELATIVE_DAY = _DAYS.pattern
PATTERN = "^(" + "|".join(form.pattern for form in (_EXACT, _NOW, _TODAY)) + ")$"
HOW = "A time is written like 2026-11-24T15:00, 2026-11-24T15:00:00-08:00, now+40m or today+1d 14:00"


@dataclass(frozen=True)
class Moment:
    """A time that was read: what the clocks of the place show, and the instant (aware UTC)."""

    wall: WallTime
    instant: datetime


def check(text: str) -> str:
    """Check that a time is written as one, whatever the place. Raises: ValueError saying how."""
    if not read_any(text):
        raise ValueError(HOW)
    if found := _EXACT.fullmatch(text):
        _exact(text, found)
    return text


def read_any(text: str) -> bool:
    """Tell whether a text has the form of a time."""
    return any(form.fullmatch(text) for form in (_EXACT, _NOW, _TODAY))


def is_relative_day(text: str) -> bool:
    """Tell whether a text is a day that counts from today: `today`, `today-12d`."""
    return _DAYS.fullmatch(text) is not None


def day(text: str, zone: str, now: datetime) -> date:
    """Read a day that has been checked: `2026-03-10`, or counted from today.

    Times: `zone` says which day today is. Raises: ValueError.
    """
    found = _DAYS.fullmatch(text)
    return wall_time(now, zone).local.date() + timedelta(days=int(found[1] or 0)) if found else date.fromisoformat(text)


def start(text: str, zone: str, now: datetime) -> Moment:
    """Read when something starts.

    Times: `now` is aware UTC; a wall time and `today` are those of `zone`.
    Edges: `now±…` is brought to the nearest whole five minutes that lie on the same side of now.
    Raises: ValueError for what is no time, and for one that the clocks of the place skip.
    """
    if found := _NOW.fullmatch(text):
        instant = _whole(now + _span(found), now)
        return Moment(wall_time(instant, zone), instant)
    return instant_of(text, zone, now)


def instant_of(text: str, zone: str, now: datetime) -> Moment:
    """Read a time to the second; otherwise as `start`."""
    if found := _NOW.fullmatch(text):
        instant = now + _span(found)
        return Moment(wall_time(instant, zone), instant)
    if found := _TODAY.fullmatch(text):
        return _on_the_wall(_day_and_time(found, wall_time(now, zone).local), zone)
    if found := _EXACT.fullmatch(text):
        at = _exact(text, found)
        return _on_the_wall(at, zone) if at.tzinfo is None else Moment(wall_time(at, zone), at.astimezone(UTC))
    raise ValueError(HOW)


def _exact(text: str, found: re.Match[str]) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"There is no time {text}") from None
    if int(found[1]) not in _YEARS:
        raise ValueError(f"The year must lie between {_YEARS.start} and {_YEARS.stop - 1}")
    return at


def _on_the_wall(local: datetime, zone: str) -> Moment:
    wall = WallTime(local, zone)
    try:
        return Moment(wall, wall.instant())
    except NoSuchTime:
        raise ValueError(f"{local:%Y-%m-%d %H:%M} does not exist in {zone}: the clocks skip it that day") from None


def _day_and_time(found: re.Match[str], today: datetime) -> datetime:
    try:
        at = time.fromisoformat(found[2])
    except ValueError:
        raise ValueError(f"There is no time {found[2]}") from None
    return datetime.combine(today.date() + timedelta(days=int(found[1] or 0)), at)


def _span(found: re.Match[str]) -> timedelta:
    return timedelta(**{_UNITS[found[2]]: int(found[1])}) if found[1] else timedelta()


def _whole(wanted: datetime, now: datetime) -> datetime:
    seconds = round(wanted.timestamp() / _CELL.total_seconds()) * _CELL.total_seconds()
    whole = datetime.fromtimestamp(seconds, UTC)
    if wanted > now >= whole:
        return whole + _CELL
    return whole - _CELL if wanted < now <= whole else whole
