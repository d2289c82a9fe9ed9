"""The private calendar address over HTTP: for whoever has it, and nobody who guesses."""

from datetime import timedelta

import pytest

from myaccount import clock
from myaccount.services.visits import calendar_feed
from myaccount.web import rate_limits
from tests.scenes import Scene
from tests.web.portal import portal


@pytest.fixture
def address(sqlite_scene: Scene) -> str:
    """The path of Alice's calendar, with a visit in it."""
    sqlite_scene.book("alice", clock.now() + timedelta(days=3), claims=False)
    made = sqlite_scene.database.write(calendar_feed.renew, sqlite_scene.alice_ctx())
    return made[made.index("/calendar/") :]


def test_it_is_served_without_a_sign_in_and_kept_by_nobody(sqlite_scene: Scene, address: str):
    answer = portal(sqlite_scene).get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert "BEGIN:VEVENT" in answer.text


def test_what_has_not_changed_is_not_sent_again(sqlite_scene: Scene, address: str):
    tag = portal(sqlite_scene).get(address).headers["etag"]
    again = portal(sqlite_scene).get(address, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    sqlite_scene.book("alice", clock.now() + timedelta(days=4), claims=False)
    assert portal(sqlite_scene).get(address, headers={"if-none-match": tag}).status_code == 200


def test_unknown_replaced_and_another_clinics_are_one_answer(sqlite_scene: Scene, address: str):
    unknown = portal(sqlite_scene).get("/calendar/unknown.ics")
    elsewhere = portal(sqlite_scene, "birch").get(address)
    sqlite_scene.database.write(calendar_feed.renew, sqlite_scene.alice_ctx())
    replaced = portal(sqlite_scene).get(address)
    assert {(one.status_code, one.text) for one in (unknown, elsewhere, replaced)} == {(404, unknown.text)}


def test_who_guesses_is_turned_away(sqlite_scene: Scene, address: str, monkeypatch: pytest.MonkeyPatch):
    guesser = portal(sqlite_scene, address="198.51.100.9")
    most = rate_limits.ADDRESS.amount
    assert {guesser.get(f"/calendar/{n}.ics").status_code for n in range(most)} == {404}
    assert guesser.get(address).status_code == 429
    assert portal(sqlite_scene, address="198.51.100.10").get(address).status_code == 200
