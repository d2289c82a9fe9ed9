"""The time zones that people choose from, and whether two of them go by the same clocks."""

from datetime import datetime, timedelta
from functools import cache
from zoneinfo import available_timezones

from myaccount.domain.time import zone

AREAS = frozenset({"Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"})
"""What the names of those zones begin with that a place on earth can have."""

CANADA = (
    "America/Edmonton", "America/Halifax", "America/Iqaluit", "America/Moncton", "America/Regina",
    "America/St_Johns", "America/Toronto", "America/Vancouver", "America/Whitehorse", "America/Winnipeg",
)  # fmt: skip
UNITED_STATES = (
    "America/Anchorage", "America/Boise", "America/Chicago", "America/Denver", "America/Detroit",
    "America/Indiana/Indianapolis", "America/Los_Angeles", "America/New_York", "America/Phoenix",
    "America/Puerto_Rico", "Pacific/Honolulu",
)  # fmt: skip
ELSEWHERE = (
    "Africa/Algiers", "Africa/Cairo", "Africa/Casablanca", "Africa/Johannesburg", "Africa/Lagos", "Africa/Nairobi",
    "Africa/Tunis", "America/Argentina/Buenos_Aires", "America/Bogota", "America/Caracas", "America/Cancun",
    "America/Guatemala", "America/Havana", "America/Jamaica", "America/La_Paz", "America/Lima",
    "America/Mexico_City", "America/Nuuk", "America/Panama", "America/Port-au-Prince", "America/Santiago",
    "America/Sao_Paulo", "America/Tijuana", "Asia/Almaty", "Asia/Baghdad", "Asia/Bangkok", "Asia/Beirut",
    "Asia/Colombo", "Asia/Dhaka", "Asia/Dubai", "Asia/Ho_Chi_Minh", "Asia/Hong_Kong", "Asia/Jakarta",
    "Asia/Jerusalem", "Asia/Kabul", "Asia/Karachi", "Asia/Kathmandu", "Asia/Kolkata", "Asia/Manila", "Asia/Riyadh",
    "Asia/Seoul", "Asia/Shanghai", "Asia/Singapore", "Asia/Taipei", "Asia/Tehran", "Asia/Tokyo", "Asia/Yangon",
    "Atlantic/Azores", "Atlantic/Bermuda", "Atlantic/Reykjavik", "Australia/Adelaide", "Australia/Brisbane",
    "Australia/Darwin", "Australia/Hobart", "Australia/Melbourne", "Australia/Perth", "Australia/Sydney",
    "Europe/Amsterdam", "Europe/Athens", "Europe/Berlin", "Europe/Brussels", "Europe/Bucharest",
    "Europe/Copenhagen", "Europe/Dublin", "Europe/Helsinki", "Europe/Istanbul", "Europe/Kyiv", "Europe/Lisbon",
    "Europe/London", "Europe/Madrid", "Europe/Moscow", "Europe/Oslo", "Europe/Paris", "Europe/Prague",
    "Europe/Rome", "Europe/Stockholm", "Europe/Vienna", "Europe/Warsaw", "Europe/Zurich", "Indian/Mauritius",
    "Pacific/Auckland", "Pacific/Fiji", "Pacific/Guam", "Pacific/Tahiti",
)  # fmt: skip
OFFERED = {"canada": CANADA, "united_states": UNITED_STATES, "elsewhere": ELSEWHERE}
"""One city or more for all clocks that many people go by, the nearest countries first."""

WITHIN = timedelta(days=366)
STEP = timedelta(days=7)


@cache
def names() -> frozenset[str]:
    """Name all zones that a place on earth can have."""
    return frozenset(name for name in available_timezones() if name.partition("/")[0] in AREAS)


def same_clocks(one: str, other: str, now: datetime) -> bool:
    """Tell whether the clocks of two zones show the same from now on for a year.

    Times: `now` is aware UTC. Edges: by weeks, so that clocks which change on other days are told apart.
    """
    moments = [now + STEP * week for week in range(WITHIN // STEP + 1)]
    return all(at.astimezone(zone(one)).utcoffset() == at.astimezone(zone(other)).utcoffset() for at in moments)
