"""Paying at booking in a real browser: a newcomer's card, their bank's question, and a visit with a receipt."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.portal import Clinic
from tests.stripe_cards import SECURE
from tests.ui.conftest import LAPTOP, Opened
from tests.ui.journeys import take_payments, type_card

WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


@pytest.fixture
def asking(clinic: Clinic, opened: Opened) -> Clinic:
    """A clinic that is open every day, and asks whoever comes for the first time for a deposit."""
    staff = [dict(one) for one in clinic.file["staff"]]
    staff[-1]["shifts"] = [{"location": "main", "weekdays": WEEK, "from": "09:00", "to": "17:00", "mode": "bookable"}]
    clinic.update(staff=staff, settings={"verify_new_patients": False})
    page = opened(viewport=LAPTOP)
    take_payments(page, clinic)
    page.get_by_role("radiogroup", name="Payment to book a first visit").get_by_label("Deposit").check()
    page.get_by_role("textbox", name="Deposit").fill("30")
    page.keyboard.press("Tab")
    expect(page.get_by_role("textbox", name="Deposit")).to_have_value("$30.00")
    return clinic


def check_axe(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_somebody_new_pays_a_deposit_that_their_bank_asks_about_and_has_a_receipt(asking: Clinic, opened: Opened):
    page = opened()
    page.goto(f"{asking.url}/book")
    page.get_by_role("list", name="Treatments").get_by_role("button").filter(has_text="Physiotherapy").click()
    page.get_by_role("list", name="Days").get_by_role("button").nth(1).click()
    page.get_by_role("list", name="Times").get_by_role("button").first.click()
    expect(page.get_by_text("You pay a deposit of $30.00 now.")).to_be_visible()
    for box, typed in (("First name", "Noor"), ("Last name", "Haddad"), ("Email", "noor@mail.test")):
        page.get_by_role("textbox", name=box).fill(typed)
    page.get_by_role("textbox", name="Date of birth").fill("1991-05-06")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Add a card").press("Enter")
    type_card(page, SECURE)
    page.get_by_role("button", name="Complete authentication").click()
    expect(page.get_by_role("radio", name="Visa ending in 3155")).to_be_checked()
    check_axe(page)
    page.get_by_role("button", name="Pay $30.00 and book").press("Enter")
    page.get_by_role("button", name="Fail authentication").click()
    expect(page.get_by_role("alert").filter(has_text="could not confirm that it is you")).to_be_visible()
    page.get_by_role("button", name="Pay $30.00 and book").click()
    expect(page.get_by_text("Nothing is charged until you have.")).to_be_visible()
    page.get_by_role("button", name="Complete authentication").click()
    expect(page.get_by_role("heading", name="Thanks for booking")).to_be_visible()
    expect(page.get_by_text("Paid ahead: $30.00. Your receipt is ready.")).to_be_visible()
    page.get_by_role("button", name="Choose a username and password").click()
    page.get_by_role("textbox", name="Username").fill("noor")
    page.get_by_role("textbox", name="Password").fill("three green herons")
    page.get_by_role("button", name="Create account").click()
    page.goto(f"{asking.url}/account/receipts")
    expect(page.get_by_text("Deposit for Physiotherapy").first).to_be_visible()
    expect(page.get_by_text("$30.00").first).to_be_visible()
