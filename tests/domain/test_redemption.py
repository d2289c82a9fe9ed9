"""Packages and memberships: what covers a visit, and what becomes of a use."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from myaccount.domain.appointments import AppointmentState, Visit
from myaccount.domain.cancellation import CancellationRules
from myaccount.domain.redemption import (
    LIVE,
    TRANSITIONS,
    Cycle,
    Happening,
    Obstacle,
    Pass,
    UseState,
    cycle_start,
    next_cycle,
    obstacle,
    redeemable,
    when_cancelled,
)

BOUGHT, DAY = date(2026, 10, 1), date(2026, 11, 24)
ONE = timedelta(days=1)
TICK = timedelta(microseconds=1)
FIVE = Pass("five", BOUGHT, 5, frozenset({"physio"}))
MONTHLY = replace(FIVE, id="monthly", cycle=Cycle.MONTH)
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
cycles = st.sampled_from(Cycle)


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (FIVE, None),
        (replace(FIVE, expires=DAY), None),
        (replace(FIVE, expires=DAY - ONE), Obstacle.EXPIRED),
        (replace(FIVE, purchased=DAY), None),
        (replace(FIVE, purchased=DAY + ONE), Obstacle.NOT_YET),
        (replace(FIVE, taken={BOUGHT: 4}), None),
        (replace(FIVE, taken={BOUGHT: 5}), Obstacle.USED_UP),
        (replace(FIVE, taken={BOUGHT: 9}), Obstacle.USED_UP),
        (replace(FIVE, quantity=None, taken={BOUGHT: 900}), None),
        (replace(MONTHLY, taken={date(2026, 11, 1): 5}), Obstacle.USED_UP),
        (replace(MONTHLY, taken={BOUGHT: 5, date(2026, 12, 1): 5}), None),
    ],
)
def test_what_stands_in_the_way(one: Pass, why: Obstacle | None):
    assert obstacle(one, DAY) is why


def test_the_one_that_expires_first_goes_first_then_the_oldest():
    passes = [
        replace(FIVE, id="b"),
        replace(FIVE, id="a"),
        replace(FIVE, id="old", purchased=BOUGHT - ONE),
        replace(FIVE, id="late", expires=DAY + ONE),
        replace(FIVE, id="soon", expires=DAY, purchased=DAY),
    ]
    assert [one.id for one in redeemable(passes, "physio", DAY)] == ["soon", "late", "old", "a", "b"]


def test_another_treatment_and_an_ended_one_are_not_covered():
    assert redeemable([FIVE, replace(FIVE, ended=True)], "yoga", DAY) == []
    assert redeemable([replace(FIVE, ended=True)], "physio", DAY) == []


@pytest.mark.parametrize(
    ("cycle", "bought", "day", "start", "following"),
    [
        (Cycle.MONTH, (2026, 1, 31), (2026, 2, 27), (2026, 1, 31), (2026, 2, 28)),
        (Cycle.MONTH, (2026, 1, 31), (2026, 2, 28), (2026, 2, 28), (2026, 3, 31)),
        (Cycle.MONTH, (2026, 1, 31), (2026, 3, 30), (2026, 2, 28), (2026, 3, 31)),
        (Cycle.MONTH, (2026, 1, 31), (2026, 3, 31), (2026, 3, 31), (2026, 4, 30)),
        (Cycle.YEAR, (2024, 2, 29), (2025, 2, 27), (2024, 2, 29), (2025, 2, 28)),
        (Cycle.YEAR, (2024, 2, 29), (2025, 2, 28), (2025, 2, 28), (2026, 2, 28)),
        (Cycle.YEAR, (2024, 2, 29), (2028, 2, 29), (2028, 2, 29), (2029, 2, 28)),
        (Cycle.WEEK, (2026, 11, 2), (2026, 11, 8), (2026, 11, 2), (2026, 11, 9)),
        (Cycle.WEEK, (2026, 11, 2), (2026, 11, 9), (2026, 11, 9), (2026, 11, 16)),
    ],
)
def test_a_cycle_begins_on_the_day_of_the_purchase(cycle, bought, day, start, following):
    assert cycle_start(date(*bought), cycle, date(*day)) == date(*start)
    assert next_cycle(date(*bought), cycle, date(*day)) == date(*following)


@settings(max_examples=60)
@given(bought=days, cycle=cycles, after=st.integers(0, 5000))
def test_every_day_lies_in_exactly_one_cycle(bought: date, cycle: Cycle, after: int):
    day = bought + after * ONE
    start = cycle_start(bought, cycle, day)
    following = next_cycle(bought, cycle, day)
    assert bought <= start <= day < following
    assert cycle_start(bought, cycle, following) == following
    assert cycle_start(bought, cycle, following - ONE) == start


def test_before_its_purchase_there_is_the_first_cycle_alone():
    assert cycle_start(BOUGHT, Cycle.WEEK, BOUGHT - 90 * ONE) == BOUGHT


@pytest.mark.parametrize(
    ("happening", "leads"),
    [
        (Happening.ARRIVED, {"reserved": "consumed"}),
        (Happening.MISSED, {"reserved": "forfeited"}),
        (Happening.CANCELLED, {"reserved": "released"}),
        (Happening.CANCELLED_LATE, {"reserved": "forfeited"}),
        (Happening.TAKEN_BACK, {"reserved": "released"}),
        (Happening.MOVED, {"reserved": "released"}),
        (Happening.UNDONE, {"consumed": "reserved", "forfeited": "reserved"}),
        (Happening.GIVEN_BACK, {"reserved": "released", "consumed": "released", "forfeited": "released"}),
    ],
)
def test_what_happens_to_a_use(happening: Happening, leads: dict[str, str]):
    frm, to = TRANSITIONS[happening]
    assert {one.value: to.value for one in frm} == leads


START = datetime(2026, 11, 24, 19, 0, tzinfo=UTC)
DEADLINE = START - timedelta(hours=24)


@pytest.mark.parametrize("online", [True, False])
@pytest.mark.parametrize(
    ("now", "booked_at", "by_wish", "late"),
    [
        (DEADLINE, START - 9 * ONE, True, False),
        (DEADLINE + TICK, START - 9 * ONE, True, True),
        (DEADLINE + TICK, START - 9 * ONE, False, False),
        (START + ONE, START - 9 * ONE, True, True),
        (START + ONE, START - 9 * ONE, False, False),
        (START - ONE / 12, START - ONE / 12 - timedelta(seconds=180) + TICK, True, False),
        (START - ONE / 12, START - ONE / 12 - timedelta(seconds=180), True, True),
    ],
)
def test_a_late_cancellation_forfeits_only_what_the_patient_gave_up(now, booked_at, by_wish, late, online):
    visit = Visit(AppointmentState.BOOKED, START, START + timedelta(hours=1), booked_at)
    expected = Happening.CANCELLED_LATE if late else Happening.CANCELLED
    assert when_cancelled(visit, CancellationRules(online, 24), now, by_wish=by_wish) is expected


class Shelf(RuleBasedStateMachine):
    """A membership of two uses a month, and whatever may happen to the uses of it, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.uses: list[tuple[date, UseState]] = []

    def as_it_is(self) -> Pass:
        taken = Counter(cycle for cycle, state in self.uses if state in LIVE)
        return replace(MONTHLY, quantity=2, taken=dict(taken))

    @rule(day=st.dates(BOUGHT, BOUGHT + 70 * ONE))
    def redeem(self, day: date) -> None:
        one = self.as_it_is()
        if redeemable([one], "physio", day):
            self.uses.append((one.cycle_of(day), UseState.RESERVED))

    @precondition(lambda self: self.uses)
    @rule(happening=st.sampled_from(Happening), which=st.integers(0, 99))
    def happen(self, happening: Happening, which: int) -> None:
        index = which % len(self.uses)
        cycle, state = self.uses[index]
        frm, to = TRANSITIONS[happening]
        if state in frm:
            self.uses[index] = (cycle, to)

    @invariant()
    def never_more_than_there_are(self) -> None:
        one = self.as_it_is()
        for cycle, gone in one.taken.items():
            assert gone <= 2
            assert one.left(cycle) == 2 - gone

    @invariant()
    def what_was_released_stays_so(self) -> None:
        assert all(UseState.RELEASED not in frm for frm, _ in TRANSITIONS.values())


Shelf.TestCase.settings = settings(max_examples=25, stateful_step_count=20)
TestShelf = Shelf.TestCase
