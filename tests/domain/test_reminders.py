"""Which messages a visit owes, and when: every edge, to the microsecond."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myaccount.domain.appointments import AppointmentState, Visit
from myaccount.domain.cancellation import BOOKING_GRACE
from myaccount.domain.reminders import (
    CLOSE,
    Channel,
    Lead,
    due_at,
    is_announced,
    is_night,
    outside_the_night,
    reminders,
    settled_at,
    was_announced,
)
from myaccount.domain.time import wall_time, zone

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
TICK = timedelta(microseconds=1)
HOUR = timedelta(hours=1)
TORONTO = "America/Toronto"
MAIL_48 = Lead("email_reminder_hours", Channel.EMAIL, 48)
MAIL_2 = Lead("second_email_reminder_hours", Channel.EMAIL, 2)
TEXT_24 = Lead("text_reminder_hours", Channel.TEXT, 24)
ZONES = [
    "America/Toronto", "America/St_Johns", "America/Vancouver", "Europe/London", "Australia/Sydney",
    "Australia/Lord_Howe", "America/Phoenix",
]  # fmt: skip
instants = st.datetimes(datetime(2026, 1, 1), datetime(2031, 1, 1), timezones=st.just(UTC))
changing_days = st.sampled_from(
    [
        datetime(2027, 3, 14, tzinfo=UTC),
        datetime(2026, 11, 1, tzinfo=UTC),
        datetime(2027, 3, 28, tzinfo=UTC),
        datetime(2026, 10, 25, tzinfo=UTC),
        datetime(2026, 10, 4, tzinfo=UTC),
        datetime(2027, 4, 4, tzinfo=UTC),
    ]
).flatmap(lambda day: st.timedeltas(timedelta(days=-2), timedelta(days=3)).map(lambda after: day + after))
moments = st.one_of(instants, changing_days)


def visit(starts_at: datetime, booked_at: datetime, state: AppointmentState = AppointmentState.BOOKED) -> Visit:
    return Visit(state, starts_at, starts_at + HOUR, booked_at)


def local(text: str, name: str = TORONTO) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone(name)).astimezone(UTC)


class TestAnnouncing:
    def test_a_booking_is_announced_when_its_grace_ends(self):
        assert settled_at(visit(NOW + HOUR, NOW)) == NOW + timedelta(seconds=180)

    @pytest.mark.parametrize(("starts_in", "told"), [(BOOKING_GRACE + TICK, True), (BOOKING_GRACE, False)])
    def test_one_that_begins_within_its_grace_is_not(self, starts_in: timedelta, told: bool):
        assert is_announced(visit(NOW + starts_in, NOW)) is told

    @pytest.mark.parametrize("state", sorted(set(AppointmentState) - {AppointmentState.BOOKED}))
    def test_one_that_is_not_booked_is_not(self, state: AppointmentState):
        assert not is_announced(visit(NOW + 9 * HOUR, NOW, state))
        assert reminders(visit(NOW + 99 * HOUR, NOW, state), [MAIL_48], TORONTO) == ()

    @pytest.mark.parametrize(("age", "told"), [(BOOKING_GRACE - TICK, False), (BOOKING_GRACE, True)])
    def test_it_has_been_heard_of_180_seconds_after_booking(self, age: timedelta, told: bool):
        assert was_announced([NOW - age], NOW) is told

    def test_moved_within_the_grace_it_has_not(self):
        assert not was_announced([NOW - 2 * BOOKING_GRACE + 2 * TICK, NOW - BOOKING_GRACE + TICK], NOW)

    def test_moved_after_the_grace_it_has_however_soon_after_that_somebody_asks(self):
        assert was_announced([NOW - HOUR, NOW], NOW)


class TestLeadTimes:
    def test_hours_before_are_counted_from_the_start_earliest_first(self):
        owed = reminders(visit(NOW + 72 * HOUR, NOW), [MAIL_2, MAIL_48], TORONTO)
        assert [(one.lead, one.due_at) for one in owed] == [(MAIL_48, NOW + 24 * HOUR), (MAIL_2, NOW + 70 * HOUR)]

    @pytest.mark.parametrize(("later", "owed"), [(TICK, 1), (timedelta(0), 0), (-TICK, 0)])
    def test_one_that_is_due_as_the_booking_is_announced_or_before_is_none(self, later: timedelta, owed: int):
        starts_at = NOW + BOOKING_GRACE + 48 * HOUR + later
        assert len(reminders(visit(starts_at, NOW), [MAIL_48], TORONTO)) == owed

    def test_a_day_across_a_change_of_clocks_is_24_elapsed_hours(self):
        starts_at = local("2027-03-14T10:00")
        lead = Lead("email_reminder_hours", Channel.EMAIL, 24)
        assert due_at(starts_at, lead, TORONTO) == local("2027-03-13T09:00")

    @given(starts_at=moments, hours=st.integers(1, 336), name=st.sampled_from(ZONES))
    def test_mail_is_exactly_so_many_elapsed_hours_before(self, starts_at: datetime, hours: int, name: str):
        lead = Lead("email_reminder_hours", Channel.EMAIL, hours)
        assert starts_at - due_at(starts_at, lead, name) == timedelta(hours=hours)


class TestTheNight:
    @pytest.mark.parametrize(
        ("clock", "night"),
        [
            ("20:59:59.999999", False),
            ("21:00:00", True),
            ("00:00:00", True),
            ("07:59:59.999999", True),
            ("08:00:00", False),
        ],
    )
    def test_it_is_from_nine_to_eight_half_open(self, clock: str, night: bool):
        assert is_night(local(f"2026-11-24T{clock}"), TORONTO) is night

    @pytest.mark.parametrize(
        ("at", "starts_at", "sent"),
        [
            ("2026-11-23T22:00", "2026-11-24T22:00", "2026-11-24T08:00"),  # late evening: next morning
            ("2026-11-24T06:00", "2026-11-24T09:00", "2026-11-24T08:00"),  # an hour before is still in time
            ("2026-11-24T06:59", "2026-11-24T08:59", "2026-11-23T20:00"),  # closer is not: the evening before
            ("2026-11-23T23:00", "2026-11-24T07:00", "2026-11-23T20:00"),
            ("2026-11-24T12:00", "2026-11-24T13:00", "2026-11-24T12:00"),  # by day nothing moves
        ],
    )
    def test_a_text_moves_to_the_morning_or_to_the_evening_before(self, at: str, starts_at: str, sent: str):
        assert outside_the_night(local(at), local(starts_at), TORONTO) == local(sent)

    def test_mail_is_not_held(self):
        at = local("2026-11-24T03:00")
        assert due_at(at + 48 * HOUR, MAIL_48, TORONTO) == at

    def test_the_night_is_the_recipients(self):
        starts_at = local("2026-11-24T10:00")
        assert due_at(starts_at, TEXT_24, TORONTO) == local("2026-11-23T10:00")
        assert due_at(starts_at, TEXT_24, "America/Vancouver") == local("2026-11-23T08:00", "America/Vancouver")

    @given(at=moments, ahead=st.integers(1, 14 * 24 * 60), name=st.sampled_from(ZONES))
    def test_no_text_is_sent_at_night_or_after_the_visit(self, at: datetime, ahead: int, name: str):
        starts_at = at + timedelta(minutes=ahead)
        sent = outside_the_night(at, starts_at, name)
        assert not is_night(sent, name)
        assert sent < starts_at
        assert abs(sent - at) < timedelta(hours=13)
        if sent != at:
            assert wall_time(sent, name).local.time() in (time(8), time(20))
            assert sent < at or sent + CLOSE <= starts_at
