"""What a patient owes, has paid, and pays with."""

from playwright.sync_api import Page, expect

from tests.ui.accessibility.place import Place
from tests.ui.accessibility.scenes import scene
from tests.ui.journeys import type_card


@scene("/account/receipts")
def receipts(place: Place) -> Page:
    page = place.at("/account/receipts", "alice")
    expect(page.get_by_text("still applied")).to_be_visible()
    return page


@scene("/account/receipts")
def receipts_filtered_the_wrong_way_round(place: Place) -> Page:
    page = place.at("/account/receipts", "alice")
    page.get_by_role("textbox", name="From").fill("2026-03-12")
    page.get_by_role("textbox", name="To").fill("2026-03-10")
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_text("The first date is after the last")).to_be_visible()
    return page


@scene("/account/receipts")
def no_receipts_in_french(place: Place) -> Page:
    return place.at("/account/receipts", "camille")


@scene("/account/balance")
def balance(place: Place) -> Page:
    page = place.at("/account/balance", "alice")
    expect(page.get_by_role("heading", name="Amount due")).to_be_visible()
    page.get_by_role("checkbox").first.uncheck()
    return page


@scene("/account/balance")
def balance_of_nothing(place: Place) -> Page:
    page = place.at("/account/balance", "nobody")
    expect(page.get_by_text("There is nothing to pay.")).to_be_visible()
    return page


@scene("/account/cards")
def cards_none(place: Place) -> Page:
    page = place.at("/account/cards", "nobody")
    expect(page.get_by_text("No card is on file yet.")).to_be_visible()
    return page


@scene("/account/cards")
def cards_while_one_is_typed(place: Place) -> Page:
    page = cards_none(place)
    page.get_by_role("button", name="Add card").click()
    page.get_by_placeholder("number").fill("4000000000000002")
    page.get_by_role("button", name="Save card").click()
    expect(page.get_by_role("alert").filter(has_text="The card was not saved")).to_be_visible()
    return page


@scene("/account/cards")
def cards_while_one_is_removed(place: Place) -> Page:
    page = place.at("/account/cards", "ines")
    page.get_by_role("button", name="Add card").click()
    type_card(page, "4242424242424242")
    expect(page.get_by_role("list", name="Cards")).to_contain_text("Visa ending in 4242")
    page.get_by_role("button", name="Remove").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    return page


@scene("/account/packages")
def packages(place: Place) -> Page:
    page = place.at("/account/packages", "alice")
    expect(page.get_by_text("Ten massages").first).to_be_visible()
    return page


@scene("/account/packages")
def packages_none_in_french(place: Place) -> Page:
    return place.at("/account/packages", "camille")
