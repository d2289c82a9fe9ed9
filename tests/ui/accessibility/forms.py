"""A patient’s forms."""

from playwright.sync_api import Page, expect

from tests.ui.accessibility.place import Place
from tests.ui.accessibility.scenes import scene


@scene("/account/forms")
def forms(place: Place) -> Page:
    page = place.at("/account/forms", "alice")
    expect(page.get_by_role("article")).to_have_count(2)
    return page


@scene("/account/forms")
def forms_none_in_french(place: Place) -> Page:
    page = place.at("/account/forms", "camille")
    expect(page.get_by_text("Rien à remplir.")).to_be_visible()
    return page


@scene("/account/forms/[form_id]")
def form_to_fill_in(place: Place) -> Page:
    page = forms(place)
    page.get_by_role("link", name="Begin").click()
    expect(page.get_by_role("radiogroup", name="Which one")).to_be_visible()
    return page


@scene("/account/forms/[form_id]")
def form_card_page(place: Place) -> Page:
    page = form_to_fill_in(place)
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("heading", name="Card on file")).to_be_focused()
    return page


@scene("/account/forms/[form_id]")
def form_with_answers_missing(place: Place) -> Page:
    page = form_to_fill_in(place)
    page.get_by_role("radio", name="Draw my signature").check()
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Submit form").click()
    expect(page.get_by_text("Some answers are missing")).to_be_visible()
    return page


@scene("/account/forms/[form_id]")
def form_that_is_not_there(place: Place) -> Page:
    page = place.at("/account/forms/nothing", "alice")
    expect(page.get_by_text("This form is not here")).to_be_visible()
    return page
