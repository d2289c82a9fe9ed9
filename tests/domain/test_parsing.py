"""Days as boxes give them."""

from datetime import date

import pytest

from myaccount.domain.parsing import FieldError, day, or_blank, read_day, read_days

DAY = date(2026, 11, 24)


@pytest.mark.parametrize("typed", ["", "tomorrow", "2026-13-45", "2199-12-31", "1969-12-31", "٢٠٢٦-11-24"])
def test_what_is_no_day_or_in_no_year_of_ours_is_said_to_be_wrong(typed: str):
    with pytest.raises(FieldError) as wrong:
        day("a.key", range(1970, 2199))(typed)
    assert wrong.value.key == "a.key"


def test_a_day_is_read_and_a_blank_one_is_none():
    read = day("a.key", range(2026, 2027))
    assert (read("2026-11-24"), or_blank(read)("2026-11-24"), or_blank(read)("")) == (DAY, DAY, None)


@pytest.mark.parametrize(
    ("first", "last", "read"),
    [
        ("", "", (None, None)),
        ("2026-11-24", "", (DAY, None)),
        ("", "2026-11-24", (None, DAY)),
        ("2026-11-24", "2026-11-24", (DAY, DAY)),
    ],
)
def test_either_day_of_a_filter_may_be_blank_and_both_the_same(first: str, last: str, read: tuple):
    assert read_days(first, last) == read


@pytest.mark.parametrize(
    ("first", "last", "key"),
    [("2026-11-25", "2026-11-24", "history.wrong_order"), ("2026-11-31", "", "history.bad_date")],
)
def test_a_filter_that_runs_backwards_or_names_no_day_is_wrong(first: str, last: str, key: str):
    with pytest.raises(FieldError) as wrong:
        read_days(first, last)
    assert wrong.value.key == key


def test_a_day_in_an_address_is_read_or_there_is_none():
    assert (read_day("2026-11-24"), read_day("20261124"), read_day("tomorrow")) == (DAY, None, None)
