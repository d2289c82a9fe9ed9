"""The page of the second step, over HTTP."""

import re
import time
from datetime import timedelta

import pyotp
import pytest

from myaccount import config as configuration
from myaccount.clock import now
from myaccount.models import LoginSession, OutboxMessage, Person, RecoveryCode
from myaccount.services.identity import sessions, two_step
from myaccount.services.identity.sessions import PendingSession
from myaccount.web import guard, rate_limits, refusal_delay
from myaccount.web.visitor import Visitor
from tests.scenes import Scene
from tests.services.identity.test_two_step import signed_in, wrong
from tests.web.portal import cookies_of, portal
from tests.web.test_sign_in import ELSEWHERE


@pytest.fixture(autouse=True)
def _fresh_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    rate_limits._own.cache_clear()
    monkeypatch.setattr(refusal_delay, "REFUSED_AFTER", 0.0)


def client_of(scene: Scene, who: str = "dana", **more):
    return portal(scene, session_id=signed_in(scene, who, now()).session_id, **more)


class Dana:
    """Dana at the door, in a browser of hers."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.ctx = signed_in(scene, now=now())

    @property
    def client(self):
        """Her browser, as the guard knows it at this moment."""
        found = self.scene.database.read(sessions.resolve, self.scene.cedar.clinic_id, self.ctx.session_id, now())
        known = "pending_id" if isinstance(found, PendingSession) else "session_id"
        return portal(self.scene, **{known: self.ctx.session_id})

    @property
    def session(self) -> LoginSession:
        return self.scene.rows(LoginSession, id=self.ctx.session_id)[0]

    def app(self) -> pyotp.TOTP:
        return pyotp.TOTP(self.scene.database.write(two_step.begin, self.ctx).secret.replace(" ", ""))

    def post(self, code: str, path: str = "/two-step"):
        return self.client.post(path, data={"code": code})


def passed(scene: Scene, app: pyotp.TOTP):
    """A browser of Dana's in which she has given her code."""
    dana = Dana(scene)
    dana.post(app.at(now() - timedelta(seconds=30)))
    return dana.client


@pytest.fixture
def dana(sqlite_scene: Scene, request: pytest.FixtureRequest) -> Dana:
    """Dana, signed in with her password only; without an authenticator, unless the test has her `app`."""
    if "app" in request.fixturenames:
        request.getfixturevalue("app")
    return Dana(sqlite_scene)


@pytest.fixture
def app(sqlite_scene: Scene) -> pyotp.TOTP:
    """Dana's authenticator, set up a while ago."""
    ctx = signed_in(sqlite_scene, now=now() - timedelta(minutes=10))
    found = pyotp.TOTP(sqlite_scene.database.write(two_step.begin, ctx).secret.replace(" ", ""))
    kept = sqlite_scene.database.write(two_step.set_up, ctx, found.at(ctx.now))
    found.codes = kept.codes
    return found


def test_somebody_new_is_shown_how_to_set_it_up(dana: Dana):
    page = dana.client.get("/two-step")
    assert page.status_code == 200
    assert "<h1>Set up two-step sign-in</h1>" in page.text
    assert '<label class="field-label" for="code">6-digit code</label>' in page.text
    assert 'src="data:image/svg+xml' in page.text
    assert 'autocomplete="one-time-code"' in page.text
    assert dana.app().secret[:4] in page.text
    assert page.headers["cache-control"] == "no-store"
    assert "<script" not in page.text


def test_reloading_shows_the_same_secret(dana: Dana):
    assert dana.client.get("/two-step").text == dana.client.get("/two-step").text


def test_the_first_code_sets_it_up_and_shows_the_recovery_codes_once(dana: Dana):
    page = dana.post(dana.app().now())
    assert page.status_code == 200
    assert "Keep your recovery codes" in page.text
    assert page.text.count("<li>") == len(dana.scene.rows(RecoveryCode)) == 10
    assert 'href="/clinic">I have kept them</a>' in page.text
    assert sessions.hash_of(cookies_of(page)["myaccount"].value) == dana.session.cookie_hash
    assert dana.session.two_step_at
    again = dana.post("000000")
    assert (again.status_code, again.headers["location"]) == (303, "/clinic")


def test_whoever_has_it_is_asked_for_a_code_and_goes_on_with_a_new_cookie(dana: Dana, app: pyotp.TOTP):
    page = dana.client.get("/two-step")
    assert "<h1>Two-step sign-in</h1>" in page.text
    assert "data:image" not in page.text
    before = dana.session.cookie_hash
    answer = dana.post(app.now())
    assert (answer.status_code, answer.headers["location"]) == (303, "/clinic")
    cookie = cookies_of(answer)["myaccount"]
    assert sessions.hash_of(cookie.value) == dana.session.cookie_hash != before
    assert cookie["httponly"] is True
    assert dana.client.get("/two-step").headers["location"] == "/clinic"


def test_it_returns_to_where_the_person_was_going(dana: Dana, app: pyotp.TOTP):
    path = "/two-step?next=%2Fclinic%2Fsettings%3Fa%3D1"
    assert 'action="/two-step?next=%2Fclinic%2Fsettings%3Fa%3D1"' in dana.client.get(path).text
    assert 'href="/two-step/recovery?next=%2Fclinic%2Fsettings%3Fa%3D1"' in dana.client.get(path).text
    assert dana.post(app.now(), path).headers["location"] == "/clinic/settings?a=1"


@pytest.mark.parametrize("next_path", ELSEWHERE)
def test_it_never_leads_to_another_site(dana: Dana, app: pyotp.TOTP, next_path: str):
    answer = dana.client.post("/two-step", params={"next": next_path}, data={"code": app.now()})
    assert answer.headers["location"] == "/clinic"


def test_a_wrong_code_says_so_and_keeps_nothing(dana: Dana, app: pyotp.TOTP):
    before = dana.session
    page = dana.post(wrong(app, now()))
    assert page.status_code == 422
    assert "That code doesn’t match" in page.text
    assert 'aria-invalid="true"' in page.text
    assert "set-cookie" not in page.headers
    assert dana.session == before
    assert [entry.facts["reason"] for entry in dana.scene.audit("two_step.refused")] == ["wrong_second_step"]


def test_a_wrong_first_code_shows_the_same_secret_again(dana: Dana):
    app = dana.app()
    page = dana.post(wrong(app, now()))
    assert page.status_code == 422
    assert app.secret[:4] in page.text
    assert dana.session.two_step_at is None


def test_a_wrong_and_a_used_code_get_one_answer_after_the_same_time(
    dana: Dana, app: pyotp.TOTP, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(refusal_delay, "REFUSED_AFTER", 0.3)
    code = app.now()
    Dana(dana.scene).post(code)
    answers, lengths = [], []
    for typed in (code, wrong(app, now()), ""):
        started = time.monotonic()
        answers.append(dana.post(typed).text)
        lengths.append(time.monotonic() - started)
    assert len(set(answers)) == 1
    assert min(lengths) >= 0.3


def test_the_sixth_try_in_five_minutes_is_not_judged_in_whatever_sign_in(dana: Dana, app: pyotp.TOTP):
    for _ in range(5):
        assert Dana(dana.scene).post("").status_code == 422
    page = dana.post(app.now())
    assert page.status_code == 429
    assert "Too many tries" in page.text
    recovery = dana.post(app.codes[0], "/two-step/recovery")
    assert recovery.status_code == 429
    assert dana.session.two_step_at is None


def test_a_right_code_clears_the_wrong_ones(dana: Dana, app: pyotp.TOTP):
    for _ in range(4):
        dana.post("")
    assert dana.post(app.now()).status_code == 303
    assert Dana(dana.scene).post("").status_code == 422


def test_a_recovery_code_takes_its_place(dana: Dana, app: pyotp.TOTP):
    page = dana.client.get("/two-step/recovery")
    assert '<label class="field-label" for="code">Recovery code</label>' in page.text
    wrong_one = dana.post("aaaaa-aaaaa", "/two-step/recovery")
    assert wrong_one.status_code == 422
    answer = dana.post(app.codes[0], "/two-step/recovery?next=/clinic/settings")
    assert (answer.status_code, answer.headers["location"]) == (303, "/clinic/settings")
    assert dana.session.two_step_at


def test_without_an_authenticator_there_is_nothing_to_recover(dana: Dana):
    for answer in (dana.client.get("/two-step/recovery"), dana.post("x", "/two-step/recovery")):
        assert answer.headers["location"] == "/two-step"


@pytest.mark.parametrize("path", ["/two-step", "/two-step/recovery"])
def test_signed_out_it_leads_to_the_sign_in_page_and_back(sqlite_scene: Scene, path: str):
    for answer in (portal(sqlite_scene).get(path), portal(sqlite_scene).post(path, data={"code": "1"})):
        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=%2Ftwo-step")


def test_an_ended_sign_in_goes_away(dana: Dana, app: pyotp.TOTP):
    dana.scene.database.write(sessions.end_all, dana.ctx, dana.ctx.person_id, sessions.EndReason.ALL)
    assert dana.post(app.now()).status_code == 303
    assert dana.session.two_step_at is None


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"x" * 70_000, "application/x-www-form-urlencoded"), (b'{"code": "1"}', "application/json"), (b"", "")],
)
def test_what_is_no_form_is_turned_down(dana: Dana, app: pyotp.TOTP, content: bytes, kind: str):
    assert dana.client.post("/two-step", content=content, headers={"content-type": kind}).status_code == 422


def test_it_speaks_the_persons_language(dana: Dana, app: pyotp.TOTP):
    with dana.scene.database.writing() as tx:
        tx.get_one(Person, dana.ctx.person_id).language = "fr"
    page = dana.client.get("/two-step").text
    assert '<html lang="fr">' in page
    assert "Code à 6 chiffres" in page


class TestGuard:
    def led(self, scene: Scene, path: str, who: str, query: bytes = b"", **facts):
        visitor = Visitor(scene.clinic_ctx().clinic, who, "192.0.2.7", "en", **facts)
        answer = guard._redirect(path, {"query_string": query, "path": path}, visitor)
        return answer.headers["location"] if answer else None

    def test_the_clinics_side_leads_to_the_second_step_and_back(self, sqlite_scene: Scene):
        asked = self.led(sqlite_scene, "/clinic/settings", "x", b"a=1", needs_two_step=True)
        assert asked == "/two-step?next=%2Fclinic%2Fsettings%3Fa%3D1"
        assert self.led(sqlite_scene, "/clinic", "x", needs_two_step=True) == "/two-step?next=%2Fclinic"

    def test_my_account_does_not(self, sqlite_scene: Scene):
        assert self.led(sqlite_scene, "/account", "x", needs_two_step=True) is None

    def test_a_patient_is_not_asked(self, sqlite_scene: Scene):
        assert self.led(sqlite_scene, "/clinic", "x") == "/account"


def test_optional_staff_without_one_may_set_it_up_of_their_own_accord(dana: Dana, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MYACCOUNT_STAFF_TWO_STEP", "optional")
    configuration.config.cache_clear()
    assert "Set up two-step sign-in" in dana.client.get("/two-step").text


def test_a_code_makes_new_recovery_codes_and_the_old_ones_are_void(sqlite_scene: Scene, app: pyotp.TOTP):
    client = passed(sqlite_scene, app)
    page = client.get("/two-step/codes")
    assert "You have 10 recovery codes left." in page.text
    assert page.headers["cache-control"] == "no-store"
    made = client.post("/two-step/codes", data={"code": app.at(now())})
    assert "<h1>Keep your recovery codes</h1>" in made.text
    new = re.findall(r'<code class="secret">(.{11})</code>', made.text)
    assert len(set(new)) == 10
    assert not set(new) & set(app.codes)
    assert new[0] not in client.get("/two-step/codes").text
    [entry] = sqlite_scene.audit("two_step.renewed")
    assert entry.actor_id == entry.person_id == sqlite_scene.people["dana"]
    assert [mail.kind for mail in sqlite_scene.rows(OutboxMessage, kind="two_step_renewed")] == ["two_step_renewed"]
    elsewhere = Dana(sqlite_scene)
    assert elsewhere.post(app.codes[0], "/two-step/recovery").status_code == 422
    assert elsewhere.post(new[0], "/two-step/recovery").status_code == 303


def test_new_recovery_codes_want_a_current_code_and_a_few_tries_are_all(sqlite_scene: Scene, app: pyotp.TOTP):
    client = passed(sqlite_scene, app)
    before = sqlite_scene.rows(RecoveryCode)
    statuses = [client.post("/two-step/codes", data={"code": wrong(app)}).status_code for _ in range(6)]
    assert statuses == [422] * 5 + [429]
    assert client.post("/two-step/codes", data={"code": app.codes[0]}).status_code == 429
    reasons = [entry.facts["reason"] for entry in sqlite_scene.audit("two_step.refused")]
    assert (reasons.count("wrong_second_step"), reasons.count("too_many_tries")) == (5, 1)
    assert sqlite_scene.rows(RecoveryCode) == before


@pytest.mark.parametrize("who", ["dana", "robin", "alice"])
def test_only_a_proven_second_step_leads_to_the_recovery_codes(sqlite_scene: Scene, app: pyotp.TOTP, who: str):
    client, before = client_of(sqlite_scene, who), sqlite_scene.rows(RecoveryCode)
    for answer in (client.get("/two-step/codes"), client.post("/two-step/codes", data={"code": app.at(now())})):
        assert (answer.status_code, answer.headers["location"]) == (303, "/two-step?next=%2Ftwo-step%2Fcodes")
    assert sqlite_scene.rows(RecoveryCode) == before


def test_signed_out_the_recovery_codes_lead_to_sign_in(sqlite_scene: Scene):
    answer = portal(sqlite_scene).get("/two-step/codes")
    assert answer.headers["location"] == "/sign-in?next=%2Ftwo-step%2Fcodes"
