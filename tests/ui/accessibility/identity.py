"""How a patient signs in, and where they are signed in."""

from playwright.sync_api import Page, expect

from tests.ui.accessibility.place import Place
from tests.ui.accessibility.scenes import scene


@scene("/account/password")
def password_refused(place: Place) -> Page:
    page = place.at("/account/password", "nobody")
    page.get_by_role("textbox", name="New username").fill("two words")
    page.locator("#username-current").fill("not this one")
    page.get_by_role("button", name="Change username").click()
    expect(page.get_by_role("alert").filter(has_text="Check what you entered")).to_be_visible()
    return page


@scene("/account/social")
def profiles_elsewhere(place: Place) -> Page:
    page = place.at("/account/social", "alice")
    expect(page.get_by_role("button", name="Unlink Google")).to_be_visible()
    return page


@scene("/account/social")
def profiles_elsewhere_in_french(place: Place) -> Page:
    return place.at("/account/social", "camille")


@scene("/account/social")
def profiles_elsewhere_while_it_asks(place: Place) -> Page:
    page = profiles_elsewhere(place)
    page.get_by_role("button", name="Unlink Google").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    return page


@scene("/account/sessions")
def sessions(place: Place) -> Page:
    return place.at("/account/sessions", "alice")


@scene("/account/sessions")
def sessions_while_it_asks(place: Place) -> Page:
    page = sessions(place)
    page.get_by_role("button", name="End All Sessions").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    return page
