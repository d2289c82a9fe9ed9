"""A form that needs a card on file, in a real browser: its last page holds the processor's own boxes."""

from playwright.sync_api import expect

from tests.portal import Clinic
from tests.stripe_cards import VISA
from tests.ui.conftest import LAPTOP, Opened
from tests.ui.journeys import heading, sign_in, take_payments, type_card

QUESTION = {"id": "why", "type": "short_text", "label": "What brings you in?", "required": True}


def test_a_form_that_needs_a_card_is_sent_once_one_is_on_file(clinic: Clinic, opened: Opened) -> None:
    clinic.update(
        form_templates=[{"id": "intake", "name": "Intake", "card": "required", "questions": [QUESTION]}],
        forms=[{"id": "f1", "template": "intake", "patient": "alice"}],
    )
    page = sign_in(opened(), clinic)
    page.get_by_role("link", name="Open it").click()
    expect(page.get_by_role("button", name="Submit form")).to_be_visible()
    take_payments(opened(viewport=LAPTOP), clinic)
    expect(page.get_by_text("Section 1 of 2")).to_be_visible()
    page.get_by_role("textbox", name="What brings you in?").fill("My knee")
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("heading", name="Card on file")).to_be_focused()
    page.get_by_role("button", name="Submit form").click()
    missing = page.get_by_role("alert").filter(has_text="Some answers are missing")
    missing.get_by_role("link", name="Card on file").press("Enter")
    expect(page.get_by_role("button", name="Add card")).to_be_focused()
    page.keyboard.press("Enter")
    type_card(page, VISA)
    expect(page.get_by_text("You have a card on file.")).to_be_visible()
    expect(page.get_by_role("list", name="Cards")).to_contain_text("Visa ending in 4242")
    expect(missing).to_have_count(0)
    page.get_by_role("button", name="Submit form").click()
    expect(page.get_by_text("The clinic has your form, and a copy is in your documents.")).to_be_visible()
    expect(heading(page)).to_have_text("Intake")
