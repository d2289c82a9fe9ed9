"""Contact Info, as a patient sees it."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.portal import Clinic, served
from tests.ui.conftest import LAPTOP, SOON, Opened
from tests.ui.journeys import heading, sign_in

BACK_AGAIN = 30_000


def contact_info(page: Page, clinic: Clinic) -> Page:
    sign_in(page, clinic)
    page.goto(f"{clinic.url}/account/contact")
    expect(heading(page)).to_have_text("Contact Info")
    expect(page.get_by_role("textbox", name="First name")).to_have_value("Alice")
    return page


def save(page: Page) -> None:
    page.get_by_role("button", name="Save").click()


def box(page: Page, name: str):
    return page.get_by_role("textbox", name=name)


def test_the_menu_leads_to_contact_info(clinic: Clinic, opened: Opened) -> None:
    page = sign_in(opened(viewport=LAPTOP), clinic)
    page.get_by_role("navigation", name="My Account").get_by_role("link", name="Contact Info").click()
    expect(heading(page)).to_have_text("Contact Info")
    expect(heading(page)).to_be_focused()


def test_a_saved_number_shows_in_the_other_tab_and_what_is_typed_there_stays(clinic: Clinic, opened: Opened) -> None:
    page = contact_info(opened(), clinic)
    other = contact_info(opened(viewport=LAPTOP), clinic)
    box(other, "Address").fill("9 New Road")
    box(page, "Mobile").fill("4165550122")
    save(page)
    expect(page.get_by_role("status").filter(has_text="Saved. The clinic sees it now.")).to_be_visible()
    expect(box(page, "Mobile")).to_have_value("416-555-0122")
    expect(box(other, "Mobile")).to_have_value("416-555-0122", timeout=SOON)
    expect(box(other, "Address")).to_have_value("9 New Road")


def test_the_clinic_turns_pronouns_on_and_off_before_ones_eyes(clinic: Clinic, opened: Opened) -> None:
    page = contact_info(opened(), clinic)
    box(page, "Address").fill("9 New Road")
    expect(box(page, "Pronouns")).to_have_count(0)
    clinic.update(settings={"client_pronouns": True})
    expect(box(page, "Pronouns")).to_be_visible(timeout=SOON)
    box(page, "Pronouns").fill("she/her")
    save(page)
    expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    box(page, "Pronouns").fill("they/them")
    box(page, "Address").fill("10 New Road")
    clinic.update(settings={"client_pronouns": False})
    expect(box(page, "Pronouns")).to_have_count(0, timeout=SOON)
    expect(box(page, "Address")).to_have_value("10 New Road")


def test_a_field_that_changed_underneath_shows_both_and_lets_choose(clinic: Clinic, opened: Opened) -> None:
    page, other = contact_info(opened(), clinic), contact_info(opened(), clinic)
    box(page, "Mobile").fill("416-555-0111")
    box(other, "Mobile").fill("416-555-0122")
    save(other)
    clash = page.get_by_role("group", name="Mobile")
    expect(clash.get_by_text("416-555-0122")).to_be_visible(timeout=SOON)
    expect(box(page, "Mobile")).to_have_value("416-555-0111")
    save(page)
    expect(page.get_by_role("alert").filter(has_text="Choose below which to keep")).to_be_visible()
    clash.get_by_role("button", name="Keep mine").click()
    expect(clash).to_have_count(0)
    save(page)
    expect(box(other, "Mobile")).to_have_value("416-555-0111", timeout=SOON)


def test_the_new_one_can_be_taken_instead(clinic: Clinic, opened: Opened) -> None:
    page, other = contact_info(opened(), clinic), contact_info(opened(), clinic)
    box(page, "Preferred name").fill("Ali")
    box(other, "Preferred name").fill("Lee")
    save(other)
    page.get_by_role("group", name="Preferred name").get_by_role("button", name="Use the new one").click()
    expect(box(page, "Preferred name")).to_have_value("Lee")
    expect(box(page, "Preferred name")).to_be_focused()


def test_what_cannot_be_kept_is_told_beside_its_field_and_nothing_is_lost(clinic: Clinic, opened: Opened) -> None:
    page = contact_info(opened(), clinic)
    box(page, "First name").fill("")
    box(page, "Last name").fill("x" * 5000)
    box(page, "Mobile").fill("123")
    box(page, "Address").fill("9 New Road")
    save(page)
    alert = page.get_by_role("alert").filter(has_text="Nothing is saved yet")
    expect(alert).to_be_focused()
    expect(page.get_by_text("Enter your first name.")).to_have_count(2)
    alert.get_by_role("link", name="Shorten this to at most 200 characters.").click()
    expect(box(page, "Last name")).to_be_focused()
    expect(box(page, "Mobile")).to_have_attribute("aria-invalid", "true")
    expect(box(page, "Address")).to_have_value("9 New Road")
    box(page, "First name").fill("أليس 🦊")
    box(page, "Last name").fill("Moreau")
    box(page, "Mobile").fill("")
    save(page)
    expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    page.reload()
    expect(box(page, "First name")).to_have_value("أليس 🦊")


def test_a_new_email_is_verified_with_a_code(clinic: Clinic, opened: Opened) -> None:
    page = contact_info(opened(), clinic)
    expect(page.get_by_role("heading", name="Verify your email")).to_have_count(0)
    page.get_by_role("textbox", name="Email").fill("alice.new@mail.test")
    save(page)
    expect(page.get_by_text("We sent a code to alice.new@mail.test")).to_be_visible()
    page.get_by_role("textbox", name="Code").fill("1")
    page.get_by_role("button", name="Verify", exact=True).click()
    expect(page.get_by_text("That code doesn’t match")).to_be_visible()


def test_the_language_of_the_form_is_that_of_the_page(clinic: Clinic, opened: Opened) -> None:
    page = contact_info(opened(), clinic)
    page.get_by_role("combobox", name="Language").select_option("Français")
    save(page)
    expect(heading(page)).to_have_text("Coordonnées", timeout=SOON)
    expect(page.get_by_role("combobox", name="Langue")).to_have_value("fr")


def test_marketing_is_off_until_it_is_turned_on(clinic: Clinic, opened: Opened) -> None:
    page = contact_info(opened(), clinic)
    tick = page.get_by_role("checkbox", name="Email me news and offers from Cedar Physio")
    expect(tick).not_to_be_checked()
    tick.check()
    save(page)
    expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    page.reload()
    expect(tick).to_be_checked()


def test_it_can_be_filled_in_by_keyboard_alone(clinic: Clinic, opened: Opened) -> None:
    page = contact_info(opened(), clinic)
    box(page, "First name").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("Ali")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    expect(box(page, "Preferred name")).to_have_value("Ali")


def test_a_browser_that_goes_by_other_clocks_is_offered_them_and_contact_info_changes_it_back(
    clinic: Clinic, opened: Opened
) -> None:
    clinic.book("video-1", "today+3d 10:00", treatment="video")
    page = sign_in(opened(timezone_id="Asia/Tokyo"), clinic)
    card = page.get_by_role("article").filter(has_text="Video follow-up")
    expect(card).to_contain_text("10:00–10:45 a.m. · Toronto time")
    expect(page.get_by_text("You seem to be in Tokyo. Show video visits in Tokyo time?")).to_be_visible()
    page.get_by_role("button", name="Use Tokyo time").click()
    expect(card).to_contain_text("Tokyo time (", timeout=SOON)
    expect(page.get_by_role("button", name="Use Tokyo time")).to_have_count(0)
    page.goto(f"{clinic.url}/account/contact")
    choice = page.get_by_role("combobox", name="Time zone")
    expect(choice).to_have_value("Asia/Tokyo")
    choice.select_option("The clinic’s (Toronto time)")
    save(page)
    expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    page.goto(f"{clinic.url}/account")
    expect(card).to_contain_text("10:00–10:45 a.m. · Toronto time")


def test_what_is_typed_outlasts_the_server(tmp_path: Path, opened: Opened) -> None:
    with served(tmp_path) as portal:
        clinic = portal.clinic()
        portal.clinic()  # so that each is found by its host
        page = contact_info(opened(listening=False), clinic)
        box(page, "Address").fill("9 New Road")
        portal.kill()
        expect(page.get_by_text("Reconnecting…")).to_be_visible()
        box(page, "Other phone").fill("4165550133")
        portal.start()
        expect(page.get_by_text("Reconnecting…")).to_have_count(0, timeout=BACK_AGAIN)
        expect(box(page, "First name")).to_have_value("Alice")
        expect(box(page, "Address")).to_have_value("9 New Road")
        save(page)
        expect(page.get_by_role("status").filter(has_text="Saved. The clinic sees it now.")).to_be_visible()
        expect(box(page, "Address")).to_have_value("9 New Road")
        expect(box(page, "Other phone")).to_have_value("416-555-0133")
