"""How many events a tab may send."""

import pytest

from myaccount.state import event_rate
from myaccount.state.event_rate import LIMIT, SECONDS, TOLD_EVERY, EventRate


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that stands still until it is set."""
    at = [100.0]
    monkeypatch.setattr(event_rate, "monotonic", lambda: at[0])
    return at


def test_it_allows_so_many_events_and_no_more(clock: list[float]) -> None:
    counts = EventRate()
    assert all(counts.allows("tab") for _ in range(LIMIT))
    assert not counts.allows("tab")
    assert counts.allows("another tab")


def test_the_count_begins_again_after_ten_seconds(clock: list[float]) -> None:
    counts = EventRate()
    for _ in range(LIMIT + 1):
        counts.allows("tab")
    clock[0] += SECONDS - 0.1
    assert not counts.allows("tab")
    clock[0] += 0.1
    assert counts.allows("tab")


def test_quiet_tabs_are_forgotten(clock: list[float]) -> None:
    counts = EventRate()
    counts.allows("quiet")
    clock[0] += SECONDS
    counts.allows("lively")
    assert counts._windows.keys() == {"lively"}


def test_a_tab_is_told_at_most_once_a_second(clock: list[float]) -> None:
    counts = EventRate()
    assert [counts.is_to_be_told("tab") for _ in range(3)] == [True, False, False]
    assert counts.is_to_be_told("another tab")
    clock[0] += TOLD_EVERY
    assert counts.is_to_be_told("tab")
    clock[0] += SECONDS
    counts.allows("lively")
    assert counts._told == {}
