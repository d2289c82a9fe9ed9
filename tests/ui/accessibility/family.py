"""Family: who may act for a patient, and what they see while they do."""

from playwright.sync_api import Page, expect

from tests.ui.accessibility.place import Place
from tests.ui.accessibility.scenes import scene
from tests.ui.test_family import mailed_link


@scene("/account/family")
def family(place: Place) -> Page:
    page = place.at("/account/family", "alice")
    expect(page.get_by_role("list", name="Who may act for you")).to_contain_text("Uma Duarte")
    return page


@scene("/account/family")
def family_of_nobody_in_french(place: Place) -> Page:
    return place.at("/account/family", "camille")


@scene("/account/family")
def permission_refused(place: Place) -> Page:
    page = family(place)
    page.get_by_role("button", name="Give somebody permission").click()
    form = page.get_by_role("dialog", name="Give somebody permission")
    form.get_by_role("textbox", name="Email or mobile").fill("nobody at all")
    form.get_by_role("button", name="Send invitation").click()
    expect(form.get_by_text("Choose at least one thing.")).to_be_visible()
    return page


@scene("/account/family")
def permission_that_is_changed(place: Place) -> Page:
    page = family(place)
    page.get_by_role("list", name="Who may act for you").get_by_role("button", name="Change").click()
    expect(page.get_by_role("dialog", name="What Uma Duarte may do for you")).to_be_visible()
    return page


@scene("/account/family")
def permission_that_is_taken_back(place: Place) -> Page:
    page = family(place)
    page.get_by_role("list", name="Who may act for you").get_by_role("button", name="Remove").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    return page


@scene("/account/family")
def an_invitation_on_its_way(place: Place) -> Page:
    return _invite(place, "ines@mail.test")


@scene("invitation.html")
def an_invitation(place: Place) -> Page:
    _invite(place, "jona@mail.test").context.close()
    page = place.page("jona")
    page.goto(mailed_link(place.clinic))
    expect(page.get_by_text("Alice Moreau invites you to act for them")).to_be_visible()
    return page


@scene("/account")
def upcoming_of_somebody_else(place: Place) -> Page:
    return _acting(place)


@scene("/account/history")
def history_of_somebody_else(place: Place) -> Page:
    return _acting_at(place, "/account/history")


@scene("/account/balance")
def balance_of_somebody_else(place: Place) -> Page:
    return _acting_at(place, "/account/balance")


@scene("/account/documents")
def a_page_that_is_somebody_elses_own(place: Place) -> Page:
    page = _acting_at(place, "/account/documents")
    expect(page.get_by_text("This page is Alice’s own.")).to_be_visible()
    return page


def _invite(place: Place, address: str) -> Page:
    page = family(place)
    page.get_by_role("button", name="Give somebody permission").click()
    form = page.get_by_role("dialog", name="Give somebody permission")
    form.get_by_role("checkbox", name="Fill in intake forms").check()
    form.get_by_role("textbox", name="Email or mobile").fill(address)
    form.get_by_role("button", name="Send invitation").click()
    expect(page.get_by_role("list", name="Invitations on their way")).to_contain_text(address)
    return page


def _acting(place: Place) -> Page:
    page = place.at("/account", "caller")
    page.get_by_role("button", name="Account menu").click()
    page.get_by_role("button", name="Alice Moreau (friend)").click()
    expect(page.get_by_role("region", name="Acting for somebody else")).to_be_visible()
    expect(page.get_by_role("article").first).to_be_visible()
    return page


def _acting_at(place: Place, address: str) -> Page:
    page = _acting(place)
    page.goto(f"{place.clinic.url}{address}")
    expect(page.get_by_role("region", name="Acting for somebody else")).to_be_visible()
    expect(page.locator(".bone")).to_have_count(0)
    return page
