"""Wall time, zones and instants.

An appointment is an appointment at a wall time in a place: the instant is derived from it, and derived again when
a government changes the clocks.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

FIRST_DAY = date.min + timedelta(days=1)
LAST_DAY = date.max - timedelta(days=2)
MONTHS = 12
"""How many a year has."""


class NoSuchTime(ValueError):
    """A wall time in the hour that is skipped when clocks go forward, or an unknown zone."""


@dataclass(frozen=True)
class WallTime:
    """A date and time on the wall of a place.

    Edges: of an hour that happens twice, `fold` 0 is the first and 1 the second.
    """

    local: datetime
    zone: str
    fold: int = 0

    def instant(self) -> datetime:
        """Derive the instant. Times: gives aware UTC. Raises: NoSuchTime for a time that the place's clocks skip."""
        aware = self.local.replace(tzinfo=zone(self.zone), fold=self.fold)
        instant = aware.astimezone(UTC)
        if instant.astimezone(zone(self.zone)).replace(tzinfo=None) != self.local.replace(fold=0):
            raise NoSuchTime(f"{self.local:%Y-%m-%d %H:%M} does not exist in {self.zone}")
        return instant


def zone(name: str) -> ZoneInfo:
    """Look up a zone of the database, "America/Toronto".

    Raises: NoSuchTime for an unknown name.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise NoSuchTime(f"{name!r} is not a time zone") from error


def wall_time(instant: datetime, zone_name: str) -> WallTime:
    """Tell what the clocks of a place show at an instant.

    Times: aware in, without a zone out; which of two such times it is stands beside it.
    """
    local = instant.astimezone(zone(zone_name))
    return WallTime(local.replace(tzinfo=None, fold=0), zone_name, local.fold)


def which_of_two(instant: datetime, zone_name: str) -> int | None:
    """Tell whether the clocks of a place show a time twice that day: 0 the first time, 1 the second, else None.

    Times: `instant` is aware. Source: product rules, "Time" 4.
    """
    local = instant.astimezone(zone(zone_name))
    other = local.replace(fold=1 - local.fold)
    return None if other.utcoffset() == local.utcoffset() else local.fold


def day_starts(day: date, zone_name: str) -> datetime:
    """Tell the first instant of a day in a place.

    Times: gives aware UTC. Edges: where clocks skip midnight, the first instant after the gap; where midnight happens
    twice, the first.
    """
    return datetime.combine(day, time.min, zone(zone_name)).astimezone(UTC)


def between_days(first: date | None, last: date | None, zone_name: str) -> tuple[datetime | None, datetime | None]:
    """Turn a filter by days into instants: from the first day's start to the end of the last day.

    Times: clinic-local days in, aware UTC out, half-open. Edges: both days are included; either may be blank. The
    first and last days of the calendar count as blank: their start is no instant everywhere.
    Source: product rules, "Time" 4.
    """
    since = day_starts(first, zone_name) if first and first > FIRST_DAY else None
    until = day_starts(last + timedelta(days=1), zone_name) if last and last < LAST_DAY else None
    return since, until


def months_after(day: date, months: int) -> date:
    """Count months on from a day. Edges: in a month that is shorter, its last day."""
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
