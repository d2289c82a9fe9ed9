"""Who may book online, and when."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from myaccount.domain.availability import Practitioner, Wanted, free_starts, instant, span
from myaccount.domain.booking import (
    HOLD,
    BookingRules,
    Lateness,
    OnlineBooking,
    day_to_open,
    is_alive,
    who_may_book,
)
from myaccount.domain.shift_cells import Hours

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
ZONE = "America/Toronto"
TICK = timedelta(microseconds=1)
RULES = BookingRules()


def test_exactly_at_the_notice_is_in_time_and_a_microsecond_less_is_too_soon():
    assert RULES.judge(NOW + timedelta(hours=2), ZONE, NOW) is Lateness.IN_TIME
    assert RULES.judge(NOW + timedelta(hours=2) - TICK, ZONE, NOW) is Lateness.TOO_SOON


def test_without_a_notice_only_what_has_begun_is_past():
    rules = BookingRules(notice_hours=0)
    assert rules.judge(NOW, ZONE, NOW) is Lateness.PAST
    assert rules.judge(NOW + TICK, ZONE, NOW) is Lateness.IN_TIME


def test_without_same_day_booking_the_first_start_is_midnight_in_the_places_zone():
    rules = BookingRules(same_day=False)
    midnight = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)
    assert rules.judge(midnight - TICK, ZONE, NOW) is Lateness.TOO_SOON
    assert rules.judge(midnight, ZONE, NOW) is Lateness.IN_TIME


def test_the_whole_last_day_of_the_horizon_counts():
    rules = BookingRules(horizon_days=1)
    end = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
    assert rules.judge(end - TICK, ZONE, NOW) is Lateness.IN_TIME
    assert rules.judge(end, ZONE, NOW) is Lateness.TOO_FAR


def test_the_notice_counts_elapsed_hours_across_a_change_of_clocks():
    before = datetime(2026, 11, 1, 5, 0, tzinfo=UTC)
    assert RULES.earliest(ZONE, before) == before + timedelta(hours=2)


@pytest.mark.parametrize(
    ("patient", "holds"), [(None, OnlineBooking.OFF), ("allowed", OnlineBooking.ALLOWED), ("?", OnlineBooking.OFF)]
)
def test_what_is_set_for_a_patient_counts_before_what_holds_for_everybody(patient: str | None, holds: OnlineBooking):
    assert who_may_book(OnlineBooking.OFF, patient) is holds


def test_a_hold_lasts_five_minutes_to_the_microsecond():
    assert is_alive(NOW + HOLD, NOW + timedelta(minutes=5) - TICK)
    assert not is_alive(NOW + HOLD, NOW + timedelta(minutes=5))


def starts(day: date, opens: time, closes: time, minutes: int = 60) -> list[str]:
    who = Practitioner((Hours(day.weekday(), opens, closes),), interval_minutes=30)
    rules = BookingRules(notice_hours=0, horizon_days=365)
    now = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=2)
    found = free_starts(who, Wanted(minutes, 0, day, day), rules, ZONE, now)
    return [f"{instant(cell):%H:%M}" for _, to_book, _ in found.by_day() for cell in to_book]


def test_a_time_that_the_clocks_skip_is_not_offered():
    """At 2:00 (7:00 UTC) the clocks go to 3:00: from 1:00 to 4:00 there are two hours."""
    assert starts(date(2027, 3, 14), time(1), time(4)) == ["06:00", "06:30", "07:00"]


def test_an_hour_that_comes_twice_is_offered_twice():
    """At 2:00 (6:00 UTC) the clocks go back to 1:00: from 1:00 to 2:00 there are two hours."""
    assert starts(date(2026, 11, 1), time(1), time(2)) == ["05:00", "05:30", "06:00"]


def test_a_visit_longer_than_the_shift_is_never_offered():
    assert starts(date(2026, 11, 24), time(9), time(9, 55)) == []
    assert starts(date(2026, 11, 24), time(9), time(10)) == ["14:00"]


def test_a_span_takes_the_cells_that_it_touches():
    assert span(NOW, NOW + TICK) == (span(NOW, NOW)[0], span(NOW, NOW)[0] + 1)


def test_a_day_without_free_times_gives_way_to_the_next_and_the_last_to_the_first():
    free = ["2026-11-24", "2026-11-27", "2026-12-01"]
    wanted = ["2026-11-01", "2026-11-27", "2026-11-28", "2026-12-02"]
    assert [day_to_open(free, one) for one in wanted] == [free[0], free[1], free[2], free[0]]
    assert day_to_open([], "2026-11-24") == ""
