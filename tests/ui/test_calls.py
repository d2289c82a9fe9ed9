"""Video visits: Begin joins the call, and the two see and hear each other."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import servers
from tests.portal import Clinic, served
from tests.ui.calls import LONG, WATCH, another, at_the_door, hears_and_sees, is_connected, join, stats, with_cameras
from tests.ui.conftest import LAPTOP, PHONE, Opened
from tests.ui.journeys import go_to

SOUND_ALONE = """
  const devices = navigator.mediaDevices, ask = devices.getUserMedia.bind(devices);
  devices.getUserMedia = (wish) =>
    wish.audio && wish.video ? Promise.reject(new DOMException("", "NotFoundError")) : ask(wish);
"""
"""A camera that is not found at first, and is there once it is chosen by itself."""
SENT = "callLinks[0].getSenders().find(({ track }) => track?.kind === 'video').track"
"""The picture that the page sends now."""
BROWSER_ENDS = f"(track => (track.stop(), track.dispatchEvent(new Event('ended'))))({SENT})"
"""What comes of the browser's own "Stop sharing": the track has ended, and says so."""
TAKEN = """
  const devices = navigator.mediaDevices, ask = devices.getUserMedia.bind(devices);
  window.taken = [];
  devices.getUserMedia = async (wish) => {
    const stream = await ask(wish);
    taken.push(...stream.getTracks());
    return stream;
  };
"""
"""Notes every camera and microphone that the page takes."""
BACK = 30_000
"""By then (milliseconds) a page has found a server that is back."""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser with a camera and a microphone."""
    with with_cameras() as browser:
        yield browser


@pytest.fixture
def visit(clinic: Clinic) -> str:
    """A video visit of Alice's with Sam that begins soon."""
    clinic.book("online", "now+20m", treatment="video")
    return clinic.id_of("appointment", "online")


def test_the_two_see_and_hear_each_other(clinic: Clinic, visit: str, opened: Opened) -> None:
    alice, sam = _connected(clinic, visit, opened)
    for page in (alice, sam):
        hears_and_sees(page)
        expect(page.locator("video.theirs")).to_be_visible()
    assert stats(alice)["kind"] == "host"
    assert [page.evaluate("callLinks[0].localDescription.type") for page in (alice, sam)] == ["answer", "offer"]


def test_who_leaves_can_come_back_and_a_reload_is_no_goodbye(clinic: Clinic, visit: str, opened: Opened) -> None:
    alice, sam = _connected(clinic, visit, opened, script=TAKEN)
    alice.get_by_role("button", name="Leave").click()
    expect(alice.get_by_role("heading", name="You have left the call")).to_be_focused()
    assert alice.evaluate("taken.map((one) => one.readyState)") == ["ended", "ended"]
    expect(sam.get_by_role("heading", name="Alice Moreau has left the call")).to_be_visible()
    alice.get_by_role("button", name="Come back").click()
    is_connected(sam)
    sam.reload()
    join(sam)
    for page in (alice, sam):
        is_connected(page)
        hears_and_sees(page)


def test_what_is_off_is_said_on_the_other_side(clinic: Clinic, visit: str, opened: Opened) -> None:
    alice, sam = _connected(clinic, visit, opened)
    for button, said in (("Mute", "Alice Moreau’s microphone is off"), ("Camera off", "Alice Moreau’s camera is off")):
        go_to(alice, alice.get_by_role("button", name=button))
        alice.keyboard.press("Enter")
        expect(sam.get_by_text(said)).to_be_attached()
    sam.get_by_role("button", name="Devices").click()
    sam.get_by_role("combobox", name="Microphone").select_option(index=1)
    hears_and_sees(alice, "audio")


def test_who_comes_without_a_picture_is_heard_and_can_show_one_later(
    clinic: Clinic, visit: str, opened: Opened
) -> None:
    alice = opened()
    alice.add_init_script(SOUND_ALONE)
    sam = at_the_door(opened(viewport=LAPTOP), clinic, "sam", visit)
    for page in (at_the_door(alice, clinic, "alice", visit), sam):
        join(page)
    for page in (alice, sam):
        is_connected(page)
    hears_and_sees(sam, "audio")
    plays = sam.locator("video.theirs")
    expect(plays).to_have_js_property("readyState", 4)  # HTMLMediaElement.HAVE_ENOUGH_DATA: it plays
    expect(sam.get_by_text("Alice Moreau’s camera is off")).to_be_visible()
    alice.get_by_role("button", name="Devices").click()
    alice.get_by_role("combobox", name="Camera").select_option(index=1)
    hears_and_sees(sam, "video")
    expect(plays).to_be_visible()


def test_another_window_takes_over_and_the_first_says_so(clinic: Clinic, visit: str, opened: Opened) -> None:
    alice, sam = _connected(clinic, visit, opened)
    second = alice.context.new_page()
    second.add_init_script(WATCH)
    second.goto(alice.url)
    join(second)
    is_connected(second)
    expect(alice.get_by_role("heading", name="The call goes on in another window")).to_be_visible()
    hears_and_sees(sam)


def test_a_restart_of_the_server_is_not_heard_and_the_relay_hides_where_they_are(
    opened: Opened, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("restarted")
    with servers.turn("a quiet river") as url:
        relay = {"turn_url": url, "turn_secret": "a quiet river"}
        with served(folder, **relay) as portal:
            portal.clinic()
            clinic = portal.clinic(settings={"hide_addresses": True})
            clinic.book("online", "now+20m", treatment="video")
            visit = clinic.id_of("appointment", "online")
            alice, sam = _connected(clinic, visit, opened, listening=False)
            assert stats(alice)["kind"] == "relay"
        hears_and_sees(alice)  # nobody serves at this moment
        with served(folder, port=portal.port, **relay):
            hears_and_sees(sam)
            for page in (alice, sam):
                expect(page.locator('.video-visit[data-line="up"]')).to_be_attached(timeout=BACK)
            assert [stats(page)["links"] for page in (alice, sam)] == [1, 1]
            sam.get_by_role("button", name="Leave").click()
            expect(alice.get_by_role("heading", name="Sam has left the call")).to_be_visible()
            sam.get_by_role("button", name="Come back").click()
            is_connected(sam)
            hears_and_sees(alice)


def test_another_way_is_found_when_the_one_they_had_is_lost(
    opened: Opened, tmp_path_factory: pytest.TempPathFactory
) -> None:
    port, secret = servers.free_port(), "a quiet river"
    relay = {"turn_url": f"turn:127.0.0.1:{port}", "turn_secret": secret}
    with served(tmp_path_factory.mktemp("moved"), **relay) as portal:
        clinic = portal.clinic(settings={"hide_addresses": True})
        clinic.book("online", "now+20m", treatment="video")
        with servers.turn(secret, port):
            alice, sam = _connected(clinic, clinic.id_of("appointment", "online"), opened, listening=False)
        for page in (alice, sam):
            expect(page.get_by_text("Reconnecting…")).to_be_visible(timeout=LONG)
        with servers.turn(secret, port):
            for page in (alice, sam):
                is_connected(page)
                hears_and_sees(page)
                expect(page.get_by_text("Reconnecting…")).to_be_hidden()
            assert [stats(page)["links"] for page in (alice, sam)] == [1, 1]


def test_a_shared_screen_is_seen_until_the_page_or_the_browser_ends_it(
    clinic: Clinic, visit: str, opened: Opened
) -> None:
    alice, sam = _connected(clinic, visit, opened)
    said = alice.get_by_role("status").get_by_text("Sam is sharing their screen")
    for end in (lambda: sam.get_by_role("button", name="Stop sharing").click(), lambda: sam.evaluate(BROWSER_ENDS)):
        sam.get_by_role("button", name="Share screen").click()
        expect(said).to_be_visible()
        sam.wait_for_function(f"{SENT}.getSettings().displaySurface === 'monitor'")
        hears_and_sees(alice, "video")
        end()
        expect(said).to_be_hidden()
        expect(sam.get_by_role("button", name="Share screen")).to_be_visible()
        sam.wait_for_function(f"!{SENT}.getSettings().displaySurface")
        hears_and_sees(alice, "video")


def test_without_a_camera_one_joins_all_the_same(chromium: Browser, clinic: Clinic, visit: str) -> None:
    with another(chromium, "--use-fake-ui-for-media-stream") as bare:
        page = at_the_door(bare.new_page(viewport=PHONE), clinic, "alice", visit)
        expect(page.get_by_text("We found no camera and no microphone.")).to_be_visible()
        page.get_by_role("button", name="Join without camera and microphone").click()
        expect(page.get_by_role("heading", name="Waiting for Sam")).to_be_visible()


def test_where_the_camera_is_refused_the_page_says_what_to_do(chromium: Browser, clinic: Clinic, visit: str) -> None:
    with another(chromium, "--use-fake-device-for-media-stream", "--deny-permission-prompts") as shy:
        page = at_the_door(shy.new_page(viewport=PHONE), clinic, "alice", visit)
        expect(page.get_by_text("This page may not use your camera and microphone.")).to_be_visible()
        expect(page.get_by_text("to the left of the address")).to_be_visible()
        expect(page.get_by_role("button", name="Try again")).to_be_visible()


def _connected(clinic: Clinic, visit: str, opened: Opened, script: str = "", **more: bool) -> tuple[Page, Page]:
    page = opened(**more)
    page.add_init_script(script)
    alice = at_the_door(page, clinic, "alice", visit)
    sam = at_the_door(opened(viewport=LAPTOP, **more), clinic, "sam", visit)
    for page in (alice, sam):
        join(page)
    for page in (alice, sam):
        is_connected(page)
    return alice, sam
