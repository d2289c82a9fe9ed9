"""Passkeys over HTTP: the questions, the answers, and every way in which they are attacked."""

import pytest

from myaccount.clock import now
from myaccount.models import LoginSession, Passkey, SpentChallenge
from myaccount.services.identity import sessions
from myaccount.web import rate_limits, refusal_delay
from tests.passkeys import Device
from tests.scenes import PASSWORD, Scene
from tests.services.identity.test_two_step import signed_in
from tests.web.portal import cookies_of, portal
from tests.web.test_sign_in import flash_of

ORIGIN = "https://cedar.test"
OWN, SIGN_IN = "/account/password/passkeys", "/sign-in/passkey"


@pytest.fixture(autouse=True)
def _fresh_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    rate_limits._own.cache_clear()
    monkeypatch.setattr(refusal_delay, "REFUSED_AFTER", 0.0)


class Browser:
    """A browser at a clinic's address: a guest, or somebody signed in."""

    def __init__(self, scene: Scene, who: str = "", *, origin: str = ORIGIN, ago: int = 0, **facts) -> None:
        self.scene, self.origin = scene, origin
        session_id = signed_in(scene, who, now()).session_id if who else None
        self.client = portal(scene, session_id=session_id, **({"guest_id": "a guest"} | facts))

    def post(self, path: str, **fields: str):
        origin = {"origin": self.origin} if self.origin else {}
        return self.client.post(path, data={"next": "", **fields}, headers=origin)

    def add(self, name: str = "My phone") -> Device:
        device = Device(self.origin)
        answer = self.post(OWN, name=name, answer=device.make(self.post(f"{OWN}/ask").json()["ask"]))
        assert answer.json() == {"to": "/account/password"}
        return device

    def sign_in(self, device: Device, **fields: str):
        return self.post(SIGN_IN, answer=device.sign(self.post(f"{SIGN_IN}/ask").json()["ask"]), **fields)


def refused(answer) -> str:
    """Tell the words that turn somebody away, who is not signed in by it."""
    assert answer.status_code == 422
    assert not [one for one in answer.headers.get_list("set-cookie") if one.startswith("myaccount=")]
    return answer.json()["said"]


NOTHING_HERE = "That passkey does not open an account here. Use your username and password."
OVER = "That took too long, or was begun in another window. Nothing was changed. Try again."


def test_it_signs_in_with_a_cookie_and_goes_where_the_person_was_going(sqlite_scene: Scene):
    device = Browser(sqlite_scene, "alice").add()
    answer = Browser(sqlite_scene).sign_in(device, next="/account/receipts?page=2", keep="on")
    assert answer.json() == {"to": "/account/receipts?page=2"}
    cookie = cookies_of(answer)["myaccount"]
    assert cookie["httponly"] is True
    [row] = sqlite_scene.rows(LoginSession, how="passkey")
    assert (row.cookie_hash, row.kept, row.person_id) == (sessions.hash_of(cookie.value), True, sqlite_scene.alice)
    assert row.two_step_at is not None


@pytest.mark.parametrize("next_path", ["//evil.test", "https://evil.test/", "javascript:alert(1)", "/\\evil.test"])
def test_it_never_leads_to_another_site(sqlite_scene: Scene, next_path: str):
    device = Browser(sqlite_scene, "alice").add()
    assert Browser(sqlite_scene).sign_in(device, next=next_path).json() == {"to": "/account"}


def test_an_answer_sent_twice_signs_in_once(sqlite_scene: Scene):
    device, browser = Browser(sqlite_scene, "alice").add(), Browser(sqlite_scene)
    said = device.sign(browser.post(f"{SIGN_IN}/ask").json()["ask"])
    assert browser.post(SIGN_IN, answer=said).json() == {"to": "/account"}
    assert refused(browser.post(SIGN_IN, answer=said)) == OVER
    assert len(sqlite_scene.rows(LoginSession, how="passkey")) == 1


def test_an_answer_that_failed_cannot_be_mended_and_sent_again(sqlite_scene: Scene):
    device, browser = Browser(sqlite_scene, "alice").add(), Browser(sqlite_scene)
    ask = browser.post(f"{SIGN_IN}/ask").json()["ask"]
    assert refused(browser.post(SIGN_IN, answer=device.sign(ask, handle=""))) == NOTHING_HERE
    assert refused(browser.post(SIGN_IN, answer=device.sign(ask))) == OVER


def test_an_answer_of_another_browser_opens_nothing(sqlite_scene: Scene):
    device = Browser(sqlite_scene, "alice").add()
    said = device.sign(Browser(sqlite_scene, guest_id="the thief").post(f"{SIGN_IN}/ask").json()["ask"])
    assert refused(Browser(sqlite_scene).post(SIGN_IN, answer=said)) == OVER
    assert refused(Browser(sqlite_scene, guest_id="").post(SIGN_IN, answer=said)) == OVER


def test_an_answer_given_to_another_clinics_page_opens_nothing(sqlite_scene: Scene):
    device, browser = Browser(sqlite_scene, "alice").add(), Browser(sqlite_scene)
    ask = browser.post(f"{SIGN_IN}/ask").json()["ask"]
    assert refused(browser.post(SIGN_IN, answer=device.sign(ask, origin="https://birch.test"))) == NOTHING_HERE
    [entry] = sqlite_scene.audit("sign_in.refused")
    assert (entry.person_id, entry.facts["reason"]) == (sqlite_scene.alice, "passkey_refused")


def test_a_copied_one_is_turned_away_in_words_and_written_down(sqlite_scene: Scene):
    device = Browser(sqlite_scene, "alice").add()
    Browser(sqlite_scene).sign_in(device)
    device.count = 0
    assert "may have been copied" in refused(Browser(sqlite_scene).sign_in(device))
    assert sqlite_scene.audit("sign_in.refused")[0].facts["reason"] == "passkey_copied"


def test_at_an_address_of_numbers_there_are_none(sqlite_scene: Scene):
    browser = Browser(sqlite_scene, host="127.0.0.1:3000", origin="http://127.0.0.1:3000")
    assert refused(browser.post(f"{SIGN_IN}/ask")).startswith("Passkeys need an address with a name.")
    assert refused(Browser(sqlite_scene, origin="").post(f"{SIGN_IN}/ask"))


def test_what_is_no_answer_is_turned_away(sqlite_scene: Scene):
    for said in ("", "null", "{}", "[1]", '{"id": {}, "response": {"clientDataJSON": 1}}', "{" * 3000):
        assert refused(Browser(sqlite_scene).post(SIGN_IN, answer=said)) == NOTHING_HERE
    assert not sqlite_scene.rows(SpentChallenge)


def test_a_hundred_wrong_ones_are_enough(sqlite_scene: Scene):
    browser = Browser(sqlite_scene)
    said = [refused(browser.post(SIGN_IN, answer="x")) for _ in range(101)]
    assert said[99] == NOTHING_HERE
    assert said[100] != NOTHING_HERE


class TestOwn:
    def test_the_password_is_asked_for_once_it_was_given_too_long_ago(
        self, sqlite_scene: Scene, monkeypatch: pytest.MonkeyPatch
    ):
        browser = Browser(sqlite_scene, "alice")
        with sqlite_scene.database.writing() as tx:
            row = tx.get_one(LoginSession, sqlite_scene.rows(LoginSession)[0].id)
            row.proven_at = row.proven_at.replace(year=2020)
        assert browser.post(f"{OWN}/ask", current="wrong").json()["field"] == "current"
        asked = browser.post(f"{OWN}/ask", current=PASSWORD)
        assert "ask" in asked.json()
        assert sessions.hash_of(cookies_of(asked)["myaccount"].value) == sqlite_scene.rows(LoginSession)[0].cookie_hash

    def test_what_was_asked_of_one_sign_in_is_not_kept_by_another(self, sqlite_scene: Scene):
        alice, bob = Browser(sqlite_scene, "alice"), Browser(sqlite_scene, "bob")
        device = Device(ORIGIN)
        made = device.make(alice.post(f"{OWN}/ask").json()["ask"])
        assert refused(bob.post(OWN, answer=made, name="x")) == OVER
        assert not sqlite_scene.rows(Passkey)

    def test_without_a_name_it_is_called_after_the_device(self, sqlite_scene: Scene):
        browser = Browser(sqlite_scene, "alice")
        browser.client.headers["user-agent"] = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Firefox/128.0"
        browser.add("")
        assert sqlite_scene.rows(Passkey)[0].name == "Firefox 128 on Windows 10"

    def test_a_name_that_is_too_long_keeps_nothing_and_says_so(self, sqlite_scene: Scene):
        browser, device = Browser(sqlite_scene, "alice"), Device(ORIGIN)
        answer = browser.post(OWN, name="x" * 61, answer=device.make(browser.post(f"{OWN}/ask").json()["ask"]))
        assert (answer.json()["field"], "60" in refused(answer)) == ("name", True)

    def test_a_removed_one_opens_nothing_any_more(self, sqlite_scene: Scene):
        browser = Browser(sqlite_scene, "alice")
        device = browser.add()
        answer = browser.post(f"{OWN}/remove", passkey=sqlite_scene.rows(Passkey)[0].id)
        assert (answer.status_code, flash_of(answer).done) == (303, True)
        assert refused(Browser(sqlite_scene).sign_in(device)) == NOTHING_HERE

    def test_a_strangers_is_not_removed(self, sqlite_scene: Scene):
        Browser(sqlite_scene, "alice").add()
        for who in ("bob", "dana"):
            answer = Browser(sqlite_scene, who).post(f"{OWN}/remove", passkey=sqlite_scene.rows(Passkey)[0].id)
            assert flash_of(answer).code == "not_found"
        assert sqlite_scene.rows(Passkey)

    @pytest.mark.parametrize("path", [f"{OWN}/ask", OWN, f"{OWN}/remove"])
    def test_signed_out_there_is_nothing_to_do(self, sqlite_scene: Scene, path: str):
        answer = Browser(sqlite_scene).post(path)
        assert (answer.headers.get("location") or answer.json()["to"]) == "/account/password"
        assert "ask" not in answer.text
