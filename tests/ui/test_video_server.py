"""Video visits on the clinic's own Jitsi server: set up by the owner, joined by the two, and judged by a stand-in."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from myaccount.clock import now
from tests.jitsi_server import DOMAIN, FORM, Joined, Prosody
from tests.portal import PASSWORD, Clinic
from tests.ui.conftest import CHROMIUM, LAPTOP, SOON, Opened, browser
from tests.ui.journeys import give, sign_in
from tests.ui.test_clinic_settings import open_settings


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The whole of Chromium: without its windows, what a new tab asks for is not answered by the test."""
    with browser(CHROMIUM) as launched:
        yield launched


def test_the_two_meet_on_the_server_that_the_owner_set_up(clinic: Clinic, opened: Opened) -> None:
    clinic.book("online", "now+20m", treatment="video")
    visit = clinic.id_of("appointment", "online")
    alice, robin = sign_in(opened(), clinic), open_settings(opened(viewport=LAPTOP), clinic)
    alice.goto(f"{clinic.url}/visit/{visit}")
    expect(alice.get_by_text("We found no camera and no microphone.")).to_be_visible()

    robin.get_by_role("radio", name="On our Jitsi server").click()
    expect(robin.get_by_role("alert").filter(has_text="Set up the Jitsi server first")).to_be_visible()
    _set_up(robin)
    assert _joined(robin, robin.get_by_role("link", name="Open an empty room")).affiliation == "owner"
    robin.get_by_role("radio", name="On our Jitsi server").click()

    begin = alice.get_by_role("link", name="Begin")
    expect(alice.get_by_text(f"Opens at {DOMAIN}, in a new tab.")).to_be_visible(timeout=SOON)
    expect(begin).to_have_attribute("href", f"/call/{visit}/server")
    patient = _joined(alice, begin)
    sam = opened(f"{clinic.url}/sign-in?next=/clinic", viewport=LAPTOP)
    give(sam, "sam", PASSWORD)
    expect(sam.get_by_text("Patient went to the call at")).to_be_visible()
    sam.get_by_role("link", name="Begin").click()
    practitioner = _joined(sam, sam.get_by_role("link", name="Begin"))
    assert (patient.room, patient.name, patient.affiliation) == (practitioner.room, "Alice Moreau", "member")
    assert practitioner.affiliation == "owner"


def _set_up(page: Page) -> None:
    page.get_by_role("button", name="Set up Jitsi").click()
    panel = page.get_by_role("dialog", name="Jitsi server")
    for box, name in (("Server", "domain"), ("App ID", "app_id"), ("App secret", "secret")):
        panel.get_by_role("textbox", name=box, exact=True).fill(FORM[name])
    panel.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").filter(has_text="The Jitsi server is kept.")).to_be_visible()


def _joined(page: Page, link: Locator) -> Joined:
    """Follow a link to the server, and tell who has come in there; of where they came from it learns nothing."""
    asked: list[tuple[str, str | None]] = []

    def serve(route: Route) -> None:
        asked.append((route.request.url, route.request.headers.get("referer")))
        route.fulfill(content_type="text/html", body="<title>In the room</title>")

    page.context.route(f"https://{DOMAIN}/**", serve)
    with page.expect_popup() as opening:
        link.click()
    expect(opening.value).to_have_title("In the room")
    assert opening.value.evaluate("[window.opener, document.referrer]") == [None, ""]
    opening.value.close()
    page.context.unroute(f"https://{DOMAIN}/**")
    assert asked[0][1] is None
    return Prosody().enter(asked[0][0], now())
