"""The forms of Username/Password and Manage Sessions, over HTTP."""

from datetime import timedelta

import pytest

from myaccount.clock import now
from myaccount.domain.sessions import EndReason
from myaccount.models import Account, LoginSession
from myaccount.services.identity import passwords, sessions
from myaccount.web import rate_limits, refusal_delay
from myaccount.web.flash import Flash
from tests.scenes import PASSWORD, Scene
from tests.services.identity.test_two_step import signed_in
from tests.web.portal import cookies_of, portal
from tests.web.test_sign_in import flash_of

NEW = "eleven calm herons wade"
PATHS = ("/account/password", "/account/password/username", "/account/sessions")


@pytest.fixture(autouse=True)
def _fresh_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    rate_limits._own.cache_clear()
    monkeypatch.setattr(refusal_delay, "REFUSED_AFTER", 0.0)


class Alice:
    """Alice in a browser of hers, signed in an hour ago."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.ctx = signed_in(scene, "alice", now())
        self.client = portal(scene, session_id=self.ctx.session_id)
        with scene.database.writing() as tx:
            tx.get_one(LoginSession, self.ctx.session_id).proven_at = now() - timedelta(hours=1)

    def post(self, path: str, **typed: str):
        return self.client.post(path, data={"current": PASSWORD, **typed})

    @property
    def session(self) -> LoginSession:
        return self.scene.rows(LoginSession, id=self.ctx.session_id)[0]

    @property
    def account(self) -> Account:
        return self.scene.rows(Account, person_id=self.scene.alice)[0]


@pytest.fixture
def alice(sqlite_scene: Scene) -> Alice:
    return Alice(sqlite_scene)


def test_a_new_password_is_taken_and_this_browser_gets_a_new_cookie(alice: Alice):
    answer = alice.post("/account/password", password=NEW)
    assert (answer.status_code, answer.headers["location"]) == (303, "/account/password")
    assert flash_of(answer) == Flash("password", done=True)
    assert passwords.verify(NEW, alice.account.password_hash)[0]
    assert alice.session.cookie_hash == sessions.hash_of(cookies_of(answer)["myaccount"].value)


@pytest.mark.parametrize("weak", ["", "short", "alicemoreau1", "password123", "x" * 1001])
def test_a_weak_password_says_so_and_changes_nothing(alice: Alice, weak: str):
    before = alice.account.password_hash
    answer = alice.post("/account/password", password=weak)
    said = flash_of(answer)
    assert said is not None
    assert (said.code, said.facts["field"]) == ("not_acceptable", "password")
    assert alice.account.password_hash == before
    assert "myaccount" not in cookies_of(answer)


def test_a_new_username_is_taken(alice: Alice):
    answer = alice.post("/account/password/username", username="alice.m")
    assert flash_of(answer) == Flash("username", done=True)
    assert alice.account.username == "alice.m"


def test_a_username_that_is_taken_goes_back_with_what_was_typed(alice: Alice):
    said = flash_of(alice.post("/account/password/username", username="Bob"))
    assert said is not None
    assert (said.typed, said.facts["reason"]) == ({"username": "Bob"}, "That username is taken. Choose another one.")
    assert alice.account.username == "alice"


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("current", ["", "wrong", "x" * 5000])
def test_without_the_current_password_nothing_happens(alice: Alice, path: str, current: str):
    answer = alice.post(path, current=current, password=NEW, username="alice.m", which="all")
    said = flash_of(answer)
    assert said is not None
    assert said.code == "wrong_password"
    assert (alice.account.username, alice.session.ended_at) == ("alice", None)
    assert passwords.verify(PASSWORD, alice.account.password_hash)[0]
    assert "myaccount" not in cookies_of(answer)
    assert NEW not in answer.headers["set-cookie"]
    assert len(alice.scene.audit("proof.refused")) == 1


@pytest.mark.parametrize("path", PATHS)
def test_whoever_is_signed_out_is_led_to_the_page_which_leads_to_sign_in(sqlite_scene: Scene, path: str):
    answer = portal(sqlite_scene).post(path, data={"current": PASSWORD, "password": NEW, "which": "all"})
    assert answer.status_code == 303
    assert answer.headers["location"] in PATHS
    assert "set-cookie" not in answer.headers


def test_the_eleventh_try_is_not_judged(alice: Alice):
    for _ in range(10):
        alice.post("/account/password", current="wrong", password=NEW)
    said = flash_of(alice.post("/account/password", password=NEW))
    assert said is not None
    assert said.code == "too_many_tries"
    assert passwords.verify(PASSWORD, alice.account.password_hash)[0]


@pytest.mark.parametrize(("which", "here"), [("others", None), ("all", EndReason.ALL.value)])
def test_all_sessions_end_with_the_password(alice: Alice, which: str, here: str | None):
    there = signed_in(alice.scene, "alice", now())
    answer = alice.post("/account/sessions", which=which)
    assert flash_of(answer) == Flash("sessions", done=True)
    assert alice.scene.rows(LoginSession, id=there.session_id)[0].end_reason == "all"
    assert alice.session.end_reason == here


@pytest.mark.parametrize("whose", ["bob", "charlie", "dana"])
def test_nobody_elses_session_ends_with_ones_own_password(alice: Alice, whose: str):
    theirs = signed_in(alice.scene, whose, now())
    answer = alice.post("/account/sessions", which=theirs.session_id)
    said = flash_of(answer)
    assert said is not None
    assert said.code == "not_found"
    assert alice.scene.rows(LoginSession, id=theirs.session_id)[0].ended_at is None
    assert "myaccount" not in cookies_of(answer)
