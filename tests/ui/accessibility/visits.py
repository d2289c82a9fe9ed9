"""Upcoming visits and those that were."""

from playwright.sync_api import Page, expect

from tests.ui.accessibility.place import Place
from tests.ui.accessibility.scenes import scene
from tests.ui.journeys import cancel, heading, visits
from tests.ui.waiting import take_unseen


@scene("/account")
def a_time_that_is_offered(place: Place) -> Page:
    page = place.at("/account", "ines")
    expect(page.get_by_role("button", name="Take this time")).to_be_visible()
    expect(page.get_by_role("button", name="Leave the wait list for Massage")).to_be_visible()
    return page


@scene("/account")
def an_offered_time_that_is_gone(place: Place) -> Page:
    page = place.at("/account", "ivo")
    expect(page.get_by_role("button", name="Take this time")).to_be_visible()
    take_unseen(place.clinic, "ivo")
    page.get_by_role("button", name="Take this time").click()
    expect(page.get_by_role("alert").filter(has_text="That time is gone")).to_be_visible()
    return page


@scene("/account")
def a_question_on_the_card_of_a_visit(place: Place) -> Page:
    page = place.at("/account", "jona")
    page.get_by_text("Answer the clinic’s question").first.click()
    page.get_by_role("textbox", name="What brings you in?").fill("My knee")
    page.get_by_role("button", name="Answer the clinic").click()
    expect(page.get_by_text("The clinic has your answer.")).to_be_visible()
    return page


@scene("/account")
def upcoming(place: Place) -> Page:
    page = place.at("/account", "alice")
    expect(visits(page)).to_have_count(4)
    return page


@scene("/account")
def upcoming_in_french(place: Place) -> Page:
    page = place.at("/account", "camille")
    expect(heading(page)).to_have_text("Rendez-vous à venir")
    return page


@scene("/account")
def upcoming_without_visits(place: Place) -> Page:
    page = place.at("/account", "nobody")
    expect(page.get_by_text("You have no visits coming up")).to_be_visible()
    return page


@scene("/account")
def upcoming_while_it_asks(place: Place) -> Page:
    page = upcoming(place)
    page.get_by_role("button", name="Cancel").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    return page


@scene("/account")
def upcoming_with_a_visit_that_was_just_cancelled(place: Place) -> Page:
    page = place.at("/account", "jona")
    cancel(page, visits(page).nth(1))
    expect(page.get_by_role("status").filter(has_text="Nothing was charged")).to_be_visible()
    return page


@scene("/account")
def upcoming_with_the_account_menu(place: Place) -> Page:
    page = upcoming(place)
    page.get_by_role("button", name="Account menu").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    return page


@scene("/account")
def upcoming_with_the_whole_menu(place: Place) -> Page:
    page = upcoming(place)
    page.get_by_role("button", name="More").click()
    expect(page.get_by_role("navigation", name="My Account")).to_be_visible()
    return page


@scene("/account/history")
def history(place: Place) -> Page:
    page = place.at("/account/history", "alice")
    expect(visits(page)).to_have_count(20)
    return page


@scene("/account/history")
def history_without_visits(place: Place) -> Page:
    page = place.at("/account/history", "nobody")
    expect(page.get_by_text("No past visits")).to_be_visible()
    return page


@scene("/account/history")
def history_filtered_to_nothing(place: Place) -> Page:
    page = history(place)
    page.get_by_label("From", exact=True).fill("2001-01-01")
    page.get_by_label("To", exact=True).fill("2001-02-01")
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_text("No visits match this filter")).to_be_visible()
    return page


@scene("/account/history")
def history_with_dates_the_wrong_way_round(place: Place) -> Page:
    page = history(place)
    page.get_by_label("From", exact=True).fill("2026-03-01")
    page.get_by_label("To", exact=True).fill("2026-02-01")
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_text("The first date is after the last")).to_be_visible()
    return page


@scene("/account")
def upcoming_while_it_loads(place: Place) -> Page:
    page = place.page("alice")
    page.route_web_socket("**/_event/**", lambda _line: None)
    page.goto(f"{place.clinic.url}/account")
    expect(page.locator(".bone").first).to_be_visible()
    return page
