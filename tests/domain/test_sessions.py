"""How long a sign-in lasts."""

from datetime import UTC, datetime, timedelta

import pytest

from myaccount.domain.sessions import EndReason, SignIn, absolute_deadline, idle_deadline, why_ended

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
TICK = timedelta(microseconds=1)
HALF_HOUR = timedelta(minutes=30)


def a_sign_in(age: timedelta, unused: timedelta, *, kept: bool = False) -> SignIn:
    return SignIn(created_at=NOW - age, last_used_at=NOW - unused, keep_signed_in=kept)


@pytest.mark.parametrize(
    ("unused", "reason"), [(HALF_HOUR - TICK, None), (HALF_HOUR, EndReason.IDLE), (HALF_HOUR + TICK, EndReason.IDLE)]
)
def test_thirty_minutes_unused_end_it(unused: timedelta, reason: EndReason | None):
    assert why_ended(a_sign_in(timedelta(hours=2), unused), 30, NOW) is reason


@pytest.mark.parametrize(
    ("kept", "age", "reason"),
    [
        (False, timedelta(hours=12) - TICK, None),
        (False, timedelta(hours=12), EndReason.ABSOLUTE),
        (True, timedelta(hours=12), None),
        (True, timedelta(days=30) - TICK, None),
        (True, timedelta(days=30), EndReason.ABSOLUTE),
    ],
)
def test_twelve_hours_end_it_however_much_it_is_used_or_thirty_days_when_kept(
    kept: bool, age: timedelta, reason: EndReason | None
):
    assert why_ended(a_sign_in(age, timedelta(0), kept=kept), 30, NOW) is reason


def test_the_absolute_end_is_named_when_both_have_come():
    assert why_ended(a_sign_in(timedelta(hours=13), timedelta(hours=1)), 30, NOW) is EndReason.ABSOLUTE


def test_the_deadlines_are_instants_that_a_page_can_warn_of():
    sign_in = a_sign_in(timedelta(hours=1), timedelta(minutes=10))
    assert idle_deadline(sign_in, 30) == NOW + timedelta(minutes=20)
    assert absolute_deadline(sign_in) == NOW + timedelta(hours=11)
