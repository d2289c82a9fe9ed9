"""The private calendar address, in both databases."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from myaccount.domain.appointments import AppointmentState
from myaccount.domain.refusals import NotFound
from myaccount.models import CalendarFeed
from myaccount.services.visits import calendar_feed
from tests.scenes import NOW, Scene

DAY, TICK = timedelta(days=1), timedelta(microseconds=1)


def renew(scene: Scene) -> str:
    return scene.database.write(calendar_feed.renew, scene.alice_ctx())


def token(address: str) -> str:
    return address.rpartition("/")[2].removesuffix(".ics")


def serve(scene: Scene, address: str, slug: str = "cedar") -> bytes:
    return scene.database.read(calendar_feed.serve, scene.clinic_ctx(slug), token(address))[0]


def entries(scene: Scene, address: str):
    return Calendar.from_ical(serve(scene, address)).walk("VEVENT")


def test_there_is_none_until_it_is_made_and_then_it_can_be_shown_again(scene: Scene):
    assert scene.database.read(calendar_feed.address, scene.alice_ctx()) == ""
    made = renew(scene)
    assert made.endswith(".ics")
    assert scene.database.read(calendar_feed.address, scene.alice_ctx()) == made
    assert len(scene.audit("calendar_link.made")) == 1


def test_the_database_does_not_hold_the_token_in_the_clear(scene: Scene):
    made = token(renew(scene))
    [row] = scene.rows(CalendarFeed)
    assert made not in f"{row.token} {row.token_hash}"


def test_a_new_address_stops_the_old_one_at_once(scene: Scene):
    old, new = renew(scene), renew(scene)
    with pytest.raises(NotFound):
        serve(scene, old)
    assert serve(scene, new)


def test_stopped_it_is_gone(scene: Scene):
    made = renew(scene)
    scene.database.write(calendar_feed.stop, scene.alice_ctx())
    with pytest.raises(NotFound):
        serve(scene, made)
    assert len(scene.audit("calendar_link.stopped")) == 1
    scene.database.write(calendar_feed.stop, scene.alice_ctx())
    assert len(scene.audit("calendar_link.stopped")) == 1


@pytest.mark.parametrize("wrong", ["", "x", "visit", "é" * 300, "\ud800"])
def test_an_unknown_one_is_not_found(scene: Scene, wrong: str):
    renew(scene)
    with pytest.raises(NotFound):
        scene.database.read(calendar_feed.serve, scene.clinic_ctx(), wrong)


def test_at_another_clinics_address_it_is_not_found(scene: Scene):
    made = renew(scene)
    with pytest.raises(NotFound):
        serve(scene, made, "birch")


def test_it_holds_the_visits_to_come_and_those_of_ninety_days_and_nobody_elses(scene: Scene):
    made = renew(scene)
    hour = timedelta(hours=1)
    expected = [
        scene.book("alice", NOW + 3 * DAY),
        scene.book("alice", NOW - 90 * DAY - hour, state=AppointmentState.ARRIVED, claims=False),
    ]
    scene.book("alice", NOW - 90 * DAY - hour - TICK, claims=False)
    scene.book("alice", NOW + 4 * DAY, state=AppointmentState.CANCELLED)
    scene.book("bob", NOW + 5 * DAY)
    assert {entry["uid"] for entry in entries(scene, made)} == {f"{visit}@cedar" for visit in expected}


def test_it_names_no_treatment(scene: Scene):
    made = renew(scene)
    scene.book("alice", NOW + 3 * DAY)
    body = serve(scene, made).decode()
    assert "Physiotherapy" not in body
    assert "SUMMARY:Visit at Cedar Physio" in body


def test_long_lines_are_folded_and_special_characters_escaped(scene: Scene):
    from myaccount.models import Location

    with scene.database.writing() as tx:
        tx.get_one(Location, scene.cedar.location_id).address = "1 Main St; Suite 2, Toronto\\ON " + "é" * 100
    made = renew(scene)
    scene.book("alice", NOW + 3 * DAY)
    body = serve(scene, made)
    assert max(len(line) for line in body.split(b"\r\n")) <= 75
    [entry] = Calendar.from_ical(body).walk("VEVENT")
    assert "1 Main St; Suite 2, Toronto\\ON" in entry["location"]


def test_the_same_visits_give_the_same_bytes(scene: Scene):
    made = renew(scene)
    scene.book("alice", NOW + 3 * DAY)
    one, other = (
        scene.database.read(calendar_feed.serve, scene.clinic_ctx(now=now), token(made)) for now in (NOW, NOW + DAY)
    )
    assert one == other
    scene.book("alice", NOW + 6 * DAY)
    assert scene.database.read(calendar_feed.serve, scene.clinic_ctx(), token(made))[1] != one[1]
