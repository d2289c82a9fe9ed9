"""A newer zone database: what is to come follows the clocks, with all that hangs on it; in both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from myaccount import clock
from myaccount.domain import time as domain_time
from myaccount.domain.appointments import AppointmentState
from myaccount.domain.time import wall_time
from myaccount.models import (
    Appointment,
    AuditEntry,
    BookingHold,
    Change,
    Claim,
    ClassSession,
    OutboxMessage,
    Person,
    Staff,
    Task,
    TimeOff,
    WaitOffer,
)
from myaccount.services.desk import tasks
from myaccount.services.operation import clock_changes
from myaccount.services.outgoing import letters, reminder_sweep
from myaccount.services.visits import appointments
from myaccount.services.wait_list import joining
from myaccount.store import outbox as outbox_store
from myaccount.views.operator import ClocksFollowed
from tests.scenes import FAMILY_EMAIL, NOW, ZONE, Scene
from tests.services.booking.clinic_week import MONDAY, add, booked, change, criteria, hold, open_all_week

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AT = NOW + 4 * DAY
"""A Tuesday, 10:00 a.m. in Toronto by the zone data in use."""
OLD = AT + HOUR
"""The instant of that time by the zone data of before."""
SKIPPED = datetime(2027, 3, 14, 2, 30)


@pytest.fixture
def week(scene: Scene) -> Scene:
    """Cedar with Sam's shift on each day of the week."""
    open_all_week(scene)
    return scene


def follow(scene: Scene, now: datetime = NOW) -> ClocksFollowed:
    return clock_changes.follow(scene.database, now)


def agreed_before(scene: Scene, who: str = "alice", at: datetime = AT, off: timedelta = HOUR, **facts: Any) -> str:
    """Book a visit for a wall time whose instant was another by the zone data of before; it holds that one."""
    visit = scene.book(who, at + off, at - 10 * DAY, **facts)
    wall = wall_time(at, scene.appointment(visit).zone)
    change(scene, Appointment, visit, starts_local=wall.local, fold=wall.fold)
    return visit


def as_now(scene: Scene, visit: str) -> str:
    """Make a visit one that the zone data in use has derived."""
    change(scene, Appointment, visit, zone_data=clock.zone_data_version())
    return visit


def held_from(scene: Scene, holder: str) -> tuple[datetime, int]:
    """Tell from when on somebody holds Sam's time, and how many cells of it."""
    cells = sorted(row.cell for row in scene.rows(Claim, holder_id=holder))
    return datetime.fromtimestamp(cells[0] * 300, UTC), len(cells)


def a_class(scene: Scene, at: datetime = AT, off: timedelta = HOUR) -> str:
    place = scene.cedar
    row = ClassSession(
        clinic_id=place.clinic_id, treatment_id=place.treatments["yoga"], staff_id=place.staff_id,
        location_id=place.location_id, starts_local=wall_time(at, ZONE).local, zone=ZONE, zone_data="old",
        starts_at=at + off, ends_at=at + off + HOUR,
    )  # fmt: skip
    add(scene, row)
    first = int((at + off).timestamp()) // 300
    add(scene, *[Claim(resource=f"staff:{place.staff_id}", cell=first + n, holder_id=row.id) for n in range(12)])
    return row.id


def a_seat(scene: Scene, who: str, class_id: str, number: int) -> str:
    visit = agreed_before(scene, who, claims=False, treatment="yoga")
    change(scene, Appointment, visit, class_id=class_id)
    add(scene, Claim(resource=f"class:{class_id}", cell=number, holder_id=visit))
    return visit


def time_off(scene: Scene, first: datetime, last: datetime, starts_at: datetime) -> str:
    row = TimeOff(
        clinic_id=scene.cedar.clinic_id, staff_id=scene.cedar.staff_id, starts_local=first, ends_local=last, zone=ZONE,
        zone_data="old", starts_at=starts_at, ends_at=starts_at + (last - first),
    )  # fmt: skip
    add(scene, row)
    return row.id


def unsent(scene: Scene) -> list[tuple[str, datetime]]:
    return sorted((one.kind, one.due_at) for one in scene.rows(OutboxMessage, state="unsent"))


def plan(scene: Scene, now: datetime = NOW) -> None:
    scene.database.write(reminder_sweep.plan_missing, now)


def send(scene: Scene, now: datetime) -> list[str]:
    """Send what is due; tell the kinds."""
    taken = scene.database.write(outbox_store.claim, now, now + HOUR / 30, 9)
    for one in taken:
        scene.database.write(outbox_store.mark_sent, one, FAMILY_EMAIL, now)
    return [one.kind for one in taken]


class TestMoving:
    @pytest.mark.parametrize("off", [HOUR, -HOUR])
    def test_a_visit_keeps_its_wall_time_and_takes_its_instant_and_its_claims_anew(self, scene: Scene, off: timedelta):
        visit = agreed_before(scene, off=off)
        told = follow(scene)
        row = scene.appointment(visit)
        assert (row.starts_at, row.ends_at) == (AT, AT + HOUR)
        assert (row.starts_local, row.zone_data) == (datetime(2026, 11, 24, 10), clock.zone_data_version())
        assert held_from(scene, visit) == (AT, 12)
        assert len(scene.rows(Claim)) == 12
        assert (told.moved, told.left) == (1, ())
        assert told.lines == (f"Zone data {clock.zone_data_version()}. Times moved with the clocks: 1. Not moved: 0.",)

    def test_the_trail_tells_and_open_pages_hear_of_it(self, scene: Scene):
        visit = agreed_before(scene)
        follow(scene)
        [entry] = scene.audit("clocks.followed")
        assert (entry.person_id, entry.subject_id, entry.actor_id) == (scene.alice, visit, None)
        assert entry.facts == {"kind": "visit", "before": OLD.isoformat()}
        if scene.database.is_sqlite:
            assert ("visit", scene.alice) in {(one.topic, one.person_id) for one in scene.rows(Change)}

    def test_a_second_run_does_nothing(self, scene: Scene):
        agreed_before(scene)
        agreed_before(scene, at=NOW + 9 * DAY, off=timedelta(0))
        follow(scene)
        before = [scene.rows(table) for table in (Appointment, Claim, AuditEntry, OutboxMessage, Change)]
        assert follow(scene) == ClocksFollowed(clock.zone_data_version(), 0, ())
        assert [scene.rows(table) for table in (Appointment, Claim, AuditEntry, OutboxMessage, Change)] == before

    def test_where_nothing_differs_only_the_version_is_noted(self, scene: Scene):
        visit = agreed_before(scene, off=timedelta(0))
        assert follow(scene).lines == ()
        row = scene.appointment(visit)
        assert (row.zone_data, row.version, scene.audit("clocks.followed")) == (clock.zone_data_version(), 1, [])

    def test_what_is_over_stays_as_it_was(self, scene: Scene):
        visit = agreed_before(scene, at=NOW - 2 * HOUR, off=timedelta(0))
        change(scene, Appointment, visit, starts_local=datetime(2026, 11, 20, 9))
        follow(scene)
        assert scene.appointment(visit).zone_data == "test"

    def test_a_whole_morning_moves_together(self, scene: Scene):
        visits = [agreed_before(scene, "bob", AT + n * HOUR) for n in range(3)]
        assert follow(scene).moved == 3
        assert [held_from(scene, visit) for visit in visits] == [(AT + n * HOUR, 12) for n in range(3)]

    def test_each_clinics_times_follow(self, scene: Scene):
        visits = [agreed_before(scene, who) for who in ("alice", "charlie")]
        assert follow(scene).moved == 2
        assert {scene.appointment(visit).starts_at for visit in visits} == {AT}
        assert [entry.clinic_id for entry in scene.audit("clocks.followed")].count(scene.birch.clinic_id) == 1

    def test_one_that_is_cancelled_follows_without_a_word_and_can_be_brought_back_there(self, scene: Scene):
        visit = agreed_before(scene, state=AppointmentState.CANCELLED)
        follow(scene)
        assert scene.appointment(visit).starts_at == AT
        assert (scene.rows(OutboxMessage), scene.rows(Claim)) == ([], [])

    def test_of_two_that_start_at_once_one_does_it(self, scene: Scene):
        visits = [agreed_before(scene, "bob", AT + n * HOUR) for n in range(5)]
        together = Barrier(2)

        def start(_: int) -> int:
            together.wait()
            return follow(scene).moved

        with ThreadPoolExecutor(2) as pool:
            assert sum(pool.map(start, range(2))) == 5
        assert len(scene.audit("clocks.followed")) == 5
        assert [held_from(scene, visit) for visit in visits] == [(AT + n * HOUR, 12) for n in range(5)]

    def test_by_a_zone_database_with_other_rules(self, week: Scene, monkeypatch: pytest.MonkeyPatch):
        visit = booked(week)
        follow(week)
        monkeypatch.setattr(domain_time, "ZoneInfo", lambda name: ZoneInfo("America/Halifax"))
        assert follow(week).moved == 0
        monkeypatch.setattr(clock, "zone_data_version", lambda: "2027.1")
        assert follow(week).moved == 1
        row = week.appointment(visit)
        assert (row.starts_at, row.zone_data) == (MONDAY - HOUR, "2027.1")
        assert held_from(week, visit) == (MONDAY - HOUR, 12)


class TestHoldsAndOffers:
    def test_what_is_held_for_a_moment_gives_way(self, week: Scene):
        visit = agreed_before(week, "bob", MONDAY)
        hold(week, at=MONDAY, who="dana")
        follow(week)
        assert held_from(week, visit) == (MONDAY, 12)
        assert (week.rows(BookingHold), len(week.rows(Claim))) == ([], 12)

    def test_what_is_offered_to_who_waits_moves_along(self, week: Scene):
        week.set("wait_list", True)
        days = {"first": "2026-11-20", "last": "2026-11-30", "part": "any"}
        week.database.write(joining.join, week.bob_ctx(), criteria(week), days)
        visit = booked(week, MONDAY + HOUR)
        week.database.write(appointments.cancel, week.alice_ctx(), visit, "")
        change(week, Appointment, visit, starts_local=wall_time(MONDAY, ZONE).local, zone_data="old")
        follow(week)
        assert [(one.starts_at, one.ends_at) for one in week.rows(WaitOffer)] == [(MONDAY, MONDAY + HOUR)]


class TestMessages:
    def test_reminders_are_planned_by_the_new_start_and_the_old_ones_do_not_go(self, scene: Scene):
        agreed_before(scene)
        plan(scene, OLD - 60 * HOUR)
        assert unsent(scene) == [("visit_reminder", OLD - 48 * HOUR)]
        follow(scene)
        assert unsent(scene) == [("visit_reminder", AT - 48 * HOUR)]
        assert [one.error for one in scene.rows(OutboxMessage, state="withdrawn")] == ["visit_changed"]

    def test_a_reminder_that_has_left_is_not_sent_again(self, scene: Scene):
        agreed_before(scene, off=-HOUR)
        sent_at = AT - HOUR - 48 * HOUR
        plan(scene, sent_at - HOUR)
        assert send(scene, sent_at) == ["visit_reminder"]
        follow(scene, sent_at + HOUR / 2)
        plan(scene, sent_at + HOUR / 2)
        assert send(scene, sent_at + 2 * HOUR) == []
        assert len(scene.rows(OutboxMessage)) == 1

    def test_one_that_is_on_its_way_at_this_moment_is_not_sent_again_either(self, scene: Scene):
        agreed_before(scene, off=-HOUR)
        sent_at = AT - HOUR - 48 * HOUR
        plan(scene, sent_at - HOUR)
        [one] = scene.database.write(outbox_store.claim, sent_at, sent_at + HOUR / 30, 9)
        follow(scene, sent_at)
        scene.database.write(outbox_store.mark_sent, one, FAMILY_EMAIL, sent_at)
        plan(scene, sent_at)
        assert [one.state for one in scene.rows(OutboxMessage)] == ["sent"]

    def test_there_and_back_again_it_is_still_told_once(self, scene: Scene):
        visit = agreed_before(scene)
        plan(scene, AT - 60 * HOUR)
        follow(scene)
        send(scene, AT - 48 * HOUR)
        wall = wall_time(OLD, ZONE).local
        change(scene, Appointment, visit, starts_local=wall, zone_data="older")
        follow(scene, AT - 48 * HOUR)
        plan(scene, AT - 48 * HOUR)
        assert unsent(scene) == []
        assert scene.appointment(visit).starts_at == OLD

    def test_whoever_comes_is_told_nothing_else_since_the_clocks_there_show_what_was_agreed(self, scene: Scene):
        change(scene, Person, scene.alice, time_zone="Australia/Sydney")
        agreed_before(scene)
        follow(scene)
        assert [kind for kind, _ in unsent(scene)] == ["visit_reminder"]

    def test_online_whoever_lives_by_other_clocks_is_told_the_new_time(self, scene: Scene):
        change(scene, Person, scene.alice, time_zone="Australia/Sydney")
        agreed_before(scene, treatment="video-45")
        agreed_before(scene, "bob", AT + DAY, treatment="video-45")
        follow(scene)
        [message] = scene.rows(OutboxMessage, kind="visit_moved")
        assert (message.person_id, message.due_at) == (scene.alice, NOW)
        said = scene.database.read(letters.letter, message, NOW).details[0].text
        assert "2:00–2:45 a.m. · Sydney time" in said

    def test_a_calendar_entry_counts_up(self, scene: Scene):
        visit = agreed_before(scene)
        follow(scene)
        assert scene.appointment(visit).version == 2


class TestStaying:
    def test_a_time_that_is_somebody_elses_is_not_taken_and_the_desk_has_a_task(self, scene: Scene):
        visit = agreed_before(scene)
        other = as_now(scene, scene.book("bob", AT))
        told = follow(scene)
        row = scene.appointment(visit)
        assert (row.starts_at, row.zone_data) == (OLD, clock.zone_data_version())
        assert (held_from(scene, visit), held_from(scene, other)) == ((OLD, 12), (AT, 12))
        assert told.lines[1:] == (f"Not moved: visit {visit} (taken). The desk has a task.",)
        [task] = scene.rows(Task)
        assert (task.kind, task.person_id, task.subject_id) == ("clocks_changed", scene.alice, visit)
        assert task.note.startswith("Physiotherapy: agreed for Tue 24 November, 10:00 a.m., but")
        assert "It is kept at Tue 24 November, 11:00 a.m. (Toronto time)." in task.note
        [entry] = scene.audit("clocks.not_followed")
        assert entry.facts == {"kind": "visit", "why": "taken", "agreed": "2026-11-24T10:00:00"}

    def test_from_then_on_everything_says_the_time_that_is_kept(self, scene: Scene):
        visit = agreed_before(scene)
        as_now(scene, scene.book("bob", AT))
        follow(scene)
        assert scene.appointment(visit).starts_local == datetime(2026, 11, 24, 11)
        assert follow(scene).lines == ()
        assert len(scene.rows(Task)) == 1

    def test_the_desk_sees_the_task_and_its_patient_does_not(self, scene: Scene):
        agreed_before(scene)
        as_now(scene, scene.book("bob", AT))
        follow(scene)
        [row] = scene.database.read(tasks.open_page, scene.dana_ctx(lang="fr"), "", ()).rows
        assert (row.kind, row.patient) == ("Une heure à convenir de nouveau", "Alice Moreau")

    def test_a_time_that_the_clocks_skip_now(self, scene: Scene):
        kept = datetime(2027, 3, 14, 7, 30, tzinfo=UTC)
        visit = scene.book("alice", kept, NOW - DAY)
        change(scene, Appointment, visit, starts_local=SKIPPED)
        told = follow(scene)
        assert [one.why for one in told.left] == ["skipped"]
        assert (held_from(scene, visit), told.moved) == ((kept, 12), 0)
        [task] = scene.rows(Task)
        assert "agreed for Sun 14 March, 2:30 a.m." in task.note and "skip" in task.note
        assert scene.appointment(visit).starts_local == datetime(2027, 3, 14, 3, 30)

    def test_one_that_is_cancelled_is_no_task(self, scene: Scene):
        visit = scene.book("alice", datetime(2027, 3, 14, 7, 30, tzinfo=UTC), NOW, state=AppointmentState.CANCELLED)
        change(scene, Appointment, visit, starts_local=SKIPPED)
        assert follow(scene).left == ()
        assert scene.rows(Task) == []


class TestClasses:
    def test_a_class_moves_with_everybody_in_it_and_they_keep_their_seats(self, scene: Scene):
        sitting = a_class(scene)
        seats = [a_seat(scene, who, sitting, n) for n, who in enumerate(("alice", "bob"))]
        told = follow(scene)
        [row] = scene.rows(ClassSession)
        assert (row.starts_at, row.ends_at, row.zone_data) == (AT, AT + HOUR, clock.zone_data_version())
        assert {scene.appointment(seat).starts_at for seat in seats} == {AT}
        assert held_from(scene, sitting) == (AT, 12)
        assert [row.holder_id for row in scene.rows(Claim, resource=f"class:{sitting}")] == seats
        assert told.moved == 3
        assert len(unsent(scene)) == 2

    def test_a_seat_that_was_booked_since_the_upgrade_moves_along(self, scene: Scene):
        sitting = a_class(scene)
        seat = as_now(scene, a_seat(scene, "alice", sitting, 0))
        change(scene, Appointment, seat, starts_local=wall_time(OLD, ZONE).local)
        follow(scene)
        row = scene.appointment(seat)
        assert (row.starts_at, row.starts_local) == (AT, datetime(2026, 11, 24, 10))

    def test_one_that_cannot_move_stays_with_everybody_in_it_and_is_one_task(self, scene: Scene):
        sitting = a_class(scene)
        seat = a_seat(scene, "alice", sitting, 0)
        as_now(scene, scene.book("bob", AT))
        told = follow(scene)
        assert [(one.kind, one.id, one.why) for one in told.left] == [("class", sitting, "taken")]
        assert scene.appointment(seat).starts_at == OLD
        [task] = scene.rows(Task)
        assert (task.subject_id, task.person_id) == (sitting, scene.people["sam"])


class TestTimeOff:
    def test_it_follows_the_clocks(self, scene: Scene):
        off = time_off(scene, datetime(2026, 11, 30), datetime(2026, 12, 2), datetime(2026, 11, 30, 6, tzinfo=UTC))
        assert follow(scene).moved == 1
        [row] = scene.rows(TimeOff)
        assert (row.starts_at, row.ends_at) == tuple(datetime(2026, *day, 5, tzinfo=UTC) for day in ((11, 30), (12, 2)))
        assert row.zone_data == clock.zone_data_version()
        assert [entry.subject_id for entry in scene.audit("clocks.followed")] == [off]

    def test_what_the_clocks_skip_is_a_task(self, scene: Scene):
        off = time_off(scene, SKIPPED, datetime(2027, 3, 14, 9), datetime(2027, 3, 14, 7, 30, tzinfo=UTC))
        assert [one.id for one in follow(scene).left] == [off]
        [task] = scene.rows(Task)
        assert task.note.startswith("Time off: agreed for Sun 14 March, 2:30 a.m.")
        assert task.person_id == scene.rows(Staff, id=scene.cedar.staff_id)[0].person_id
