"""Dates and times as people say them."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myaccount.messages import LANGUAGES, Language, dates

AFTERNOON = datetime(2026, 11, 24, 14, 0)
languages = st.sampled_from(LANGUAGES)


@pytest.mark.parametrize(
    ("lang", "long", "full", "short", "weekday", "month"),
    [
        ("en", "Tuesday 24 November", "Tuesday 24 November 2026", "Tue 24 November", "Tue", "Nov"),
        ("fr", "mardi 24 novembre", "mardi 24 novembre 2026", "mar. 24 novembre", "mar", "nov"),
    ],
)
def test_a_day_has_one_form_in_each_language(
    lang: Language, long: str, full: str, short: str, weekday: str, month: str
):
    assert dates.long_day(AFTERNOON, lang) == long
    assert dates.full_day(AFTERNOON, lang) == full
    assert dates.short_day(AFTERNOON, lang) == short
    assert (dates.weekday(AFTERNOON, lang), dates.month(AFTERNOON, lang)) == (weekday, month)


@pytest.mark.parametrize(
    ("hour", "minute", "english", "french"),
    [
        (0, 0, "12:00 a.m.", "0 h 00"),
        (9, 5, "9:05 a.m.", "9 h 05"),
        (12, 0, "12:00 p.m.", "12 h 00"),
        (14, 0, "2:00 p.m.", "14 h 00"),
        (23, 59, "11:59 p.m.", "23 h 59"),
    ],
)
def test_a_time_has_one_form_in_each_language(hour: int, minute: int, english: str, french: str):
    at = datetime(2026, 11, 24, hour, minute)
    assert (dates.time_of_day(at, "en"), dates.time_of_day(at, "fr")) == (english, french)


@pytest.mark.parametrize(
    ("start", "minutes", "english", "french"),
    [
        (AFTERNOON, 45, "2:00–2:45 p.m.", "14 h 00 à 14 h 45"),
        (datetime(2026, 11, 24, 11, 30), 45, "11:30 a.m.–12:15 p.m.", "11 h 30 à 12 h 15"),
        (datetime(2026, 11, 24, 23, 30), 60, "11:30 p.m.–12:30 a.m.", "23 h 30 à 0 h 30"),
    ],
)
def test_a_span_says_its_half_of_the_day_once_when_it_can(start: datetime, minutes: int, english: str, french: str):
    end = start + timedelta(minutes=minutes)
    assert (dates.time_range(start, end, "en"), dates.time_range(start, end, "fr")) == (english, french)


def test_a_deadline_is_said_with_its_day():
    saturday = datetime(2026, 3, 7, 8, 0)
    assert dates.day_and_time(saturday, "en") == "Sat 7 March, 8:00 a.m."
    assert dates.day_and_time(saturday, "fr") == "sam. 7 mars, 8 h 00"


@pytest.mark.parametrize(
    ("zone", "english", "french"),
    [
        ("America/Vancouver", "Vancouver time", "heure de Vancouver"),
        ("America/Toronto", "Toronto time", "heure de Toronto"),
        ("America/Edmonton", "Edmonton time", "heure d’Edmonton"),
        ("America/St_Johns", "Saint John’s time", "heure de St. John’s"),
    ],
)
def test_a_zone_is_named_by_its_city(zone: str, english: str, french: str):
    assert (dates.zone_time(zone, "en"), dates.zone_time(zone, "fr")) == (english, french)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), languages)
def test_only_ordinary_spaces_are_used(day: date, lang: Language):
    for shown in (dates.short_day, dates.long_day, dates.full_day, dates.weekday, dates.month):
        text = shown(day, lang)
        assert all(character == " " or not character.isspace() for character in text)
        assert text.strip() == text != ""


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)), languages)
def test_a_time_never_contains_a_wide_or_narrow_space(at: datetime, lang: Language):
    text = dates.day_and_time(at, lang) + dates.time_range(at, at + timedelta(hours=1), lang)
    assert not any(character in text for character in "\u00a0\u202f\u2009")


def test_the_first_of_a_month_is_an_ordinal_in_french_only():
    first = datetime(2026, 3, 1, 8, 0)
    shown = [dates.long_day, dates.full_day, dates.plain_day, dates.short_day, dates.day_and_time]
    assert [one(first, "fr") for one in shown] == [
        "dimanche 1er mars", "dimanche 1er mars 2026", "1er mars 2026", "dim. 1er mars", "dim. 1er mars, 8 h 00",
    ]  # fmt: skip
    assert dates.full_day(first, "en") == "Sunday 1 March 2026"


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_no_other_day_is(day: date):
    said = dates.full_day(day, "fr")
    assert said.split()[1] == ("1er" if day.day == 1 else str(day.day))
