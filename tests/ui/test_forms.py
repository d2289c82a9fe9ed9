"""An intake form that is filled in: its sections, its signature, and words that outlast a dropped connection."""

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page, expect

from tests.portal import Clinic
from tests.ui.conftest import Opened
from tests.ui.journeys import sign_in

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
