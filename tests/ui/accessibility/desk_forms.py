"""The clinic’s forms."""

from playwright.sync_api import Page, expect

from tests.ui.accessibility.place import Place
from tests.ui.accessibility.scenes import scene


@scene("/clinic/forms")
def form_library(place: Place) -> Page:
    page = place.at("/clinic/forms", "dana")
    page.get_by_role("button", name="New form").click()
    expect(page.get_by_role("article", name="Massage therapy intake")).to_be_visible()
    return page


@scene("/clinic/forms/[template_id]")
def form_being_built(place: Place) -> Page:
    page = place.at("/clinic/forms", "dana")
    page.get_by_role("link", name="Every kind").click()
    expect(page.get_by_role("article", name="Which consent")).to_be_visible()
    return page


@scene("/clinic/forms/[template_id]")
def question_refused(place: Place) -> Page:
    page = form_being_built(place)
    page.get_by_role("button", name="Add a question").click()
    panel = page.get_by_role("dialog", name="New question")
    panel.get_by_role("combobox", name="Kind of answer").select_option("scale")
    panel.get_by_role("button", name="Save").click()
    expect(panel.get_by_role("alert")).to_be_visible()
    return page


@scene("/clinic/forms/[template_id]")
def form_looked_at_as_a_patient_sees_it(place: Place) -> Page:
    page = form_being_built(place)
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("dialog", name="Preview").get_by_role("radiogroup").first).to_be_visible()
    return page


@scene("/clinic/forms/[template_id]")
def a_form_of_the_clinic_that_is_not_there(place: Place) -> Page:
    page = place.at("/clinic/forms/nothing", "dana")
    expect(page.get_by_text("We can’t find that form.")).to_be_visible()
    return page
