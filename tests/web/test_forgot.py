"""Asking for a new password over HTTP, and the page behind its link."""

import pytest

from myaccount.clock import now
from myaccount.models import Account, LoginSession, OutboxMessage, Person
from myaccount.services.identity import passwords
from myaccount.web import rate_limits, refusal_delay
from myaccount.web.flash import COOKIE, Flash, read_flash
from tests.scenes import FAMILY_EMAIL, PASSWORD, Scene
from tests.web.portal import cookies_of, portal

NEW = "copper lantern harbour"


@pytest.fixture(autouse=True)
def _fresh_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    rate_limits._own.cache_clear()
    monkeypatch.setattr(refusal_delay, "REFUSED_AFTER", 0.0)


@pytest.fixture
def verified(sqlite_scene: Scene) -> Scene:
    with sqlite_scene.database.writing() as tx:
        for person_id in sqlite_scene.people.values():
            tx.get_one(Person, person_id).email_verified_at = now()
    return sqlite_scene


def ask(scene: Scene, contact: str = FAMILY_EMAIL, client=None):
    return (client or portal(scene)).post("/forgot", data={"contact": contact})


def type_code(scene: Scene, code: str, contact: str = FAMILY_EMAIL):
    return portal(scene).post("/forgot/code", data={"contact": contact, "code": code})


def flash_of(response) -> Flash:
    found = read_flash(f"{COOKIE}={response.cookies.get(COOKIE, '')}")
    assert found is not None
    return found


def mail_of(scene: Scene, who: str) -> dict[str, str]:
    return scene.rows(OutboxMessage, kind="reset", person_id=scene.people[who])[-1].facts


def path_for(scene: Scene, who: str = "alice") -> str:
    ask(scene)
    return "/reset/" + mail_of(scene, who)["link"].rpartition("/")[2]


def test_a_known_and_an_unknown_contact_get_the_same_answer(verified: Scene):
    known, unknown = ask(verified), ask(verified, "mobody@mail.test")
    assert known.headers["location"] == unknown.headers["location"] == "/forgot"
    assert flash_of(known) == Flash("forgot", typed={"contact": FAMILY_EMAIL}, sent=True)
    assert flash_of(unknown) == Flash("forgot", typed={"contact": "mobody@mail.test"}, sent=True)
    assert len(known.headers["set-cookie"]) == len(unknown.headers["set-cookie"])


def test_without_a_contact_it_asks_for_one(verified: Scene):
    for contact in ("", "   "):
        assert flash_of(ask(verified, contact)).code == "contact_missing"


def test_the_sixth_question_of_a_day_is_turned_down_known_or_not(verified: Scene):
    for contact in (FAMILY_EMAIL, "nobody@mail.test"):
        for _ in range(5):
            assert flash_of(ask(verified, contact)).sent
        assert flash_of(ask(verified, contact.upper())).code == "too_many_tries"
    assert len(verified.rows(OutboxMessage, person_id=verified.alice)) == 5


def test_an_address_asks_forty_times_an_hour_whomever_it_asks_for(verified: Scene):
    for number in range(40):
        assert flash_of(ask(verified, f"nobody{number}@mail.test")).sent
    asked = len(verified.audit("reset.asked"))
    assert flash_of(ask(verified, FAMILY_EMAIL)).code == "too_many_tries"
    assert len(verified.audit("reset.asked")) == asked
    assert flash_of(ask(verified, FAMILY_EMAIL, client=portal(verified, address="192.0.2.8"))).sent


@pytest.mark.parametrize("host", ["evil.test", "cedar.test.evil.test", "birch.test", "localhost:3000"])
def test_the_link_in_the_mail_never_comes_from_the_host_header(verified: Scene, host: str):
    ask(verified, client=portal(verified, host=host))
    assert mail_of(verified, "alice")["link"].startswith("http://cedar.test:3000/reset/")


def test_a_link_shows_whose_account_it_is_and_is_not_used_by_looking(verified: Scene):
    path = path_for(verified)
    for method in ("GET", "HEAD", "GET"):
        page = portal(verified).request(method, path)
        assert page.status_code == 200
    assert "Alice" in page.text
    assert 'autocomplete="new-password"' in page.text
    assert page.headers["cache-control"] == "no-store"
    assert "<script" not in page.text
    assert "style=" not in page.text


def test_a_new_password_signs_in_and_the_old_one_no_longer_does(verified: Scene):
    answer = portal(verified).post(path_for(verified), data={"password": NEW})
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    assert cookies_of(answer)["myaccount"]["httponly"] is True
    account = verified.rows(Account, person_id=verified.alice)[0]
    assert passwords.verify(NEW, account.password_hash)[0]
    assert not passwords.verify(PASSWORD, account.password_hash)[0]


def test_a_weak_password_shows_the_form_again_and_the_link_stays(verified: Scene):
    path = path_for(verified)
    for weak in ("", "short", "password1", "x" * 5000, "alicealice"):
        page = portal(verified).post(path, data={"password": weak})
        assert page.status_code == 422
        assert 'role="alert"' in page.text
        assert 'aria-describedby="password-help password-error"' in page.text
    assert portal(verified).post(path, data={"password": NEW}).status_code == 303


def test_a_used_link_says_so(verified: Scene):
    path = path_for(verified)
    portal(verified).post(path, data={"password": NEW})
    for page in (portal(verified).get(path), portal(verified).post(path, data={"password": "another good secret"})):
        assert page.status_code == 410
        assert 'href="/forgot"' in page.text
    assert {entry.person_id for entry in verified.audit("link.refused")} == {verified.alice}


def test_another_clinics_link_looks_like_one_that_never_was(verified: Scene):
    path = path_for(verified)
    there = portal(verified, "birch")
    assert there.get(path).text == there.get("/reset/nothing").text
    assert there.post(path, data={"password": NEW}).status_code == 410


def test_guessing_links_is_stopped(verified: Scene):
    guesser = portal(verified)
    for _ in range(100):
        rate_limits.wrong_guess("192.0.2.7")
    page = guesser.get(path_for(verified))
    assert page.status_code == 429
    assert "Too many tries. Wait 5 min" in page.text


def test_a_code_leads_to_the_form_of_the_one_it_was_mailed_for(verified: Scene):
    ask(verified)
    answer = type_code(verified, mail_of(verified, "bob")["code"])
    assert answer.headers["location"].startswith("/reset/")
    assert "Bob" in portal(verified).get(answer.headers["location"]).text


def test_a_wrong_code_goes_back_with_the_contact_kept(verified: Scene):
    ask(verified)
    said = flash_of(type_code(verified, "x"))
    assert (said.code, said.typed, said.sent) == ("wrong_code", {"contact": FAMILY_EMAIL}, True)


def test_the_sixth_code_in_five_minutes_is_not_even_looked_at(verified: Scene):
    ask(verified)
    for _ in range(5):
        assert flash_of(type_code(verified, "x")).code == "wrong_code"
    assert flash_of(type_code(verified, mail_of(verified, "alice")["code"])).code == "too_many_tries"


def test_a_code_alone_is_nothing(verified: Scene):
    assert flash_of(type_code(verified, "12345678", "")).code == "contact_missing"


def test_a_reset_in_bobs_browser_ends_bobs_session_there(verified: Scene):
    portal(verified).post("/sign-in", data={"username": "bob", "password": PASSWORD})
    bobs = verified.rows(LoginSession)[0].id
    portal(verified, session_id=bobs).post(path_for(verified), data={"password": NEW})
    assert verified.rows(LoginSession, id=bobs)[0].end_reason == "self"


def test_a_reset_opens_a_locked_account(verified: Scene):
    for _ in range(11):
        portal(verified).post("/sign-in", data={"username": "alice", "password": "wrong"})
    portal(verified).post(path_for(verified), data={"password": NEW})
    answer = portal(verified).post("/sign-in", data={"username": "alice", "password": NEW})
    assert answer.headers["location"] == "/account"
