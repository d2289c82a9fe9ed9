"""Everything by keyboard alone: nothing here touches a mouse."""

import pytest
from playwright.sync_api import expect

from tests.portal import PASSWORD, Clinic, appointment
from tests.ui.conftest import LAPTOP, PHONE, Opened
from tests.ui.journeys import FAR, RING, go_to, heading, sign_in, visits


def test_one_can_sign_in(clinic: Clinic, opened: Opened) -> None:
    page = opened(f"{clinic.url}/sign-in")
    go_to(page, page.get_by_role("textbox", name="Username or email"))
    page.keyboard.type("alice")
    go_to(page, page.get_by_role("textbox", name="Password"))
    page.keyboard.type(PASSWORD)
    go_to(page, page.get_by_role("checkbox", name="Keep me signed in"))
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox", name="Keep me signed in")).to_be_checked()
    go_to(page, page.get_by_role("button", name="Sign in"))
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("Upcoming Appointments")


def test_one_can_cancel_a_visit_and_say_why(clinic: Clinic, opened: Opened) -> None:
    clinic.book("a", "today+5d 14:00")
    page = sign_in(opened(), clinic)
    expect(visits(page)).to_have_count(1)
    go_to(page, page.get_by_role("button", name="Cancel"))
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Cancel this visit?")
    expect(dialog.get_by_role("heading")).to_be_focused()
    go_to(page, dialog.get_by_role("combobox", name="Reason"))
    page.keyboard.press("ArrowDown")
    expect(dialog.get_by_role("combobox", name="Reason")).to_have_value("unwell")
    go_to(page, dialog.get_by_role("button", name="Cancel appointment"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Nothing was charged")).to_be_visible()
    expect(visits(page)).to_have_count(0)
    folded = page.get_by_role("list", name="Upcoming Appointments").get_by_role("listitem")
    expect(folded).to_be_focused()  # the button that opened the dialog is gone, the place of its card is not


def test_escape_keeps_the_visit_and_gives_the_focus_back(clinic: Clinic, opened: Opened) -> None:
    clinic.book("a", "today+5d 14:00")
    page = sign_in(opened(), clinic)
    expect(visits(page)).to_have_count(1)
    button = page.get_by_role("button", name="Cancel")
    go_to(page, button)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(button).to_be_focused()
    expect(visits(page)).to_have_count(1)


def test_the_focus_stays_in_an_open_dialog(clinic: Clinic, opened: Opened) -> None:
    clinic.book("a", "today+5d 14:00")
    page = sign_in(opened(), clinic)
    expect(visits(page)).to_have_count(1)
    go_to(page, page.get_by_role("button", name="Cancel"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("heading")).to_be_focused()
    for key in ("Tab", "Tab", "Tab", "Tab", "Shift+Tab", "Shift+Tab", "Shift+Tab", "Shift+Tab"):
        page.keyboard.press(key)
        assert page.evaluate("() => document.activeElement.closest('dialog') !== null"), key


def test_one_can_filter_the_history_and_clear_the_filter(clinic: Clinic, opened: Opened) -> None:
    clinic.update(
        appointments=[appointment("old", "2020-03-10T10:00", booked_at="2020-03-01T10:00:00Z", state="arrived")]
    )
    page = sign_in(opened(viewport=LAPTOP), clinic)
    go_to(page, page.get_by_role("link", name="Appointment History"))
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("Appointment History")
    expect(heading(page)).to_be_focused()
    expect(visits(page)).to_have_count(1)
    go_to(page, page.get_by_label("From", exact=True))
    page.keyboard.type("01012021")
    go_to(page, page.get_by_role("button", name="Filter"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("No visits match this filter")).to_be_visible()
    go_to(page, page.get_by_role("button", name="Show all visits"))
    page.keyboard.press("Enter")
    expect(visits(page)).to_have_count(1)
    expect(page.get_by_label("From", exact=True)).to_have_value("")


def test_one_can_choose_a_language_in_the_account_menu(clinic: Clinic, opened: Opened) -> None:
    page = sign_in(opened(), clinic)
    go_to(page, page.get_by_role("button", name="Account menu"))
    page.keyboard.press("Enter")
    go_to(page, page.get_by_role("button", name="Français"))
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("Rendez-vous à venir")
    expect(page.get_by_role("button", name="Français")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Se déconnecter")).to_be_hidden()
    expect(page.get_by_role("button", name="Menu du compte")).to_be_focused()


def test_one_can_sign_out(clinic: Clinic, opened: Opened) -> None:
    page = sign_in(opened(viewport=LAPTOP), clinic)
    go_to(page, page.get_by_role("button", name="Account menu"))
    page.keyboard.press("Space")
    go_to(page, page.get_by_role("button", name="Sign out"))
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("Sign in")


def test_the_whole_menu_opens_leads_on_and_closes(clinic: Clinic, opened: Opened) -> None:
    page = sign_in(opened(), clinic)
    more = page.get_by_role("button", name="More")
    go_to(page, more)
    page.keyboard.press("Enter")
    menu = page.get_by_role("navigation", name="My Account")
    expect(menu).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(more).to_be_focused()
    page.keyboard.press("Enter")
    go_to(page, menu.get_by_role("link", name="Appointment History"))
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("Appointment History")
    expect(heading(page)).to_be_focused()
    expect(menu).to_be_hidden()


def test_the_first_thing_reached_skips_to_the_page(clinic: Clinic, opened: Opened) -> None:
    page = sign_in(opened(), clinic)
    page.reload()
    expect(page.get_by_text("You have no visits coming up")).to_be_visible()
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the page")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_everything_reached_shows_that_it_is(
    clinic: Clinic, opened: Opened, viewport: dict[str, int], dark: bool
) -> None:
    clinic.book("a", "today+5d 14:00")
    page = sign_in(opened(viewport=viewport, dark=dark, reduced_motion="reduce"), clinic)
    expect(visits(page)).to_have_count(1)
    seen = 0
    for _ in range(FAR):
        page.keyboard.press("Tab")
        reached = page.locator("*:focus")
        if not reached.count() or reached.evaluate("one => one === document.body"):
            break
        assert reached.evaluate(RING), reached.evaluate("one => one.outerHTML")
        seen += 1
    assert seen > 6
