"""The desk and a patient, side by side: what one changes, the other sees, and what is not offered is not taken."""

from playwright.sync_api import Page, expect

from tests.portal import PASSWORD, Clinic, Portal, clinic_json
from tests.ui.conftest import LAPTOP, SOON, Opened
from tests.ui.journeys import give, heading, sign_in


def at_desk(page: Page, clinic: Clinic, who: str, path: str, title: str) -> Page:
    """Sign in as somebody of the clinic and arrive at a page."""
    page.goto(f"{clinic.url}/sign-in?next={path}")
    give(page, who, PASSWORD)
    expect(heading(page)).to_have_text(title)
    return page


def find(page: Page, words: str) -> None:
    """Type into the search box, once it has the focus."""
    expect(page.get_by_role("searchbox", name="Search patients")).to_be_focused()
    page.keyboard.type(words)


def contact_info(page: Page, clinic: Clinic) -> Page:
    """Sign in as Alice and arrive at Contact Info."""
    sign_in(page, clinic)
    page.goto(f"{clinic.url}/account/contact")
    expect(page.get_by_role("textbox", name="First name")).to_have_value("Alice")
    return page


def test_pronouns_come_and_go_as_the_owner_flips_them(clinic: Clinic, opened: Opened) -> None:
    robin = at_desk(opened(viewport=LAPTOP), clinic, "robin", "/clinic/settings", "Settings")
    alice = contact_info(opened(), clinic)
    switch, box = robin.get_by_role("switch", name="Client Pronouns"), alice.get_by_role("textbox", name="Pronouns")
    expect(box).to_have_count(0)
    switch.click()
    expect(box).to_be_visible(timeout=SOON)
    box.fill("she/her")
    switch.click()
    expect(switch).to_have_attribute("aria-checked", "false")
    expect(box).to_have_count(0, timeout=SOON)


def test_a_field_put_back_by_hand_is_not_kept(clinic: Clinic, opened: Opened) -> None:
    alice = contact_info(opened(), clinic)
    alice.locator("form:has([name=first_name])").evaluate(
        "form => { const box = document.createElement('input'); box.name = 'pronouns'; box.value = 'forged';"
        " form.append(box); }"
    )
    alice.get_by_role("textbox", name="Address").fill("9 New Road")
    alice.get_by_role("button", name="Save").click()
    expect(alice.get_by_role("alert").filter(has_text="no longer asks for pronouns")).to_be_visible()
    expect(alice.get_by_role("status").filter(has_text="Saved.")).to_have_count(0)
    expect(alice.get_by_role("textbox", name="Address")).to_have_value("9 New Road")
    clinic.update(settings={"client_pronouns": True})
    alice.reload()
    expect(alice.get_by_role("textbox", name="Pronouns")).to_have_value("")


def test_a_new_phone_number_shows_in_the_profile_open_at_the_desk(clinic: Clinic, opened: Opened) -> None:
    dana = at_desk(opened(viewport=LAPTOP), clinic, "dana", "/clinic/patients", "Patients")
    find(dana, "alice")
    dana.get_by_role("link", name="Alice Moreau").click()
    expect(heading(dana)).to_have_text("Alice Moreau")
    alice = contact_info(opened(), clinic)
    alice.get_by_role("textbox", name="Mobile").fill("416-555-0111")
    alice.get_by_role("button", name="Save").click()
    expect(dana.get_by_role("textbox", name="Mobile")).to_have_value("416-555-0111", timeout=SOON)


def test_a_practitioner_sees_nothing_of_another_clinic(clinic: Clinic, opened: Opened, portal: Portal) -> None:
    dana = at_desk(opened(viewport=LAPTOP), clinic, "dana", "/clinic/patients", "Patients")
    find(dana, "alice")
    dana.get_by_role("link", name="Alice Moreau").click()
    expect(heading(dana)).to_have_text("Alice Moreau")
    path = dana.url.removeprefix(clinic.url)
    other = portal.clinic(patients=[one for one in clinic_json("x")["patients"] if one["id"] == "charlie"])
    sam = at_desk(opened(viewport=LAPTOP), other, "sam", "/clinic/patients", "Patients")
    find(sam, "alice")
    expect(sam.get_by_role("status").filter(has_text="No patient matches")).to_be_visible()
    sam.goto(f"{other.url}{path}")
    expect(heading(sam)).to_be_visible()
    expect(sam.get_by_text("Alice")).to_have_count(0)
    expect(sam.get_by_text("moreau@mail.test")).to_have_count(0)
    sam.goto(f"{clinic.url}/clinic")
    expect(heading(sam)).to_have_text("Sign in")
