"""Video visits."""

from playwright.sync_api import Page, expect

from tests.ui.accessibility.place import CALL, Place
from tests.ui.accessibility.scenes import scene
from tests.ui.accessibility.visits import upcoming
from tests.ui.calls import WATCH, is_connected
from tests.ui.journeys import heading

A_SCREEN = "navigator.mediaDevices.getDisplayMedia = async () => document.createElement('canvas').captureStream();"
"""A screen to share where there is none."""
AN_INTERRUPTION = """
  const [link] = callLinks.slice(-1);
  Object.defineProperty(link, "connectionState", { value: "disconnected" });
  link.dispatchEvent(new Event("connectionstatechange"));
"""
"""What a page is told when nothing comes through any more."""


@scene("/visit/[appointment_id]")
def the_door_of_a_call(place: Place) -> Page:
    page = upcoming(place)
    page.get_by_role("link", name="Begin").click()
    expect(heading(page)).to_have_text("Video visit")
    expect(page.get_by_role("link", name="Begin")).to_have_attribute("href", CALL)
    return page


@scene("/visit/[appointment_id]")
def the_hallway_of_a_call(place: Place) -> Page:
    return _hallway(place, "caller")


@scene("/visit/[appointment_id]")
def the_waiting_room_of_a_call(place: Place) -> Page:
    page = the_hallway_of_a_call(place)
    page.get_by_role("button", name="Join without camera and microphone").click()
    expect(page.get_by_role("heading", name="Waiting for Sam")).to_be_visible()
    return page


@scene("/visit/[appointment_id]")
def a_call_that_was_left(place: Place) -> Page:
    page = the_waiting_room_of_a_call(place)
    page.get_by_role("button", name="Leave").click()
    expect(page.get_by_role("heading", name="You have left the call")).to_be_visible()
    return page


@scene("/visit/[appointment_id]")
def a_call_in_which_the_other_side_shares_its_screen(place: Place) -> Page:
    page, other = _met(place)
    other.get_by_role("button", name="Share screen").click()
    expect(page.get_by_text("Sam is sharing their screen")).to_be_visible()
    return page


@scene("/visit/[appointment_id]")
def a_call_that_was_interrupted(place: Place) -> Page:
    page, _ = _met(place)
    page.evaluate(AN_INTERRUPTION)
    expect(page.get_by_text("Reconnecting…")).to_be_visible()
    return page


@scene("/visit/[appointment_id]")
def the_waiting_room_of_somebody_who_shares_their_screen(place: Place) -> Page:
    page, other = _met(place)
    page.get_by_role("button", name="Share screen").click()
    expect(other.get_by_text("Uma Duarte is sharing their screen")).to_be_visible()
    other.get_by_role("button", name="Leave").click()
    expect(page.get_by_role("heading", name="Sam has left the call")).to_be_visible()
    expect(page.get_by_role("button", name="Stop sharing")).to_be_visible()
    return page


@scene("/visit/[appointment_id]")
def a_door_that_is_not_there(place: Place) -> Page:
    page = place.at("/visit/nothing", "alice")
    expect(page.get_by_text("We can’t find that visit")).to_be_visible()
    return page


def _hallway(place: Place, who: str) -> Page:
    page = place.page(who)
    page.add_init_script(WATCH + A_SCREEN)
    page.goto(f"{place.clinic.url}/visit/{place.clinic.id_of('appointment', 'meeting')}")
    expect(page.get_by_text("We found no camera and no microphone.")).to_be_visible()
    return page


def _met(place: Place) -> tuple[Page, Page]:
    """Have the two meet; the other one goes when the first does."""
    pages = page, other = _hallway(place, "caller"), _hallway(place, "sam")
    page.context.once("close", lambda _: other.context.close())
    for one in pages:
        one.get_by_role("button", name="Join without camera and microphone").click()
    for one in pages:
        is_connected(one)
    return pages
