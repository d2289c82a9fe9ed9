"""Video visits."""

from playwright.sync_api import Page, expect

from tests.ui.accessibility.place import CALL, Place
from tests.ui.accessibility.scenes import scene
from tests.ui.accessibility.visits import upcoming
from tests.ui.journeys import heading


@scene("/visit/[appointment_id]")
def the_door_of_a_call(place: Place) -> Page:
    page = upcoming(place)
    page.get_by_role("link", name="Begin").click()
    expect(heading(page)).to_have_text("Video visit")
    expect(page.get_by_role("link", name="Begin")).to_have_attribute("href", CALL)
    return page


@scene("/visit/[appointment_id]")
def the_hallway_of_a_call(place: Place) -> Page:
    page = place.at(f"/visit/{place.clinic.id_of('appointment', 'meeting')}", "caller")
    expect(page.get_by_text("We found no camera and no microphone.")).to_be_visible()
    return page


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
def a_door_that_is_not_there(place: Place) -> Page:
    page = place.at("/visit/nothing", "alice")
    expect(page.get_by_text("We can’t find that visit")).to_be_visible()
    return page
