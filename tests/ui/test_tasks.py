"""A patient asks for a correction; the desk does it, and everybody's pages follow."""

from playwright.sync_api import Locator, Page, expect

from tests.portal import PASSWORD, Clinic
from tests.ui.conftest import LAPTOP, PHONE, Opened
from tests.ui.journeys import give, heading, sign_in

WRONG = "My date of birth is 3 February 1988."


def open_tasks(page: Page, clinic: Clinic, who: str = "dana") -> Page:
    """Sign in at the desk and arrive at the tasks."""
    page.goto(f"{clinic.url}/sign-in?next=/clinic/tasks")
    give(page, who, PASSWORD)
    expect(heading(page)).to_have_text("Tasks")
    return page


def open_contact_info(page: Page, clinic: Clinic) -> Page:
    """Sign in as Alice and arrive at Contact Info."""
    sign_in(page, clinic)
    page.goto(f"{clinic.url}/account/contact")
    expect(page.get_by_role("button", name="Ask for a correction")).to_be_visible()
    return page


def ask(page: Page, note: str = WRONG) -> None:
    """Ask for a correction."""
    page.get_by_role("button", name="Ask for a correction").click()
    page.get_by_role("textbox", name="What is wrong").fill(note)
    page.get_by_role("button", name="Send to the clinic").dblclick()
    expect(page.get_by_role("dialog")).to_have_count(0)


def top(shown: Locator) -> float:
    """How far down the window something begins."""
    box = shown.bounding_box()
    assert box
    return box["y"]


def check_room(row: Locator) -> None:
    """The buttons of a task stand side by side, and on a phone below what is asked: the name has a line of its own."""
    answer, done = row.get_by_role("button", name="Answer"), row.get_by_role("button", name="Mark done")
    assert top(answer) == top(done)
    row.page.set_viewport_size(PHONE)
    assert top(answer) == top(done) > top(row.get_by_text(WRONG)) > top(row.get_by_role("link"))
    row.page.set_viewport_size(LAPTOP)


def test_a_request_reaches_the_open_desk_and_comes_back_done(clinic: Clinic, opened: Opened) -> None:
    dana = open_tasks(opened(viewport=LAPTOP), clinic)
    expect(dana.get_by_text("Nothing is waiting.")).to_be_visible()
    alice = open_contact_info(opened(), clinic)
    ask(alice)
    expect(alice.get_by_role("status").filter(has_text="Sent. The clinic looks at it")).to_be_visible()
    expect(alice.get_by_role("list", name="Your open requests").get_by_role("listitem")).to_have_count(1)

    row = dana.get_by_role("row").filter(has_text=WRONG)
    expect(row).to_be_visible(timeout=1500)
    menu = dana.get_by_role("navigation", name="Clinic")
    expect(menu.get_by_role("link", name="Tasks, 1 open")).to_be_visible()
    check_room(row)
    row.get_by_role("button", name="Mark done").click()
    expect(row.get_by_role("status")).to_contain_text("Done by Dana Oduya")
    expect(menu.get_by_role("link", name="Tasks", exact=True)).to_be_visible(timeout=1500)
    expect(alice.get_by_role("list", name="Your open requests")).to_have_count(0, timeout=1500)
    row.get_by_role("button", name="Undo").click()
    expect(row.get_by_role("button", name="Mark done")).to_be_visible()
    row.get_by_role("button", name="Mark done").click()
    dana.get_by_role("button", name="Done", exact=True).click()
    expect(row.get_by_role("button", name="Reopen")).to_be_visible()


def test_a_patient_takes_it_back_and_what_was_typed_outlives_the_dialog(clinic: Clinic, opened: Opened) -> None:
    alice = open_contact_info(opened(), clinic)
    alice.get_by_role("button", name="Ask for a correction").click()
    box = alice.get_by_role("textbox", name="What is wrong")
    box.fill(WRONG)
    alice.keyboard.press("Escape")
    expect(box).to_have_count(0)
    expect(alice.get_by_role("button", name="Ask for a correction")).to_be_focused()
    alice.get_by_role("button", name="Ask for a correction").click()
    expect(box).to_have_value(WRONG)
    alice.get_by_role("button", name="Send to the clinic").click()
    alice.get_by_role("button", name="Withdraw").click()
    expect(alice.get_by_role("status").filter(has_text="Withdrawn.")).to_be_visible()
    expect(alice.get_by_role("list", name="Your open requests")).to_have_count(0)
