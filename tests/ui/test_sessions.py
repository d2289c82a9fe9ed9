"""Username/Password and Manage Sessions in a browser, and in another one at the same time."""

from playwright.sync_api import expect

from tests.portal import PASSWORD, Clinic
from tests.ui.conftest import LAPTOP, Opened
from tests.ui.journeys import give, sign_in

WITHIN = 1_000 * 2
"""Milliseconds: a second for the portal, and one for the browser's way to another page."""


def test_a_session_that_is_ended_leaves_the_other_browser_at_once(clinic: Clinic, opened: Opened):
    phone, laptop = opened(), opened(viewport=LAPTOP)
    for page in (phone, laptop):
        sign_in(page, clinic)
    laptop.get_by_role("link", name="Username/Password").click()
    laptop.get_by_role("link", name="Manage Sessions").click()
    table = laptop.get_by_role("table", name="Sessions")
    expect(table.get_by_role("row")).to_have_count(3)
    table.get_by_role("row").filter(has_text="Active").get_by_role("button", name="End Session").click()
    laptop.get_by_role("dialog").get_by_role("button", name="End session").click()
    phone.wait_for_url(lambda url: "/sign-in" in url, timeout=WITHIN)
    expect(table.get_by_role("row").nth(1)).to_contain_text("Current")
    expect(table.get_by_role("row").nth(2)).to_contain_text("Ended")


def test_a_new_password_is_the_one_that_signs_in(clinic: Clinic, opened: Opened):
    page, other = opened(), opened()
    for one in (page, other):
        sign_in(one, clinic)
    page.goto(f"{clinic.url}/account/password")
    page.get_by_label("New password", exact=True).fill("eleven calm herons wade")
    page.locator("#password-current").fill(PASSWORD)
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_role("status").filter(has_text="Your password is changed")).to_be_visible()
    other.wait_for_url(lambda url: "/sign-in" in url)
    give(other, "alice", "eleven calm herons wade")
    other.wait_for_url(lambda url: "/account" in url)
