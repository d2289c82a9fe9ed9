"""Signing in and out over HTTP."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import quote

import pytest

from myaccount import config as configuration
from myaccount.clock import now
from myaccount.domain.refusals import TooManyTries
from myaccount.models import LoginSession, OutboxMessage
from myaccount.services.identity import sessions
from myaccount.web import rate_limits, refusal_delay
from myaccount.web.flash import COOKIE, Flash, read_flash
from tests.scenes import FAMILY_EMAIL, PASSWORD, Scene
from tests.web.portal import cookies_of, portal

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
ELSEWHERE = [
    "//evil.test",
    "///evil.test",
    "/\\evil.test",
    "\\\\evil.test",
    "https://evil.test/account",
    "javascript:alert(1)",
    "/account\r\nSet-Cookie: a=b",
    "/\t/evil.test",
    "/account\0",
    "account",
    "",
    "/" + "x" * 5000,
    "/\u2028",
]


@pytest.fixture(autouse=True)
def _fresh_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    rate_limits._own.cache_clear()
    monkeypatch.setattr(refusal_delay, "REFUSED_AFTER", 0.0)


def post(scene: Scene, username: str = "alice", password: str = PASSWORD, client=None, **fields: str):
    client = client or portal(scene)
    typed = {"username": username, "password": password, **fields}
    return client.post("/sign-in", data=typed, headers={"user-agent": FIREFOX})


def flash_of(response) -> Flash | None:
    return read_flash(f"{COOKIE}={response.cookies.get(COOKIE, '')}")


def test_the_right_password_lands_on_the_account_with_a_cookie(sqlite_scene: Scene):
    answer = post(sqlite_scene)
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    cookie = cookies_of(answer)["myaccount"]
    assert cookie["httponly"] is True
    assert (cookie["samesite"], cookie["path"], cookie["max-age"], cookie["secure"]) == ("lax", "/", "", "")
    row = sqlite_scene.rows(LoginSession)[0]
    assert row.cookie_hash == sessions.hash_of(cookie.value)
    assert (row.browser, row.operating_system, row.address) == ("Firefox 128", "Windows 10", "192.0.2.7")


def test_over_https_the_cookie_is_bound_to_its_host(sqlite_scene: Scene, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MYACCOUNT_BASE_URL", "https://cedar.test")
    configuration.config.cache_clear()
    cookie = cookies_of(post(sqlite_scene))["__Host-myaccount"]
    assert cookie["secure"] is True
    assert cookie["domain"] == ""


def test_a_browser_is_marked_and_known_again(sqlite_scene: Scene):
    client = portal(sqlite_scene)
    mark = cookies_of(post(sqlite_scene, client=client))["myaccount-device"]
    assert (mark["httponly"], mark["samesite"], mark["path"]) == (True, "lax", "/")
    assert int(mark["max-age"]) == 400 * 86400
    post(sqlite_scene, client=client)
    assert {row.device_hash for row in sqlite_scene.rows(LoginSession)} == {sessions.hash_of(mark.value)}
    assert not sqlite_scene.rows(OutboxMessage, kind="new_sign_in")


@pytest.mark.parametrize("forged", ["x", "x" * 23, "x" * 21 + "é", "'" * 22])
def test_a_mark_that_is_none_of_ours_is_replaced(sqlite_scene: Scene, forged: str):
    client = portal(sqlite_scene)
    client.cookies.set("myaccount-device", quote(forged))
    assert cookies_of(post(sqlite_scene, client=client))["myaccount-device"].value != forged


def test_keep_me_signed_in_lasts_thirty_days(sqlite_scene: Scene):
    assert cookies_of(post(sqlite_scene, keep="on"))["myaccount"]["max-age"] == str(30 * 86400)
    assert sqlite_scene.rows(LoginSession)[0].kept


@pytest.mark.parametrize("next_path", ["/account/history?page=2", "/visit/abc", "/account"])
def test_it_goes_where_the_person_was_going(sqlite_scene: Scene, next_path: str):
    assert post(sqlite_scene, next=next_path).headers["location"] == next_path


@pytest.mark.parametrize("next_path", ELSEWHERE)
def test_it_never_leads_to_another_site(sqlite_scene: Scene, next_path: str):
    assert post(sqlite_scene, next=next_path).headers["location"] == "/account"
    assert post(sqlite_scene, password="wrong", next=next_path).headers["location"] == "/sign-in"


@pytest.mark.parametrize(("username", "password"), [("alice", "wrong"), ("nobody", PASSWORD), ("charlie", PASSWORD)])
def test_a_wrong_sign_in_goes_back_with_what_was_typed_and_no_session(
    sqlite_scene: Scene, username: str, password: str
):
    answer = post(sqlite_scene, username, password, next="/account/history")
    assert answer.headers["location"] == "/sign-in?next=%2Faccount%2Fhistory"
    assert flash_of(answer) == Flash("sign_in", "wrong_credentials", {"username": username})
    assert "myaccount" not in cookies_of(answer)
    assert not sqlite_scene.rows(LoginSession)
    assert password not in answer.headers["set-cookie"]


def test_unknown_wrong_and_disabled_get_answers_of_one_size(sqlite_scene: Scene):
    answers = [post(sqlite_scene, name, "wrong password") for name in ("alice", "nobod", "sammy")]
    assert len({len(answer.headers["set-cookie"]) for answer in answers}) == 1
    assert len({(answer.status_code, answer.headers["location"], answer.content) for answer in answers}) == 1


def test_a_refusal_takes_its_time(sqlite_scene: Scene, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(refusal_delay, "REFUSED_AFTER", 0.3)
    for name in ("alice", "nobody", FAMILY_EMAIL):
        answer = post(sqlite_scene, name, "wrong")
        assert answer.elapsed >= timedelta(seconds=0.3)


@pytest.mark.parametrize("name", ["", "\0", "x" * 5000, "a\r\nSet-Cookie: b=c", "\u202eecila", "😀", "<script>"])
def test_a_monstrous_username_is_simply_wrong(sqlite_scene: Scene, name: str):
    answer = post(sqlite_scene, name, "x" * 5000)
    assert answer.status_code == 303
    said = flash_of(answer)
    assert said is not None
    assert said.code == "wrong_credentials"
    assert len(said.typed["username"]) <= 200


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"x" * 70_000, "application/x-www-form-urlencoded"),
        (b"a=1&" * 100, "application/x-www-form-urlencoded"),
        (b'{"username": "alice"}', "application/json"),
        (b"--x\r\n\r\n--x--", "multipart/form-data; boundary=x"),
        (b"username=%ff%fe&password=%00", "application/x-www-form-urlencoded"),
        (b"\xff\xfe", "application/x-www-form-urlencoded"),
        (b"", ""),
    ],
)
def test_what_is_no_form_is_turned_down(sqlite_scene: Scene, content: bytes, kind: str):
    answer = portal(sqlite_scene).post("/sign-in", content=content, headers={"content-type": kind})
    assert answer.status_code == 303
    assert not sqlite_scene.rows(LoginSession)


def test_ten_wrong_tries_lock_the_account_also_for_the_right_password(sqlite_scene: Scene):
    for name in ("alice", "ALICE", " alice ") * 3 + ("alice",):
        assert flash_of(post(sqlite_scene, name, "wrong")).code == "wrong_credentials"
    locked = flash_of(post(sqlite_scene))
    assert locked.code == "too_many_tries"
    assert 1 <= locked.facts["minutes"] <= 5
    assert post(sqlite_scene, "bob").headers["location"] == "/account"
    assert post(sqlite_scene, "charlie", client=portal(sqlite_scene, "birch")).headers["location"] == "/account"
    assert [entry.facts["reason"] for entry in sqlite_scene.audit("sign_in.refused")].count("too_many_tries") == 1


def test_a_flood_of_tries_is_written_down_once_for_its_account_or_its_address(sqlite_scene: Scene):
    for number in range(30):
        post(sqlite_scene, password="wrong", client=portal(sqlite_scene, address=f"192.0.2.{number}"))
    reasons = [entry.facts["reason"] for entry in sqlite_scene.audit("sign_in.refused")]
    assert (reasons.count("wrong_credentials"), reasons.count("too_many_tries")) == (10, 1)
    for _ in range(100):
        rate_limits.wrong_guess("192.0.2.99")
    for number in range(20):
        post(sqlite_scene, f"somebody{number}", client=portal(sqlite_scene, address="192.0.2.99"))
    reasons = [entry.facts["reason"] for entry in sqlite_scene.audit("sign_in.refused")]
    assert reasons.count("too_many_tries") == 2


def test_fifty_tries_at_once_are_fifty(sqlite_scene: Scene):
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: post(sqlite_scene, password="wrong"), range(20)))
    assert [flash_of(answer).code for answer in answers].count("wrong_credentials") == 10


def test_a_success_clears_the_account(sqlite_scene: Scene):
    for _ in range(9):
        post(sqlite_scene, password="wrong")
    post(sqlite_scene)
    assert flash_of(post(sqlite_scene, password="wrong")).code == "wrong_credentials"


def test_an_address_that_guesses_a_hundred_times_is_turned_away(sqlite_scene: Scene):
    for _ in range(100):
        rate_limits.wrong_guess("192.0.2.7")
    assert flash_of(post(sqlite_scene)).code == "too_many_tries"
    assert post(sqlite_scene, client=portal(sqlite_scene, address="192.0.2.8")).headers["location"] == "/account"


def test_a_household_of_ipv6_is_one_address():
    for number in range(100):
        rate_limits.wrong_guess(f"2001:db8::{number:x}")
    with pytest.raises(TooManyTries):
        rate_limits.before_guess("2001:db8::ffff")
    rate_limits.before_guess("2001:db8:1::1")
    rate_limits.before_guess("::ffff:192.0.2.1")


@pytest.mark.redis
def test_with_redis_several_processes_count_together(
    sqlite_scene: Scene, redis_url: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("MYACCOUNT_REDIS_URL", redis_url)
    configuration.config.cache_clear()
    rate_limits._shared.cache_clear()
    for _ in range(10):
        post(sqlite_scene, password="wrong")
    rate_limits._own.cache_clear()
    assert flash_of(post(sqlite_scene)).code == "too_many_tries"
    rate_limits.after_sign_in(sqlite_scene.cedar.clinic_id, "alice")
    assert post(sqlite_scene).headers["location"] == "/account"


def test_without_its_redis_a_process_counts_by_itself(sqlite_scene: Scene, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MYACCOUNT_REDIS_URL", "redis://127.0.0.1:1/0")
    configuration.config.cache_clear()
    rate_limits._shared.cache_clear()
    assert post(sqlite_scene).headers["location"] == "/account"


def test_signing_out_ends_the_session_and_takes_the_cookie_back(sqlite_scene: Scene):
    post(sqlite_scene)
    session_id = sqlite_scene.rows(LoginSession)[0].id
    answer = portal(sqlite_scene, session_id=session_id).post("/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert cookies_of(answer)["myaccount"]["max-age"] == "0"
    assert sqlite_scene.rows(LoginSession)[0].end_reason == "self"


def test_signing_out_twice_is_no_fault(sqlite_scene: Scene):
    assert portal(sqlite_scene).post("/sign-out").status_code == 303


def test_signing_in_over_a_session_gives_a_new_cookie_and_ends_the_old(sqlite_scene: Scene):
    old = cookies_of(post(sqlite_scene))["myaccount"].value
    session_id = sqlite_scene.rows(LoginSession)[0].id
    new = cookies_of(post(sqlite_scene, client=portal(sqlite_scene, session_id=session_id)))["myaccount"].value
    assert old != new
    assert sqlite_scene.rows(LoginSession, id=session_id)[0].end_reason == "self"


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/forgot", "/forgot/code"])
def test_a_form_cannot_be_sent_by_a_link(sqlite_scene: Scene, path: str):
    assert portal(sqlite_scene).get(path).status_code == 405


def test_a_flash_lasts_a_minute(sqlite_scene: Scene):
    header = f"{COOKIE}={post(sqlite_scene, password='wrong').cookies[COOKIE]}"
    assert read_flash(header)
    assert read_flash(header, now() + timedelta(seconds=61)) is None


@pytest.mark.parametrize("value", ["", ".", "a.b", "e30.", "e30=.0000", '"', ";", "é", "x" * 5000])
def test_a_forged_flash_says_nothing(sqlite_database: object, value: str):
    assert read_flash(f"other=1; {COOKIE}={value}; broken") is None


def test_a_changed_flash_says_nothing(sqlite_scene: Scene):
    payload, _, signature = post(sqlite_scene, password="wrong").cookies[COOKIE].partition(".")
    assert read_flash(f"{COOKIE}={payload}A.{signature}") is None
    assert read_flash(f"a=b c; {COOKIE}={payload}.{signature}; [broken") is not None
