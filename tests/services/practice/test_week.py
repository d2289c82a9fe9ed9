"""Weekly hours and time off, in both databases."""

from datetime import UTC, datetime, timedelta

import pytest

from myaccount.domain.refusals import NotAllowed, NotFound
from myaccount.models import Location, Shift, TimeOff
from myaccount.services.practice import hours, time_off
from myaccount.services.practice.week import week
from myaccount.views.practice import Outcome
from tests.scenes import NOW, Scene

MONDAY = {"day.0": "yes", "opens": "09:00", "closes": "12:00"}
HOLIDAY = {"from_day": "2026-12-24", "to_day": "2026-12-26", "note": "Skiing"}


def put(scene: Scene, who: str = "dana", shift_id: str = "", **typed: str) -> Outcome:
    ctx = scene.staff_ctx(who)
    return scene.database.write(hours.put, ctx, scene.staff["sam"], shift_id, typed or MONDAY)


def off(scene: Scene, who: str = "sam", of: str = "sam", **typed: str) -> Outcome:
    return scene.database.write(time_off.add, scene.staff_ctx(who), scene.staff[of], typed or HOLIDAY)


def test_hours_are_written_for_every_day_that_is_ticked(scene: Scene):
    assert put(scene, **MONDAY, **{"day.4": "yes"}).changed
    rows = scene.rows(Shift, staff_id=scene.staff["sam"])
    assert sorted((row.weekday, f"{row.opens:%H:%M}", row.mode) for row in rows) == [
        (0, "09:00", "bookable"), (4, "09:00", "bookable"),
    ]  # fmt: skip
    [entry] = scene.audit("hours.changed")
    assert entry.facts["before"] == ""
    assert entry.facts["after"].startswith("0/09:00-12:00/")


@pytest.mark.parametrize(
    ("typed", "box"),
    [
        ({"day.0": "no"}, "days"), ({"opens": "9"}, "opens"), ({"closes": "09:00"}, "closes"),
        ({"closes": "12:03"}, "closes"), ({"mode": "perhaps"}, "mode"), ({"location": "nowhere"}, "location"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_at_its_box(scene: Scene, typed: dict[str, str], box: str):
    assert list(put(scene, **{**MONDAY, **typed}).problems) == [box]
    assert not scene.rows(Shift)


def test_overlapping_hours_are_refused_and_touching_ones_are_not(scene: Scene):
    put(scene)
    assert (
        "(Monday, 9:00 a.m.–12:00 p.m.)"
        in put(scene, **MONDAY | {"opens": "11:55", "closes": "13:00"}).problems["opens"]
    )
    assert put(scene, **MONDAY | {"opens": "12:00", "closes": "13:00"}).changed


def test_changing_hours_replaces_them_and_says_which_visits_lie_outside(scene: Scene):
    put(scene)
    scene.book("alice", datetime(2026, 11, 23, 14, tzinfo=UTC))  # a Monday, 9 a.m. in Toronto
    [shift] = scene.rows(Shift)
    changed = put(scene, shift_id=shift.id, opens="10:00")
    assert changed.touches == "1 booked visit lies outside these hours. It stays as it is."
    assert [f"{row.opens:%H:%M}" for row in scene.rows(Shift)] == ["10:00"]


def test_hours_that_were_removed_can_be_brought_back(scene: Scene):
    put(scene)
    [shift] = scene.rows(Shift)
    fields, _ = scene.database.write(hours.remove, scene.staff_ctx("dana"), scene.staff["sam"], shift.id)
    assert not scene.rows(Shift)
    put(scene, **fields)
    assert [row.weekday for row in scene.rows(Shift)] == [0]


def test_a_practitioner_sees_their_own_week_and_changes_no_hours(scene: Scene):
    put(scene)
    own = scene.database.read(week, scene.staff_ctx("sam"), scene.staff["sam"])
    assert ([row.day for row in own.hours], own.may_change) == (["Monday"], False)
    with pytest.raises(NotAllowed):
        put(scene, "sam")
    for other in ("dana", "kim"):
        with pytest.raises(NotFound):
            scene.database.read(week, scene.staff_ctx("sam"), scene.staff[other])


def test_another_clinics_people_and_hours_are_not_found(scene: Scene):
    put(scene)
    [shift] = scene.rows(Shift)
    robin = scene.staff_ctx("robin")
    for staff_id in (scene.staff["kim"], "A" * 22, "a\0b"):
        with pytest.raises(NotFound):
            scene.database.write(hours.put, robin, staff_id, "", MONDAY)
        with pytest.raises(NotFound):
            scene.database.write(time_off.add, robin, staff_id, HOLIDAY)
    with pytest.raises(NotFound):
        scene.database.write(hours.remove, robin, scene.staff["dana"], shift.id)


def test_whole_days_off_are_instants_of_the_locations_zone(scene: Scene):
    off(scene)
    [row] = scene.rows(TimeOff)
    assert (row.starts_at, row.ends_at) == (
        datetime(2026, 12, 24, 5, tzinfo=UTC),
        datetime(2026, 12, 27, 5, tzinfo=UTC),
    )
    [entry] = scene.audit("time_off.added")
    assert "Skiing" not in str(entry.facts)
    [shown] = scene.database.read(week, scene.staff_ctx("dana"), scene.staff["sam"]).off
    assert (shown.when, shown.note) == ("Thu 24 December to Sat 26 December", "Skiing")


@pytest.mark.parametrize(
    ("typed", "box"),
    [
        ({"from_day": ""}, "from_day"), ({"from_day": "2026-13-01"}, "from_day"), ({"to_day": "2026-12-23"}, "to_day"),
        ({"from_day": "2027-03-14", "from_time": "02:30", "to_day": ""}, "from_time"),
        ({"to_time": "25:00"}, "to_time"),
        ({"to_day": "", "from_time": "14:00", "to_time": "14:00"}, "to_time"), ({"zone": "Europe/Paris"}, "zone"),
    ],
)  # fmt: skip
def test_time_off_that_cannot_be_is_said_at_its_box(scene: Scene, typed: dict[str, str], box: str):
    assert list(off(scene, **{**HOLIDAY, **typed}).problems) == [box]
    assert not scene.rows(TimeOff)


def test_time_off_says_which_visits_fall_in_it_and_changes_none(scene: Scene):
    visit = scene.book("alice", datetime(2026, 12, 24, 15, tzinfo=UTC))
    assert off(scene).touches == "1 booked visit falls in this time off. It stays as it is."
    assert scene.appointment(visit).state == "booked"


def test_time_off_that_was_removed_can_be_noted_again(scene: Scene):
    off(scene)
    [row] = scene.rows(TimeOff)
    fields = scene.database.write(time_off.remove, scene.staff_ctx("sam"), row.id)
    off(scene, **fields)
    [again] = scene.rows(TimeOff)
    assert (again.starts_at, again.ends_at, again.note) == (row.starts_at, row.ends_at, "Skiing")


def test_a_practitioner_notes_and_removes_nobody_elses_time_off(scene: Scene):
    off(scene, who="dana", of="dana")
    [row] = scene.rows(TimeOff)
    with pytest.raises(NotFound):
        off(scene, of="dana")
    for ctx in (scene.staff_ctx("sam"), scene.staff_ctx("kim")):
        with pytest.raises(NotFound):
            scene.database.write(time_off.remove, ctx, row.id)


def test_where_locations_have_several_zones_one_is_chosen_and_told(scene: Scene):
    with scene.database.writing() as tx:
        tx.add(
            Location(clinic_id=scene.cedar.clinic_id, name="West", time_zone="America/Vancouver", address="", phone="")
        )
    off(scene, **HOLIDAY, zone="America/Vancouver")
    [row] = scene.rows(TimeOff)
    assert row.starts_at == datetime(2026, 12, 24, 7, tzinfo=UTC)  # Vancouver stays seven hours behind
    [shown] = scene.database.read(week, scene.staff_ctx("sam"), scene.staff["sam"]).off
    assert shown.when.endswith("Vancouver time")


def test_what_is_over_is_not_listed(scene: Scene):
    off(scene)
    later = scene.staff_ctx("sam", now=NOW + timedelta(days=60))
    assert scene.database.read(week, later, scene.staff["sam"]).off == ()
