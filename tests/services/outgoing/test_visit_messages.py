"""What a patient is told of a visit: planned with the booking, judged again before it is sent, in both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from myaccount.domain.appointments import AppointmentState
from myaccount.domain.cancellation import BOOKING_GRACE
from myaccount.models import Appointment, Location, OutboxMessage, Person, Treatment
from myaccount.services.outgoing import judgement, letters, reminder_sweep
from myaccount.services.outgoing.judgement import Judgement, Reason
from myaccount.services.outgoing.outbox import Kind
from myaccount.services.visits import appointments, bookings
from myaccount.services.visits.bookings import Slot
from myaccount.store import outbox as store
from tests.scenes import FAMILY_EMAIL, NOW, Scene

DAY, HOUR, TICK = timedelta(days=1), timedelta(hours=1), timedelta(microseconds=1)
AT = NOW + 4 * DAY
MOBILE = "+14165550111"


def slot(scene: Scene, starts_at: datetime, treatment: str = "physio-60") -> Slot:
    place = scene.cedar
    with scene.database.reading() as tx:
        kind = tx.get_one(Treatment, place.treatments[treatment])
        where = tx.get_one(Location, place.location_id)
        tx.expunge_all()
    return Slot(place.staff_id, kind, where, starts_at)


def book(scene: Scene, starts_at: datetime = AT, now: datetime = NOW, **more) -> Appointment:
    return scene.database.write(bookings.place, scene.alice_ctx(now=now), scene.alice, slot(scene, starts_at), **more)


def move(scene: Scene, before: Appointment, starts_at: datetime, now: datetime) -> Appointment:
    return scene.database.write(bookings.move, scene.alice_ctx(now=now), before, slot(scene, starts_at))


def cancel(scene: Scene, visit: Appointment, now: datetime) -> None:
    scene.database.write(appointments.cancel, scene.alice_ctx(now=now), visit.id, "")


def planned(scene: Scene, state: str = "unsent") -> list[tuple[str, datetime]]:
    rows = scene.rows(OutboxMessage, state=state)
    return sorted(((row.kind, row.due_at) for row in rows), key=lambda pair: pair[1])


def the(scene: Scene, kind: Kind) -> OutboxMessage:
    [row] = [row for row in scene.rows(OutboxMessage, kind=kind) if row.state == "unsent"]
    return row


def judged(scene: Scene, message: OutboxMessage, now: datetime) -> Judgement:
    return scene.database.read(judgement.judge, message, now)


def change(scene: Scene, table: type, row_id: str, **values) -> None:
    with scene.database.writing() as tx:
        row = tx.get_one(table, row_id)
        for name, value in values.items():
            setattr(row, name, value)


def verify_mobile(scene: Scene) -> None:
    change(scene, Person, scene.alice, mobile=MOBILE, mobile_verified_at=NOW - DAY)


def sweep(scene: Scene, now: datetime) -> int:
    is_any = scene.database.read(reminder_sweep.is_any_missing, now)
    planned_for = scene.database.write(reminder_sweep.plan_missing, now)
    assert is_any is bool(planned_for)
    return planned_for


class TestBooking:
    def test_it_is_confirmed_when_the_grace_ends_and_reminded_of_two_days_before(self, scene: Scene):
        row = book(scene)
        assert planned(scene) == [("visit_booked", NOW + BOOKING_GRACE), ("visit_reminder", AT - 48 * HOUR)]
        assert {message.visit_id for message in scene.rows(OutboxMessage)} == {row.id}
        assert {message.recipient for message in scene.rows(OutboxMessage)} == {FAMILY_EMAIL}

    def test_a_hold_owes_nothing(self, scene: Scene):
        book(scene, state=AppointmentState.RESERVED)
        assert planned(scene) == []

    def test_soon_after_the_booking_the_confirmation_is_reminder_enough(self, scene: Scene):
        book(scene, NOW + 48 * HOUR)
        assert [kind for kind, _ in planned(scene)] == ["visit_booked"]

    def test_a_patient_without_an_address_is_sent_nothing(self, scene: Scene):
        change(scene, Person, scene.alice, email=None)
        book(scene)
        assert planned(scene) == []

    def test_a_text_goes_to_a_verified_mobile_only(self, scene: Scene):
        scene.set("text_reminder_hours", 24)
        change(scene, Person, scene.alice, mobile=MOBILE)
        book(scene)
        assert not scene.rows(OutboxMessage, channel="text")
        verify_mobile(scene)
        book(scene, AT + 2 * HOUR)
        [text] = scene.rows(OutboxMessage, channel="text")
        assert (text.recipient, text.due_at) == (MOBILE, AT - 22 * HOUR)


class TestUndoAndMove:
    def test_book_and_undo_sends_nothing(self, scene: Scene):
        row = book(scene)
        cancel(scene, row, NOW + BOOKING_GRACE - TICK)
        assert planned(scene) == []
        assert len(planned(scene, "withdrawn")) == 2

    def test_cancelled_as_the_grace_ends_it_is_told(self, scene: Scene):
        row = book(scene)
        cancel(scene, row, NOW + BOOKING_GRACE)
        assert planned(scene) == [("visit_cancelled", NOW + BOOKING_GRACE)]

    def test_book_and_move_confirms_once(self, scene: Scene):
        at = NOW + BOOKING_GRACE - TICK
        move(scene, book(scene), AT + DAY, at)
        assert planned(scene) == [("visit_booked", at + BOOKING_GRACE), ("visit_reminder", AT + DAY - 48 * HOUR)]

    def test_a_move_after_the_grace_is_one_message_when_its_own_grace_ends(self, scene: Scene):
        at = NOW + BOOKING_GRACE
        move(scene, book(scene), AT + DAY, at)
        assert planned(scene) == [("visit_moved", at + BOOKING_GRACE), ("visit_reminder", AT + DAY - 48 * HOUR)]

    def test_moved_twice_within_the_grace_is_one_message_of_the_last_time(self, scene: Scene):
        second = move(scene, book(scene), AT + DAY, NOW + HOUR)
        third = move(scene, second, AT + 2 * DAY, NOW + HOUR + timedelta(seconds=60))
        assert the(scene, Kind.VISIT_MOVED).visit_id == third.id

    def test_moved_and_cancelled_at_once_is_told_since_the_first_time_was_known(self, scene: Scene):
        moved = move(scene, book(scene), AT + DAY, NOW + HOUR)
        cancel(scene, moved, NOW + HOUR)
        assert [kind for kind, _ in planned(scene)] == ["visit_cancelled"]

    def test_what_was_imported_is_told_when_it_moves(self, scene: Scene):
        visit = scene.appointment(scene.book("alice", AT))
        move(scene, visit, AT + DAY, NOW)
        assert [kind for kind, _ in planned(scene)] == ["visit_moved", "visit_reminder"]


class TestJudging:
    def test_what_holds_is_sent_to_where_the_patient_is_reached_now(self, scene: Scene):
        book(scene)
        change(scene, Person, scene.alice, email="new@mail.test")
        message = the(scene, Kind.VISIT_REMINDER)
        assert judged(scene, message, message.due_at) == Judgement("new@mail.test")

    @pytest.mark.parametrize("state", sorted(set(AppointmentState) - {AppointmentState.BOOKED}))
    def test_a_visit_that_is_not_booked_is_reminded_of_no_more(self, scene: Scene, state: AppointmentState):
        row = book(scene)
        change(scene, Appointment, row.id, state=state.value)
        assert judged(scene, the(scene, Kind.VISIT_REMINDER), AT - HOUR).reason is Reason.VISIT_CHANGED

    def test_nor_one_whose_start_is_another_by_now(self, scene: Scene):
        row = book(scene)
        change(scene, Appointment, row.id, starts_at=AT + HOUR, ends_at=AT + 2 * HOUR)
        assert judged(scene, the(scene, Kind.VISIT_REMINDER), AT - HOUR).reason is Reason.VISIT_CHANGED

    @pytest.mark.parametrize(("before", "reason"), [(TICK, None), (timedelta(0), Reason.VISIT_BEGAN)])
    def test_it_is_sent_until_the_visit_begins(self, scene: Scene, before: timedelta, reason: Reason | None):
        book(scene)
        for kind in (Kind.VISIT_BOOKED, Kind.VISIT_REMINDER):
            assert judged(scene, the(scene, kind), AT - before).reason is reason

    @pytest.mark.parametrize("hours", [0, 24])
    def test_a_lead_time_that_the_clinic_no_longer_has_is_dropped(self, scene: Scene, hours: int):
        book(scene)
        scene.set("email_reminder_hours", hours)
        assert judged(scene, the(scene, Kind.VISIT_REMINDER), AT - 48 * HOUR).reason is Reason.NOT_WANTED

    def test_a_cancellation_that_was_taken_back_is_not_told(self, scene: Scene):
        row = book(scene)
        cancel(scene, row, NOW + HOUR)
        message = the(scene, Kind.VISIT_CANCELLED)
        assert judged(scene, message, NOW + HOUR) == Judgement(FAMILY_EMAIL)
        change(scene, Appointment, row.id, state="booked")
        assert judged(scene, message, NOW + HOUR).reason is Reason.VISIT_CHANGED

    def test_a_text_that_is_late_waits_for_the_morning_or_is_dropped(self, scene: Scene):
        scene.set("text_reminder_hours", 24)
        verify_mobile(scene)
        book(scene)  # at 10 a.m.
        [text] = scene.rows(OutboxMessage, channel="text")
        at_five = AT - 5 * HOUR
        assert judged(scene, text, at_five).later == AT - 2 * HOUR
        change(scene, Appointment, text.visit_id, starts_at=AT - 75 * timedelta(minutes=1))
        with scene.database.writing() as tx:
            message = tx.get_one(OutboxMessage, text.id)
            message.facts = {**message.facts, "start": (AT - 75 * timedelta(minutes=1)).isoformat()}
        [text] = scene.rows(OutboxMessage, channel="text")
        assert judged(scene, text, at_five).reason is Reason.NIGHT


class TestSweep:
    def test_an_imported_visit_gets_its_reminder_and_no_confirmation(self, scene: Scene):
        scene.book("alice", AT)
        assert sweep(scene, AT - 60 * HOUR) == 1
        assert planned(scene) == [("visit_reminder", AT - 48 * HOUR)]
        assert sweep(scene, AT - 60 * HOUR) == 0

    @pytest.mark.parametrize(("late", "found"), [(HOUR, 1), (HOUR + TICK, 0)])
    def test_a_reminder_that_somebody_else_has_sent_long_ago_is_not_sent_again(
        self, scene: Scene, late: timedelta, found: int
    ):
        scene.book("alice", AT)
        assert sweep(scene, AT - 48 * HOUR + late) == found

    def test_another_lead_time_is_planned_anew(self, scene: Scene):
        book(scene)
        scene.set("email_reminder_hours", 24)
        assert sweep(scene, AT - 30 * HOUR) == 1
        assert ("visit_reminder", AT - 24 * HOUR) in planned(scene)

    def test_a_cancelled_visit_that_is_booked_again_is_reminded_of_again(self, scene: Scene):
        row = book(scene)
        cancel(scene, row, NOW + HOUR)
        change(scene, Appointment, row.id, state="booked")
        assert sweep(scene, AT - 50 * HOUR) == 1
        assert ("visit_reminder", AT - 48 * HOUR) in planned(scene)

    def test_what_was_sent_is_not_planned_again(self, scene: Scene):
        book(scene)
        message = the(scene, Kind.VISIT_REMINDER)
        [taken] = [one for one in scene.database.write(store.claim, AT - 48 * HOUR, AT, 9) if one.id == message.id]
        scene.database.write(store.mark_sent, taken, FAMILY_EMAIL, AT - 48 * HOUR)
        assert sweep(scene, AT - 48 * HOUR) == 0

    def test_another_clinics_settings_are_its_own(self, scene: Scene):
        scene.set("email_reminder_hours", 0, "birch")
        scene.book("charlie", AT)
        assert sweep(scene, AT - 50 * HOUR) == 0


class TestWords:
    def letter(self, scene: Scene, kind: Kind, now: datetime = NOW):
        return scene.database.read(letters.letter, the(scene, kind), now)

    def test_a_reminder_says_when_with_whom_where_and_until_when_it_can_be_cancelled(self, scene: Scene):
        book(scene)
        letter = self.letter(scene, Kind.VISIT_REMINDER)
        said = [detail.text for detail in letter.details]
        assert said[0] == "Tuesday 24 November 2026, 10:00–11:00 a.m. · Toronto time"
        assert "Sam Field" in said
        assert letter.details[-1].url.startswith("https://www.openstreetmap.org/")
        assert letter.notes == (
            "Until Mon 23 November, 10:00 a.m., Toronto time, you can cancel online, free of charge.",
        )
        assert letter.link.endswith("/account")

    def test_a_mail_says_how_the_clinic_is_reached_as_far_as_it_shows_that(self, scene: Scene):
        book(scene)
        assert self.letter(scene, Kind.VISIT_BOOKED).footer[0] == "Cedar Physio · 416-555-0100 · desk@cedar.test"
        scene.set("show_phone", False)
        assert self.letter(scene, Kind.VISIT_BOOKED).footer[0] == "Cedar Physio · desk@cedar.test"
        scene.set("show_email", False)
        assert self.letter(scene, Kind.VISIT_BOOKED).footer[0] == "Cedar Physio · http://cedar.test:3000"

    def test_whose_time_it_is_stays_unsaid_in_person_where_the_clinic_does_not_show_it(self, scene: Scene):
        scene.set("show_clinic_time_zone", False)
        scene.set("text_reminder_hours", 24)
        verify_mobile(scene)
        row = book(scene)
        letter = self.letter(scene, Kind.VISIT_BOOKED)
        assert letter.details[0].text == "Tuesday 24 November 2026, 10:00–11:00 a.m."
        assert letter.notes == ("Until Mon 23 November, 10:00 a.m., you can cancel online, free of charge.",)
        [text] = scene.rows(OutboxMessage, channel="text")
        assert scene.database.read(letters.text, text, NOW).endswith("on Tue 24 November, 10:00 a.m.")
        cancel(scene, row, NOW + HOUR)
        assert "Toronto time" not in " ".join(self.letter(scene, Kind.VISIT_CANCELLED).paragraphs)

    def test_online_it_is_always_said_whose_time_it_is(self, scene: Scene):
        scene.set("show_clinic_time_zone", False)
        scene.database.write(bookings.place, scene.alice_ctx(), scene.alice, slot(scene, AT, "video-45"))
        letter = self.letter(scene, Kind.VISIT_BOOKED)
        assert "Toronto time" in letter.details[0].text and "Toronto time" in letter.notes[-1]

    def test_a_last_moment_that_comes_twice_that_night_is_told_apart(self, scene: Scene):
        scene.set("cancellation_period_hours", 12)
        book(scene, datetime(2026, 11, 1, 18, 15, tzinfo=UTC), datetime(2026, 10, 20, 15, tzinfo=UTC))
        [note] = self.letter(scene, Kind.VISIT_BOOKED, datetime(2026, 10, 20, 16, tzinfo=UTC)).notes
        assert note.startswith("Until Sun 1 November, 1:15 a.m., Toronto time, after the clocks go back, you can")

    def test_inside_the_period_it_says_to_contact_the_clinic(self, scene: Scene):
        book(scene)
        assert self.letter(scene, Kind.VISIT_REMINDER, AT - 24 * HOUR + TICK).notes == (
            "To cancel or change it, contact the clinic.",
        )

    def test_a_video_visit_is_told_in_the_patients_time_with_the_clinics_in_brackets(self, scene: Scene):
        change(scene, Person, scene.alice, time_zone="Australia/Sydney")
        scene.database.write(bookings.place, scene.alice_ctx(), scene.alice, slot(scene, AT, "video-45"))
        assert self.letter(scene, Kind.VISIT_BOOKED).details[0].text == (
            "Wednesday 25 November 2026, 2:00–2:45 a.m. · Sydney time (Tue 24 November, 10:00 a.m., Toronto time)"
        )

    @pytest.mark.parametrize("kind", [Kind.VISIT_BOOKED, Kind.VISIT_REMINDER])
    @pytest.mark.parametrize("lang", ["en", "fr"])
    def test_no_subject_tells_health_data(self, scene: Scene, kind: Kind, lang: str):
        change(scene, Person, scene.alice, language=lang)
        book(scene)
        letter = self.letter(scene, kind)
        assert letter.lang == lang
        assert "Physio" not in letter.subject.replace("Cedar Physio", "")

    def test_a_text_says_clinic_day_and_time_and_nothing_more(self, scene: Scene):
        scene.set("text_reminder_hours", 24)
        verify_mobile(scene)
        book(scene)
        [text] = scene.rows(OutboxMessage, channel="text")
        assert scene.database.read(letters.text, text, NOW) == (
            "Cedar Physio: a reminder of your visit on Tue 24 November, 10:00 a.m., Toronto time"
        )

    def test_the_calendar_entry_keeps_its_id_and_counts_moves_and_cancellation(self, scene: Scene):
        first = book(scene)
        entries = [self.entry(scene, Kind.VISIT_BOOKED)]
        moved = move(scene, first, AT + DAY, NOW + HOUR)
        entries.append(self.entry(scene, Kind.VISIT_MOVED))
        cancel(scene, moved, NOW + 2 * HOUR)
        entries.append(self.entry(scene, Kind.VISIT_CANCELLED))
        assert {entry["uid"] for entry in entries} == {f"{first.id}@cedar"}
        assert [entry["sequence"] for entry in entries] == [0, 1, 2]
        assert [entry["status"] for entry in entries] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
        assert "Physiotherapy" not in entries[0]["summary"]

    def entry(self, scene: Scene, kind: Kind):
        calendar = Calendar.from_ical(self.letter(scene, kind).calendar)
        assert calendar["method"] == "PUBLISH"
        return calendar.walk("VEVENT")[0]
