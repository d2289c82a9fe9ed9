"""The clinic's settings: what the owner flips, patients see at once."""

import pytest
from playwright.sync_api import Page, expect

from tests.portal import PASSWORD, Clinic
from tests.ui.conftest import LAPTOP, PHONE, Opened
from tests.ui.journeys import give, heading, sign_in, visits


def open_settings(page: Page, clinic: Clinic) -> Page:
    """Sign in as the owner and arrive at the settings."""
    page.goto(f"{clinic.url}/sign-in?next=/clinic/settings")
    give(page, "robin", PASSWORD)
    expect(heading(page)).to_have_text("Settings")
    expect(page.get_by_role("switch", name="Allow cancellations")).to_be_visible()
    return page


def test_the_owner_finds_the_settings_and_both_ways(clinic: Clinic, opened: Opened) -> None:
    page = open_settings(opened(viewport=LAPTOP), clinic)
    menu = page.get_by_role("navigation", name="Clinic")
    expect(menu.get_by_role("link", name="Settings")).to_have_attribute("aria-current", "page")
    page.set_viewport_size(PHONE)
    page.reload()
    expect(page.locator(".dock [aria-current=page]")).to_be_in_viewport(ratio=1)
    page.set_viewport_size(LAPTOP)
    menu.get_by_role("link", name="My Account").click()
    expect(heading(page)).to_have_text("Upcoming Appointments")
    page.get_by_role("button", name="Account menu").click()
    page.get_by_role("link", name="Clinic", exact=True).click()
    expect(heading(page)).to_have_text("Today")


def test_a_switch_flipped_changes_a_patients_open_page_within_a_second(clinic: Clinic, opened: Opened) -> None:
    clinic.book("a", "today+5d 14:00")
    alice = sign_in(opened(), clinic)
    expect(visits(alice).first.get_by_role("button", name="Cancel")).to_be_visible()
    robin = open_settings(opened(viewport=LAPTOP), clinic)
    robin.get_by_role("switch", name="Allow cancellations").click()
    expect(robin.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    expect(visits(alice).first.get_by_role("button", name="Cancel")).to_have_count(0, timeout=1500)
    expect(robin.get_by_role("switch", name="Allow cancellations")).to_have_attribute("aria-checked", "false")


def test_the_other_open_settings_page_follows(clinic: Clinic, opened: Opened) -> None:
    one, other = (open_settings(opened(viewport=LAPTOP), clinic) for _ in range(2))
    other.get_by_role("spinbutton", name="Sign out when idle (minutes)").fill("45")
    one.get_by_role("switch", name="Client Pronouns").click()
    expect(other.get_by_role("switch", name="Client Pronouns")).to_have_attribute("aria-checked", "true", timeout=1500)
    expect(other.get_by_role("spinbutton", name="Sign out when idle (minutes)")).to_have_value("45")


@pytest.mark.parametrize("typed", ["9000", "-1", "1.5", ""])
def test_an_impossible_number_is_refused_beside_its_field(clinic: Clinic, opened: Opened, typed: str) -> None:
    page = open_settings(opened(viewport=LAPTOP), clinic)
    box = page.get_by_role("spinbutton", name="Cancellation period (hours)")
    box.fill(typed)
    box.press("Enter") if typed else box.blur()
    expect(page.get_by_role("alert").filter(has_text="It is still 24.")).to_be_visible()
    expect(box).to_have_value("24")
    box.fill("36")
    box.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    expect(page.get_by_text("It is still 24.")).to_have_count(0)


def test_by_keyboard(clinic: Clinic, opened: Opened) -> None:
    page = open_settings(opened(viewport=LAPTOP), clinic)
    switch = page.get_by_role("switch", name="Client Pronouns")
    switch.focus()
    page.keyboard.press("Space")
    expect(switch).to_have_attribute("aria-checked", "true")
    page.keyboard.press("Enter")
    expect(switch).to_have_attribute("aria-checked", "false")
    expect(switch).to_be_focused()
    box = page.get_by_role("spinbutton", name="Cancellation period (hours)")
    box.focus()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    expect(box).to_have_value("25")


@pytest.mark.parametrize("who", ["dana", "sam", "alice"])
def test_nobody_else_opens_them(clinic: Clinic, opened: Opened, who: str) -> None:
    page = opened()
    page.goto(f"{clinic.url}/sign-in?next=/clinic/settings")
    give(page, who, PASSWORD)
    expect(heading(page)).to_be_visible()
    expect(heading(page)).not_to_have_text("Settings")
    expect(page.get_by_role("switch")).to_have_count(0)


def test_one_of_several_is_chosen_by_its_radio(clinic: Clinic, opened: Opened) -> None:
    page = open_settings(opened(viewport=LAPTOP), clinic)
    group = page.get_by_role("radiogroup", name="Online booking")
    expect(group.get_by_role("radio", name="Anyone")).to_be_checked()
    group.get_by_role("radio", name="Signed-in patients").check()
    expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    group.get_by_role("radio", name="Signed-in patients").press("ArrowDown")
    expect(group.get_by_role("radio", name="Off")).to_be_checked()
    page.reload()
    expect(page.get_by_role("radiogroup", name="Online booking").get_by_role("radio", name="Off")).to_be_checked()
