"""May a visit be cancelled online? Every edge, to the microsecond."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myaccount.domain.appointments import AppointmentState, Visit
from myaccount.domain.cancellation import BOOKING_GRACE, CancellationRules, Verdict, in_grace, may_cancel, next_change

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
TICK = timedelta(microseconds=1)
DAY = timedelta(hours=24)
ON = CancellationRules(online=True, period_hours=24)
OFF = CancellationRules(online=False, period_hours=24)


def a_visit(start: datetime, booked: datetime, state: AppointmentState = AppointmentState.BOOKED) -> Visit:
    return Visit(state=state, starts_at=start, ends_at=start + timedelta(hours=1), booked_at=booked)


def long_ago() -> datetime:
    return NOW - timedelta(days=10)


@pytest.mark.parametrize(
    ("starts_in", "verdict"),
    [
        (DAY + TICK, Verdict.CANCEL_OR_MOVE),
        (DAY, Verdict.CANCEL_OR_MOVE),
        (DAY - TICK, Verdict.CONTACT_TO_CANCEL),
        (TICK, Verdict.CONTACT_TO_CANCEL),
        (timedelta(0), Verdict.NOTHING),
        (-TICK, Verdict.NOTHING),
    ],
)
def test_exactly_at_the_deadline_it_can_still_be_cancelled(starts_in: timedelta, verdict: Verdict):
    assert may_cancel(a_visit(NOW + starts_in, long_ago()), ON, NOW) is verdict


@pytest.mark.parametrize(
    ("booked_ago", "verdict"),
    [
        (timedelta(0), Verdict.CANCEL),
        (timedelta(seconds=179.999), Verdict.CANCEL),
        (BOOKING_GRACE - TICK, Verdict.CANCEL),
        (BOOKING_GRACE, Verdict.CONTACT_TO_CANCEL),
        (BOOKING_GRACE + TICK, Verdict.CONTACT_TO_CANCEL),
    ],
)
def test_the_grace_ends_180_seconds_after_booking(booked_ago: timedelta, verdict: Verdict):
    visit = a_visit(NOW + timedelta(hours=2), NOW - booked_ago)
    assert may_cancel(visit, ON, NOW) is verdict
    assert in_grace(visit, NOW) is (verdict is Verdict.CANCEL)


def test_the_grace_beats_a_clinic_that_allows_no_cancellation():
    assert may_cancel(a_visit(NOW + timedelta(days=9), NOW), OFF, NOW) is Verdict.CANCEL


def test_after_the_grace_such_a_clinic_is_to_be_contacted():
    assert may_cancel(a_visit(NOW + timedelta(days=9), NOW - BOOKING_GRACE), OFF, NOW) is Verdict.CONTACT_CLINIC


def test_the_grace_does_not_outlast_the_start():
    assert may_cancel(a_visit(NOW, NOW - timedelta(seconds=10)), ON, NOW) is Verdict.NOTHING


def test_a_booking_time_ahead_of_the_clock_counts_as_just_now():
    assert may_cancel(a_visit(NOW + timedelta(hours=2), NOW + timedelta(seconds=5)), ON, NOW) is Verdict.CANCEL


@pytest.mark.parametrize("state", [state for state in AppointmentState if state is not AppointmentState.BOOKED])
def test_nothing_is_offered_for_what_is_not_booked(state: AppointmentState):
    visit = a_visit(NOW + timedelta(days=9), NOW, state)
    assert may_cancel(visit, ON, NOW) is Verdict.NOTHING
    assert next_change(visit, ON, NOW) is None


def test_a_period_of_no_hours_allows_cancelling_until_the_start():
    rules = CancellationRules(online=True, period_hours=0)
    assert may_cancel(a_visit(NOW + TICK, long_ago()), rules, NOW) is Verdict.CANCEL_OR_MOVE
    assert may_cancel(a_visit(NOW, long_ago()), rules, NOW) is Verdict.NOTHING


def test_the_period_counts_elapsed_hours_across_a_change_of_clocks():
    start = datetime(2026, 3, 8, 15, 0, tzinfo=UTC)  # Toronto's clocks went forward that morning
    assert ON.deadline(a_visit(start, long_ago())) == start - timedelta(hours=24)


@pytest.mark.parametrize("verdict", Verdict)
def test_only_cancel_and_cancel_or_move_cancel(verdict: Verdict):
    assert verdict.cancels is (verdict in (Verdict.CANCEL, Verdict.CANCEL_OR_MOVE))


spans = st.timedeltas(min_value=timedelta(days=-3), max_value=timedelta(days=3))


@given(
    starts_in=spans,
    booked_ago=st.timedeltas(min_value=timedelta(minutes=-5), max_value=timedelta(days=3)),
    online=st.booleans(),
    hours=st.integers(0, 72),
    part=st.floats(0, 1, exclude_max=True),
    state=st.sampled_from(AppointmentState),
)
def test_the_verdict_stays_the_same_until_the_next_change(
    starts_in: timedelta, booked_ago: timedelta, online: bool, hours: int, part: float, state: AppointmentState
):
    visit, rules = a_visit(NOW + starts_in, NOW - booked_ago, state), CancellationRules(online, hours)
    change = next_change(visit, rules, NOW)
    until = change or NOW + timedelta(days=30)
    assert until > NOW
    for later in (min(NOW + (until - NOW) * part, until - TICK), until - TICK):
        assert may_cancel(visit, rules, later) is may_cancel(visit, rules, NOW)
        assert in_grace(visit, later) is in_grace(visit, NOW)
