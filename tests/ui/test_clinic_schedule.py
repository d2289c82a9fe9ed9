"""The desk's day: who comes, book, move, mark who came; at two desks and in the patient's open page."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.portal import PASSWORD, Clinic, clinic_json
from tests.ui.conftest import LAPTOP, Opened
from tests.ui.journeys import give, heading, sign_in, visits

EVERY_DAY = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
SHIFT = {"location": "main", "weekdays": EVERY_DAY, "from": "09:00", "to": "17:00", "mode": "bookable"}


@pytest.fixture
def clinic(portal) -> Clinic:
    """A clinic where Sam works every day."""
    staff = [{**one, "shifts": [SHIFT]} if one["id"] == "sam" else one for one in clinic_json("x")["staff"]]
    return portal.clinic(staff=staff)


def land(page: Page, clinic: Clinic, who: str = "dana") -> Page:
    """Sign in as somebody of the clinic and arrive at Today."""
    page.goto(f"{clinic.url}/sign-in")
    give(page, who, PASSWORD)
    expect(heading(page)).to_have_text("Today")
    return page


def tomorrow(page: Page, clinic: Clinic, who: str = "dana") -> Page:
    """Open tomorrow in the schedule."""
    land(page, clinic, who).get_by_role("link", name="Schedule").first.click()
    expect(heading(page)).to_have_text("Schedule")
    page.get_by_role("link", name="Next day").click()
    page.wait_for_url(f"{clinic.url}/clinic/schedule?day=*")
    expect(page.get_by_label("Go to date")).to_have_value(page.url.rpartition("=")[2])
    return page


def block(page: Page, *words: str) -> Locator:
    """The block of a visit, by words of its name."""
    return page.get_by_role("region").get_by_role("button", name=", ".join(words))


@pytest.mark.parametrize("who", ["robin", "dana", "sam"])
def test_everybody_of_the_clinic_lands_on_today_and_marks_who_comes(clinic: Clinic, opened: Opened, who: str) -> None:
    clinic.book("a", "today+0d 12:00")
    page = land(opened(), clinic, who)
    row = page.get_by_role("article", name="Alice Moreau, Physiotherapy")
    row.get_by_role("button", name="Mark arrived").click()
    expect(row).to_contain_text("Arrived")
    expect(page.get_by_text("1 visit, 1 arrived")).to_be_visible()
    row.get_by_role("button", name="Undo").click()
    expect(row.get_by_role("button", name="Mark arrived")).to_be_visible()


def test_a_visit_is_booked_by_keyboard_and_shows_at_the_other_desk_and_at_the_patients(
    clinic: Clinic, opened: Opened
) -> None:
    alice = sign_in(opened(), clinic)
    other = tomorrow(opened(viewport=LAPTOP), clinic, "robin")
    page = tomorrow(opened(viewport=LAPTOP), clinic)
    page.get_by_role("button", name="Book", exact=True).press("Enter")
    dialog = page.get_by_role("dialog", name="Book a visit")
    patient = dialog.get_by_role("combobox", name="Patient")
    patient.press_sequentially("alice")
    expect(_found(dialog)).to_have_count(1)
    patient.press("Enter")
    expect(patient).to_have_value("Alice Moreau")
    dialog.get_by_label("Practitioner").select_option("Sam Field")
    dialog.get_by_label("Treatment").select_option("Physiotherapy")
    dialog.get_by_label("Time").fill("18:00")
    expect(dialog.get_by_text("Outside Sam’s hours.")).to_be_visible()
    dialog.get_by_label("Time").fill("10:00")
    expect(dialog.get_by_text("Outside Sam’s hours.")).to_have_count(0)
    dialog.get_by_label("Time").press("Enter")
    expect(block(page, "10:00–11:00 a.m.", "Alice Moreau", "Physiotherapy", "booked")).to_be_visible()
    expect(block(other, "10:00–11:00 a.m.", "Alice Moreau")).to_be_visible()
    expect(visits(alice)).to_have_count(1)


def test_a_new_patient_is_booked_by_shortcuts_and_keyboard_alone(clinic: Clinic, opened: Opened) -> None:
    page = land(opened(viewport=LAPTOP), clinic)
    expect(page.get_by_role("button", name="Book", exact=True)).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("s")
    expect(heading(page)).to_be_focused()
    expect(page.get_by_role("link", name="Next day")).to_be_visible()
    page.keyboard.press("ArrowRight")
    page.wait_for_url(f"{clinic.url}/clinic/schedule?day=*")
    expect(page.get_by_label("Go to date")).to_have_value(page.url.rpartition("=")[2])
    page.keyboard.press("n")
    dialog = page.get_by_role("dialog", name="Book a visit")
    dialog.get_by_role("combobox", name="Patient").press_sequentially("Noor gs?")
    expect(dialog.get_by_text("Nobody found")).to_be_visible()
    dialog.get_by_role("button", name="New patient").press("Enter")
    expect(dialog.get_by_label("First name")).to_be_focused()
    expect(dialog.get_by_label("Last name")).to_have_value("gs?")
    dialog.get_by_label("Last name").fill("Vale")
    dialog.get_by_label("Practitioner").select_option("Sam Field")
    dialog.get_by_label("Treatment").select_option("Physiotherapy")
    dialog.get_by_label("Time").fill("10:00")
    dialog.get_by_label("Time").press("Enter")
    expect(block(page, "10:00–11:00 a.m.", "Noor Vale")).to_be_visible()


def test_the_shortcuts_are_listed_and_can_be_turned_off_for_good(clinic: Clinic, opened: Opened) -> None:
    page = land(opened(viewport=LAPTOP), clinic)
    expect(page.get_by_role("button", name="Book", exact=True)).to_be_visible()
    page.keyboard.press("?")
    listed = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(listed.get_by_role("heading")).to_be_focused()
    listed.get_by_label("Use these shortcuts").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.keyboard.press("n")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.reload()
    expect(page.get_by_role("button", name="Book", exact=True)).to_be_visible()
    page.keyboard.press("n")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Keyboard shortcuts").click()
    listed.get_by_label("Use these shortcuts").check()
    listed.get_by_role("button", name="Close").click()
    page.keyboard.press("n")
    expect(page.get_by_role("dialog", name="Book a visit")).to_be_visible()


def test_a_click_on_an_empty_time_fills_it_in_and_a_taken_one_is_said(clinic: Clinic, opened: Opened) -> None:
    clinic.book("b", "today+1d 10:30", patient="bob")
    page = tomorrow(opened(viewport=LAPTOP), clinic)
    expect(block(page, "10:30")).to_be_visible()
    page.locator(".grid-body").click(position={"x": 60, "y": 93})
    dialog = page.get_by_role("dialog", name="Book a visit")
    expect(dialog.get_by_label("Time")).to_have_value("10:00")
    dialog.get_by_role("combobox", name="Patient").press_sequentially("alice")
    _found(dialog).click()
    dialog.get_by_label("Treatment").select_option("Physiotherapy")
    dialog.get_by_role("button", name="Book visit").click()
    expect(dialog.get_by_role("alert")).to_contain_text("That time has just been taken")
    expect(dialog.get_by_label("Time")).to_have_value("10:00")
    expect(dialog.get_by_role("combobox", name="Patient")).to_have_value("Alice Moreau")


def test_a_visit_is_moved_cancelled_and_brought_back(clinic: Clinic, opened: Opened) -> None:
    clinic.book("a", "today+1d 10:00")
    page = tomorrow(opened(viewport=LAPTOP), clinic)
    block(page, "10:00–11:00 a.m.").click()
    panel = page.get_by_role("region", name="Alice Moreau")
    expect(panel.get_by_role("heading", name="Alice Moreau")).to_be_focused()
    panel.get_by_role("button", name="Move").click()
    dialog = page.get_by_role("dialog", name="Move this visit")
    dialog.get_by_label("Time").fill("14:00")
    dialog.get_by_role("button", name="Move visit").click()
    expect(block(page, "2:00–3:00 p.m.", "Alice Moreau")).to_be_visible()
    expect(panel.get_by_text("2:00–3:00 p.m.")).to_be_visible()
    panel.get_by_role("button", name="Cancel").click()
    asked = page.get_by_role("dialog", name="Cancel this visit?")
    asked.get_by_label("Reason").select_option("The practitioner is away")
    asked.get_by_role("button", name="Cancel visit").click()
    expect(block(page, "2:00–3:00 p.m.")).to_have_count(0)
    expect(panel.get_by_text("Cancelled by the clinic: the practitioner is away.")).to_be_visible()
    panel.get_by_role("button", name="Undo").click()
    expect(block(page, "2:00–3:00 p.m.", "Alice Moreau")).to_be_visible()
    panel.get_by_role("heading").press("Escape")
    expect(panel).to_have_count(0)


def test_the_week_is_in_the_address_and_opens_from_it(clinic: Clinic, opened: Opened) -> None:
    page = land(opened(viewport=LAPTOP), clinic)
    page.goto(f"{clinic.url}/clinic/schedule?day=2026-11-24&view=week&staff=nobody")
    expect(page.get_by_text("Week of Monday 23 November 2026").first).to_be_visible()
    page.get_by_role("link", name="Next week").click()
    expect(page.get_by_text("Week of Monday 30 November 2026").first).to_be_visible()
    page.get_by_role("button", name="Day", exact=True).click()
    expect(page.get_by_text("Tuesday 1 December 2026").first).to_be_visible()


def _found(dialog: Locator) -> Locator:
    return dialog.get_by_role("listbox", name="Patient").get_by_role("option")
