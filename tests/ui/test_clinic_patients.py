"""The clinic's patients at the desk: found, added, and kept."""

import re

from playwright.sync_api import Page, expect

from tests.portal import PASSWORD, Clinic
from tests.ui.conftest import LAPTOP, Opened
from tests.ui.journeys import Line, give, heading, sign_in


def at_desk(page: Page, clinic: Clinic, who: str = "dana") -> Page:
    """Sign in and arrive at the patients."""
    page.goto(f"{clinic.url}/sign-in?next=/clinic/patients")
    give(page, who, PASSWORD)
    expect(heading(page)).to_have_text("Patients")
    return page


def find(page: Page, words: str) -> None:
    """Type into the search box, which has the focus."""
    expect(page.get_by_role("searchbox", name="Search patients")).to_be_focused()
    page.keyboard.type(words)


def open_profile(page: Page, name: str = "Alice Moreau") -> Page:
    """Find a patient and open the profile."""
    find(page, name)
    page.get_by_role("link", name=name).click()
    expect(heading(page)).to_have_text(name)
    return page


def test_a_patient_is_found_as_one_types_and_opened_by_keyboard(clinic: Clinic, opened: Opened) -> None:
    page = at_desk(opened(viewport=LAPTOP), clinic)
    find(page, "mor ali")
    expect(page.get_by_role("table", name="Found").get_by_role("link")).to_have_text(["Alice Moreau"])
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="Alice Moreau")).to_be_focused()
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("Alice Moreau")
    page.get_by_role("link", name="All patients").click()
    expect(page.get_by_role("table", name="Opened recently").get_by_role("link")).to_have_text(["Alice Moreau"])
    heading(page).focus()
    page.keyboard.press("/")
    find(page, "nobody at all")
    expect(page.get_by_role("status").filter(has_text="No patient matches")).to_be_visible()


def test_a_profile_shows_the_same_part_after_a_reload(clinic: Clinic, opened: Opened) -> None:
    page = open_profile(at_desk(opened(viewport=LAPTOP), clinic))
    messages = page.get_by_role("button", name="Messages", exact=True)
    messages.click()
    expect(page).to_have_url(re.compile(r"\?part=messages$"))
    page.reload()
    expect(messages).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Contact", exact=True).click()
    expect(page).to_have_url(re.compile(r"/clinic/patients/[^?]+$"))
    page.get_by_role("link", name="All patients").click()
    expect(heading(page)).to_have_text("Patients")


def test_what_is_typed_before_the_page_is_live_is_searched_for_then(clinic: Clinic, opened: Opened) -> None:
    page = opened(viewport=LAPTOP)
    line = Line(page)
    at_desk(page, clinic)
    line.hold()
    page.reload()
    find(page, "mor ali")
    expect(page.get_by_role("link", name="Alice Moreau")).to_have_count(0)
    expect(page.locator(".topbar").get_by_role("link")).to_have_accessible_name("My Account")
    line.let_go()
    expect(page.get_by_role("table", name="Found").get_by_role("link")).to_have_text(["Alice Moreau"])
    expect(page.get_by_role("searchbox", name="Search patients")).to_have_value("mor ali")


def test_a_new_patient_is_added_unless_somebody_is_like_them(clinic: Clinic, opened: Opened) -> None:
    page = at_desk(opened(viewport=LAPTOP), clinic)
    page.get_by_role("button", name="Add patient").click()
    form = page.get_by_role("dialog", name="Add a patient")
    form.get_by_role("button", name="Add patient").click()
    expect(form.get_by_text("Enter a first name.")).to_be_visible()
    form.get_by_role("textbox", name="First name").fill("Alice")
    form.get_by_role("textbox", name="Last name").fill("Moreau")
    form.get_by_role("textbox", name="Email").fill("moreau@mail.test")
    form.get_by_role("button", name="Add patient").click()
    expect(form.get_by_role("link", name="Alice Moreau")).to_be_visible()
    form.get_by_role("textbox", name="First name").fill("Zoë 🦊")
    form.get_by_role("textbox", name="Email").fill("zoe@mail.test")
    form.get_by_role("button", name="Add anyway").click()
    expect(heading(page)).to_have_text("Zoë 🦊 Moreau")
    page.get_by_role("button", name="Send Welcome Email").click()
    expect(page.get_by_role("status").filter(has_text="zoe@mail.test")).to_be_visible()
    page.get_by_role("button", name="Messages").click()
    expect(page.get_by_role("table", name="Messages").get_by_text("Welcome Email")).to_be_visible()


def test_the_desk_and_the_patient_see_each_others_changes_and_nothing_typed_is_lost(
    clinic: Clinic, opened: Opened
) -> None:
    desk = open_profile(at_desk(opened(viewport=LAPTOP), clinic))
    patients = sign_in(opened(), clinic)
    patients.goto(f"{clinic.url}/account/contact")
    desk.get_by_role("textbox", name="Address").fill("9 New Road")
    patients.get_by_role("textbox", name="Mobile").fill("416-555-0111")
    patients.get_by_role("button", name="Save").click()
    expect(desk.get_by_role("textbox", name="Mobile")).to_have_value("416-555-0111", timeout=2000)
    expect(desk.get_by_role("link", name="416-555-0111")).to_be_visible()
    expect(desk.get_by_role("textbox", name="Address")).to_have_value("9 New Road")
    desk.get_by_role("button", name="Appointments").click()
    desk.get_by_role("button", name="Contact").click()
    expect(desk.get_by_role("textbox", name="Address")).to_have_value("9 New Road")
    desk.get_by_label("Date of birth").fill("1990-05-06")
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    expect(desk.get_by_text("6 May 1990")).to_be_visible()
    expect(patients.get_by_role("textbox", name="Address")).to_have_value("9 New Road", timeout=2000)


def test_both_who_change_one_field_are_asked(clinic: Clinic, opened: Opened) -> None:
    desk = open_profile(at_desk(opened(viewport=LAPTOP), clinic))
    other = open_profile(at_desk(opened(viewport=LAPTOP), clinic, "robin"))
    desk.get_by_role("textbox", name="Mobile").fill("416-555-0122")
    other.get_by_role("textbox", name="Mobile").fill("416-555-0133")
    other.get_by_role("button", name="Save").click()
    expect(desk.get_by_role("button", name="Keep mine")).to_be_visible(timeout=2000)
    desk.get_by_role("button", name="Use the new one").click()
    expect(desk.get_by_role("textbox", name="Mobile")).to_have_value("416-555-0133")


def test_online_booking_is_saved_as_it_is_chosen(clinic: Clinic, opened: Opened) -> None:
    page = open_profile(at_desk(opened(viewport=LAPTOP), clinic))
    group = page.get_by_role("group", name="Online booking")
    expect(group.get_by_role("radio", name="Follow the clinic")).to_be_checked()
    group.get_by_role("radio", name="Off").check()
    expect(group.get_by_role("status")).to_have_text("Saved.")
    page.get_by_role("button", name="Activity").click()
    expect(page.get_by_role("table", name="Activity").get_by_text("Changed online booking")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="Contact", exact=True).click()
    expect(group.get_by_role("radio", name="Off")).to_be_checked()


def test_a_practitioner_reads_and_a_patient_is_sent_away(clinic: Clinic, opened: Opened) -> None:
    clinic.book("a", "today+5d 14:00")
    page = open_profile(at_desk(opened(viewport=LAPTOP), clinic, "sam"))
    expect(page.get_by_role("button", name="Appointments")).to_be_visible()
    expect(page.get_by_role("button", name="Save")).to_have_count(0)
    expect(page.get_by_role("button", name="Send reset email")).to_have_count(0)
    alice = sign_in(opened(), clinic)
    alice.goto(page.url)
    expect(heading(alice)).to_have_text("Upcoming Appointments")
