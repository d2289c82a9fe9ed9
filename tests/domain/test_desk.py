"""What the clinic's people may do with a visit. Every edge, to the microsecond."""

from datetime import UTC, datetime, timedelta

import pytest

from myaccount.domain.appointments import AppointmentState, Visit
from myaccount.domain.desk import AHEAD_AT_MOST, Act, Problem, offered, problem_of

START = datetime(2026, 11, 24, 19, 0, tzinfo=UTC)
END = START + timedelta(hours=1)
MIDNIGHT = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
TICK = timedelta(microseconds=1)
ALWAYS = {Act.CANCEL, Act.MOVE}


def acts(state: str, now: datetime, *, by_staff: bool = False) -> set[Act]:
    visit = Visit(AppointmentState(state), START, END, START - timedelta(days=9))
    return set(offered(visit, MIDNIGHT, now, by_staff=by_staff))


@pytest.mark.parametrize(
    ("now", "more"),
    [
        (MIDNIGHT - TICK, set()),
        (MIDNIGHT, {Act.ARRIVE}),
        (START - TICK, {Act.ARRIVE}),
        (START, {Act.ARRIVE, Act.MISS}),
        (START + timedelta(days=400), {Act.ARRIVE, Act.MISS}),
    ],
)
def test_a_booked_visit(now: datetime, more: set[Act]):
    assert acts("booked", now) == ALWAYS | more


@pytest.mark.parametrize("state", ["arrived", "no_show"])
def test_what_was_marked_can_be_undone_and_nothing_else(state: str):
    assert acts(state, START) == acts(state, END + timedelta(days=9)) == {Act.UNDO}


def test_only_what_the_clinic_cancelled_is_booked_again_by_it():
    assert acts("cancelled", START, by_staff=True) == {Act.UNDO}
    assert acts("cancelled", START) == set()


@pytest.mark.parametrize("state", ["reserved", "archived"])
def test_a_hold_and_what_was_taken_back_are_left_alone(state: str):
    assert acts(state, START, by_staff=True) == set()


@pytest.mark.parametrize(
    ("starts_at", "problem"),
    [
        (MIDNIGHT, None),
        (MIDNIGHT - timedelta(minutes=5), Problem.PAST),
        (START - timedelta(hours=3), None),
        (START + timedelta(minutes=4), Problem.UNEVEN),
        (START + timedelta(seconds=30), Problem.UNEVEN),
        (START + AHEAD_AT_MOST, None),
        (START + AHEAD_AT_MOST + timedelta(minutes=5), Problem.FAR),
    ],
)
def test_where_the_desk_may_book(starts_at: datetime, problem: Problem | None):
    assert problem_of(starts_at, MIDNIGHT, START) is problem
