"""The five-minute cells that a booking holds."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myaccount.domain.claims import cells, kept_free

TEN = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
starts = st.integers(0, 600).map(lambda step: TEN + timedelta(minutes=5 * step))
lengths = st.integers(1, 36).map(lambda step: 5 * step)


def test_an_hour_is_twelve_cells():
    assert len(cells(TEN, 60)) == 12


def test_a_visit_ending_at_ten_and_one_starting_then_share_no_cell():
    assert not set(cells(TEN - timedelta(hours=1), 60)) & set(cells(TEN, 60))


@given(starts, lengths, starts, lengths)
def test_two_visits_share_a_cell_exactly_when_they_overlap(one: datetime, first: int, other: datetime, second: int):
    overlap = one < other + timedelta(minutes=second) and other < one + timedelta(minutes=first)
    assert bool(set(cells(one, first)) & set(cells(other, second))) is overlap


@pytest.mark.parametrize(
    ("start", "minutes"),
    [
        (TEN + timedelta(minutes=1), 30),
        (TEN + timedelta(seconds=1), 30),
        (TEN + timedelta(microseconds=1), 30),
        (TEN, 7),
        (TEN, 0),
        (TEN, -5),
    ],
)
def test_what_is_not_in_steps_of_five_minutes_is_refused(start: datetime, minutes: int):
    with pytest.raises(ValueError, match="five minutes"):
        cells(start, minutes)


@pytest.mark.parametrize(
    ("buffer", "next_after", "kept"), [(15, 60, 3), (15, 15, 3), (15, 10, 2), (15, 0, 0), (0, 60, 0)]
)
def test_a_buffer_ends_where_the_next_booking_begins(buffer: int, next_after: int, kept: int):
    end = TEN + timedelta(hours=1)
    theirs = cells(end + timedelta(minutes=next_after), 30)
    found = kept_free(TEN, 60, buffer, lambda cell: cell not in theirs)
    assert list(found) == list(cells(end, 60))[:kept]
