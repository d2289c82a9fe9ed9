"""Who moves and who stays when clocks change by other rules than those that times were derived by."""

from datetime import UTC, datetime, timedelta

import pytest

from myaccount.domain.clock_changes import Holder, derived, rearranged
from myaccount.domain.time import WallTime
from myaccount.domain.time_off import Span
from myaccount.domain.time_off import derived as span_derived

HOUR = timedelta(hours=1)
CELLS = 12
"""How many cells an hour has."""


def held(**starts: int) -> dict[tuple[str, int], Holder]:
    """Let everybody hold an hour of Sam's from a cell on."""
    return {("sam", start + n): Holder(who) for who, start in starts.items() for n in range(CELLS)}


def starts(arranged: dict[tuple[str, int], Holder]) -> dict[str, int]:
    found: dict[str, int] = {}
    for (_, cell), holder in sorted(arranged.items()):
        found.setdefault(holder.id, cell)
    return found


@pytest.mark.parametrize("shift", [HOUR, -HOUR, timedelta(minutes=15), timedelta(days=1)])
def test_all_who_move_alike_move_together_whoever_is_next_to_whom(shift: timedelta):
    after, staying = rearranged(held(a=0, b=12, c=24), dict.fromkeys("bca", shift))
    by = shift // timedelta(minutes=5)
    assert (starts(after), staying, len(after)) == ({"a": by, "b": by + 12, "c": by + 24}, frozenset(), 36)


def test_who_would_come_into_somebody_elses_time_stays_and_so_does_who_comes_after_them():
    before = held(a=0, b=12, fixed=24)
    after, staying = rearranged(before, {"a": HOUR, "b": HOUR})
    assert (after, staying) == (before, {"a", "b"})


def test_who_has_room_moves_all_the_same():
    after, staying = rearranged(held(a=0, b=12, c=48, fixed=24), dict.fromkeys("abc", HOUR))
    assert (starts(after), staying) == ({"a": 0, "b": 12, "c": 60, "fixed": 24}, {"a", "b"})


def test_of_two_that_come_together_the_one_that_was_booked_first_goes():
    before = held(late=0, early=24)
    after, staying = rearranged(before, {"early": -HOUR, "late": HOUR})
    assert (starts(after), staying) == ({"late": 0, "early": 12}, {"late"})


def test_what_is_only_kept_free_after_a_visit_goes_along_and_is_in_nobodys_way():
    kept = {("sam", 12): Holder("a", keeps_free=True), ("sam", 36): Holder("fixed", keeps_free=True)}
    before = held(a=0, b=24, fixed=48) | kept
    after, staying = rearranged(before, {"a": HOUR, "b": HOUR / 2})
    assert staying == frozenset()
    assert after[("sam", 24)] == Holder("a", keeps_free=True)
    assert after[("sam", 36)] == Holder("b")


def test_another_practitioners_time_is_in_nobodys_way():
    before = held(a=0) | {("kim", cell): holder for (_, cell), holder in held(x=12).items()}
    assert rearranged(before, {"a": HOUR})[1] == frozenset()


def test_a_wall_time_that_the_clocks_skip_has_no_instant_and_one_that_comes_twice_has_two():
    zone = "America/Toronto"
    assert derived(WallTime(datetime(2027, 3, 14, 2, 30), zone)) is None
    twice = datetime(2026, 11, 1, 1, 30)
    assert [derived(WallTime(twice, zone, fold)).hour for fold in (0, 1)] == [5, 6]


class TestTimeOff:
    def span(self, first: datetime, last: datetime, *hours: int) -> Span:
        return Span(first, last, *(at.replace(tzinfo=UTC) + hours[0] * HOUR for at in (first, last)))

    def test_whole_days_follow_the_clocks(self):
        before = self.span(datetime(2026, 12, 24), datetime(2026, 12, 27), 6)
        after = span_derived(before, "America/Toronto")
        assert (after.starts_at, after.ends_at) == (before.starts_at - HOUR, before.ends_at - HOUR)

    def test_what_still_holds_stays_also_in_an_hour_that_comes_twice(self):
        for hours in (4, 5):
            first = datetime(2026, 10, 31, 12).replace(tzinfo=UTC) + 4 * HOUR
            last = datetime(2026, 11, 1, 1, 30).replace(tzinfo=UTC) + hours * HOUR
            before = Span(datetime(2026, 10, 31, 12), datetime(2026, 11, 1, 1, 30), first, last)
            assert span_derived(before, "America/Toronto") == before

    def test_an_end_that_the_clocks_skip_is_none(self):
        assert (
            span_derived(self.span(datetime(2027, 3, 14, 1), datetime(2027, 3, 14, 2, 30), 5), "America/Toronto")
            is None
        )
