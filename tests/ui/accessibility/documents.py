"""A patient’s documents."""

from playwright.sync_api import Page, expect

from tests.ui.accessibility.place import Place
from tests.ui.accessibility.scenes import scene


@scene("/account/documents")
def documents(place: Place) -> Page:
    page = place.at("/account/documents", "alice")
    expect(page.get_by_role("article").filter(has_text="Progress report")).to_be_visible()
    return page


@scene("/account/documents")
def documents_none_in_french(place: Place) -> Page:
    page = place.at("/account/documents", "camille")
    expect(page.get_by_text("Rien pour l’instant.")).to_be_visible()
    return page


@scene("/account/documents/[document_id]")
def document_of_text(place: Place) -> Page:
    return _document(place, "Progress report")


@scene("/account/documents/[document_id]")
def document_of_a_picture(place: Place) -> Page:
    return _document(place, "Scan of the knee")


@scene("/account/documents/[document_id]")
def document_that_is_not_there(place: Place) -> Page:
    page = place.at("/account/documents/nothing", "alice")
    expect(page.get_by_text("This document is not here")).to_be_visible()
    return page


def _document(place: Place, title: str) -> Page:
    page = documents(place)
    page.get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_role("link", name="Download")).to_be_visible()
    return page
