"""When a message that was refused goes again."""

from datetime import UTC, datetime, timedelta

import pytest

from myaccount.domain.retries import next_try

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
TWO_DAYS = timedelta(days=2)


@pytest.mark.parametrize(("tried", "seconds"), [(1, 15), (2, 30), (3, 60), (6, 480), (7, 900), (8, 900), (500, 900)])
def test_each_wait_is_twice_the_one_before_up_to_a_quarter_of_an_hour(tried: int, seconds: int):
    assert next_try(tried, NOW, NOW) == NOW + timedelta(seconds=seconds)


def test_after_two_days_it_is_given_up():
    assert next_try(9, NOW - TWO_DAYS, NOW) == NOW + timedelta(minutes=15)
    assert next_try(9, NOW - TWO_DAYS - timedelta(microseconds=1), NOW) is None


def test_what_is_not_given_up_is_tried_for_as_long_as_it_holds():
    assert next_try(9, NOW - 30 * TWO_DAYS, NOW, is_given_up=False) == NOW + timedelta(minutes=15)
