"""Notifications & Reminders: what a patient chooses, and the calendar that follows their visits."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.portal import PASSWORD, Clinic
from tests.ui.conftest import LAPTOP, Opened
from tests.ui.journeys import give, heading, sign_in

NAME = "Notifications & Reminders"


def link(page: Page) -> Locator:
    return page.get_by_role("navigation", name="My Account").get_by_role("link", name=NAME)


def turn(clinic: Clinic, on: bool) -> None:
    clinic.update(settings={"client_selectable_reminders": on, "text_reminder_hours": 24})


def opened_page(page: Page, clinic: Clinic) -> Page:
    sign_in(page, clinic)
    link(page).click()
    expect(heading(page)).to_have_text(NAME)
    return page


def test_a_reminder_is_done_without_and_what_cannot_be_had_says_why(clinic: Clinic, opened: Opened) -> None:
    turn(clinic, True)
    page = opened_page(opened(viewport=LAPTOP), clinic)
    mail = page.get_by_role("switch", name="Email, 2 days before")
    expect(mail).to_have_attribute("aria-checked", "true")
    mail.click()
    expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    expect(mail).to_have_attribute("aria-checked", "false")
    expect(page.get_by_text("no verified mobile number")).to_be_visible()
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("link", name="Go to Contact Info").click()
    expect(heading(page)).to_have_text("Contact Info")


def test_the_link_comes_and_goes_with_the_setting(clinic: Clinic, opened: Opened) -> None:
    alice = sign_in(opened(viewport=LAPTOP), clinic)
    expect(link(alice)).to_have_count(0)
    robin = opened(viewport=LAPTOP)
    robin.goto(f"{clinic.url}/sign-in?next=/clinic/settings")
    give(robin, "robin", PASSWORD)
    robin.get_by_role("switch", name="Client-selectable reminders").click()
    expect(link(alice)).to_be_visible(timeout=2000)
    link(alice).click()
    expect(alice.get_by_role("switch", name="Email, 2 days before")).to_be_visible()
    robin.get_by_role("switch", name="Client-selectable reminders").click()
    expect(alice.get_by_text("The clinic chooses the reminders it sends.")).to_be_visible(timeout=2000)
    expect(link(alice)).to_have_count(0)


def test_the_calendar_link_is_made_followed_and_replaced(clinic: Clinic, opened: Opened) -> None:
    clinic.book("later", "today+5d 14:00")
    page = sign_in(opened(), clinic)
    page.get_by_role("button", name="Show my calendar link").click()
    page.get_by_role("button", name="Make a link").click()
    box = page.get_by_role("textbox", name="Private calendar link")
    first = box.input_value()
    assert "BEGIN:VEVENT" in fetched(page, first)
    page.get_by_role("button", name="Make a new link").click()
    expect(page.get_by_role("status").filter(has_text="This is your new calendar link.")).to_be_visible()
    expect(box).not_to_have_value(first)
    assert Axe().run(page).response["violations"] == []


def fetched(page: Page, address: str) -> str:
    path = address[address.index("/calendar/") :]
    return str(page.evaluate("async path => (await fetch(path)).text()", path))
