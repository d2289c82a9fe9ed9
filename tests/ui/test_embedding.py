"""Booking on a clinic's own website: another site, in a browser that blocks the cookies of third parties."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from tests.portal import PASSWORD, Clinic
from tests.ui.conftest import CHROMIUM, FLAGS, LAPTOP, SOON, Opened
from tests.ui.journeys import give, heading
from tests.ui.test_booking import choose_a_time, introduce, listed, mailed_code, open_clinic  # noqa: F401  # a fixture

HEARD = """
for (const name of ["booked", "height"]) document.addEventListener(`myaccount:${name}`, (event) => {
  const said = document.createElement("li");
  said.textContent = `${name} ${event.target.localName} ${JSON.stringify(event.detail)}`;
  document.querySelector("#heard").append(said);
});
"""


@pytest.fixture
def blocking(chromium: Browser, tmp_path: Path) -> Iterator[Page]:
    """A browser in which somebody has blocked the cookies of third parties, and their storage with them."""
    (tmp_path / "Default").mkdir()
    chosen = {"profile": {"block_third_party_cookies": True, "cookie_controls_mode": 1}}
    (tmp_path / "Default" / "Preferences").write_text(json.dumps(chosen))
    profile = chromium.browser_type.launch_persistent_context(tmp_path, executable_path=CHROMIUM, args=FLAGS)
    yield profile.new_page()
    profile.close()


class Site:
    """A clinic's website: its pages by their paths, and what came with the last request for each."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.pages: dict[str, tuple[str, dict[str, str]]] = {}
        self.cookies: dict[str, str] = {}

    def page(self, body: str, path: str = "/", **headers: str) -> str:
        """Put a page on the website, and tell its address. Its own script writes down what it is told."""
        heard = '<ul id="heard"></ul><script src="/heard.js"></script>'
        html = f'<!doctype html><html lang="en"><title>Cedar</title><body>{body}{heard}'
        self.pages[path] = (html, {"content-type": "text/html", **headers})
        return self.origin + path


@contextmanager
def website(host: str = "127.0.0.1") -> Iterator[Site]:
    """Serve a website on a port of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.cookies[self.path] = self.headers.get("cookie", "")
            body, headers = site.pages.get(self.path, (HEARD, {"content-type": "text/javascript"}))
            self.send_response(200)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site = Site(f"http://{host}:{server.server_port}")
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def site(open_clinic: Clinic) -> Iterator[Site]:  # noqa: F811
    """A website that the clinic has allowed."""
    with website() as found:
        open_clinic.update(settings={"embed_allowed_origins": [found.origin]})
        yield found


def loader(clinic: Clinic, more: str = "") -> str:
    return f'<script src="{clinic.url}/embed.js" {more} async></script>'


def booking(page: Page, number: int = 0) -> FrameLocator:
    return page.frame_locator("iframe").nth(number)


def test_a_new_patient_books_on_the_clinics_website_and_ends_with_an_account(
    open_clinic: Clinic,  # noqa: F811
    site: Site,
    blocking: Page,
) -> None:
    page = blocking
    strict = f"default-src 'none'; script-src 'self' {open_clinic.url}; frame-src {open_clinic.url}"
    page.goto(site.page(loader(open_clinic), content_security_policy=strict))
    frame = booking(page)
    expect(frame.get_by_role("heading", level=1)).to_have_text("Book an Appointment")
    choose_a_time(frame)
    introduce(frame)
    expect(frame.get_by_role("textbox", name="Code")).to_be_visible()
    frame.get_by_role("textbox", name="Code").fill(mailed_code(open_clinic))
    frame.get_by_role("button", name="Confirm code").click()
    frame.get_by_role("button", name="Book appointment").click()
    expect(frame.get_by_role("heading", name="Thanks for booking")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="booked iframe {}")).to_have_count(1)
    frame.get_by_role("button", name="Choose a username and password").click()
    expect(page).to_have_url(re.compile(f"{open_clinic.url}/welcome/"))
    page.get_by_role("textbox", name="Username").fill("noor")
    page.get_by_role("textbox", name="Password").fill("three green herons")
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_role("article")).to_contain_text("Physiotherapy")


def test_the_browser_does_block_what_is_not_kept_apart(site: Site, blocking: Page) -> None:
    with website("shop.localhost") as other:
        other.page("here", "/set", set_cookie="plain=1; SameSite=None; Secure")
        other.page(
            "<p></p><script>try { sessionStorage.length } catch { document.write('no storage') }</script>", "/look"
        )
        blocking.goto(other.origin + "/set")
        blocking.goto(site.page(f'<iframe src="{other.origin}/look"></iframe>'))
        expect(booking(blocking).get_by_text("no storage")).to_be_visible()
        assert other.cookies["/look"] == ""
        blocking.goto(other.origin + "/look")
        assert other.cookies["/look"] == "plain=1"


def test_who_has_an_account_signs_in_in_the_whole_window_and_keeps_the_time(
    open_clinic: Clinic,  # noqa: F811
    site: Site,
    opened: Opened,
) -> None:
    page = opened(site.page(loader(open_clinic)))
    time = choose_a_time(booking(page))
    booking(page).get_by_role("button", name="Sign in").click()
    give(page, "alice", PASSWORD)
    expect(page.get_by_role("heading", name="Your appointment")).to_be_visible()
    expect(page.get_by_text(time.removesuffix(" p.m.").removesuffix(" a.m.")).first).to_be_visible()
    page.get_by_role("button", name="Book appointment").click()
    expect(page.get_by_role("heading", name="Thanks for booking")).to_be_visible()
    page.goto(site.origin)
    expect(listed(booking(page), "Treatments").first).to_be_visible()


def test_who_wants_to_wait_signs_in_and_comes_back_to_what_they_chose(
    open_clinic: Clinic,  # noqa: F811
    site: Site,
    opened: Opened,
) -> None:
    open_clinic.update(settings={"embed_allowed_origins": [site.origin], "wait_list": True})
    page = opened(site.page(loader(open_clinic)))
    listed(booking(page), "Treatments").filter(has_text="Physiotherapy").click()
    booking(page).get_by_text("No time that suits you?").click()
    booking(page).get_by_role("link", name="Sign in").click()
    give(page, "alice", PASSWORD)
    expect(listed(page, "Days").first).to_be_visible()
    page.get_by_text("No time that suits you?").click()
    page.get_by_role("button", name="Join the wait list").click()
    expect(page.get_by_text("You are on the wait list:")).to_be_visible()


@pytest.mark.parametrize(
    ("says", "chosen", "shown"),
    [
        ("", "dark", "light"),
        ("", "light", "light"),
        ("dark", "light", "dark"),
        ("light dark", "dark", "dark"),
        ("light dark", "light", "light"),
    ],
)
def test_a_frame_is_light_or_dark_as_the_website_is(
    open_clinic: Clinic,  # noqa: F811
    site: Site,
    opened: Opened,
    says: str,
    chosen: str,
    shown: str,
) -> None:
    page = opened(dark=chosen == "dark")
    page.goto(site.page(f"<style>:root {{ color-scheme: {says or 'normal'} }}</style>{loader(open_clinic)}"))
    expect(booking(page).get_by_role("heading", level=1)).to_be_visible()
    ground = booking(page).locator("body").evaluate("(body) => getComputedStyle(body).backgroundColor")
    assert ground == {"light": "rgb(248, 246, 243)", "dark": "rgb(22, 21, 19)"}[shown]


def test_frames_and_buttons_stand_side_by_side_each_with_its_own(
    open_clinic: Clinic,  # noqa: F811
    site: Site,
    opened: Opened,
) -> None:
    link = f'<a data-myaccount-book data-treatment="video" data-language="fr" href="{open_clinic.url}/book">Book</a>'
    first, second = loader(open_clinic, 'data-treatment="physio" data-staff="sam"'), loader(open_clinic, "data-inline")
    page = opened(site.page(f"{link}{first}{second}"))
    expect(booking(page, 0).get_by_text("Sam Field").first).to_be_visible()
    expect(listed(booking(page, 1), "Treatments").first).to_be_visible()
    tall, short = (page.locator("iframe").nth(number).bounding_box() for number in (0, 1))
    listed(booking(page, 1), "Treatments").filter(has_text="Video").click()
    expect(booking(page, 1).get_by_role("heading", name="When?")).to_be_visible()
    expect(booking(page, 0).get_by_text("Physiotherapy").first).to_be_visible()
    assert tall and short and tall["height"] > short["height"]
    button = page.get_by_role("button", name="Book")
    button.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Prendre rendez-vous : Cedar Physio")
    within = dialog.frame_locator("iframe")
    expect(within.get_by_role("heading", name="Quand")).to_be_visible()
    listed(within, "Jours").first.focus()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()
    button.click()
    dialog.get_by_role("button", name="Fermer").click()
    expect(dialog).to_be_hidden()


def test_a_website_that_is_not_allowed_shows_nothing_and_one_that_no_longer_is_no_more(
    open_clinic: Clinic,  # noqa: F811
    site: Site,
    opened: Opened,
) -> None:
    with website() as other:
        page = opened(other.page(loader(open_clinic)), listening=False)
        page.wait_for_function("() => document.querySelector('iframe')")
        expect(booking(page).get_by_role("heading", level=1)).to_have_count(0)
        nested = site.page(f'<iframe src="{other.origin}/"></iframe>', "/around")
        page.goto(nested)
        deep = booking(page).frame_locator("iframe")
        expect(booking(page).locator("iframe")).to_have_count(1)
        expect(deep.get_by_role("heading", level=1)).to_have_count(0)
        page.goto(site.page(loader(open_clinic), "/allowed"))
        expect(listed(booking(page), "Treatments").first).to_be_visible()
        open_clinic.update(settings={"embed_allowed_origins": [other.origin]})
        expect(booking(page).get_by_role("heading", level=1)).to_have_count(0, timeout=SOON)


def test_messages_of_others_move_nothing(open_clinic: Clinic, site: Site, opened: Opened) -> None:  # noqa: F811
    page = opened(site.page(loader(open_clinic)))
    expect(listed(booking(page), "Treatments").first).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="height")).not_to_have_count(0)
    before = page.locator("#heard").inner_text()
    page.evaluate("""async () => {
      const last = new Promise((heard) => addEventListener("message", ({data}) => data === "last" && heard()));
      for (const type of ["booked", "height", "close"]) postMessage({source: "myaccount", type, height: 9}, "*");
      frames[0].postMessage({source: "myaccount", type: "booked"}, "*");
      const evil = document.createElement("iframe");
      const say = (what) => `parent.postMessage(${what}, "*");`;
      evil.srcdoc = `<script>${say("{source: 'myaccount', type: 'booked'}")}${say("'last'")}</script>`;
      document.body.append(evil);
      await last;
    }""")
    assert page.locator("#heard").inner_text() == before


def test_the_owner_copies_the_lines_and_sees_them_at_work(open_clinic: Clinic, opened: Opened) -> None:  # noqa: F811
    page = opened(viewport=LAPTOP, permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{open_clinic.url}/sign-in?next=/clinic/embed")
    give(page, "robin", PASSWORD)
    expect(heading(page)).to_have_text("Website booking")
    page.get_by_label("Begin with treatment").select_option("video")
    expect(booking(page).get_by_text("Video follow-up").first).to_be_visible()
    page.get_by_role("button", name="Button", exact=True).click()
    expect(page.locator("#embed-snippet")).to_have_value(re.compile("data-myaccount-book"))
    page.get_by_role("button", name="Copy").first.click()
    expect(page.get_by_role("status").filter(has_text="Copied.")).to_be_visible()
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert f'<a href="{open_clinic.url}/book?treatment=video" data-myaccount-book data-treatment="video">' in copied
    page.get_by_role("region", name="Preview").get_by_role("button", name="Book an appointment").click()
    expect(page.get_by_role("dialog").get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Escape")
    page.get_by_role("textbox", name="Add a website").fill("https://WWW.cedar.test/")
    page.get_by_role("button", name="Add website").click()
    expect(page.get_by_role("list", name="Websites that may show it")).to_contain_text("https://www.cedar.test")
    page.goto(f"{open_clinic.url}/clinic/settings")
    expect(page.get_by_label("Websites that show online booking")).to_have_value("https://www.cedar.test")
