"""A form's whole way: begun in one browser, the server lost, finished in another by keyboard, read, and sent back."""

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.portal import PASSWORD, Clinic, served
from tests.ui.conftest import LAPTOP, Opened
from tests.ui.journeys import give, go_to, heading, sign_in
from tests.ui.test_forms import SECTIONS, saved, waiting

NAME = "New patient intake"
NOTE = "Tell us about last week, too."
BACK_AGAIN = 30_000
"""How long an open page may take until it has found the server again."""


def banner(page: Page) -> Locator:
    return page.get_by_role("region", name="Intake forms to complete")


def box(page: Page, number: int) -> Locator:
    return page.get_by_role("textbox", name=f"Question {number}", exact=True)


def press(page: Page, button: str) -> None:
    go_to(page, page.get_by_role("button", name=button, exact=True))
    page.keyboard.press("Enter")


def at_the_desk(page: Page, clinic: Clinic) -> Locator:
    """Open Alice's forms as Dana; give back the one that waits for her."""
    page.goto(f"{clinic.url}/sign-in?next=/clinic/patients")
    give(page, "dana", PASSWORD)
    page.get_by_role("searchbox", name="Search patients").fill("moreau ali")
    page.get_by_role("link", name="Alice Moreau").click()
    page.get_by_role("button", name="Forms", exact=True).click()
    return page.get_by_role("article", name=NAME)


def fill_in_by_keyboard(phone: Page) -> None:
    """Answer the rest of the form, with what it asks only because of another answer, and submit it."""
    for part in range(1, SECTIONS):
        expect(phone.get_by_text(f"Section {part} of {SECTIONS}")).to_be_visible()
        press(phone, "Next")
        expect(phone.get_by_role("heading", name=f"Part {part + 1}")).to_be_focused()
    go_to(phone, phone.get_by_role("checkbox", name="It hurts"))
    phone.keyboard.press("Space")
    expect(phone.get_by_role("radiogroup", name="How much")).to_be_visible()
    press(phone, "Submit form")
    missing = phone.get_by_role("alert").filter(has_text="Some answers are missing")
    expect(missing.get_by_role("link")).to_have_text(["How much", "Consent", "Signature"])
    phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")
    phone.keyboard.press("Space")
    go_to(phone, phone.get_by_role("checkbox", name="Consent I have read this and agree"))
    phone.keyboard.press("Space")
    go_to(phone, phone.get_by_role("textbox", name="Signature: Your name, as your signature"))
    phone.keyboard.type("Alice Moreau")
    phone.keyboard.press("Tab")
    expect(missing).to_have_count(0)
    press(phone, "Submit form")
    expect(phone.get_by_text("The clinic has your form, and a copy is in your documents.")).to_be_visible()
    expect(banner(phone)).to_have_count(0)


def test_forty_questions_outlast_the_server_and_go_to_the_desk_and_back(tmp_path: Path, opened: Opened) -> None:
    with served(tmp_path) as portal:
        clinic = portal.clinic()
        portal.clinic()  # so that each is found by its host
        waiting(clinic)
        laptop = sign_in(opened(viewport=LAPTOP, listening=False), clinic)
        expect(banner(laptop)).to_contain_text("1 intake form to complete")
        banner(laptop).get_by_role("link", name="Open it").click()
        expect(heading(laptop)).to_have_text(NAME)
        for number in (1, 2, 3):
            box(laptop, number).fill(f"Answer {number}")
        laptop.keyboard.press("Tab")
        saved(laptop, "Question 3")
        expect(laptop.get_by_text("3 of 43 answered")).to_be_visible()
        portal.kill()
        box(laptop, 4).fill("Typed while the server was gone")
        laptop.keyboard.press("Tab")

    with served(tmp_path, port=portal.port):
        dana = opened(viewport=LAPTOP, listening=False)
        form = at_the_desk(dana, clinic)
        expect(form).to_contain_text("Begun")
        phone = sign_in(opened(listening=False), clinic)
        go_to(phone, banner(phone).get_by_role("link", name="Open it"))
        phone.keyboard.press("Enter")
        expect(box(phone, 3)).to_have_value("Answer 3")
        expect(box(phone, 4)).to_have_value("Typed while the server was gone", timeout=BACK_AGAIN)
        go_to(phone, box(phone, 3))
        phone.keyboard.press("End")
        phone.keyboard.type(", and more")
        phone.keyboard.press("Tab")
        saved(phone, "Question 3")
        expect(box(laptop, 3)).to_have_value("Answer 3, and more")
        expect(laptop.get_by_text("Changed on another device")).to_be_visible()

        fill_in_by_keyboard(phone)
        expect(laptop.get_by_text("You submitted this form")).to_be_visible()
        laptop.get_by_role("link", name="See your copy").click()
        expect(heading(laptop)).to_have_text(NAME)
        expect(laptop.get_by_text("Answer 3, and more")).to_be_visible()

        expect(form).to_contain_text("Submitted")
        form.get_by_role("button", name="Read").click()
        reading = dana.get_by_role("dialog", name=NAME)
        expect(reading).to_contain_text("Typed while the server was gone")
        reading.get_by_role("button", name="Return to patient").click()
        reading.get_by_role("textbox", name="What is to be changed").fill(NOTE)
        reading.get_by_role("button", name="Return to patient").click()
        expect(form).to_contain_text("Sent back")
        expect(banner(phone)).to_contain_text("1 intake form to complete")
        expect(phone.get_by_text(NOTE)).to_be_visible()
        phone.get_by_role("button", name="Everything is right as it is").click()
        expect(phone.get_by_role("button", name="Everything is right as it is")).to_have_count(0)
        expect(phone.get_by_text(NOTE)).to_be_visible()
