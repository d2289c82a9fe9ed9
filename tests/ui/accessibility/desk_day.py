"""The clinic’s day."""

from playwright.sync_api import Page, expect

from tests.ui.accessibility.place import WIDTHS, Place, size
from tests.ui.accessibility.scenes import scene
from tests.ui.journeys import heading


@scene("/clinic")
def today_at_the_desk(place: Place) -> Page:
    page = place.at("/clinic", "dana")
    expect(page.get_by_role("article").first).to_be_visible()
    return page


@scene("/clinic/schedule")
def schedule_of_a_day(place: Place) -> Page:
    page = place.at("/clinic/schedule", "dana")
    expect(heading(page)).to_have_text("Schedule")
    return page


@scene("/clinic/schedule")
def schedule_of_a_week(place: Place) -> Page:
    page = place.at("/clinic/schedule?view=week", "dana")
    expect(page.get_by_text("Week of").first).to_be_visible()
    return page


@scene("/clinic/schedule")
def schedule_with_a_visit(place: Place) -> Page:
    page = schedule_of_a_day(place)
    page.get_by_role("region").get_by_role("button", name="Bob Moreau").click()
    expect(page.get_by_role("region", name="Bob Moreau")).to_be_visible()
    return page


@scene("/clinic/schedule")
def schedule_while_it_moves(place: Place) -> Page:
    page = schedule_with_a_visit(place)
    page.get_by_role("button", name="Move").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    return page


@scene("/clinic/schedule")
def schedule_while_it_books(place: Place) -> Page:
    page = schedule_of_a_day(place)
    page.get_by_role("button", name="Book", exact=True).click()
    expect(page.get_by_role("dialog", name="Book a visit")).to_be_visible()
    return page


@scene("/clinic")
def shortcuts_of_the_desk(place: Place) -> Page:
    page = today_at_the_desk(place)
    page.set_viewport_size(size(WIDTHS[1]))
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    return page


@scene("/clinic/schedule")
def booking_for_a_new_patient_refused(place: Place) -> Page:
    page = schedule_while_it_books(place)
    page.get_by_role("button", name="New patient").click()
    page.get_by_role("button", name="Add patient and book").click()
    expect(page.get_by_text("Enter a first name.")).to_be_visible()
    return page
