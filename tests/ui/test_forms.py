"""An intake form's way: begun in one browser, finished in another on a phone by keyboard alone, and sent back."""

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page, expect

from tests.portal import Clinic
from tests.ui.conftest import LAPTOP, Opened
from tests.ui.journeys import heading, sign_in

SECTIONS, EACH = 4, 10
TEXT = "I agree to be treated."


def questions() -> Iterator[dict[str, Any]]:
    """Ask forty questions in four sections, then for a consent and a signature."""
    for section in range(SECTIONS):
        yield {"id": f"s{section}", "type": "heading", "label": f"Part {section + 1}"}
        for number in range(section * EACH, (section + 1) * EACH):
            yield {"id": f"q{number}", "type": "short_text", "label": f"Question {number + 1}"}
    yield {"id": "hurts", "type": "checkbox", "label": "It hurts"}
    hurts = {"question": "hurts", "answers": ["yes"]}
    yield {"id": "pain", "type": "scale", "label": "How much", "required": True, "show_if": hurts}
    yield {"id": "consent", "type": "consent", "label": "Consent", "required": True, "text": TEXT}
    yield {"id": "sign", "type": "signature", "label": "Signature", "required": True}


def waiting(clinic: Clinic) -> None:
    """Let a form wait for Alice."""
    clinic.update(
        form_templates=[{"id": "intake", "name": "New patient intake", "questions": list(questions())}],
        forms=[{"id": "f1", "template": "intake", "patient": "alice", "due": "today+2d"}],
    )


def saved(page: Page, name: str) -> None:
    """Wait until an answer is kept."""
    box = page.get_by_role("textbox", name=name, exact=True)
    expect(page.locator(".answer").filter(has=box).get_by_role("status")).to_have_text("Saved")


def tab_to(page: Page, role: Any, name: str) -> None:
    """Go on by keyboard until something has the focus."""
    wanted = page.get_by_role(role, name=name, exact=True)
    for _ in range(40):
        if wanted.count() and wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} is not reached by keyboard")


def test_forty_questions_are_begun_in_one_browser_and_finished_in_another_by_keyboard(
    clinic: Clinic, opened: Opened
) -> None:
    waiting(clinic)
    laptop = sign_in(opened(viewport=LAPTOP), clinic)
    banner = laptop.get_by_role("region", name="Intake forms to complete")
    expect(banner).to_contain_text("1 intake form to complete")
    banner.get_by_role("link", name="Open it").click()
    expect(heading(laptop)).to_have_text("New patient intake")
    for number in (1, 2, 3):
        laptop.get_by_role("textbox", name=f"Question {number}", exact=True).fill(f"Answer {number}")
    laptop.keyboard.press("Tab")
    saved(laptop, "Question 3")
    expect(laptop.get_by_text("3 of 43 answered")).to_be_visible()

    phone = sign_in(opened(), clinic)
    phone.get_by_role("link", name="Open it").click()
    expect(phone.get_by_role("textbox", name="Question 3", exact=True)).to_have_value("Answer 3")
    tab_to(phone, "textbox", "Question 3")
    phone.keyboard.press("End")
    phone.keyboard.type(", and more")
    phone.keyboard.press("Tab")
    saved(phone, "Question 3")
    expect(laptop.get_by_role("textbox", name="Question 3", exact=True)).to_have_value("Answer 3, and more")
    expect(laptop.get_by_text("Changed on another device")).to_be_visible()

    for part in range(1, SECTIONS):
        expect(phone.get_by_text(f"Section {part} of {SECTIONS}")).to_be_visible()
        tab_to(phone, "button", "Next")
        phone.keyboard.press("Enter")
        expect(phone.get_by_role("heading", name=f"Part {part + 1}")).to_be_focused()
    tab_to(phone, "checkbox", "It hurts")
    phone.keyboard.press("Space")
    expect(phone.get_by_role("radiogroup", name="How much")).to_be_visible()
    tab_to(phone, "button", "Submit form")
    phone.keyboard.press("Enter")
    missing = phone.get_by_role("alert").filter(has_text="Some answers are missing")
    expect(missing.get_by_role("link")).to_have_text(["How much", "Consent", "Signature"])
    phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")
    phone.keyboard.press("Space")
    tab_to(phone, "checkbox", "Consent I have read this and agree")
    phone.keyboard.press("Space")
    tab_to(phone, "textbox", "Signature: Your name, as your signature")
    phone.keyboard.type("Alice Moreau")
    phone.keyboard.press("Tab")
    expect(missing).to_have_count(0)
    tab_to(phone, "button", "Submit form")
    phone.keyboard.press("Enter")
    expect(phone.get_by_text("The clinic has your form, and a copy is in your documents.")).to_be_visible()
    expect(phone.get_by_role("region", name="Intake forms to complete")).to_have_count(0)
    expect(laptop.get_by_text("You submitted this form")).to_be_visible()
    laptop.get_by_role("link", name="See your copy").click()
    expect(heading(laptop)).to_have_text("New patient intake")
    expect(laptop.get_by_text("Answer 3, and more")).to_be_visible()


def test_a_signature_is_drawn_and_words_survive_a_dropped_connection(clinic: Clinic, opened: Opened) -> None:
    waiting(clinic)
    page = opened()
    sockets: list[Any] = []
    page.route_web_socket("**/_event/**", lambda one: (sockets.append(one), one.connect_to_server())[0])
    sign_in(page, clinic).get_by_role("link", name="Open it").click()
    first = page.get_by_role("textbox", name="Question 1", exact=True)
    expect(first).to_be_visible()
    sockets[-1].close()
    first.fill("Typed while nobody listened")
    page.keyboard.press("Tab")
    saved(page, "Question 1")
    page.reload()
    expect(first).to_have_value("Typed while nobody listened")
    for _ in range(SECTIONS - 1):
        page.get_by_role("button", name="Next").click()
    page.get_by_role("radio", name="Draw my signature").check()
    field = page.locator(".signature-field")
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    assert box
    page.mouse.move(box["x"] + 30, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 70, steps=8)
    page.mouse.up()
    expect(page.get_by_text("Saved · Signed")).to_be_visible()
    page.reload()
    for _ in range(SECTIONS - 1):
        page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("button", name="Draw it again")).to_be_visible()
