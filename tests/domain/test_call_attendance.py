"""How a call stands: who is there, since when, and when somebody has waited long alone."""

from datetime import UTC, datetime, timedelta

import pytest

from myaccount.domain.call_attendance import CallPhase, CallStatus, Presence, call_status, elsewhere
from myaccount.domain.calls import Side

START = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
TICK = timedelta(microseconds=1)


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def found(
    now: datetime, started_at: datetime | None = None, **presences: tuple[datetime, datetime]
) -> CallStatus | None:
    return call_status({Side(side): Presence(*times) for side, times in presences.items()}, START, started_at, now)


@pytest.mark.parametrize(
    ("ago", "mark"),
    [(44 * SECOND, CallPhase.PATIENT_WAITS), (45 * SECOND - TICK, CallPhase.PATIENT_WAITS), (45 * SECOND, None)],
)
def test_whoever_was_not_seen_for_45_seconds_is_not_there(ago: timedelta, mark: CallPhase | None):
    waits = found(START, patient=(START - minutes(5), START - ago))
    assert (waits.phase if waits else None) is mark


def test_two_who_are_there_are_in_a_call_since_they_met():
    both = {"patient": (START - minutes(9), START), "practitioner": (START - minutes(1), START - SECOND)}
    assert found(START, **both) == CallStatus(CallPhase.IN_CALL, START - minutes(1), changes_at=START + 44 * SECOND)
    assert found(START, START - minutes(1), **both).since == START - minutes(1)


@pytest.mark.parametrize(
    ("came", "now", "long"),
    [
        (START - minutes(30), START + minutes(10) - TICK, False),
        (START - minutes(30), START + minutes(10), True),
        (START + minutes(3), START + minutes(13) - TICK, False),
        (START + minutes(3), START + minutes(13), True),
    ],
)
@pytest.mark.parametrize("side", Side)
def test_ten_minutes_alone_are_long_from_the_start_or_the_coming_on(
    side: Side, came: datetime, now: datetime, long: bool
):
    waits = found(now, **{side.value: (came, now)})
    assert (waits.is_long, waits.since) == (long, came)
    assert waits.phase is (CallPhase.PATIENT_WAITS if side is Side.PATIENT else CallPhase.PRACTITIONER_WAITS)


def test_a_call_that_ran_is_over_when_both_are_gone():
    assert found(START, START - minutes(30)).phase is CallPhase.OVER
    assert found(START) is None


def test_it_says_when_it_stands_otherwise_by_itself():
    waits = found(START, patient=(START, START))
    assert waits.changes_at == START + 45 * SECOND
    assert found(START + minutes(9.5), patient=(START, START + minutes(9.5))).changes_at == START + minutes(10)


@pytest.mark.parametrize(
    ("gone", "stands"),
    [
        ({}, None),
        ({Side.PATIENT: START}, CallStatus(CallPhase.PATIENT_ELSEWHERE, START)),
        ({Side.PRACTITIONER: START}, CallStatus(CallPhase.PRACTITIONER_ELSEWHERE, START)),
        ({Side.PATIENT: START, Side.PRACTITIONER: START - SECOND}, CallStatus(CallPhase.BOTH_ELSEWHERE, START)),
    ],
)
def test_a_call_elsewhere_stands_as_the_two_went_there(gone: dict[Side, datetime], stands: CallStatus | None):
    assert elsewhere(gone) == stands
