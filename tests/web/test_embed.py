"""Who may show a page in a frame, what the guard knows of a tab in one, and the script for other websites."""

import re
from collections.abc import Callable, Iterator

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.testclient import TestClient

from myaccount import config as configuration
from myaccount.clock import now
from myaccount.models import Account, LoginSession
from myaccount.pages import PAGES
from myaccount.services.identity.sessions import hash_of
from myaccount.web import embed, guests
from myaccount.web.guard import Guard
from myaccount.web.routes import ROUTES
from myaccount.web.visitor import visitor
from tests.scenes import Scene

WEBSITE = "https://www.cedar.test"
ADDRESSES = sorted(re.sub(r"\[.*?\]", "x", page.route) for page in PAGES)
OTHERS = [
    "/",
    "/welcome/x",
    "/two-step",
    "/book/embedded",
    "/book/embed/x",
    "/theme.css",
    "/embed.js",
    "/healthz",
    "/x",
]
TOKEN = "frame-fr-3fc1ce6d-b12d-4984-9c5c-de4dca26bdca"


async def whoever(scope, receive, send) -> None:
    who = visitor(Request(scope))
    await JSONResponse({"session": who.session_id, "guest": who.guest_id})(scope, receive, send)


@pytest.fixture
def opened(sqlite_scene: Scene) -> Callable[[str], TestClient]:
    """Open a clinic's address through the guard; every page answers who it is that asks."""
    sqlite_scene.set("embed_allowed_origins", [WEBSITE, "http://localhost:8080"])
    return lambda slug="cedar": TestClient(Guard(whoever), base_url=f"http://{slug}.localhost", follow_redirects=False)


@pytest.fixture
def over_https(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A deployment that people reach over https."""
    monkeypatch.setenv("MYACCOUNT_BASE_URL", "https://cedar.localhost")
    configuration.config.cache_clear()
    yield
    monkeypatch.undo()
    configuration.config.cache_clear()


def framers_in(response) -> str:
    [found] = re.findall(r"frame-ancestors ([^;]*);", response.headers["content-security-policy"])
    return str(found)


def test_the_page_for_frames_may_be_shown_by_the_clinics_websites_alone(opened):
    for address in ("/book/embed", "/book/embed/", "/book/embed?treatment=physio"):
        shown = opened("cedar").get(address)
        assert framers_in(shown) == f"'self' {WEBSITE} http://localhost:8080"
        assert "x-frame-options" not in shown.headers
    assert framers_in(opened("birch").get("/book/embed")) == "'self'"


@pytest.mark.parametrize("address", [one for one in [*ADDRESSES, *OTHERS] if one != "/book/embed"])
def test_no_other_answer_may_be_shown_in_a_frame(opened, address: str):
    shown = opened("cedar").get(address)
    assert (framers_in(shown), shown.headers["x-frame-options"]) == ("'none'", "DENY")


def test_where_no_clinic_answers_nothing_may_be_shown_in_a_frame(opened):
    assert framers_in(opened("nobody").get("/book/embed")) == "'none'"


def test_a_guest_in_a_frame_has_a_cookie_that_stays_in_it(opened):
    [cookie] = opened("cedar").get("/book/embed").headers.get_list("set-cookie")
    name, _, rest = cookie.partition("=")
    value, *attributes = rest.split("; ")
    assert (name, len(value) >= 43) == ("myaccount-frame", True)
    assert set(attributes) == {"Secure", "HttpOnly", "Path=/", "SameSite=None", "Partitioned"}
    assert opened("cedar").get("/book").headers["set-cookie"].startswith("myaccount-guest=")


@pytest.mark.usefixtures("over_https")
def test_over_https_its_name_binds_it_to_the_host(opened):
    assert opened("cedar").get("/book/embed").headers["set-cookie"].startswith("__Host-myaccount-frame=")


def test_in_a_frame_nobody_is_signed_in_whatever_cookies_come(opened, sqlite_scene: Scene):
    cookie = _signed_in(sqlite_scene)
    browser = opened("cedar")
    browser.headers["cookie"] = f"myaccount={cookie}; myaccount-guest=top; myaccount-frame=within"
    assert browser.get("/book").json() == {"session": "alice's session", "guest": guests.guest_id("top")}
    assert browser.get("/book/embed").json() == {"session": None, "guest": guests.guest_id("within")}


def test_a_tab_says_that_it_is_in_a_frame_and_in_which_language():
    assert embed.is_framed("/_event", TOKEN)
    assert embed.language_asked(TOKEN) == "fr"
    assert embed.is_framed("/_event", TOKEN.replace("-fr-", "--"))
    assert embed.language_asked(TOKEN.replace("-fr-", "--")) == ""
    for other in ("", TOKEN[9:], TOKEN.upper(), TOKEN + "x", "frame-fr-", "x" + TOKEN):
        assert (embed.is_framed("/_event", other), embed.language_asked(other)) == (False, "")


def test_the_script_for_other_websites_is_small_and_kept_for_minutes(opened):
    from starlette.applications import Starlette

    client = TestClient(Guard(Starlette(routes=ROUTES)), base_url="http://cedar.localhost")
    script = client.get("/embed.js")
    assert script.headers["content-type"].startswith("text/javascript")
    assert script.headers["cache-control"] == "public, max-age=300"
    assert script.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "set-cookie" not in script.headers
    assert len(script.content) < 5400
    assert embed.PLACE not in script.text
    assert '"Book an appointment with Cedar Physio"' in script.text


def _signed_in(scene: Scene) -> str:
    [account] = [row for row in scene.rows(Account) if row.person_id == scene.alice]
    moment = now()
    with scene.database.writing() as tx:
        tx.add(
            LoginSession(
                id="alice's session", clinic_id=account.clinic_id, account_id=account.id, person_id=account.person_id,
                cookie_hash=hash_of("a cookie"), created_at=moment, last_used_at=moment, proven_at=moment,
            )
        )  # fmt: skip
    return "a cookie"
