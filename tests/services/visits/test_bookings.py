"""Booking and moving: what a booking holds, and that nobody else can hold it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from myaccount.domain.appointments import AppointmentState
from myaccount.domain.booking import ClassFull, SlotTaken
from myaccount.domain.refusals import AlreadyDone, Refused
from myaccount.models import Appointment, Claim, ClassSession, Location, Treatment
from myaccount.services.visits import bookings
from myaccount.services.visits.bookings import Slot
from myaccount.store import claims
from tests.scenes import NOW, ZONE, Scene

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
QUARTER = timedelta(minutes=15)
AT = NOW + 2 * DAY


def slot(scene: Scene, starts_at=AT, treatment: str = "physio-60", **more) -> Slot:
    place = scene.cedar
    with scene.database.reading() as tx:
        kind = tx.get_one(Treatment, place.treatments[treatment])
        where = tx.get_one(Location, place.location_id)
        tx.expunge_all()
    return Slot(place.staff_id, kind, where, starts_at, **more)


def book(scene: Scene, wanted: Slot, who: str = "alice") -> Appointment:
    return scene.database.write(bookings.place, scene.dana_ctx(), scene.people[who], wanted)


def move(scene: Scene, before: Appointment, wanted: Slot) -> Appointment:
    return scene.database.write(bookings.move, scene.dana_ctx(), before, wanted)


def won(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except Refused:
        return False
    return True


def race(attempts: list[Callable[[], object]]) -> int:
    with ThreadPoolExecutor(len(attempts)) as threads:
        return sum(threads.map(won, attempts))


class TestPlace:
    def test_it_holds_every_five_minutes_of_the_visit(self, scene: Scene):
        row = book(scene, slot(scene))
        assert (row.starts_at, row.ends_at, row.booked_at) == (AT, AT + HOUR, NOW)
        assert (row.zone, row.starts_local.hour) == (ZONE, 10)
        assert scene.claims_of(row.id) == 12

    @pytest.mark.parametrize("later", [timedelta(minutes=5), HOUR - timedelta(minutes=5), timedelta(0)])
    def test_a_time_that_overlaps_is_refused_and_nothing_is_kept(self, scene: Scene, later: timedelta):
        book(scene, slot(scene))
        with pytest.raises(SlotTaken):
            book(scene, slot(scene, AT + later), "bob")
        assert len(scene.rows(Appointment)) == 1
        assert len(scene.rows(Claim)) == 12

    def test_the_times_right_before_and_after_are_free(self, scene: Scene):
        book(scene, slot(scene))
        book(scene, slot(scene, AT - HOUR), "bob")
        book(scene, slot(scene, AT + HOUR), "bob")
        assert len(scene.rows(Claim)) == 36

    def test_a_buffer_keeps_the_time_after_it_free(self, scene: Scene):
        book(scene, slot(scene, buffer_minutes=15))
        with pytest.raises(SlotTaken):
            book(scene, slot(scene, AT + HOUR), "bob")
        book(scene, slot(scene, AT + HOUR + QUARTER), "bob")
        assert len(scene.rows(Appointment)) == 2

    def test_the_desk_may_book_a_buffer(self, scene: Scene):
        book(scene, slot(scene, buffer_minutes=15))
        resource = claims.of_staff(scene.cedar.staff_id)
        cells = range(int((AT + HOUR).timestamp()) // 300, int((AT + 2 * HOUR).timestamp()) // 300)
        scene.database.write(claims.yield_buffers, resource, cells)
        book(scene, slot(scene, AT + HOUR), "bob")
        assert len(scene.rows(Claim)) == 24

    def test_freed_it_holds_nothing_any_more_and_its_buffer_neither(self, scene: Scene):
        row = book(scene, slot(scene, buffer_minutes=15))
        scene.database.write(claims.free, row.id)
        assert scene.rows(Claim) == []

    def test_of_many_who_want_one_time_one_gets_it(self, scene: Scene):
        wanted = slot(scene)
        assert race([lambda who=who: book(scene, wanted, who) for who in ("alice", "bob") * 10]) == 1
        assert len(scene.rows(Appointment)) == 1


class TestMove:
    def test_it_archives_the_old_links_to_it_and_starts_a_new_grace(self, scene: Scene):
        before = book(scene, slot(scene))
        after = move(scene, before, slot(scene, AT + DAY))
        assert scene.appointment(before.id).state == AppointmentState.ARCHIVED
        assert (after.moved_from_id, after.booked_at) == (before.id, NOW)
        assert (scene.claims_of(before.id), scene.claims_of(after.id)) == (0, 12)

    @pytest.mark.parametrize("by", [QUARTER, -QUARTER, timedelta(0)])
    def test_it_may_overlap_itself(self, scene: Scene, by: timedelta):
        before = book(scene, slot(scene, buffer_minutes=15))
        after = move(scene, before, slot(scene, AT + by, buffer_minutes=15))
        assert scene.claims_of(after.id) == 12
        assert len(scene.rows(Claim)) == 15

    def test_onto_a_taken_time_it_stays_where_it_was(self, scene: Scene):
        before = book(scene, slot(scene))
        book(scene, slot(scene, AT + HOUR), "bob")
        with pytest.raises(SlotTaken):
            move(scene, before, slot(scene, AT + QUARTER))
        assert scene.appointment(before.id).state == AppointmentState.BOOKED
        assert scene.claims_of(before.id) == 12

    def test_a_visit_cancelled_in_the_meantime_is_not_moved(self, scene: Scene):
        before = book(scene, slot(scene))
        with scene.database.writing() as tx:
            tx.get_one(Appointment, before.id).state = AppointmentState.CANCELLED
        with pytest.raises(AlreadyDone):
            move(scene, before, slot(scene, AT + DAY))
        assert len(scene.rows(Appointment)) == 1

    def test_moved_by_many_at_once_it_is_moved_once(self, scene: Scene):
        before = book(scene, slot(scene))
        later = [slot(scene, AT + DAY + number * HOUR) for number in range(8)]
        assert race([lambda wanted=wanted: move(scene, before, wanted) for wanted in later]) == 1
        assert len(scene.rows(Claim)) == 12

    def test_two_who_want_each_others_time_keep_their_own(self, scene: Scene):
        one, other = book(scene, slot(scene)), book(scene, slot(scene, AT + HOUR), "bob")
        swaps = [lambda: move(scene, one, slot(scene, AT + HOUR)), lambda: move(scene, other, slot(scene, AT))]
        assert race(swaps) == 0
        assert len(scene.rows(Claim)) == 24


class TestSeats:
    @pytest.fixture
    def sitting(self, scene: Scene) -> ClassSession:
        place = scene.cedar
        row = ClassSession(
            clinic_id=place.clinic_id, treatment_id=place.treatments["yoga"], staff_id=place.staff_id,
            location_id=place.location_id, starts_local=AT.replace(tzinfo=None), zone=ZONE, zone_data="test",
            starts_at=AT, ends_at=AT + HOUR,
        )  # fmt: skip
        with scene.database.writing() as tx:
            tx.add(row)
        return row

    def test_a_class_takes_as_many_as_it_has_places(self, scene: Scene, sitting: ClassSession):
        wanted = slot(scene, treatment="yoga", sitting=sitting)
        assert race([lambda who=who: book(scene, wanted, who) for who in ("alice", "bob") * 6]) == 8
        assert sorted(claim.cell for claim in scene.rows(Claim)) == list(range(8))
        with pytest.raises(ClassFull):
            book(scene, wanted)

    def test_a_place_given_back_can_be_taken_again(self, scene: Scene, sitting: ClassSession):
        wanted = slot(scene, treatment="yoga", sitting=sitting)
        first, *_ = [book(scene, wanted) for _ in range(8)]
        scene.database.write(claims.free, first.id)
        assert scene.claims_of(book(scene, wanted, "bob").id) == 1
