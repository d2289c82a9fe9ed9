"""A patient’s documents and forms at the desk."""

from playwright.sync_api import Page, expect

from tests.ui.accessibility.desk_patients import part_of_profile
from tests.ui.accessibility.place import Place
from tests.ui.accessibility.scenes import scene


@scene("/clinic/patients/[person_id]", part="documents")
def documents_at_the_desk(place: Place) -> Page:
    page = part_of_profile(place, "Documents")
    expect(page.get_by_role("article", name="Progress report")).to_be_visible()
    return page


@scene("/clinic/patients/[person_id]")
def document_at_the_desk(place: Place) -> Page:
    page = documents_at_the_desk(place)
    page.get_by_role("article", name="Progress report").get_by_role("button", name="Open").click()
    expect(page.get_by_role("dialog", name="Progress report")).to_contain_text("Version 1")
    return page


@scene("/clinic/patients/[person_id]")
def chart_entry_refused(place: Place) -> Page:
    page = documents_at_the_desk(place)
    page.get_by_role("button", name="Write a chart entry").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_be_visible()
    return page


@scene("/clinic/patients/[person_id]", part="forms")
def form_read_at_the_desk(place: Place) -> Page:
    page = part_of_profile(place, "Forms")
    page.get_by_role("article", name="A short one").get_by_role("button", name="Read").click()
    panel = page.get_by_role("dialog", name="A short one")
    panel.get_by_role("button", name="Return to patient").click()
    expect(panel.get_by_role("textbox", name="What is to be changed")).to_be_visible()
    return page
