"""The only reader of the wall clock, and the choice of time-zone data.

Zone rules come from PyPI's tzdata and never from the operating system, whose files are often years old:
British Columbia, Alberta, the Northwest Territories and Manitoba stopped changing their clocks in 2026.
"""

import zoneinfo
from datetime import UTC, datetime
from functools import cache
from importlib import metadata

zoneinfo.reset_tzpath(to=[])


def now() -> datetime:
    """Tell the time.

    Times: aware UTC.
    """
    return datetime.now(UTC)


@cache
def zone_data_version() -> str:
    """Name the zone database in use, for example "2026.6"."""
    return metadata.version("tzdata")


def zone_data_is_current() -> bool:
    """Check that the zone database knows the changes of 2026.

    Source: product rules, "Time" 1: Vancouver stays on UTC−7 and Winnipeg on UTC−5 through the winter.
    """
    winter = datetime(2027, 1, 15, 12)
    expected = {"America/Vancouver": -7, "America/Edmonton": -6, "America/Winnipeg": -5}
    for name, hours in expected.items():
        offset = winter.replace(tzinfo=zoneinfo.ZoneInfo(name)).utcoffset()
        if offset is None or offset.total_seconds() != hours * 3600:
            return False
    return True
