"""What the clinic offers, where, by whom and when: changed by its owner, followed by everybody."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from demo.logo import logo
from tests.portal import PASSWORD, Clinic
from tests.ui.conftest import LAPTOP, SOON, Opened
from tests.ui.journeys import give, heading, sign_in


def at(page: Page, clinic: Clinic, who: str, path: str, title: str) -> Page:
    """Sign in as somebody of the clinic and arrive at one of its pages."""
    page.goto(f"{clinic.url}/sign-in?next={path}")
    give(page, who, PASSWORD)
    expect(heading(page)).to_have_text(title)
    expect(page.locator(".bone")).to_have_count(0)
    return page


def panel(page: Page) -> Locator:
    """The panel that is open at the side."""
    return page.get_by_role("dialog")


def check(page: Page) -> None:
    """Let axe look at the page as it is."""
    page.wait_for_timeout(300)  # until colours have faded to what they are
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_the_owner_changes_a_price_and_another_list_follows(clinic: Clinic, opened: Opened) -> None:
    clinic.book("a", "today+5d 14:00")
    sam = at(opened(viewport=LAPTOP), clinic, "sam", "/clinic/treatments", "Treatments")
    robin = at(opened(viewport=LAPTOP, bypass_csp=True), clinic, "robin", "/clinic/treatments", "Treatments")
    robin.get_by_role("button", name="Physiotherapy").click()
    price = panel(robin).get_by_role("textbox", name="Price before tax")
    expect(price).to_have_value("$120.00")
    price.fill("a lot")
    panel(robin).get_by_role("button", name="Save").click()
    expect(panel(robin).get_by_text("Type an amount, such as 120 or 120.00.")).to_be_visible()
    expect(price).to_have_value("a lot")
    check(robin)
    price.fill("130,50 $")
    panel(robin).get_by_role("button", name="Save").click()
    expect(robin.get_by_role("status").filter(has_text="Saved. 1 upcoming visit stays as it is.")).to_be_visible()
    expect(panel(robin)).to_have_count(0)
    row = sam.get_by_role("row", name="Physiotherapy, 60 minutes").or_(sam.get_by_role("row", name="Physiotherapy"))
    expect(row.last).to_contain_text("$130.50", timeout=1500)
    expect(sam.get_by_role("button", name="Add treatment")).to_have_count(0)
    check(sam)


def test_the_front_desk_plans_hours_and_time_off(clinic: Clinic, opened: Opened) -> None:
    dana = at(opened(viewport=LAPTOP, bypass_csp=True), clinic, "dana", "/clinic/staff", "Staff")
    dana.get_by_role("button", name="Sam Field").click()
    panel(dana).get_by_role("button", name="Add hours").click()
    form = panel(dana).get_by_role("form", name="Weekly hours")
    form.get_by_role("checkbox", name="Monday").check()
    form.get_by_role("button", name="Save").click()
    hours = panel(dana).get_by_role("list", name="Weekly hours")
    expect(hours.get_by_role("listitem")).to_contain_text("9:00 a.m.–5:00 p.m.")
    panel(dana).get_by_role("button", name="Add hours").click()
    form.get_by_role("checkbox", name="Monday").check()
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_text("This overlaps other hours")).to_be_visible()
    check(dana)
    form.get_by_role("button", name="Cancel").click()
    panel(dana).get_by_role("button", name="Add time off").click()
    panel(dana).get_by_label("First day").fill("2030-12-24")
    panel(dana).get_by_role("form", name="Time off").get_by_role("button", name="Save").click()
    expect(panel(dana).get_by_role("list", name="Time off").get_by_role("listitem")).to_contain_text("24 December")
    panel(dana).get_by_role("button", name="Remove Monday").click()
    panel(dana).get_by_role("button", name="Undo").click()
    expect(hours.get_by_role("listitem")).to_have_count(1)
    expect(panel(dana).get_by_role("textbox", name="Email")).to_have_count(0)


def test_whoever_is_archived_leaves_the_clinics_side_within_a_second(clinic: Clinic, opened: Opened) -> None:
    dana = at(opened(viewport=LAPTOP), clinic, "dana", "/clinic/staff", "Staff")
    robin = at(opened(viewport=LAPTOP, bypass_csp=True), clinic, "robin", "/clinic/staff", "Staff")
    robin.get_by_role("button", name="Dana Oduya").click()
    check(robin)
    panel(robin).get_by_role("button", name="Archive").click()
    expect(heading(dana)).to_have_text("Upcoming Appointments", timeout=1500)
    expect(dana.get_by_text("Sam Field")).to_have_count(0)
    expect(robin.get_by_role("status").filter(has_text="Archived.")).to_be_visible()


def test_somebody_new_gets_the_welcome_email(clinic: Clinic, opened: Opened) -> None:
    robin = at(opened(viewport=LAPTOP), clinic, "robin", "/clinic/staff", "Staff")
    robin.get_by_role("button", name="Add staff member").click()
    panel(robin).get_by_role("textbox", name="First name").fill("Noor")
    panel(robin).get_by_role("textbox", name="Email").fill("noor@mail.test")
    panel(robin).get_by_role("button", name="Save").click()
    expect(panel(robin).get_by_role("heading", name="Noor")).to_be_visible()
    panel(robin).get_by_role("button", name="Send Welcome Email").click()
    expect(panel(robin).get_by_role("status").filter(has_text="Welcome Email sent to noor@mail.test.")).to_be_visible()
    robin.keyboard.press("Escape")
    expect(panel(robin)).to_have_count(0)


def test_the_clinics_new_name_and_colour_show_in_open_pages(clinic: Clinic, opened: Opened) -> None:
    alice = sign_in(opened(), clinic)
    robin = at(opened(viewport=LAPTOP, bypass_csp=True), clinic, "robin", "/clinic/settings", "Settings")
    robin.get_by_role("button", name="Edit clinic info").click()
    panel(robin).get_by_role("textbox", name="Clinic name").fill("Cedar Health")
    panel(robin).get_by_label("Colour").fill("#8a1f5c")
    check(robin)
    panel(robin).get_by_role("button", name="Save").click()
    expect(alice.get_by_text("Cedar Health").first).to_be_visible(timeout=1500)
    for page in (alice, robin):
        expect(page.locator("html")).to_have_css("--accent", "#8a1f5c", timeout=1500)
    robin.get_by_role("button", name="Main Street").click()
    panel(robin).get_by_label("Time zone").fill("Atlantis")
    panel(robin).get_by_role("button", name="Save").click()
    expect(panel(robin).get_by_text("Choose a time zone from the list")).to_be_visible()
    check(robin)


def test_the_owners_logo_is_on_the_patients_open_page_and_goes_again(clinic: Clinic, opened: Opened) -> None:
    alice = sign_in(opened(), clinic)
    robin = opened(viewport=LAPTOP)
    robin.goto(f"{clinic.url}/sign-in?next=/clinic/settings")
    give(robin, "robin", PASSWORD)
    with robin.expect_file_chooser() as chosen:
        robin.get_by_role("button", name="Choose a picture").click()
    chosen.value.set_files({"name": "logo.png", "mimeType": "image/png", "buffer": logo()})
    shown = alice.get_by_role("banner").get_by_role("img", name="Cedar Physio")
    expect(shown).to_be_visible(timeout=SOON)
    shown.evaluate("one => one.decode()")  # fails for what is no picture
    expect(alice.get_by_role("banner").get_by_role("link", name="Cedar Physio", exact=True)).to_be_visible()
    robin.get_by_role("button", name="Remove the logo").click()
    expect(shown).to_have_count(0, timeout=SOON)
