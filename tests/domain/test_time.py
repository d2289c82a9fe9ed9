"""Wall time, zones and instants, on the days when clocks change."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myaccount import clock
from myaccount.domain.time import NoSuchTime, WallTime, between_days, day_starts, wall_time, zone

ZONES = [
    "America/Toronto",
    "America/St_Johns",
    "America/Vancouver",
    "Europe/London",
    "Australia/Sydney",
    "Australia/Lord_Howe",
    "America/Phoenix",
]
zones = st.sampled_from(ZONES)
instants = st.datetimes(datetime(2026, 1, 1), datetime(2031, 1, 1), timezones=st.just(UTC))
days = st.dates(date(2026, 1, 1), date(2030, 12, 31))


def test_the_zone_database_is_the_one_from_pypi_and_knows_the_changes_of_2026():
    assert clock.zone_data_is_current()
    assert clock.zone_data_version() >= "2026.6"


def test_a_program_that_imports_only_a_rule_uses_that_database_too():
    program = "import myaccount.domain.time, zoneinfo; print(zoneinfo.TZPATH)"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "()\n"


@pytest.mark.parametrize(
    ("name", "local", "utc"),
    [
        ("America/Toronto", datetime(2026, 11, 24, 15, 0), datetime(2026, 11, 24, 20, 0)),
        ("America/St_Johns", datetime(2026, 11, 24, 15, 0), datetime(2026, 11, 24, 18, 30)),
        ("America/Vancouver", datetime(2026, 7, 1, 15, 0), datetime(2026, 7, 1, 22, 0)),
        ("America/Vancouver", datetime(2026, 12, 24, 15, 0), datetime(2026, 12, 24, 22, 0)),
        ("America/Vancouver", datetime(2027, 1, 24, 15, 0), datetime(2027, 1, 24, 22, 0)),
        ("Europe/London", datetime(2026, 7, 1, 15, 0), datetime(2026, 7, 1, 14, 0)),
        ("Australia/Sydney", datetime(2026, 11, 24, 15, 0), datetime(2026, 11, 24, 4, 0)),
        ("Australia/Lord_Howe", datetime(2026, 11, 24, 15, 0), datetime(2026, 11, 24, 4, 0)),
        ("Australia/Lord_Howe", datetime(2026, 7, 24, 15, 0), datetime(2026, 7, 24, 4, 30)),
        ("America/Phoenix", datetime(2026, 7, 1, 15, 0), datetime(2026, 7, 1, 22, 0)),
    ],
)
def test_a_wall_time_is_an_instant(name: str, local: datetime, utc: datetime):
    assert WallTime(local, name).instant() == utc.replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "local"),
    [
        ("America/Toronto", datetime(2026, 3, 8, 2, 0)),
        ("America/Toronto", datetime(2026, 3, 8, 2, 30)),
        ("America/Toronto", datetime(2026, 3, 8, 2, 59)),
        ("America/St_Johns", datetime(2026, 3, 8, 2, 30)),
        ("America/Vancouver", datetime(2026, 3, 8, 2, 30)),
        ("Europe/London", datetime(2026, 3, 29, 1, 30)),
        ("Australia/Sydney", datetime(2026, 10, 4, 2, 30)),
        ("Australia/Lord_Howe", datetime(2026, 10, 4, 2, 15)),
    ],
)
def test_a_time_that_the_clocks_skip_does_not_exist(name: str, local: datetime):
    for fold in (0, 1):
        with pytest.raises(NoSuchTime):
            WallTime(local, name, fold).instant()


@pytest.mark.parametrize(
    ("name", "local"),
    [
        ("America/Toronto", datetime(2026, 3, 8, 1, 59)),
        ("America/Toronto", datetime(2026, 3, 8, 3, 0)),
        ("Australia/Lord_Howe", datetime(2026, 10, 4, 2, 30)),
        ("America/Vancouver", datetime(2027, 3, 14, 2, 30)),
        ("America/Phoenix", datetime(2026, 3, 8, 2, 30)),
    ],
)
def test_the_times_around_a_gap_exist(name: str, local: datetime):
    assert wall_time(WallTime(local, name).instant(), name).local == local


@pytest.mark.parametrize(
    ("name", "local", "apart"),
    [
        ("America/Toronto", datetime(2026, 11, 1, 1, 30), timedelta(hours=1)),
        ("America/St_Johns", datetime(2026, 11, 1, 1, 30), timedelta(hours=1)),
        ("Europe/London", datetime(2026, 10, 25, 1, 30), timedelta(hours=1)),
        ("Australia/Sydney", datetime(2026, 4, 5, 2, 30), timedelta(hours=1)),
        ("Australia/Lord_Howe", datetime(2026, 4, 5, 1, 45), timedelta(minutes=30)),
        ("America/Vancouver", datetime(2026, 11, 1, 1, 30), timedelta(0)),
        ("America/Phoenix", datetime(2026, 11, 1, 1, 30), timedelta(0)),
    ],
)
def test_the_two_passes_of_a_repeated_hour_are_distinct(name: str, local: datetime, apart: timedelta):
    assert WallTime(local, name, 1).instant() - WallTime(local, name, 0).instant() == apart


@given(instants, zones)
def test_from_an_instant_to_the_wall_and_back_nothing_is_lost(instant: datetime, name: str):
    assert wall_time(instant, name).instant() == instant


@given(instants, zones)
def test_a_wall_time_carries_no_zone_and_no_fold_of_its_own(instant: datetime, name: str):
    local = wall_time(instant, name).local
    assert (local.tzinfo, local.fold) == (None, 0)


@pytest.mark.parametrize("name", ["", "Mars/Phobos", "../../etc/passwd", "America", "a\0b", "x" * 5000])
def test_a_zone_that_does_not_exist_is_refused(name: str):
    with pytest.raises(NoSuchTime):
        zone(name)


@given(days, zones)
def test_a_day_starts_at_its_first_instant(day: date, name: str):
    start = day_starts(day, name)
    assert wall_time(start, name).local.date() == day
    assert wall_time(start - timedelta(microseconds=1), name).local.date() == day - timedelta(days=1)


def test_where_midnight_is_skipped_the_day_starts_after_the_gap():
    assert day_starts(date(2018, 11, 4), "America/Sao_Paulo") == datetime(2018, 11, 4, 3, tzinfo=UTC)


@given(days, st.integers(0, 40), instants, zones)
def test_a_filter_by_days_includes_both_days_whole(first: date, length: int, instant: datetime, name: str):
    last = first + timedelta(days=length)
    since, until = between_days(first, last, name)
    assert since is not None
    assert until is not None
    assert (since <= instant < until) is (first <= wall_time(instant, name).local.date() <= last)


def test_either_side_of_a_filter_may_be_blank():
    day = date(2026, 11, 1)
    assert between_days(None, None, "America/Toronto") == (None, None)
    assert between_days(day, None, "America/Toronto") == (datetime(2026, 11, 1, 4, tzinfo=UTC), None)
    assert between_days(None, day, "America/Toronto") == (None, datetime(2026, 11, 2, 5, tzinfo=UTC))


@pytest.mark.parametrize("name", ZONES)
def test_a_filter_may_name_the_most_distant_days(name: str):
    assert between_days(date.min, date.max, name) == (None, None)
    nearly_all = between_days(date.min + timedelta(days=2), date.max - timedelta(days=3), name)
    assert None not in nearly_all
