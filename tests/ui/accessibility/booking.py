"""Booking a visit."""

from playwright.sync_api import Page, expect

from tests.ui.accessibility.place import Place
from tests.ui.accessibility.scenes import scene


@scene("/book/embed", colours=("light",))
def booking_on_a_website(place: Place) -> Page:
    return place.at("/book/embed")


@scene("/book/embed", colours=("dark",))
def booking_on_a_dark_website(place: Place) -> Page:
    return place.at("/book/embed?scheme=dark")


@scene("/book")
def waiting_for_a_time_where_none_is_free(place: Place) -> Page:
    page = place.at("/book?treatment=never", "nobody")
    expect(page.get_by_role("button", name="Join the wait list")).to_be_visible()
    return page


@scene("/book")
def on_the_wait_list(place: Place) -> Page:
    page = place.at("/book?treatment=never", "jona")
    page.get_by_role("button", name="Join the wait list").click()
    expect(page.get_by_text("You are on the wait list:")).to_be_visible()
    return page


@scene("/book")
def booking_while_it_asks_for_money(place: Place) -> Page:
    page = place.at("/book?treatment=massage", "alice")
    page.get_by_role("list", name="Days").get_by_role("button").nth(9).click()
    page.get_by_role("list", name="Times").get_by_role("button").first.click()
    expect(page.get_by_text("You pay a deposit of $50.00 now.")).to_be_visible()
    expect(page.get_by_role("button", name="Add a card")).to_be_visible()
    return page


@scene("/book")
def booking_anything(place: Place) -> Page:
    page = place.at("/book", "nobody")
    expect(page.get_by_role("list", name="Treatments")).to_be_visible()
    return page


@scene("/book")
def booking_by_somebody_new_refused(place: Place) -> Page:
    page = place.at("/book?treatment=massage")
    page.get_by_role("list", name="Days").get_by_role("button").nth(10).click()
    page.get_by_role("list", name="Times").get_by_role("button").first.click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert").filter(has_text="Check what is marked below")).to_be_visible()
    return page
