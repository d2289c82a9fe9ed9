"""What people do, step by step, as they see it: by role and name."""

from playwright.sync_api import Locator, Page, expect

from tests.portal import PASSWORD, Clinic


def sign_in(page: Page, clinic: Clinic, username: str = "alice", password: str = PASSWORD) -> Page:
    """Sign in and arrive at Upcoming Appointments."""
    page.goto(f"{clinic.url}/sign-in")
    give(page, username, password)
    expect(heading(page)).to_have_text("Upcoming Appointments")
    return page


def give(page: Page, username: str, password: str) -> None:
    """Fill in the sign-in form and send it."""
    page.get_by_role("textbox", name="Username or email").fill(username)
    page.get_by_role("textbox", name="Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def heading(page: Page) -> Locator:
    """The page's one heading of the first level."""
    return page.get_by_role("heading", level=1)


def visits(page: Page) -> Locator:
    """The cards of visits on the page."""
    return page.get_by_role("article")


def visit(page: Page, title: str) -> Locator:
    """The card of one visit, by the words of its label."""
    return page.get_by_role("article", name=title)


def cancel(page: Page, card: Locator) -> None:
    """Cancel a visit and confirm it."""
    card.get_by_role("button", name="Cancel").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel appointment").click()
