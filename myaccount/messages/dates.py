"""Dates and times as people say them: one form in each language, after its usage.

Everything here takes local times: the caller has chosen the zone.
"""

from datetime import date, datetime, time
from functools import lru_cache

from babel.dates import format_date, get_day_names, get_timezone_gmt, get_timezone_location

from myaccount.domain.languages import Language
from myaccount.domain.time import zone
from myaccount.messages.catalogue import USAGES, say

PATTERNS = {
    "weekday": "EEE",
    "month": "LLL",
    "short": "EEE {day}",
    "long": "EEEE {day}",
    "full": "EEEE {day} y",
    "plain": "{day} y",
}
"""The parts of a date, by Unicode's letters for them; `day` is a day and its month in the order of the language."""


def _date(kind: str, day: date, lang: Language) -> str:
    return _worded(kind, date(day.year, day.month, day.day), lang)


@lru_cache(maxsize=4096)
def _worded(kind: str, day: date, lang: Language) -> str:
    usage = USAGES[lang]
    order = (day.day == 1 and usage.first_day) or usage.day
    text = format_date(day, PATTERNS[kind].format(day=order), locale=usage.locale)
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def weekday(day: date, lang: Language) -> str:
    """Name a weekday on a date tile: "Tue", "mar"."""
    return _date("weekday", day, lang).rstrip(".")


def weekday_name(number: int, lang: Language, *, whole: bool = False) -> str:
    """Name a day of the week by its number, 0 for Monday: "Mon", "lun", and whole "Monday", "lundi"."""
    names = get_day_names("wide" if whole else "abbreviated", locale=USAGES[lang].locale)
    return str(names[number]).rstrip(".")


def month(day: date, lang: Language) -> str:
    """Name a month on a date tile: "Nov", "nov"."""
    return _date("month", day, lang).rstrip(".")


def short_day(day: date, lang: Language) -> str:
    """Name a day in a sentence: "Tue 24 November", "mar. 24 novembre"."""
    said = _date("short", day, lang)
    return said if USAGES[lang].abbreviates_with_dot else said.replace(".", "")


def long_day(day: date, lang: Language) -> str:
    """Name a day: "Tuesday 24 November", "mardi 24 novembre"."""
    return _date("long", day, lang)


def full_day(day: date, lang: Language) -> str:
    """Name a day and its year: "Tuesday 24 November 2026", "mardi 24 novembre 2026"."""
    return _date("full", day, lang)


def plain_day(day: date, lang: Language) -> str:
    """Name a day of any year, as a birthday is written: "3 February 1988", "3 février 1988"."""
    return _date("plain", day, lang)


def time_of_day(at: datetime | time, lang: Language) -> str:
    """Say a time: "2:00 p.m.", "14 h 00"."""
    return _clock(USAGES[lang].clock, at, lang)


def told_apart(said: str, which: int | None, lang: Language) -> str:
    """Tell a time that comes twice from its double: `which` is 0 for the first, 1 for the second, None for others."""
    return said if which is None else f"{said}, {say(f'time.twice.{which}', lang)}"


def hour_of_day(hour: int, lang: Language) -> str:
    """Name a full hour beside a grid: "2 p.m.", "14 h"."""
    return _clock(USAGES[lang].full_hour, time(hour), lang)


def time_range(start: datetime, end: datetime, lang: Language) -> str:
    """Say a span of time within a day: "2:00–2:45 p.m.", "11:30 a.m.–12:15 p.m.", "14 h 00 à 14 h 45"."""
    usage = USAGES[lang]
    is_one_half = start.hour // 12 == end.hour // 12 and start.date() == end.date()
    begins = usage.clock.replace(" {half}", "") if is_one_half else usage.clock
    return usage.span.format(start=_clock(begins, start, lang), end=time_of_day(end, lang))


def clock_range(opens: time, closes: time, lang: Language) -> str:
    """Say a span of time of any day, such as weekly hours: "9:00 a.m.–5:00 p.m.", "9 h 00 à 17 h 00"."""
    day = date(2000, 1, 1)
    return time_range(datetime.combine(day, opens), datetime.combine(day, closes), lang)


def day_and_time(at: datetime, lang: Language) -> str:
    """Say a day and a time: "Sat 7 March, 8:00 a.m.", "sam. 7 mars, 8 h 00"."""
    return f"{short_day(at, lang)}, {time_of_day(at, lang)}"


def moment(at: datetime, lang: Language) -> str:
    """Say a day of any year and a time: "3 February 1988, 2:00 p.m.", "3 février 1988, 14 h 00"."""
    return f"{plain_day(at, lang)}, {time_of_day(at, lang)}"


@lru_cache(maxsize=1024)
def zone_time(zone_name: str, lang: Language) -> str:
    """Name whose time it is by a city: "Vancouver time", "heure de Vancouver".

    Source: product rules, "Time" 3: city names, never zone abbreviations.
    """
    named = city(zone_name, lang)
    key = "time.zone.vowel" if named[:1].lower() in "aeiouéèêh" else "time.zone"
    return say(key, lang, city=named)


@lru_cache(maxsize=1024)
def city(zone_name: str, lang: Language) -> str:
    """Name the city of a zone: "London", "Londres". Edges: without the state or country that it may be filed under."""
    found = get_timezone_location(zone_name, locale=USAGES[lang].locale, return_city=True)
    return found.rpartition("/")[2]


def city_and_offset(zone_name: str, now: datetime, lang: Language) -> str:
    """Name the city of a zone and its clocks: "Toronto (GMT-04:00)", "Toronto (UTC−04:00)". Times: aware UTC."""
    offset = get_timezone_gmt(now.astimezone(zone(zone_name)), "long", locale=USAGES[lang].locale)
    return f"{city(zone_name, lang)} ({offset})"


def _clock(pattern: str, at: datetime | time, lang: Language) -> str:
    half = USAGES[lang].halves[at.hour // 12]
    return pattern.format(hour=at.hour, hour12=at.hour % 12 or 12, minute=at.minute, half=half)
