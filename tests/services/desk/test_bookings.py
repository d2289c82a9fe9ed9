"""Booking and moving at the desk: what it may do that patients may not, and what it may not either."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from myaccount.domain.booking import ClassFull, SlotTaken
from myaccount.domain.refusals import LikelyDuplicate, NotAcceptable, NotAllowed, NotFound, VisitChanged
from myaccount.models import (
    Appointment,
    Change,
    Claim,
    ClassSession,
    Location,
    Person,
    Shift,
    Staff,
    TimeOff,
    Treatment,
)
from myaccount.services.desk import bookings as desk_bookings
from myaccount.services.desk.bookings import Wanted
from myaccount.services.desk.form import form, other_sittings
from tests.scenes import NOW, ZONE, Scene
from tests.services.desk.test_visits import do, pat

HOUR = timedelta(hours=1)
DAY, NOON = "2026-11-24", "12:00"
AT = datetime(2026, 11, 24, 12, tzinfo=ZoneInfo(ZONE))


def wanted(scene: Scene, time: str = NOON, day: str = DAY, **other) -> Wanted:
    place = scene.cedar
    return replace(Wanted(place.staff_id, place.treatments["physio-60"], place.location_id, day, time), **other)


def book(scene: Scene, asked: Wanted, patient: str = "alice", who: str = "dana", now=NOW) -> Appointment:
    ctx = scene.staff_ctx(who, now=now)
    return scene.appointment(scene.database.write(desk_bookings.book, ctx, scene.people[patient], asked))


def move(scene: Scene, visit: str, asked: Wanted, who: str = "dana") -> Appointment:
    return scene.appointment(scene.database.write(desk_bookings.move, scene.staff_ctx(who), visit, asked))


def change(scene: Scene, table: type, row_id: str, **values) -> None:
    with scene.database.writing() as tx:
        for name, value in values.items():
            setattr(tx.get_one(table, row_id), name, value)


class TestBook:
    def test_it_books_at_the_locations_wall_time_with_a_grace_of_its_own(self, scene: Scene):
        row = book(scene, wanted(scene))
        assert (row.state, row.starts_at, row.booked_at, row.person_id) == ("booked", AT, NOW, scene.alice)
        assert scene.claims_of(row.id) == 12
        [entry] = scene.audit("appointment.booked")
        assert (entry.subject_id, entry.person_id, entry.actor_id) == (row.id, scene.alice, scene.people["dana"])

    def test_the_patients_open_pages_hear_of_it(self, sqlite_scene: Scene):
        book(sqlite_scene, wanted(sqlite_scene))
        assert [(one.topic, one.person_id) for one in sqlite_scene.rows(Change)] == [("visit", sqlite_scene.alice)]

    def test_a_taken_time_is_refused_and_nothing_is_kept(self, scene: Scene):
        book(scene, wanted(scene))
        with pytest.raises(SlotTaken):
            book(scene, wanted(scene, "12:55"), "bob")
        assert len(scene.rows(Appointment)) == 1

    def test_it_keeps_the_time_after_it_free_where_it_can_and_books_without_where_not(self, scene: Scene):
        change(scene, Treatment, scene.cedar.treatments["physio-60"], buffer_minutes=10)
        book(scene, wanted(scene))
        assert len(scene.rows(Claim)) == 14
        book(scene, wanted(scene, "11:00"), "bob")
        assert len(scene.rows(Claim)) == 26

    def test_it_may_take_what_is_only_kept_free(self, scene: Scene):
        change(scene, Staff, scene.cedar.staff_id, buffer_minutes=15)
        book(scene, wanted(scene))
        book(scene, wanted(scene, "13:00"), "bob")
        assert len(scene.rows(Appointment)) == 2

    @pytest.mark.parametrize("time", ["00:00", "09:55"])
    def test_a_walk_in_is_written_down_later_the_same_day(self, scene: Scene, time: str):
        assert book(scene, wanted(scene, time, "2026-11-20")).starts_at < NOW

    @pytest.mark.parametrize(
        ("day", "time"),
        [
            ("2026-11-19", "23:55"), ("2026-11-24", "12:03"), ("2026-11-24", "12:00:30"), ("2029-01-01", "12:00"),
            ("", "12:00"), ("2026-11-24", ""), ("24/11/2026", "12:00"), ("2026-11-24", "25:00"),
            ("9999-12-31", "12:00"), ("0001-01-01", "12:00"), ("2026-11-24", "12:00+05"), ("2026-W48-2", "x" * 5000),
            ("2027-03-14", "02:30"),
        ],
    )  # fmt: skip
    def test_a_day_or_a_time_that_cannot_be_is_refused_at_its_field(self, scene: Scene, day: str, time: str):
        with pytest.raises(NotAcceptable) as refused:
            book(scene, wanted(scene, time, day))
        assert refused.value.facts["field"] == "time"
        assert scene.rows(Appointment) == []

    def test_of_an_hour_that_comes_twice_the_first_is_taken_and_the_second_can_be_chosen(self, scene: Scene):
        twice = wanted(scene, "01:30", "2027-11-07")
        first, second = book(scene, twice), book(scene, replace(twice, second=True), "bob")
        assert (first.fold, second.fold, second.starts_at - first.starts_at) == (0, 1, HOUR)
        assert book(scene, wanted(scene, second=True)).fold == 0

    def test_outside_the_hours_and_in_time_off_it_is_the_desks_to_decide(self, scene: Scene):
        assert book(scene, wanted(scene, "03:00")).state == "booked"

    def test_what_is_not_offered_is_not_booked(self, scene: Scene):
        place, other = scene.cedar, pat(scene)
        change(scene, Staff, scene.staff["dana"], archived_at=NOW)
        for wrong in (
            {"staff_id": other}, {"staff_id": scene.staff["dana"]}, {"staff_id": scene.birch.staff_id},
            {"treatment_id": place.treatments["yoga"]}, {"treatment_id": scene.birch.treatments["physio-60"]},
            {"location_id": scene.birch.location_id}, {"location_id": "\0"}, {"staff_id": "é"},
        ):  # fmt: skip
            with pytest.raises(NotFound):
                book(scene, wanted(scene, **wrong))
        assert scene.rows(Appointment) == []

    @pytest.mark.parametrize("left", ["staff_id", "treatment_id"])
    def test_what_was_left_open_is_asked_for(self, scene: Scene, left: str):
        with pytest.raises(NotAcceptable) as refused:
            book(scene, wanted(scene, **{left: ""}))
        assert refused.value.facts == {"field": "treatment_id", "reason": "Choose a practitioner and a treatment."}
        assert scene.rows(Appointment) == []

    def test_nobody_books_for_a_patient_of_another_clinic_or_for_none(self, scene: Scene):
        with pytest.raises(NotFound):
            book(scene, wanted(scene), "charlie")
        with pytest.raises(NotAcceptable):
            scene.database.write(desk_bookings.book, scene.dana_ctx(), "", wanted(scene))
        with pytest.raises(NotFound):
            scene.database.write(desk_bookings.book, scene.dana_ctx(), "\0", wanted(scene))

    def test_a_practitioner_books_with_nobody_else(self, scene: Scene):
        change(scene, Staff, scene.staff["robin"], role="practitioner")
        scene.book("alice", NOW - timedelta(days=30))
        assert book(scene, wanted(scene), who="sam").staff_id == scene.staff["sam"]
        with pytest.raises(NotFound):
            book(scene, wanted(scene, "15:00", staff_id=scene.staff["robin"]), who="sam")

    def test_a_practitioner_books_for_nobody_who_is_not_their_patient(self, scene: Scene):
        sitting = a_class(scene, AT)
        with pytest.raises(NotFound):
            book(scene, wanted(scene), "bob", who="sam")
        with pytest.raises(NotFound):
            scene.database.write(desk_bookings.book_seat, scene.staff_ctx("sam"), scene.people["bob"], sitting)
        assert scene.rows(Appointment) == []


class TestMove:
    def test_it_keeps_the_treatment_and_starts_a_new_grace(self, scene: Scene):
        before = scene.book("alice", AT)
        after = move(scene, before, wanted(scene, "12:15"))
        assert (after.moved_from_id, after.booked_at, after.starts_at - AT) == (before, NOW, HOUR / 4)
        assert scene.appointment(before).state == "archived"
        assert (scene.claims_of(before), scene.claims_of(after.id)) == (0, 12)
        assert scene.audit("appointment.moved")[0].facts == {"moved_from": before}

    def test_a_video_visit_keeps_its_call(self, scene: Scene):
        before = scene.book("alice", AT, treatment="video-45", call_url="https://video.test/7")
        assert move(scene, before, wanted(scene, "15:00")).call_url == "https://video.test/7"

    def test_onto_a_taken_time_it_stays_where_it_was(self, scene: Scene):
        change(scene, Treatment, scene.cedar.treatments["physio-60"], buffer_minutes=10)
        visit = scene.book("alice", AT)
        scene.book("bob", AT + HOUR)
        with pytest.raises(SlotTaken):
            move(scene, visit, wanted(scene, "12:30"))
        assert (scene.appointment(visit).state, scene.claims_of(visit)) == ("booked", 12)

    def test_close_to_another_visit_it_is_moved_without_the_time_kept_free(self, scene: Scene):
        change(scene, Treatment, scene.cedar.treatments["physio-60"], buffer_minutes=10)
        visit = scene.book("alice", AT - HOUR / 2)
        scene.book("bob", AT + HOUR)
        assert scene.claims_of(move(scene, visit, wanted(scene)).id) == 12

    def test_the_second_of_two_who_move_it_reads_why(self, scene: Scene):
        visit = scene.book("alice", AT)
        move(scene, visit, wanted(scene, "15:00"))
        with pytest.raises(VisitChanged):
            move(scene, visit, wanted(scene, "16:00"), "robin")
        assert len(scene.rows(Appointment)) == 2

    def test_only_a_booked_visit_is_moved(self, scene: Scene):
        visit = scene.book("alice", AT)
        do(scene, "cancel", visit)
        with pytest.raises(VisitChanged):
            move(scene, visit, wanted(scene, "15:00"))

    def test_not_to_somebody_who_does_not_offer_it_nor_by_another_clinic(self, scene: Scene):
        visit = scene.book("alice", AT)
        with pytest.raises(NotFound):
            move(scene, visit, wanted(scene, staff_id=pat(scene)))
        with pytest.raises(NotFound):
            move(scene, visit, wanted(scene, "15:00"), "kim")


class TestSeat:
    def test_it_takes_seats_until_the_class_is_full(self, scene: Scene):
        sitting = a_class(scene, AT)
        for _ in range(8):
            scene.database.write(desk_bookings.book_seat, scene.dana_ctx(), scene.alice, sitting)
        with pytest.raises(ClassFull):
            scene.database.write(desk_bookings.book_seat, scene.dana_ctx(), scene.people["bob"], sitting)
        assert len(scene.audit("appointment.booked")) == 8

    def test_not_in_a_class_of_a_day_that_is_over_nor_of_another_clinic(self, scene: Scene):
        with pytest.raises(NotAcceptable):
            scene.database.write(
                desk_bookings.book_seat, scene.dana_ctx(), scene.alice, a_class(scene, NOW - timedelta(days=1))
            )
        with pytest.raises(NotFound):
            scene.database.write(
                desk_bookings.book_seat, scene.staff_ctx("kim"), scene.people["charlie"], a_class(scene, AT)
            )


class TestMoveSeat:
    def seat(self, scene: Scene, class_id: str, patient: str = "alice") -> str:
        return scene.database.write(desk_bookings.book_seat, scene.dana_ctx(), scene.people[patient], class_id)

    def move(self, scene: Scene, visit: str, class_id: str, who: str = "dana") -> Appointment:
        ctx = scene.staff_ctx(who)
        return scene.appointment(scene.database.write(desk_bookings.move_seat, ctx, visit, class_id))

    def test_the_seat_is_taken_there_and_free_here_with_a_new_grace(self, scene: Scene):
        here, there = a_class(scene, AT), a_class(scene, AT + 24 * HOUR)
        before = self.seat(scene, here)
        after = self.move(scene, before, there)
        assert (after.class_id, after.moved_from_id, after.booked_at) == (there, before, NOW)
        assert (scene.appointment(before).state, scene.claims_of(before), scene.claims_of(after.id)) == (
            "archived",
            0,
            1,
        )
        assert scene.audit("appointment.moved")[0].facts == {"moved_from": before}

    def test_into_a_full_class_it_stays_where_it_was(self, scene: Scene):
        change(scene, Treatment, scene.cedar.treatments["yoga"], capacity=1)
        here, there = a_class(scene, AT), a_class(scene, AT + 24 * HOUR)
        before = self.seat(scene, here)
        self.seat(scene, there, "bob")
        with pytest.raises(ClassFull):
            self.move(scene, before, there)
        assert (scene.appointment(before).state, scene.claims_of(before)) == ("booked", 1)

    def test_not_into_another_class_nor_its_own_nor_one_of_another_clinic_or_of_yesterday(self, scene: Scene):
        here, over = a_class(scene, AT), a_class(scene, NOW - 24 * HOUR)
        other = a_class(scene, AT + HOUR, treatment="physio-60")
        before = self.seat(scene, here)
        for wrong, refusal in (
            (here, NotFound), (other, NotFound), ("nothing", NotFound), (over, NotAcceptable), ("", NotAcceptable),
        ):  # fmt: skip
            with pytest.raises(refusal):
                self.move(scene, before, wrong)
        with pytest.raises(NotFound):
            self.move(scene, before, a_class(scene, AT + 2 * HOUR), "kim")
        assert scene.appointment(before).state == "booked"

    def test_a_visit_does_not_become_a_seat_nor_a_seat_a_visit(self, scene: Scene):
        visit, seat = scene.book("bob", AT + 5 * HOUR), self.seat(scene, a_class(scene, AT))
        with pytest.raises(NotFound):
            self.move(scene, visit, a_class(scene, AT + 24 * HOUR))
        with pytest.raises(NotFound):
            move(scene, seat, wanted(scene, "15:00"))

    def test_the_dialog_offers_the_other_times_of_the_class_that_have_room(self, scene: Scene):
        change(scene, Treatment, scene.cedar.treatments["yoga"], capacity=1)
        here, full, free = (a_class(scene, AT + day * 24 * HOUR) for day in range(3))
        a_class(scene, AT + HOUR, treatment="physio-60"), a_class(scene, NOW - HOUR), a_class(scene, NOW + 2200 * HOUR)
        before = self.seat(scene, here)
        self.seat(scene, full, "bob")
        shown = scene.database.read(other_sittings, scene.dana_ctx(), before).sittings
        assert [(one.id, one.name) for one in shown] == [
            (free, "Thursday 26 November, 12:00–1:00 p.m. · Sam Field · 0 of 1 places taken")
        ]


class TestNewPatient:
    NOOR = {"first_name": "Noor", "last_name": "Vale", "email": "noor@mail.test"}

    def book(self, scene: Scene, typed: dict[str, str], asked: Wanted, who: str = "dana") -> Appointment:
        return scene.appointment(scene.database.write(desk_bookings.book, scene.staff_ctx(who), typed, asked))

    def test_the_patient_and_the_visit_are_written_together(self, scene: Scene):
        row = self.book(scene, self.NOOR, wanted(scene))
        [noor] = scene.rows(Person, first_name="Noor")
        assert (row.person_id, noor.email_verified_at) == (noor.id, None)
        assert len(scene.audit("patient.added")) == len(scene.audit("appointment.booked")) == 1

    def test_a_taken_time_leaves_no_patient_behind(self, scene: Scene):
        scene.book("alice", AT)
        with pytest.raises(SlotTaken):
            self.book(scene, self.NOOR, wanted(scene))
        assert scene.rows(Person, first_name="Noor") == []

    def test_somebody_who_may_be_here_already_is_not_added_unseen(self, scene: Scene):
        typed = {"first_name": "Alice", "last_name": "Moreau", "email": "moreau@mail.test"}
        with pytest.raises(LikelyDuplicate):
            self.book(scene, typed, wanted(scene))
        self.book(scene, typed | {"others": f"{scene.alice} {scene.people['bob']}"}, wanted(scene))
        assert len(scene.rows(Person, first_name="Alice")) == 2

    def test_a_practitioner_adds_nobody(self, scene: Scene):
        with pytest.raises(NotAllowed):
            self.book(scene, self.NOOR, wanted(scene), "sam")
        assert scene.rows(Person, first_name="Noor") == []

    def test_a_place_in_a_class_is_booked_for_a_new_patient_too(self, sqlite_scene: Scene):
        scene = sqlite_scene
        scene.database.write(desk_bookings.book_seat, scene.dana_ctx(), self.NOOR, a_class(scene, AT))
        assert len(scene.rows(Person, first_name="Noor")) == 1


class TestForm:
    def warnings(self, scene: Scene, asked: Wanted) -> list[str]:
        return scene.database.read(form, scene.dana_ctx(), asked).warnings

    def test_it_offers_what_the_practitioner_offers_to_one_at_a_time(self, scene: Scene):
        shown = scene.database.read(form, scene.dana_ctx(), Wanted(scene.cedar.staff_id))
        assert [one.name for one in shown.treatments] == ["Physiotherapy", "Video follow-up"]
        assert [one.name for one in shown.staff] == ["Sam Field"]
        assert scene.database.read(form, scene.dana_ctx(), Wanted(scene.birch.staff_id)).treatments == []

    def test_it_warns_in_plain_words_of_what_is_out_of_the_ordinary(self, scene: Scene):
        add_hours(scene)
        assert self.warnings(scene, wanted(scene)) == []
        assert self.warnings(scene, wanted(scene, "16:05")) == ["Outside Sam’s hours."]
        away(scene, AT, AT + HOUR)
        assert self.warnings(scene, wanted(scene)) == ["Sam has time off then."]
        assert self.warnings(scene, wanted(scene, "13:00")) == []
        assert self.warnings(scene, wanted(scene, "08:55", "2026-11-20"))[-1].startswith("This time has passed")
        assert self.warnings(scene, wanted(scene, "02:30", "2027-03-14")) == [
            "The clocks skip this time that day. Choose an hour earlier or later."
        ]

    def test_it_asks_which_of_an_hour_that_comes_twice(self, scene: Scene):
        asked = [wanted(scene, "01:30", "2027-11-07"), wanted(scene, "03:30", "2027-11-07")]
        assert [scene.database.read(form, scene.dana_ctx(), one).is_twice for one in asked] == [True, False]

    def test_it_chooses_the_place_where_the_practitioner_is_that_day(self, scene: Scene):
        with scene.database.writing() as tx:
            other = Location(
                clinic_id=scene.cedar.clinic_id, name="Annex", time_zone=ZONE, address="2 Side St", phone=""
            )
            tx.add(other)
        add_hours(scene, other.id)
        shown = scene.database.read(form, scene.dana_ctx(), wanted(scene, location_id=""))
        assert (shown.location_id, len(shown.locations)) == (other.id, 2)


def a_class(scene: Scene, starts_at: datetime, treatment: str = "yoga") -> str:
    place = scene.cedar
    row = ClassSession(
        clinic_id=place.clinic_id, treatment_id=place.treatments[treatment], staff_id=place.staff_id,
        location_id=place.location_id, starts_local=starts_at.astimezone(ZoneInfo(ZONE)).replace(tzinfo=None),
        zone=ZONE, zone_data="test", starts_at=starts_at, ends_at=starts_at + HOUR,
    )  # fmt: skip
    with scene.database.writing() as tx:
        tx.add(row)
    return row.id


def add_hours(scene: Scene, location_id: str = "") -> None:
    place = scene.cedar
    with scene.database.writing() as tx:
        for weekday in range(5):
            tx.add(
                Shift(
                    clinic_id=place.clinic_id, staff_id=place.staff_id, location_id=location_id or place.location_id,
                    weekday=weekday, opens=datetime(2026, 1, 1, 9).time(), closes=datetime(2026, 1, 1, 17).time(),
                )
            )  # fmt: skip


def away(scene: Scene, first: datetime, last: datetime) -> None:
    local = [at.astimezone(ZoneInfo(ZONE)).replace(tzinfo=None) for at in (first, last)]
    with scene.database.writing() as tx:
        tx.add(
            TimeOff(
                clinic_id=scene.cedar.clinic_id, staff_id=scene.cedar.staff_id, starts_local=local[0],
                ends_local=local[1], zone=ZONE, zone_data="test", starts_at=first, ends_at=last,
            )
        )  # fmt: skip
