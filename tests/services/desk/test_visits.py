"""What the desk does with a visit: mark who came, undo, cancel; each by whom, and when."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from myaccount.domain.appointments import AppointmentState
from myaccount.domain.refusals import (
    AlreadyDone,
    CancelledByPatient,
    NotAcceptable,
    NotFound,
    TimeGiven,
    TooEarly,
    VisitChanged,
)
from myaccount.models import Appointment, AuditEntry, Change, ClassSession, OutboxMessage, Person, Staff
from myaccount.services.desk import visits as desk
from myaccount.services.visits import appointments, bookings
from myaccount.services.visits.bookings import Slot
from tests.scenes import NOW, ZONE, Scene

HOUR = timedelta(hours=1)
TICK = timedelta(microseconds=1)
MIDNIGHT = NOW - 10 * HOUR
AT = NOW + 2 * HOUR
ACTS: dict[str, Callable[..., None]] = {
    "arrive": desk.arrive, "miss": desk.miss, "undo": desk.undo,
    "cancel": lambda tx, ctx, visit: desk.cancel(tx, ctx, visit, "patient_asked"),
}  # fmt: skip
every_act = pytest.mark.parametrize("act", ACTS)


def do(scene: Scene, act: str, visit: str, who: str = "dana", now=NOW, **more: Any) -> None:
    scene.database.write(ACTS[act] if not more else getattr(desk, act), scene.staff_ctx(who, now=now), visit, **more)


def state(scene: Scene, visit: str) -> str:
    return scene.appointment(visit).state


def pat(scene: Scene) -> str:
    """Add another practitioner to Cedar; give back the id."""
    with scene.database.writing() as tx:
        person = Person(clinic_id=scene.cedar.clinic_id, first_name="Pat", last_name="Lee", created_at=NOW)
        tx.add(person)
        tx.flush()
        staff = Staff(clinic_id=scene.cedar.clinic_id, person_id=person.id, role="practitioner")
        tx.add(staff)
        tx.flush()
        return staff.id


@pytest.mark.parametrize(("who", "shown"), [("dana", True), ("robin", True), ("sam", False)])
def test_the_way_to_billing_is_there_for_whoever_takes_payments(scene: Scene, who: str, shown: bool):
    visit = scene.book("alice", AT)
    assert scene.database.read(desk.one, scene.staff_ctx(who), visit).has_billing is shown


class TestArrive:
    @pytest.mark.parametrize("now", [MIDNIGHT, AT, AT + 90 * 24 * HOUR])
    def test_from_the_midnight_of_its_day_on(self, scene: Scene, now):
        visit = scene.book("alice", AT)
        do(scene, "arrive", visit, now=now)
        assert state(scene, visit) == "arrived"
        assert scene.claims_of(visit) == 12
        [entry] = scene.audit("appointment.arrived")
        assert (entry.subject_id, entry.person_id, entry.actor_id) == (visit, scene.alice, scene.people["dana"])

    def test_before_its_day_it_is_refused_in_words(self, scene: Scene):
        visit = scene.book("alice", AT)
        with pytest.raises(TooEarly):
            do(scene, "arrive", visit, now=MIDNIGHT - TICK)
        assert state(scene, visit) == "booked"

    def test_the_second_of_two_desks_reads_that_it_was_done(self, scene: Scene):
        visit = scene.book("alice", AT)
        do(scene, "arrive", visit)
        with pytest.raises(VisitChanged):
            do(scene, "arrive", visit, "robin")
        assert len(scene.audit("appointment.arrived")) == 1


class TestMiss:
    def test_from_the_start_on_and_what_is_left_of_the_time_is_free(self, scene: Scene):
        visit = scene.book("alice", AT)
        with pytest.raises(TooEarly):
            do(scene, "miss", visit, now=AT - TICK)
        do(scene, "miss", visit, now=AT)
        assert (state(scene, visit), scene.claims_of(visit)) == ("no_show", 0)
        assert scene.audit("appointment.missed")[0].person_id == scene.alice


class TestUndo:
    @pytest.mark.parametrize("act", ["arrive", "miss", "cancel"])
    def test_it_is_booked_as_before_and_holds_its_time_again(self, scene: Scene, act: str):
        visit = scene.book("alice", AT)
        do(scene, act, visit, now=AT)
        do(scene, "undo", visit, now=AT)
        row = scene.appointment(visit)
        assert (row.state, scene.claims_of(visit)) == ("booked", 12)
        assert (row.cancelled_at, row.cancel_reason, row.cancelled_by_id, row.cancel_note) == (None,) * 4
        assert scene.audit("appointment.restored")[0].facts["was"] in ("arrived", "no_show", "cancelled")

    @pytest.mark.parametrize("act", ["miss", "cancel"])
    def test_not_when_somebody_else_has_its_time_by_now(self, scene: Scene, act: str):
        visit = scene.book("alice", AT)
        do(scene, act, visit, now=AT)
        scene.book("bob", AT + HOUR / 2)
        with pytest.raises(TimeGiven):
            do(scene, "undo", visit, now=AT)
        assert scene.claims_of(visit) == 0
        assert state(scene, visit) != "booked"

    def test_what_the_patient_cancelled_stays_cancelled(self, scene: Scene):
        visit = scene.book("alice", NOW + timedelta(days=5))
        scene.database.write(appointments.cancel, scene.alice_ctx(), visit, "")
        with pytest.raises(CancelledByPatient):
            do(scene, "undo", visit)

    def test_a_booked_visit_has_nothing_to_undo(self, scene: Scene):
        with pytest.raises(VisitChanged):
            do(scene, "undo", scene.book("alice", AT))


class TestCancel:
    def test_it_frees_the_time_and_keeps_the_reason_and_the_note(self, scene: Scene):
        visit = scene.book("alice", AT)
        do(scene, "cancel", visit, reason="practitioner_away", note="  flu  ")
        row = scene.appointment(visit)
        assert (row.state, row.cancel_reason, row.cancel_note) == ("cancelled", "practitioner_away", "flu")
        assert (row.cancelled_by_id, scene.claims_of(visit)) == (scene.people["dana"], 0)
        [entry] = scene.audit("appointment.cancelled")
        assert (entry.person_id, entry.facts) == (scene.alice, {"reason": "practitioner_away", "told": True})

    def test_the_patient_is_told_in_their_language_and_their_zone(self, scene: Scene):
        with scene.database.writing() as tx:
            alice = tx.get_one(Person, scene.alice)
            alice.language, alice.time_zone = "fr", "America/Vancouver"
        visit = scene.book("alice", AT, treatment="video-45")
        do(scene, "cancel", visit)
        [mail] = scene.rows(OutboxMessage)
        assert (mail.kind, mail.language, mail.person_id) == ("visit_cancelled", "fr", scene.alice)
        assert "10 h 00 à 10 h 45 · heure de Vancouver (12 h 00, heure de Toronto)" in mail.facts["when"]

    def test_who_has_no_language_is_told_in_the_clinics_not_in_that_of_who_cancels(self, scene: Scene):
        ctx = scene.dana_ctx(lang="fr")
        scene.database.write(desk.cancel, ctx, scene.book("alice", AT), "other")
        assert [mail.language for mail in scene.rows(OutboxMessage)] == ["en"]

    def test_not_when_the_desk_says_so(self, scene: Scene):
        do(scene, "cancel", scene.book("alice", AT), reason="other", tell=False)
        assert scene.rows(OutboxMessage) == []
        assert scene.audit("appointment.cancelled")[0].facts["told"] is False

    @pytest.mark.parametrize(("seconds", "mails"), [(0, 0), (179, 0), (180, 1)])
    def test_not_within_the_grace_since_nothing_was_announced(self, scene: Scene, seconds: int, mails: int):
        do(scene, "cancel", scene.book("alice", AT, NOW - timedelta(seconds=seconds)))
        assert len(scene.rows(OutboxMessage)) == mails

    def test_also_after_the_start(self, scene: Scene):
        visit = scene.book("alice", AT)
        do(scene, "cancel", visit, now=AT + HOUR)
        assert state(scene, visit) == "cancelled"

    @pytest.mark.parametrize("wrong", [{"reason": "unwell"}, {"reason": ""}, {"reason": "other", "note": "x" * 201}])
    def test_an_odd_reason_or_a_long_note_is_refused_at_its_field(self, scene: Scene, wrong: dict[str, str]):
        visit = scene.book("alice", AT)
        with pytest.raises(NotAcceptable):
            do(scene, "cancel", visit, **wrong)
        assert state(scene, visit) == "booked"

    def test_the_note_is_not_in_the_trail(self, scene: Scene):
        do(scene, "cancel", scene.book("alice", AT), reason="other", note="Alice fell")
        assert "Alice" not in str(scene.audit("appointment.cancelled")[0].facts)


class TestWhoMay:
    @every_act
    @pytest.mark.parametrize("who", ["robin", "dana", "sam"])
    def test_owner_front_desk_and_the_practitioner_of_the_visit(self, scene: Scene, act: str, who: str):
        visit = scene.book("alice", AT, state=AppointmentState.ARRIVED if act == "undo" else AppointmentState.BOOKED)
        do(scene, act, visit, who, now=AT)
        assert [entry.actor_id for entry in scene.rows(AuditEntry)] == [scene.people[who]]

    @every_act
    def test_another_practitioner_gets_the_answer_of_an_unknown_visit(self, scene: Scene, act: str):
        visit, other = scene.book("alice", AT), pat(scene)
        with scene.database.writing() as tx:
            tx.get_one(Appointment, visit).staff_id = other
        for wrong in (visit, "x" * 22, "", "\0", "é"):
            with pytest.raises(NotFound):
                do(scene, act, wrong, "sam", now=AT)
        with pytest.raises(NotFound):
            scene.database.read(desk.one, scene.staff_ctx("sam"), visit)
        assert state(scene, visit) == "booked"

    @every_act
    def test_another_clinics_people_as_well(self, scene: Scene, act: str):
        visit, theirs = scene.book("alice", AT), scene.book("charlie", AT)
        with pytest.raises(NotFound):
            do(scene, act, visit, "kim", now=AT)
        with pytest.raises(NotFound):
            do(scene, act, theirs, "dana", now=AT)
        assert (state(scene, visit), state(scene, theirs)) == ("booked", "booked")

    @every_act
    def test_of_many_at_once_one_does_it(self, scene: Scene, act: str):
        started = AppointmentState.ARRIVED if act == "undo" else AppointmentState.BOOKED
        visit = scene.book("alice", AT, state=started)

        def attempt(_: int) -> bool:
            try:
                do(scene, act, visit, now=AT)
            except AlreadyDone:
                return False
            return True

        with ThreadPoolExecutor(6) as threads:
            assert sum(threads.map(attempt, range(6))) == 1

    @every_act
    def test_the_patients_open_pages_hear_of_it(self, sqlite_scene: Scene, act: str):
        started = AppointmentState.ARRIVED if act == "undo" else AppointmentState.BOOKED
        do(sqlite_scene, act, sqlite_scene.book("alice", AT, state=started), now=AT)
        assert [(one.topic, one.person_id) for one in sqlite_scene.rows(Change)] == [("visit", sqlite_scene.alice)]


class TestPanel:
    def test_it_says_what_there_is_and_what_can_be_done(self, scene: Scene):
        visit = scene.book("alice", AT)
        shown = scene.database.read(desk.one, scene.dana_ctx(), visit)
        assert (shown.who, shown.what, shown.practitioner) == ("Alice Moreau", "Physiotherapy", "Sam Field")
        assert (shown.day, shown.time) == ("Friday 20 November 2026", "12:00–1:00 p.m.")
        assert (shown.arrive, shown.miss, shown.undo, shown.move, shown.cancel) == (True, False, False, True, True)

    def test_it_says_who_cancelled_and_why(self, scene: Scene):
        visit = scene.book("alice", AT)
        do(scene, "cancel", visit, reason="practitioner_away", note="flu")
        shown = scene.database.read(desk.one, scene.dana_ctx(), visit)
        assert (shown.state_line, shown.note) == ("Cancelled by the clinic: the practitioner is away.", "flu")
        assert (shown.undo, shown.cancel) == (True, False)


class TestSeats:
    @pytest.fixture
    def sitting(self, scene: Scene) -> str:
        place = scene.cedar
        row = ClassSession(
            clinic_id=place.clinic_id, treatment_id=place.treatments["yoga"], staff_id=place.staff_id,
            location_id=place.location_id, starts_local=AT.replace(tzinfo=None) - 5 * HOUR, zone=ZONE,
            zone_data="test", starts_at=AT, ends_at=AT + HOUR,
        )  # fmt: skip
        with scene.database.writing() as tx:
            tx.add(row)
        return row.id

    def seat(self, scene: Scene, class_id: str, who: str) -> str:
        ctx = scene.dana_ctx()
        with scene.database.writing() as tx:
            found = desk.store.sitting(tx, ctx.clinic.id, class_id, None)
            where = tx.get_one(desk.Location, scene.cedar.location_id)
            slot = Slot(scene.cedar.staff_id, found.Treatment, where, AT, sitting=found.ClassSession)
            return bookings.place(tx, ctx, scene.people[who], slot).id

    def test_a_class_opens_to_its_people_each_with_their_own_actions(self, scene: Scene, sitting: str):
        visit = self.seat(scene, sitting, "alice")
        self.seat(scene, sitting, "bob")
        do(scene, "arrive", visit)
        shown = scene.database.read(desk.sitting, scene.dana_ctx(), sitting)
        assert shown.seats == "2 of 8 places taken"
        assert [(row.who, row.arrive, row.undo) for row in shown.rows] == [
            ("Alice Moreau", False, True), ("Bob Moreau", True, False),
        ]  # fmt: skip

    def test_a_seat_given_up_is_taken_again_by_undo_unless_the_class_is_full(self, scene: Scene, sitting: str):
        visit = self.seat(scene, sitting, "alice")
        do(scene, "cancel", visit)
        do(scene, "undo", visit)
        assert scene.claims_of(visit) == 1
        do(scene, "cancel", visit)
        for _ in range(8):
            self.seat(scene, sitting, "bob")
        with pytest.raises(TimeGiven):
            do(scene, "undo", visit)

    def test_it_opens_to_nobody_of_another_clinic_nor_to_another_practitioner(self, scene: Scene, sitting: str):
        other = pat(scene)
        with pytest.raises(NotFound):
            scene.database.read(desk.sitting, scene.staff_ctx("kim"), sitting)
        with scene.database.writing() as tx:
            tx.get_one(ClassSession, sitting).staff_id = other
        with pytest.raises(NotFound):
            scene.database.read(desk.sitting, scene.staff_ctx("sam"), sitting)
