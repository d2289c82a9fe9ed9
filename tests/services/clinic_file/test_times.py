"""Times in a clinic file."""

from datetime import UTC, datetime, timedelta

import pytest

from myaccount.services.clinic_file import times

NOW = datetime(2026, 11, 20, 15, 2, 30, tzinfo=UTC)
TORONTO = "America/Toronto"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-24T15:00:00-08:00", "2026-11-24T23:00:00"),
        ("2026-11-24T15:00:00Z", "2026-11-24T15:00:00"),
        ("2026-11-24T15:00", "2026-11-24T20:00:00"),
        ("2026-07-24T15:00", "2026-07-24T19:00:00"),
        ("today 14:00", "2026-11-20T19:00:00"),
        ("today+1d 14:00", "2026-11-21T19:00:00"),
        ("today-35d 09:30", "2026-10-16T13:30:00"),
        ("now+40m", "2026-11-20T15:40:00"),
        ("now+2h", "2026-11-20T17:00:00"),
        ("now-30s", "2026-11-20T15:00:00"),
        ("now+1m", "2026-11-20T15:05:00"),
        ("now-1d", "2026-11-19T15:00:00"),
    ],
)
def test_it_reads_when_something_starts(text: str, expected: str) -> None:
    assert times.start(text, TORONTO, NOW).instant == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "seconds"), [("now", 0), ("now-30s", -30), ("now+40m", 2400), ("now-2h", -7200), ("now-3d", -259200)]
)
def test_it_keeps_the_second_of_a_booking(text: str, seconds: int) -> None:
    assert times.instant_of(text, TORONTO, NOW).instant == NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize("minute", range(10))
@pytest.mark.parametrize("text", ["now+1m", "now+2m", "now-1m", "now-2m", "now+59m"])
def test_a_relative_start_is_whole_and_on_its_side_of_now(text: str, minute: int) -> None:
    now = NOW.replace(minute=minute)
    start = times.start(text, TORONTO, now).instant
    assert start.timestamp() % 300 == 0
    assert (start > now) == ("+" in text)
    assert abs(start - times.instant_of(text, TORONTO, now).instant) < timedelta(minutes=5)


def test_today_is_the_locations_day() -> None:
    late = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)  # still the 20th in Toronto
    assert times.start("today 12:00", TORONTO, late).wall.local == datetime(2026, 11, 20, 12, 0)


def test_of_an_hour_that_happens_twice_the_offset_tells_which() -> None:
    first = times.start("2026-11-01T01:30:00-04:00", TORONTO, NOW)
    second = times.start("2026-11-01T01:30:00-05:00", TORONTO, NOW)
    assert first.wall.local == second.wall.local
    assert (first.wall.fold, second.wall.fold) == (0, 1)
    assert second.instant - first.instant == timedelta(hours=1)


def test_it_refuses_a_time_that_the_clocks_skip() -> None:
    with pytest.raises(ValueError, match="does not exist in America/Toronto"):
        times.start("2027-03-14T02:30", TORONTO, NOW)


def test_vancouver_has_no_skipped_hour_any_more() -> None:
    assert times.start("2027-03-14T02:30", "America/Vancouver", NOW).instant.hour == 9


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tomorrow",
        "2026-11-24",
        "2026-13-01T10:00",
        "2026-02-30T10:00",
        "2026-11-24 15:00",
        "2026-11-24T25:00",
        "today",
        "today+1 14:00",
        "today+1d 24:00",
        "now+",
        "now+5",
        "now+5w",
        "now + 5m",
        "now+9999999m",
        "NOW",
        "15:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:00-14:00",
        "2026-11-24T15:00:00+99:00",
        "2026-11-24T15:00\n",
        "٢٠٢٦-11-24T15:00",
    ],
)
def test_it_refuses_what_is_no_time(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        times.check(text)
        times.start(text, TORONTO, NOW)
