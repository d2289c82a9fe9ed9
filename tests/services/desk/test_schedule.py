"""Today and the schedule: who sees what of a day and of a week."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from myaccount.domain.appointments import AppointmentState
from myaccount.domain.refusals import NotFound
from myaccount.models import Appointment, Location
from myaccount.services.desk import bookings as desk_bookings
from myaccount.services.desk import schedule
from myaccount.services.desk.today import today
from myaccount.views.schedule import SchedulePage, TodayPage
from tests.scenes import NOW, ZONE, Scene
from tests.services.desk.test_bookings import a_class, add_hours, away
from tests.services.desk.test_visits import pat

TUESDAY = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 12, tzinfo=ZoneInfo(ZONE))
HOUR = timedelta(hours=1)


def a_day(scene: Scene, who: str = "dana", day: date = TUESDAY, location: str = "", now=NOW) -> SchedulePage:
    return scene.database.read(schedule.day, scene.staff_ctx(who, now=now), day, location)


def a_week(scene: Scene, who: str = "dana", staff: str = "sam") -> SchedulePage:
    return scene.database.read(schedule.week, scene.staff_ctx(who), scene.staff[staff], date(2026, 11, 23))


def now_day(scene: Scene, who: str = "dana", staff: str = "", location: str = "", now=NOW) -> TodayPage:
    return scene.database.read(today, scene.staff_ctx(who, now=now), staff, location)


class TestDay:
    def test_a_visit_stands_where_its_time_is_with_a_name_that_says_it_all(self, scene: Scene):
        add_hours(scene)
        scene.book("alice", AT)
        page = a_day(scene)
        [column] = page.columns
        [block] = column.blocks
        assert (page.first, page.minutes) == (9 * 60, 8 * 60)
        assert (block.top, block.minutes, block.lanes) == (180, 60, 1)
        assert block.name == "12:00–1:00 p.m., Alice Moreau, Physiotherapy, booked"
        assert [(one.top, one.minutes) for one in column.hours] == [(0, 480)]
        assert [one.label for one in page.hours][:4] == ["9 a.m.", "10 a.m.", "11 a.m.", "12 p.m."]

    def test_time_off_has_its_name(self, scene: Scene):
        add_hours(scene)
        away(scene, AT, AT + 30 * HOUR)
        [band] = a_day(scene).columns[0].away
        assert (band.top, band.minutes, band.label) == (180, 300, "Time off")

    def test_a_cancelled_visit_leaves_the_grid_for_the_list_below(self, scene: Scene):
        scene.book("alice", AT, state=AppointmentState.CANCELLED)
        page = a_day(scene)
        assert page.columns[0].blocks == []
        assert page.cancelled[0].line == "Tue 24 November, 12:00 p.m.: Alice Moreau, Physiotherapy, with Sam Field"

    def test_what_was_taken_back_is_nowhere(self, scene: Scene):
        scene.book("alice", AT, state=AppointmentState.ARCHIVED)
        assert (a_day(scene).columns, a_day(scene).cancelled) == ([], [])

    def test_a_class_is_one_block_with_its_seats(self, scene: Scene):
        sitting = a_class(scene, AT)
        for who in ("alice", "bob"):
            scene.database.write(desk_bookings.book_seat, scene.dana_ctx(), scene.people[who], sitting)
        [block] = a_day(scene).columns[0].blocks
        assert (block.id, block.is_class, block.who, block.what) == (sitting, True, "Gentle yoga", "2 of 8")
        assert block.name == "12:00–1:00 p.m., Gentle yoga, 2 of 8"

    def test_a_missed_visit_and_who_came_instead_stand_side_by_side(self, scene: Scene):
        scene.book("alice", AT, state=AppointmentState.NO_SHOW)
        scene.book("bob", AT + HOUR / 2)
        assert [(one.lane, one.lanes) for one in a_day(scene).columns[0].blocks] == [(0, 2), (1, 2)]

    def test_the_line_of_now_is_on_today_alone_and_moves_every_five_minutes(self, scene: Scene):
        scene.book("alice", NOW)
        here = a_day(scene, day=date(2026, 11, 20), now=NOW + timedelta(minutes=7, seconds=1))
        assert (here.now, here.columns[0].is_today) == (7, True)
        assert here.next_change == NOW + timedelta(minutes=10)
        assert a_day(scene).now == -1

    def test_one_location(self, scene: Scene):
        scene.book("alice", AT)
        assert len(a_day(scene, location=scene.cedar.location_id).columns) == 1
        assert a_day(scene, location=scene.birch.location_id).columns == []

    @pytest.mark.parametrize("day", [date(1970, 1, 1), date(2099, 12, 31)])
    def test_a_day_on_which_nobody_works_shows_the_usual_hours(self, scene: Scene, day: date):
        page = a_day(scene, day=day)
        assert (page.columns, page.first, page.minutes) == ([], 480, 600)

    def test_a_practitioner_sees_their_own_column_alone(self, scene: Scene):
        visit = scene.book("alice", AT)
        other = pat(scene)
        with scene.database.writing() as tx:
            tx.get_one(Appointment, visit).staff_id = other
        assert [one.staff_id for one in a_day(scene, "dana").columns] == [other]
        assert [(one.staff_id, one.blocks) for one in a_day(scene, "sam").columns] == [(scene.staff["sam"], [])]

    def test_another_clinic_sees_nothing_of_it(self, scene: Scene):
        scene.book("alice", AT)
        assert "Alice" not in str(a_day(scene, "kim"))

    def test_where_the_clocks_differ_each_visit_is_at_its_own_time_with_its_city(self, scene: Scene):
        with scene.database.writing() as tx:
            tx.add(
                Location(
                    clinic_id=scene.cedar.clinic_id, name="West", time_zone="America/Vancouver", address="", phone=""
                )
            )
        scene.book("alice", AT)
        late = datetime(2026, 11, 24, 23, tzinfo=ZoneInfo("America/Vancouver"))
        scene.book("bob", late, zone="America/Vancouver", claims=False)
        names = [block.name for block in a_day(scene).columns[0].blocks]
        assert names == [
            "12:00–1:00 p.m., Toronto time, Alice Moreau, Physiotherapy, booked",
            "11:00 p.m.–12:00 a.m., Vancouver time, Bob Moreau, Physiotherapy, booked",
        ]


class TestWeek:
    def test_a_column_for_each_day_and_the_weekend_when_there_is_something(self, scene: Scene):
        add_hours(scene)
        scene.book("alice", AT)
        assert [(one.name, len(one.blocks)) for one in a_week(scene).columns] == [
            ("Mon 23", 0), ("Tue 24", 1), ("Wed 25", 0), ("Thu 26", 0), ("Fri 27", 0),
        ]  # fmt: skip
        scene.book("bob", AT + timedelta(days=5))
        assert len(a_week(scene).columns) == 7

    @pytest.mark.parametrize("staff", ["dana", "kim"])
    def test_of_nobody_who_treats_nobody_or_of_another_clinic(self, scene: Scene, staff: str):
        with pytest.raises(NotFound):
            a_week(scene, staff=staff)

    def test_a_practitioner_opens_nobody_elses(self, scene: Scene):
        with pytest.raises(NotFound):
            scene.database.read(schedule.week, scene.staff_ctx("sam"), pat(scene), date(2026, 11, 23))


class TestToday:
    def test_it_lists_the_day_by_time_and_counts_who_has_arrived(self, scene: Scene):
        scene.book("bob", NOW + HOUR)
        scene.book("alice", NOW - HOUR, state=AppointmentState.ARRIVED)
        scene.book("alice", NOW + 3 * HOUR, state=AppointmentState.CANCELLED)
        scene.book("alice", NOW + timedelta(days=1))
        page = now_day(scene)
        assert (page.title, page.counts) == ("Friday 20 November 2026", "2 visits, 1 arrived")
        assert [(row.who, row.state_word, row.is_next) for row in page.rows] == [
            ("Alice Moreau", "Arrived", False), ("Bob Moreau", "Booked", True), ("Alice Moreau", "Cancelled", False),
        ]  # fmt: skip
        assert page.next_change == NOW + HOUR

    def test_it_offers_what_can_be_done_now(self, scene: Scene):
        scene.book("bob", NOW)
        [row] = now_day(scene).rows
        assert (row.arrive, row.miss, row.undo) == (True, True, False)
        [row] = now_day(scene, now=NOW - timedelta(microseconds=1)).rows
        assert (row.arrive, row.miss, row.undo) == (True, False, False)

    def test_of_one_practitioner_or_location(self, scene: Scene):
        scene.book("bob", NOW)
        assert len(now_day(scene, staff=scene.staff["sam"]).rows) == 1
        assert now_day(scene, staff=pat(scene)).rows == []
        assert now_day(scene, location=scene.birch.location_id).rows == []

    def test_a_practitioner_sees_their_own_alone(self, scene: Scene):
        visit = scene.book("alice", NOW)
        assert len(now_day(scene, "sam").rows) == 1
        other = pat(scene)
        with scene.database.writing() as tx:
            tx.get_one(Appointment, visit).staff_id = other
        assert now_day(scene, "sam").rows == now_day(scene, "sam", other).rows == []
        assert len(now_day(scene, "robin").rows) == 1

    def test_another_clinic_sees_nothing_of_it(self, scene: Scene):
        scene.book("alice", NOW)
        assert now_day(scene, "kim").rows == []

    def test_a_day_without_visits(self, scene: Scene):
        assert (now_day(scene).rows, now_day(scene).counts) == ([], "0 visits, 0 arrived")
