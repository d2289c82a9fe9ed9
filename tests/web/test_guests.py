"""The guest cookie: one browser told from another before anybody signs in."""

from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from myaccount.web.guard import bound
from myaccount.web.guests import guest_id, introducing
from tests.web.portal import cookies_of

NAME = "myaccount-guest"


def introduced():
    client = TestClient(introducing(PlainTextResponse("book")), base_url="http://cedar.test")
    return cookies_of(client.get("/book"))[NAME]


def test_no_script_can_read_it_and_it_goes_with_the_browser():
    cookie = introduced()
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["max-age"]) == (True, "lax", "/", "")


def test_each_browser_gets_another():
    assert len({introduced().value for _ in range(5)}) == 5


def test_its_name_for_the_server_says_nothing_about_it():
    cookie = introduced().value
    assert len(cookie) >= 43
    assert guest_id(cookie) == guest_id(cookie) != guest_id(cookie + "x")
    assert cookie not in guest_id(cookie)


def test_without_a_cookie_nobody_is_a_guest():
    assert guest_id("") == ""


def test_a_tab_of_one_guest_is_not_that_of_another():
    assert len({bound("token", owner) for owner in ("", guest_id("a"), guest_id("b"), "session")}) == 4
