"""Patients at the desk."""

from playwright.sync_api import Page, expect

from tests.ui.accessibility.place import Place
from tests.ui.accessibility.scenes import scene
from tests.ui.journeys import heading


@scene("/clinic/patients")
def patients_at_the_desk(place: Place) -> Page:
    return place.at("/clinic/patients", "dana")


@scene("/clinic/patients")
def patients_found(place: Place) -> Page:
    page = patients_at_the_desk(place)
    _find(page, "o")
    expect(page.get_by_role("table", name="Found")).to_be_visible()
    return page


@scene("/clinic/patients")
def patients_not_found(place: Place) -> Page:
    page = patients_at_the_desk(place)
    _find(page, "nobody at all")
    expect(page.get_by_role("status").filter(has_text="No patient matches")).to_be_visible()
    return page


@scene("/clinic/patients")
def patients_while_one_is_added(place: Place) -> Page:
    page = patients_at_the_desk(place)
    page.get_by_role("button", name="Add patient").click()
    page.get_by_role("dialog").get_by_role("button", name="Add patient").click()
    expect(page.get_by_text("Enter a first name.")).to_be_visible()
    return page


@scene("/clinic/patients/[person_id]", part="contact")
def profile(place: Place) -> Page:
    page = patients_at_the_desk(place)
    _find(page, "alice")
    page.get_by_role("link", name="Alice Moreau").click()
    expect(heading(page)).to_have_text("Alice Moreau")
    return page


@scene("/clinic/patients/[person_id]", part="appointments")
def profile_appointments(place: Place) -> Page:
    return part_of_profile(place, "Appointments")


@scene("/clinic/patients/[person_id]", part="cards")
def profile_cards(place: Place) -> Page:
    return part_of_profile(place, "Cards")


@scene("/clinic/patients/[person_id]", part="family")
def profile_family(place: Place) -> Page:
    page = part_of_profile(place, "Family")
    expect(page.get_by_role("list", name="Who may act for the patient")).to_contain_text("Uma Duarte")
    return page


@scene("/clinic/patients/[person_id]")
def family_of_a_child_refused(place: Place) -> Page:
    page = patients_at_the_desk(place)
    _find(page, "june")
    page.get_by_role("link", name="June Duarte").click()
    expect(heading(page)).to_have_text("June Duarte")
    page.get_by_role("button", name="Family", exact=True).click()
    page.get_by_role("button", name="Record who may act").click()
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_be_visible()
    return page


@scene("/clinic/patients/[person_id]", part="messages")
def profile_messages(place: Place) -> Page:
    return part_of_profile(place, "Messages")


@scene("/clinic/patients/[person_id]", part="activity")
def profile_activity(place: Place) -> Page:
    return part_of_profile(place, "Activity")


def _find(page: Page, words: str) -> None:
    expect(page.get_by_role("searchbox", name="Search patients")).to_be_focused()
    page.keyboard.type(words)


def part_of_profile(place: Place, part: str) -> Page:
    page = profile(place)
    page.get_by_role("button", name=part, exact=True).click()
    expect(page.get_by_role("button", name=part, exact=True)).to_have_attribute("aria-pressed", "true")
    return page


@scene("/clinic/patients/[person_id]")
def a_profile_that_is_not_there(place: Place) -> Page:
    page = place.at("/clinic/patients/nothing", "dana")
    expect(page.get_by_text("We can’t find that patient.")).to_be_visible()
    return page
