"""The way to the clinic's own video server over HTTP: a token for whoever goes there, and for nobody else."""

from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from myaccount.clock import now
from myaccount.domain.family import Permission
from myaccount.models import Appointment, LoginSession, VideoServer
from tests import jitsi_server
from tests.jitsi_server import APP_SECRET, DOMAIN, Prosody
from tests.scenes import Scene
from tests.services.family.people import granted
from tests.web.portal import portal
from tests.web.test_family import signed_in

TRY = "/clinic/settings/video-server"


@pytest.fixture
def visit(sqlite_scene: Scene) -> str:
    """A video visit of Alice's with Sam, within the hour, on the clinic's server."""
    jitsi_server.connect(sqlite_scene)
    soon = now().replace(second=0, microsecond=0) + timedelta(minutes=40)
    return sqlite_scene.book("alice", soon - timedelta(minutes=soon.minute % 5), treatment="video-45")


def as_(scene: Scene, who: str | None) -> TestClient:
    return portal(scene, session_id=signed_in(scene, who) if who else None)


def test_the_two_are_led_into_their_room_and_the_address_is_kept_by_nobody(sqlite_scene: Scene, visit: str):
    rooms = set()
    for who, affiliation in (("alice", "member"), ("sam", "owner")):
        answer = as_(sqlite_scene, who).get(f"/call/{visit}/server")
        assert (answer.status_code, answer.content) == (303, b"")
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        joined = Prosody().enter(answer.headers["location"], now())
        assert joined.affiliation == affiliation
        rooms.add(joined.room)
    assert len(rooms) == 1


@pytest.mark.parametrize("who", ["bob", "dana", "robin", None])
def test_everybody_else_is_led_to_the_page_that_says_there_is_no_such_visit(
    sqlite_scene: Scene, visit: str, who: str | None
):
    client = as_(sqlite_scene, who)
    for path in (visit, "x" * 22):
        answer = client.get(f"/call/{path}/server")
        assert (answer.status_code, answer.headers["location"]) == (303, f"/visit/{path}")


def test_another_clinics_people_are_nobody_here(sqlite_scene: Scene, visit: str):
    charlie = portal(sqlite_scene, "birch", session_id=signed_in(sqlite_scene, "charlie"))
    assert charlie.get(f"/call/{visit}/server").headers["location"] == f"/visit/{visit}"


def test_somebody_of_the_family_is_led_there_only_by_what_they_hold(sqlite_scene: Scene, visit: str):
    relationship_id, bob = granted(sqlite_scene, Permission.BOOKINGS), as_(sqlite_scene, "bob")
    assert DOMAIN in bob.get(f"/call/{visit}/server?for={relationship_id}").headers["location"]
    for wrong in ("x" * 22, "", visit):
        assert DOMAIN not in bob.get(f"/call/{visit}/server?for={wrong}").headers["location"]
    dana = as_(sqlite_scene, "dana")
    assert DOMAIN not in dana.get(f"/call/{visit}/server?for={relationship_id}").headers["location"]


def test_a_closed_call_and_an_ended_sign_in_lead_back(sqlite_scene: Scene, visit: str):
    alice = as_(sqlite_scene, "alice")
    with sqlite_scene.database.writing() as tx:
        tx.get_one(Appointment, visit).state = "cancelled"
    assert alice.get(f"/call/{visit}/server").headers["location"] == f"/visit/{visit}"
    with sqlite_scene.database.writing() as tx:
        tx.get_one(Appointment, visit).state = "booked"
        for row in sqlite_scene.rows(LoginSession):
            tx.get_one(LoginSession, row.id).ended_at = now()
    assert alice.get(f"/call/{visit}/server").headers["location"] == f"/visit/{visit}"


def test_a_secret_that_cannot_be_read_is_said_with_the_clinics_number(sqlite_scene: Scene, visit: str):
    with sqlite_scene.database.writing() as tx:
        tx.get_one(VideoServer, sqlite_scene.cedar.clinic_id).secret = "00000000.AAAA"
    answer = as_(sqlite_scene, "alice").get(f"/call/{visit}/server")
    assert answer.status_code == 503
    assert sqlite_scene.clinic_ctx().clinic.phone in answer.text and APP_SECRET not in answer.text


def test_the_clinic_is_reached_there_as_far_as_it_shows_how(sqlite_scene: Scene, visit: str):
    clinic = sqlite_scene.clinic_ctx().clinic
    with sqlite_scene.database.writing() as tx:
        tx.get_one(VideoServer, clinic.id).secret = "00000000.AAAA"
    session = signed_in(sqlite_scene, "alice")
    sqlite_scene.set("show_phone", False)
    said = portal(sqlite_scene, session_id=session).get(f"/call/{visit}/server").text
    assert clinic.email in said and clinic.phone not in said
    sqlite_scene.set("show_email", False)
    said = portal(sqlite_scene, session_id=session).get(f"/call/{visit}/server").text
    assert clinic.email not in said and clinic.phone not in said
    assert said.endswith("or ask at the clinic.")


def test_the_owner_alone_tries_the_keys_in_an_empty_room(sqlite_scene: Scene, visit: str):
    assert Prosody().enter(as_(sqlite_scene, "robin").get(TRY).headers["location"], now()).affiliation == "owner"
    for who in ("dana", "sam", "alice", None):
        assert as_(sqlite_scene, who).get(TRY).headers["location"] == "/clinic/settings"
