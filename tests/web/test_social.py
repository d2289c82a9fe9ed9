"""Signing in with Google, Facebook and X over HTTP: the way there and back, and every way in which it is attacked."""

import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc.jwk import RSAKey

from demo.sign_in_stand_ins import StandIns
from myaccount.clock import now
from myaccount.integrations.oauth import http
from myaccount.models import Account, LoginSession, Person, SocialAttempt, SocialIdentity
from myaccount.services.clinic import settings
from myaccount.web import rate_limits, refusal_delay
from tests.scenes import PASSWORD, Scene
from tests.social import HOST, PROVIDERS, Browser, changed, chosen, connect, linked, profile, session_of, way
from tests.web.test_sign_in import flash_of

every_provider = pytest.mark.parametrize("provider", PROVIDERS)


@pytest.fixture(autouse=True)
def _fresh_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    rate_limits._own.cache_clear()
    monkeypatch.setattr(refusal_delay, "REFUSED_AFTER", 0.0)


@pytest.fixture
def cedar(sqlite_scene: Scene, providers: StandIns) -> Scene:
    """Cedar with all three on; Alice has linked a profile at each."""
    connect(sqlite_scene)
    for provider in PROVIDERS:
        linked(sqlite_scene, "alice", provider, *profile(providers, provider, "alice"))
    return sqlite_scene


def refused(answer) -> str:
    """Tell why an answer turns somebody away, who is not signed in by it."""
    said = flash_of(answer)
    assert answer.status_code == 303
    assert said is not None
    assert not [header for header in answer.headers.get_list("set-cookie") if header.startswith("myaccount=")]
    return said.code


@every_provider
def test_a_linked_profile_signs_in_and_says_how(cedar: Scene, provider: str):
    answer = Browser(cedar).sign_in(provider, "alice", next="/account/receipts?page=2")
    assert (answer.status_code, answer.headers["location"]) == (303, "/account/receipts?page=2")
    row = session_of(cedar, answer)
    assert row is not None
    assert (row.person_id, row.how, row.kept, row.two_step_at) == (cedar.alice, provider, False, None)
    [used] = cedar.rows(SocialIdentity, provider=provider)
    assert used.last_used_at is not None
    assert [entry.facts["how"] for entry in cedar.audit("signed_in")] == [provider]


def test_keep_me_signed_in_is_kept_on_the_way(cedar: Scene):
    row = session_of(cedar, Browser(cedar).sign_in("google", "alice", keep="on"))
    assert row is not None
    assert row.kept


def test_the_way_there_asks_for_a_proof_and_names_no_secret(cedar: Scene, providers: StandIns):
    for provider in PROVIDERS:
        asked = {name: one[0] for name, one in parse_qs(urlsplit(Browser(cedar).leave(provider)).query).items()}
        assert asked["redirect_uri"] == f"http://localhost:3000/auth/{provider}/callback"
        assert len(asked["state"]) == 43
        assert asked.get("code_challenge_method") == (None if provider == "facebook" else "S256")
        assert ("nonce" in asked) is (provider == "google")
        assert "secret" not in str(asked)


def test_the_cookie_of_the_way_is_the_browsers_alone_and_lasts_as_long_as_the_way(cedar: Scene):
    answer = Browser(cedar).post("/auth/google")
    [cookie] = [one for one in answer.headers.get_list("set-cookie") if one.startswith("myaccount-provider=")]
    assert all(part in cookie for part in ("HttpOnly", "SameSite=lax", "Max-Age=600", "Path=/"))
    [row] = cedar.rows(SocialAttempt)
    assert cookie.partition("=")[2].partition(";")[0] not in (row.state_hash, row.browser_hash)


@every_provider
def test_a_profile_that_nobody_linked_is_refused_in_the_same_words_whoevers_address_it_has(cedar: Scene, provider: str):
    with cedar.database.writing() as tx:
        bob = tx.get_one(Person, cedar.people["bob"])
        bob.email = bob.email_key = "bob@mail.test"
    known, unknown = (Browser(cedar).sign_in(provider, who) for who in ("bob", "new"))
    assert refused(known) == refused(unknown) == "social_not_linked"
    assert known.headers["location"] == unknown.headers["location"] == "/sign-in"
    assert len(known.content) == len(unknown.content)
    assert cedar.rows(LoginSession) == []
    assert [entry.person_id for entry in cedar.audit("sign_in.refused")] == [None, None]


def test_an_address_registered_before_takes_nothing_over(cedar: Scene):
    """Somebody writes a victim's address into their own profile here; the victim's Google profile does not open it."""
    with cedar.database.writing() as tx:
        mallory = tx.get_one(Person, cedar.people["bob"])
        mallory.email = mallory.email_key = "new@mail.test"
        mallory.email_verified_at = None
    assert refused(Browser(cedar).sign_in("google", "new")) == "social_not_linked"
    assert len(cedar.rows(SocialIdentity)) == 3


def test_a_profile_linked_at_one_clinic_opens_nothing_at_another(cedar: Scene, providers: StandIns):
    [row] = cedar.rows(SocialIdentity, provider="google")
    with cedar.database.writing() as tx:
        found = tx.get_one(SocialIdentity, row.id)
        [theirs] = [one for one in cedar.rows(Account) if one.person_id == cedar.people["charlie"]]
        found.clinic_id, found.account_id = cedar.birch.clinic_id, theirs.id
    assert refused(Browser(cedar).sign_in("google", "alice")) == "social_not_linked"


def test_a_disabled_account_is_nobodys(cedar: Scene):
    with cedar.database.writing() as tx:
        tx.get_one(Account, cedar.rows(Account, person_id=cedar.alice)[0].id).disabled_at = now()
    assert refused(Browser(cedar).sign_in("google", "alice")) == "social_not_linked"


@every_provider
def test_a_callback_counts_once(cedar: Scene, provider: str):
    browser = Browser(cedar)
    address = chosen(browser.leave(provider), "alice")
    cookies = dict(browser.cookies)
    assert session_of(cedar, browser.back(address)) is not None
    browser.cookies = cookies
    assert refused(browser.back(address)) == "social_over"
    assert len(cedar.rows(LoginSession)) == 1


@every_provider
@pytest.mark.parametrize("state", [None, "", "x", "x" * 43, "x" * 5000, "\x00"])
def test_a_callback_of_no_trip_of_ours_opens_nothing(cedar: Scene, provider: str, state: str | None):
    browser = Browser(cedar)
    address = chosen(browser.leave(provider), "alice")
    assert refused(browser.get(changed(address, state=state))) == "social_over"
    assert cedar.rows(LoginSession) == []


@every_provider
def test_a_callback_in_another_browser_opens_nothing_there_and_is_not_spent(cedar: Scene, provider: str):
    """A callback link sent to somebody would sign them in to the sender's account."""
    attacker, victim = Browser(cedar), Browser(cedar)
    address = chosen(attacker.leave(provider), "alice")
    assert refused(victim.back(address)) == "social_over"
    victim.leave(provider)  # a trip of their own does not help
    assert refused(victim.back(address)) == "social_over"
    assert session_of(cedar, attacker.back(address)) is not None


def test_a_callback_that_comes_too_late_opens_nothing(cedar: Scene):
    browser = Browser(cedar)
    address = chosen(browser.leave("google"), "alice")
    [row] = cedar.rows(SocialAttempt)
    assert row.expires_at - row.created_at == timedelta(minutes=10)
    with cedar.database.writing() as tx:
        tx.get_one(SocialAttempt, row.id).expires_at = now()
    assert refused(browser.back(address)) == "social_over"


@pytest.mark.parametrize(
    ("began", "answered"), [("google", "x"), ("x", "google"), ("facebook", "x"), ("x", "facebook")]
)
def test_the_answer_of_another_provider_is_refused(cedar: Scene, began: str, answered: str):
    """Mix-up: a state of one provider, a code of another."""
    browser = Browser(cedar)
    address = chosen(browser.leave(began), "alice")
    assert refused(browser.get(address.partition("3000")[2].replace(began, answered, 1))) == "social_over"


def test_the_answer_of_another_issuer_is_refused(cedar: Scene):
    for iss in ("https://evil.test", None):
        browser = Browser(cedar)
        address = chosen(browser.leave("google"), "alice")
        assert refused(browser.get(changed(address, iss=iss))) == "social_failed"
    assert cedar.rows(LoginSession) == []


@pytest.mark.parametrize("provider", ["google", "x"])
def test_a_code_of_somebody_elses_trip_is_refused(cedar: Scene, provider: str):
    """Code injection: an attacker's browser with a victim's code. PKCE binds it to the victim's; Facebook has none."""
    victim, attacker = Browser(cedar), Browser(cedar)
    stolen = parse_qs(urlsplit(chosen(victim.leave(provider), "alice")).query)["code"][0]
    own = chosen(attacker.leave(provider), "bob")
    assert refused(attacker.get(changed(own, code=stolen))) == "social_failed"
    assert cedar.rows(LoginSession) == []


@every_provider
@pytest.mark.parametrize("code", [None, "", "x"])
def test_a_made_up_code_is_refused(cedar: Scene, provider: str, code: str | None):
    browser = Browser(cedar)
    assert refused(browser.get(changed(chosen(browser.leave(provider), "alice"), code=code))) == "social_failed"


HOUR = 3600
FORGED = {
    "another issuer": {"iss": "https://evil.test"},
    "no issuer": {"iss": None},
    "another audience": {"aud": "another-client"},
    "several audiences, another party": {"aud": ["demo-client.stand-in", "b"], "azp": "b"},
    "no audience": {"aud": None},
    "another nonce": {"nonce": "of another trip"},
    "no nonce": {"nonce": None},
    "no subject": {"sub": None},
    "a blank subject": {"sub": ""},
    "a subject that is no text": {"sub": 7},
    "no expiry": {"exp": None},
    "expired": {"exp": -HOUR, "iat": -2 * HOUR},
    "not valid yet": {"nbf": HOUR},
}
"""What a token says; times in seconds from when it is made."""
TIMES = {"exp", "iat", "nbf"}


@pytest.mark.parametrize("claims", FORGED.values(), ids=list(FORGED))
def test_an_id_token_that_does_not_say_what_it_has_to_is_refused(cedar: Scene, providers: StandIns, claims: dict):
    since = int(time.time())
    providers.claims = {name: since + said if name in TIMES and said else said for name, said in claims.items()}
    assert refused(Browser(cedar).sign_in("google", "alice")) == "social_failed"


@pytest.mark.parametrize("header", [{"alg": "none"}, {"alg": "HS256"}, {"kid": "another"}, {"alg": "RS512"}], ids=str)
def test_an_id_token_signed_another_way_is_refused(cedar: Scene, providers: StandIns, header: dict):
    providers.header = header
    if header.get("alg") == "HS256":  # with what everybody knows: the public key as the secret
        providers.signing_key = providers.key.as_pem(private=False)
    assert refused(Browser(cedar).sign_in("google", "alice")) == "social_failed"


def test_an_id_token_signed_by_another_key_is_refused(cedar: Scene, providers: StandIns):
    providers.signing_key = RSAKey.generate_key(2048, {"kid": "one"})
    assert refused(Browser(cedar).sign_in("google", "alice")) == "social_failed"


@pytest.mark.parametrize(
    "about", [{"issuer": "https://evil.test"}, {"token_endpoint": "ftp://evil.test"}, {"authorization_endpoint": ""}]
)
def test_a_provider_that_says_it_is_another_is_not_gone_to(cedar: Scene, providers: StandIns, about: dict):
    providers.about = about
    assert refused(Browser(cedar).post("/auth/google")) == "social_failed"


@every_provider
def test_who_stops_at_the_provider_is_told_so(cedar: Scene, provider: str):
    browser = Browser(cedar)
    answer = browser.back(chosen(browser.leave(provider, next="/book")))
    assert refused(answer) == "social_stopped"
    assert answer.headers["location"] == "/sign-in?next=%2Fbook"


@every_provider
def test_another_error_of_the_provider_is_said_and_nothing_of_its_words(cedar: Scene, provider: str):
    browser = Browser(cedar)
    wrong = changed(chosen(browser.leave(provider), "alice"), error="<script>", error_description="call 555-0100")
    answer = browser.get(wrong)
    assert refused(answer) == "social_failed"
    assert "script" not in str(flash_of(answer)) and "555-0100" not in str(answer.headers)


@every_provider
def test_a_provider_that_is_slow_is_waited_for_only_so_long(
    cedar: Scene, provider: str, providers: StandIns, monkeypatch: pytest.MonkeyPatch
):
    browser = Browser(cedar)
    address = chosen(browser.leave(provider), "alice")
    monkeypatch.setattr(http, "SECONDS", 0.3)
    providers.delay, begun = 1.0, time.monotonic()
    assert refused(browser.back(address)) == "social_silent"
    assert time.monotonic() - begun < 0.9


@every_provider
def test_a_provider_that_is_down_is_said_kindly(cedar: Scene, provider: str, providers: StandIns):
    browser = Browser(cedar)
    address = chosen(browser.leave(provider), "alice")
    providers.status = 503
    assert refused(browser.back(address)) == "social_silent"


@pytest.mark.parametrize("next_path", ["https://evil.test", "//evil.test", "/\\evil.test", "javascript:alert(1)", "x"])
def test_who_wants_to_go_elsewhere_afterwards_lands_at_home(cedar: Scene, next_path: str):
    assert Browser(cedar).sign_in("google", "alice", next=next_path).headers["location"] == "/account"


def test_a_session_that_was_there_before_ends_and_its_cookie_is_not_taken_over(cedar: Scene):
    """Fixation: a browser that was handed somebody's sign-in gets another one."""
    browser = Browser.of(cedar, "bob")
    [before] = cedar.rows(LoginSession)
    row = session_of(cedar, browser.sign_in("google", "alice"))
    assert row is not None
    assert (row.id != before.id, row.person_id) == (True, cedar.alice)
    assert cedar.rows(LoginSession, id=before.id)[0].end_reason == "self"


def test_a_switch_turned_off_meanwhile_refuses_and_keeps_the_link(cedar: Scene):
    browser = Browser(cedar)
    address = chosen(browser.leave("google"), "alice")
    cedar.database.write(settings.change, cedar.staff_ctx("robin", now=now()), "social_google", False)
    assert refused(browser.back(address)) == "social_off"
    assert refused(browser.post("/auth/google")) == "social_off"
    assert len(cedar.rows(SocialIdentity, provider="google")) == 1


@pytest.mark.parametrize("name", ["myspace", "GOOGLE", "x" * 300])
def test_an_unknown_provider_is_refused(cedar: Scene, name: str):
    assert Browser(cedar).post(f"/auth/{name}").status_code in (303, 404)
    assert cedar.rows(SocialAttempt) == []


def test_the_answer_for_another_clinic_is_led_to_that_clinic(cedar: Scene):
    address = chosen(Browser(cedar).leave("google"), "alice")
    at_birch = Browser(cedar, slug="birch", host="birch.test:3000").back(address)
    assert at_birch.status_code == 303
    assert at_birch.headers["location"].startswith(f"http://{HOST}/auth/google/callback?state=")
    forged = changed(address, next="https://evil.test", redirect="//evil.test")
    assert "evil" not in Browser(cedar, slug="birch", host="birch.test:3000").get(forged).headers["location"]


def test_who_is_at_another_name_of_the_clinic_begins_at_the_one_that_providers_lead_back_to(cedar: Scene):
    answer = Browser(cedar, host="elsewhere.test").post("/auth/google", next="/book")
    assert answer.headers["location"] == f"http://{HOST}/sign-in?next=%2Fbook"
    assert cedar.rows(SocialAttempt) == []


def test_a_profile_is_linked_after_a_recent_password_and_signs_in_from_then_on(cedar: Scene, providers: StandIns):
    answer = Browser.of(cedar, "bob").link("google", "bob")
    said = flash_of(answer)
    assert said is not None
    assert (said.done, answer.headers["location"]) == (True, "/account/social")
    row = session_of(cedar, Browser(cedar).sign_in("google", "bob"))
    assert row is not None
    assert row.person_id == cedar.people["bob"]


def test_without_a_recent_password_linking_asks_for_it(cedar: Scene):
    browser = Browser.of(cedar, "bob", proven=False)
    for wrong in ("", "not this one"):
        assert refused(browser.post("/account/social/link", provider="google", current=wrong)) == "wrong_password"
    assert cedar.rows(SocialAttempt) == []
    answer = browser.post("/account/social/link", provider="google", current=PASSWORD)
    assert session_of(cedar, answer) is not None  # the same sign-in, under a new cookie
    browser.back(chosen(way(answer), "bob"))
    assert len(cedar.rows(SocialIdentity, provider="google")) == 2


def test_a_profile_of_somebody_else_here_is_not_linked(cedar: Scene):
    assert refused(Browser.of(cedar, "bob").link("google", "alice")) == "social_linked_elsewhere"
    assert len(cedar.rows(SocialIdentity)) == 3
    assert [entry.facts["reason"] for entry in cedar.audit("social.refused")] == ["social_linked_elsewhere"]


def test_a_second_profile_of_the_same_provider_is_not_gone_for(cedar: Scene):
    assert refused(Browser.of(cedar, "alice").post("/account/social/link", provider="google")) == "social_one_already"


def test_linking_belongs_to_the_sign_in_that_began_it(cedar: Scene):
    """A second person sits down at the browser while the first one's trip is on its way."""
    browser = Browser.of(cedar, "bob")
    address = chosen(way(browser.post("/account/social/link", provider="google")), "new")
    browser.session_id = Browser.of(cedar, "dana").session_id
    assert refused(browser.back(address)) == "social_over"
    browser.session_id = None
    assert refused(browser.back(address)) == "social_over"
    assert len(cedar.rows(SocialIdentity)) == 3


def test_a_trip_to_link_signs_nobody_in_and_a_trip_to_sign_in_links_nothing(cedar: Scene):
    browser = Browser.of(cedar, "bob")
    address = chosen(way(browser.post("/account/social/link", provider="google")), "alice")
    browser.session_id = None
    assert refused(browser.back(address)) == "social_over"
    signing_in = Browser.of(cedar, "bob")
    assert refused(signing_in.sign_in("google", "new")) == "social_not_linked"
    assert len(cedar.rows(SocialIdentity)) == 3


def test_unlinking_asks_for_a_recent_password(cedar: Scene):
    browser = Browser.of(cedar, "alice", proven=False)
    assert refused(browser.post("/account/social/unlink", provider="google")) == "wrong_password"
    said = flash_of(browser.post("/account/social/unlink", provider="google", current=PASSWORD))
    assert said is not None
    assert said.done
    assert refused(Browser(cedar).sign_in("google", "alice")) == "social_not_linked"


def test_nobody_unlinks_for_somebody_else(cedar: Scene):
    assert refused(Browser.of(cedar, "bob").post("/account/social/unlink", provider="google")) == "not_found"
    assert Browser(cedar).post("/account/social/unlink", provider="google").headers["location"] == "/account/social"
    assert len(cedar.rows(SocialIdentity)) == 3


def test_staff_still_owe_their_second_step(cedar: Scene, providers: StandIns):
    linked(cedar, "dana", "google", *profile(providers, "google", "dana"))
    row = session_of(cedar, Browser(cedar).sign_in("google", "dana"))
    assert row is not None
    assert (row.how, row.two_step_at) == ("google", None)


def test_patients_owe_a_second_step_where_the_clinic_wants_one(cedar: Scene):
    cedar.set("require_two_step", True)
    row = session_of(cedar, Browser(cedar).sign_in("google", "alice"))
    assert row is not None
    assert (row.two_step_owed, row.two_step_at) == (True, None)


def test_a_flood_of_trips_is_stopped(cedar: Scene):
    for _ in range(60):
        rate_limits.before_trip("192.0.2.7")
    assert refused(Browser(cedar).post("/auth/google")) == "too_many_tries"


def test_the_stand_ins_prove_something(cedar: Scene, providers: StandIns):
    """They refuse what a provider has to: a wrong verifier, a wrong secret, a code twice."""
    asked = parse_qs(urlsplit(chosen(Browser(cedar).leave("google"), "alice")).query)
    form = {"code": asked["code"][0], "redirect_uri": "http://localhost:3000/auth/google/callback"}
    wrong = httpx.post(f"{providers.base_of('google')}/token", data=form, auth=("a", "b"))
    assert wrong.json() == {"error": "invalid_client"}
    client = ("demo-client.stand-in", "demo-secret-of-the-stand-in")
    answer = httpx.post(f"{providers.base_of('google')}/token", data=form | {"code_verifier": "x" * 43}, auth=client)
    assert answer.json() == {"error": "invalid_grant"}
