"""Dates and times as people say them, in one English form and one French form (Canadian usage).

Everything here takes local times: the caller has chosen the zone.
"""

from datetime import date, datetime, time
from functools import lru_cache

from babel.dates import format_date, get_day_names, get_timezone_location

from myaccount.messages.catalogue import Language, say

LOCALES: dict[Language, str] = {"en": "en_CA", "fr": "fr_CA"}
PATTERNS: dict[tuple[str, Language], str] = {
    ("weekday", "en"): "EEE",
    ("weekday", "fr"): "EEE",
    ("month", "en"): "LLL",
    ("month", "fr"): "LLL",
    ("short", "en"): "EEE d MMMM",
    ("short", "fr"): "EEE d MMMM",
    ("long", "en"): "EEEE d MMMM",
    ("long", "fr"): "EEEE d MMMM",
    ("full", "en"): "EEEE d MMMM y",
    ("full", "fr"): "EEEE d MMMM y",
    ("plain", "en"): "d MMMM y",
    ("plain", "fr"): "d MMMM y",
}


def _date(kind: str, day: date, lang: Language) -> str:
    return _worded(kind, date(day.year, day.month, day.day), lang)


@lru_cache(maxsize=4096)
def _worded(kind: str, day: date, lang: Language) -> str:
    text = format_date(day, PATTERNS[kind, lang], locale=LOCALES[lang])
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def weekday(day: date, lang: Language) -> str:
    """Name a weekday on a date tile: "Tue", "mar"."""
    return _date("weekday", day, lang).rstrip(".")


def weekday_name(number: int, lang: Language, *, whole: bool = False) -> str:
    """Name a day of the week by its number, 0 for Monday: "Mon", "lun", and whole "Monday", "lundi"."""
    names = get_day_names("wide" if whole else "abbreviated", locale=LOCALES[lang])
    return str(names[number]).rstrip(".")


def month(day: date, lang: Language) -> str:
    """Name a month on a date tile: "Nov", "nov"."""
    return _date("month", day, lang).rstrip(".")


def short_day(day: date, lang: Language) -> str:
    """Name a day in a sentence: "Tue 24 November", "mar. 24 novembre"."""
    return _date("short", day, lang).replace(".,", ",") if lang == "fr" else _date("short", day, lang).replace(".", "")


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
    if lang == "fr":
        return f"{at.hour} h {at.minute:02}"
    return f"{at.hour % 12 or 12}:{at.minute:02} {_half(at)}"


def told_apart(said: str, which: int | None, lang: Language) -> str:
    """Tell a time that comes twice from its double: `which` is 0 for the first, 1 for the second, None for others."""
    return said if which is None else f"{said}, {say(f'time.twice.{which}', lang)}"


def hour_of_day(hour: int, lang: Language) -> str:
    """Name a full hour beside a grid: "2 p.m.", "14 h"."""
    return f"{hour} h" if lang == "fr" else f"{hour % 12 or 12} {_half(time(hour))}"


def time_range(start: datetime, end: datetime, lang: Language) -> str:
    """Say a span of time within a day: "2:00–2:45 p.m.", "11:30 a.m.–12:15 p.m.", "14 h 00 à 14 h 45"."""
    if lang == "fr":
        return f"{time_of_day(start, lang)} à {time_of_day(end, lang)}"
    if _half(start) == _half(end) and start.date() == end.date():
        return f"{start.hour % 12 or 12}:{start.minute:02}–{time_of_day(end, lang)}"
    return f"{time_of_day(start, lang)}–{time_of_day(end, lang)}"


def clock_range(opens: time, closes: time, lang: Language) -> str:
    """Say a span of time of any day, such as weekly hours: "9:00 a.m.–5:00 p.m.", "9 h 00 à 17 h 00"."""
    day = date(2000, 1, 1)
    return time_range(datetime.combine(day, opens), datetime.combine(day, closes), lang)


def day_and_time(at: datetime, lang: Language) -> str:
    """Say a day and a time: "Sat 7 March, 8:00 a.m.", "sam. 7 mars, 8 h 00"."""
    return f"{short_day(at, lang)}, {time_of_day(at, lang)}"


@lru_cache(maxsize=1024)
def zone_time(zone_name: str, lang: Language) -> str:
    """Name whose time it is by a city: "Vancouver time", "heure de Vancouver".

    Source: product rules, "Time" 3: city names, never zone abbreviations.
    """
    city = get_timezone_location(zone_name, locale=LOCALES[lang], return_city=True)
    key = "time.zone.vowel" if city[:1].lower() in "aeiouéèêh" else "time.zone"
    return say(key, lang, city=city)


def _half(at: datetime | time) -> str:
    return "a.m." if at.hour < 12 else "p.m."
