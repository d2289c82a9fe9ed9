"""A patient's own second step, over HTTP and through the gate of the guard."""

from collections.abc import Iterator
from datetime import timedelta

import pyotp
import pytest

from myaccount.clock import now
from myaccount.models import Account, LoginSession, OutboxMessage
from myaccount.services.identity import sessions, sign_ins, two_step
from myaccount.services.identity.devices import Device
from myaccount.services.identity.sessions import ActiveSession, PendingSession
from myaccount.web import guard, rate_limits, refusal_delay
from myaccount.web.flash import Flash
from myaccount.web.visitor import Visitor
from tests.scenes import PASSWORD, Scene
from tests.services.identity.test_two_step import signed_in
from tests.web.portal import cookies_of, portal
from tests.web.test_sign_in import flash_of


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    rate_limits._own.cache_clear()
    monkeypatch.setattr(refusal_delay, "REFUSED_AFTER", 0.0)


@pytest.fixture
def app(sqlite_scene: Scene) -> Iterator[pyotp.TOTP]:
    """Alice's authenticator, set up a while ago."""
    ctx = signed_in(sqlite_scene, "alice", now() - timedelta(minutes=10))
    found = pyotp.TOTP(sqlite_scene.database.write(two_step.begin, ctx).secret.replace(" ", ""))
    found.codes = sqlite_scene.database.write(two_step.set_up, ctx, found.at(ctx.now)).codes
    return found


def begun(scene: Scene, who: str = "alice") -> LoginSession:
    """Sign somebody in with their password, and stop there."""
    [account] = scene.rows(Account, person_id=scene.people[who])
    ctx = scene.clinic_ctx(now=now())
    new = scene.database.write(sign_ins.start, ctx, account, "password", False, Device())
    return scene.rows(LoginSession, id=new.session_id)[0]


def stands(scene: Scene, row: LoginSession) -> object:
    return scene.database.read(sessions.resolve, row.clinic_id, row.id, now())


def at(scene: Scene, row: LoginSession):
    """Come with a sign-in's cookie, as the guard then finds it to stand."""
    is_pending = isinstance(stands(scene, row), PendingSession)
    return portal(scene, **{"pending_id" if is_pending else "session_id": row.id})


class TestSetUp:
    def test_it_takes_the_password_a_scan_and_a_code(self, sqlite_scene: Scene):
        scene = sqlite_scene
        here, there = begun(scene), begun(scene)
        client = at(scene, here)
        with scene.database.writing() as tx:
            tx.get_one(LoginSession, here.id).proven_at = now() - timedelta(hours=1)
        assert client.get("/two-step").headers["location"] == "/account/password"
        wrong = client.post("/account/password/two-step", data={"current": "wrong"})
        assert wrong.headers["location"] == "/account/password"
        right = client.post("/account/password/two-step", data={"current": PASSWORD})
        assert right.headers["location"] == "/two-step?next=/account/password"
        assert flash_of(right) == Flash("two_step")
        assert "takes your password and a code from your phone" in client.get("/two-step").text
        secret = scene.database.write(two_step.begin, scene_ctx(scene, here)).secret.replace(" ", "")
        kept = client.post("/two-step?next=/account/password", data={"code": pyotp.TOTP(secret).now()})
        assert kept.text.count('<code class="secret">') == 10
        assert 'href="/account/password"' in kept.text
        assert cookies_of(kept)["myaccount"].value
        assert isinstance(stands(scene, here), ActiveSession)
        assert scene.rows(LoginSession, id=there.id)[0].end_reason == "two_step"
        assert len(scene.rows(OutboxMessage, kind="two_step_set_up")) == 1

    def test_an_open_browser_alone_locks_nobody_out(self, sqlite_scene: Scene):
        here = begun(sqlite_scene)
        secret = sqlite_scene.database.write(two_step.begin, scene_ctx(sqlite_scene, here)).secret.replace(" ", "")
        with sqlite_scene.database.writing() as tx:
            tx.get_one(LoginSession, here.id).proven_at = now() - timedelta(minutes=15)
        answer = at(sqlite_scene, here).post("/two-step", data={"code": pyotp.TOTP(secret).now()})
        assert answer.headers["location"] == "/account/password"
        assert not sqlite_scene.rows(OutboxMessage, kind="two_step_set_up")


def scene_ctx(scene: Scene, row: LoginSession):
    found = stands(scene, row)
    assert isinstance(found, ActiveSession | PendingSession)
    return found.ctx


@pytest.mark.usefixtures("app")
class TestOwed:
    def test_a_sign_in_opens_nothing_until_it_is_proven(self, sqlite_scene: Scene, app: pyotp.TOTP):
        row = begun(sqlite_scene)
        assert isinstance(stands(sqlite_scene, row), PendingSession)
        client = at(sqlite_scene, row)
        who = Visitor(sqlite_scene.clinic_ctx().clinic, None, "192.0.2.7", "en", pending_id=row.id)
        for path in ("/account", "/account/receipts", "/visit/x", "/clinic"):
            answer = guard._redirect(path, {"query_string": b""}, who)
            assert answer and answer.headers["location"] == f"/two-step?next={path.replace('/', '%2F')}"
        assert guard._redirect("/two-step", {"query_string": b""}, who) is None
        assert guard._redirect("/book", {"query_string": b""}, who) is None
        assert client.get("/two-step/codes").headers["location"].startswith("/two-step")
        own = client.post("/account/password", data={"current": PASSWORD, "password": "eleven calm herons wade"})
        assert own.headers["location"] == "/account/password"
        answer = client.post("/two-step?next=/account/receipts", data={"code": app.now()})
        assert answer.headers["location"] == "/account/receipts"
        assert isinstance(stands(sqlite_scene, row), ActiveSession)
        changed = sqlite_scene.rows(Account, person_id=sqlite_scene.alice)[0].password_changed_at
        assert changed < row.created_at

    def test_its_page_says_whose_step_it_is_and_lets_one_out(self, sqlite_scene: Scene):
        row = begun(sqlite_scene)
        client = at(sqlite_scene, row)
        page = client.get("/two-step").text
        assert "To work for the clinic" not in page and "Go to My Account without it" not in page
        assert 'action="/sign-out"' in page
        client.post("/sign-out")
        assert sqlite_scene.rows(LoginSession, id=row.id)[0].end_reason == "self"

    def test_a_wrong_code_opens_nothing_and_a_recovery_code_once(self, sqlite_scene: Scene, app: pyotp.TOTP):
        row = begun(sqlite_scene)
        assert at(sqlite_scene, row).post("/two-step", data={"code": "000000"}).status_code == 422
        assert isinstance(stands(sqlite_scene, row), PendingSession)
        recovered = at(sqlite_scene, row).post("/two-step/recovery", data={"code": app.codes[0]})
        assert recovered.headers["location"] == "/account"
        again = begun(sqlite_scene)
        assert at(sqlite_scene, again).post("/two-step/recovery", data={"code": app.codes[0]}).status_code == 422

    def test_somebody_elses_sign_in_owes_nothing(self, sqlite_scene: Scene):
        assert isinstance(stands(sqlite_scene, begun(sqlite_scene, "bob")), ActiveSession)

    def test_it_is_turned_off_with_a_code_and_only_then(self, sqlite_scene: Scene, app: pyotp.TOTP):
        row = begun(sqlite_scene)
        client = at(sqlite_scene, row)
        assert client.post("/two-step/off", data={"code": app.at(now() - timedelta(seconds=30))}).status_code == 303
        assert isinstance(stands(sqlite_scene, row), PendingSession)
        client.post("/two-step", data={"code": app.now()})
        client = at(sqlite_scene, row)
        assert "Turn off two-step sign-in" in client.get("/two-step/codes").text
        assert client.post("/two-step/off", data={"code": "000000"}).status_code == 422
        done = client.post("/two-step/off", data={"code": app.at(now() + timedelta(seconds=30))})
        assert done.headers["location"] == "/account/password"
        assert isinstance(stands(sqlite_scene, begun(sqlite_scene)), ActiveSession)
        assert len(sqlite_scene.rows(OutboxMessage, kind="two_step_turned_off")) == 1


class TestWanted:
    def test_where_the_clinic_wants_it_the_next_sign_in_sets_it_up(self, sqlite_scene: Scene):
        before = begun(sqlite_scene)
        sqlite_scene.set("require_two_step", True)
        row = begun(sqlite_scene)
        assert isinstance(stands(sqlite_scene, before), ActiveSession)
        assert isinstance(stands(sqlite_scene, row), PendingSession)
        client = at(sqlite_scene, row)
        assert "<h1>Set up two-step sign-in</h1>" in client.get("/two-step").text
        secret = sqlite_scene.database.write(two_step.begin, scene_ctx(sqlite_scene, row)).secret.replace(" ", "")
        client.post("/two-step", data={"code": pyotp.TOTP(secret).now()})
        assert isinstance(stands(sqlite_scene, row), ActiveSession)

    def test_and_nobody_turns_it_off(self, sqlite_scene: Scene, app: pyotp.TOTP):
        sqlite_scene.set("require_two_step", True)
        row = begun(sqlite_scene)
        at(sqlite_scene, row).post("/two-step", data={"code": app.now()})
        client = at(sqlite_scene, row)
        assert "Turn off two-step sign-in" not in client.get("/two-step/codes").text
        client.post("/two-step/off", data={"code": app.at(now() + timedelta(seconds=30))})
        assert isinstance(stands(sqlite_scene, begun(sqlite_scene)), PendingSession)
