"""A visit as a calendar entry: by whose clocks it is written, and what a calendar makes of it; in both databases."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar, Event

from myaccount.models import Person
from myaccount.services.visits import calendar_feed, calendar_file
from tests.scenes import NOW, Scene
from tests.services.booking.clinic_week import change

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
AT = NOW + 4 * DAY


def written(scene: Scene, visit: str) -> Calendar:
    return Calendar.from_ical(scene.database.read(calendar_file.visit, scene.alice_ctx(), visit))


def entry(calendar: Calendar) -> Event:
    [found] = calendar.events
    return found


def local(calendar: Calendar, name: str = "dtstart") -> tuple[str, str]:
    """What stands in the file: whose clocks, and what they show."""
    value = entry(calendar)[name]
    return value.params.get("TZID", "UTC"), f"{value.dt:%Y-%m-%d %H:%M}"


def offset(calendar: Calendar, at: datetime) -> timedelta | None:
    """What the file's own rules say of a wall time, whatever the reader's zone database knows."""
    [clocks] = calendar.timezones
    return at.replace(tzinfo=clocks.to_tz(lookup_tzid=False)).utcoffset()


def test_in_person_it_is_written_by_the_clocks_of_the_place_wherever_the_patient_lives(scene: Scene):
    change(scene, Person, scene.alice, time_zone="Australia/Sydney")
    calendar = written(scene, scene.book("alice", AT))
    assert local(calendar) == ("America/Toronto", "2026-11-24 10:00")
    assert local(calendar, "dtend") == ("America/Toronto", "2026-11-24 11:00")
    assert [clocks.tz_name for clocks in calendar.timezones] == ["America/Toronto"]
    assert entry(calendar).start.astimezone(UTC) == AT


@pytest.mark.parametrize(
    ("zone", "winter", "before"),
    [("America/Vancouver", -7, -8), ("America/Edmonton", -6, -7), ("America/Toronto", -5, -5)],
)
def test_its_rules_of_the_clocks_are_those_of_2026(scene: Scene, zone: str, winter: int, before: int):
    calendar = written(scene, scene.book("alice", AT, zone=zone))
    assert offset(calendar, datetime(2026, 12, 1, 12)) == winter * HOUR
    assert offset(calendar, datetime(2027, 1, 15, 12)) == winter * HOUR
    assert offset(calendar, datetime(2026, 2, 1, 12)) == before * HOUR


def test_a_video_visit_is_written_in_utc_which_every_calendar_shows_in_its_owners_zone(scene: Scene):
    calendar = written(scene, scene.book("alice", AT, treatment="video-45"))
    assert local(calendar) == ("UTC", "2026-11-24 15:00")
    assert calendar.timezones == []


@pytest.mark.parametrize(
    ("at", "says"), [(5, ("America/Toronto", "2027-11-07 01:00")), (6, ("UTC", "2027-11-07 06:00"))]
)
def test_of_an_hour_that_comes_twice_the_second_is_written_in_utc(scene: Scene, at: int, says: Any):
    instant = datetime(2027, 11, 7, at, tzinfo=UTC)
    calendar = written(scene, scene.book("alice", instant, NOW))
    assert local(calendar) == says
    assert entry(calendar).start.astimezone(UTC) == instant


def test_a_calendar_that_follows_holds_the_rules_of_every_place_once_and_the_same_visits_are_the_same_bytes(
    scene: Scene,
):
    for days, zone in (
        (1, "America/Vancouver"),
        (2, "America/Toronto"),
        (3, "America/Edmonton"),
        (4, "America/Toronto"),
    ):
        scene.book("alice", AT + days * DAY, zone=zone)
    address = scene.database.write(calendar_feed.renew, scene.alice_ctx())
    token = address.rpartition("/")[2].removesuffix(".ics")
    first, again = (scene.database.read(calendar_feed.serve, scene.clinic_ctx(), token) for _ in range(2))
    assert first == again
    calendar = Calendar.from_ical(first[0])
    assert [one.tz_name for one in calendar.timezones] == ["America/Edmonton", "America/Toronto", "America/Vancouver"]
    assert calendar.get_missing_tzids() == set()
    assert {event.start.astimezone(UTC) for event in calendar.events} == {AT + days * DAY for days in range(1, 5)}


def test_a_calendar_without_visits_is_one_all_the_same(scene: Scene):
    address = scene.database.write(calendar_feed.renew, scene.alice_ctx())
    token = address.rpartition("/")[2].removesuffix(".ics")
    body, _ = scene.database.read(calendar_feed.serve, scene.clinic_ctx(), token)
    assert Calendar.from_ical(body).events == []
