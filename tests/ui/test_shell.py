"""What surrounds every page: names, landmarks, the lost connection, the colours, and calm while it loads."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.portal import PASSWORD, Clinic, patient
from tests.ui.conftest import LAPTOP, PHONE, Opened
from tests.ui.journeys import Line, give, heading, sign_in, visits

SHIFTS = """
window.shifted = 0;
new PerformanceObserver(list => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifted += one.value;
}).observe({ type: "layout-shift", buffered: true });
"""
CALM = 0.01
LIGHT, DARK = "rgb(248, 246, 243)", "rgb(22, 21, 19)"
PUBLIC = ("/sign-in", "/forgot", "/nowhere", "/welcome/nothing")
PRIVATE = ("/account", "/account/history", "/visit/nothing")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_page_has_a_title_of_its_own_in_its_language(clinic: Clinic, opened: Opened, lang: str) -> None:
    _someone(clinic, lang)
    page = opened(listening=False, locale=f"{lang}-CA")
    titles = [_title(page, clinic, path, lang) for path in PUBLIC]
    _sign_in_as(page, clinic, "pat")
    titles += [_title(page, clinic, path, lang) for path in PRIVATE]
    assert len(set(titles)) == len(titles)


def test_titles_and_headings_change_with_the_language(clinic: Clinic, opened: Opened) -> None:
    page = sign_in(opened(), clinic)
    expect(page).to_have_title(re.compile("Upcoming Appointments"))
    page.get_by_role("button", name="Account menu").click()
    page.get_by_role("button", name="Français").click()
    expect(heading(page)).to_have_text("Rendez-vous à venir")
    expect(page).to_have_title(re.compile("Rendez-vous à venir"))
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.reload()
    expect(heading(page)).to_have_text("Rendez-vous à venir")


def test_the_menu_lists_the_sections_in_their_order_and_marks_the_open_one(clinic: Clinic, opened: Opened) -> None:
    page = sign_in(opened(viewport=LAPTOP), clinic)
    menu = page.get_by_role("navigation", name="My Account")
    sections = ["Upcoming Appointments", "Appointment History", "Intake Forms", "Documents", "Contact Info", "Receipts"]
    sections += ["Username/Password", "Book an Appointment"]
    expect(menu.get_by_role("link")).to_have_text(sections)
    expect(menu.locator("[aria-current=page]")).to_have_text("Upcoming Appointments")
    menu.get_by_role("link", name="Appointment History").click()
    expect(heading(page)).to_have_text("Appointment History")
    expect(menu.locator("[aria-current=page]")).to_have_text("Appointment History")


def test_a_phone_has_shortcuts_and_the_whole_menu_behind_more(clinic: Clinic, opened: Opened) -> None:
    page = sign_in(opened(), clinic)
    shortcuts = page.get_by_role("navigation", name="Shortcuts")
    expect(shortcuts.locator("[aria-current=page]")).to_have_text("Visits")
    menu = page.get_by_role("navigation", name="My Account")
    expect(menu).to_be_hidden()
    shortcuts.get_by_role("button", name="More").click()
    expect(menu).to_be_visible()
    menu.get_by_role("link", name="Appointment History").click()
    expect(heading(page)).to_have_text("Appointment History")
    expect(menu).to_be_hidden()
    shortcuts.get_by_role("link", name="Documents").click()
    expect(shortcuts.locator("[aria-current=page]")).to_have_text("Documents")


def test_a_wide_screen_has_one_menu_and_no_shortcuts(clinic: Clinic, opened: Opened) -> None:
    page = sign_in(opened(viewport=LAPTOP), clinic)
    expect(page.get_by_role("navigation", name="My Account")).to_have_count(1)
    expect(page.get_by_role("navigation", name="Shortcuts")).to_have_count(0)


def test_a_menu_opened_before_the_page_has_come_to_life_stays_open(clinic: Clinic, opened: Opened) -> None:
    clinic.book("a", "today+5d 14:00")
    page = sign_in(opened(), clinic)
    page.route("**/assets/*.js", lambda _: None)
    page.reload(wait_until="commit")
    page.get_by_role("button", name="Account menu").click()
    page.unroute("**/assets/*.js")  # what was held goes on
    expect(visits(page)).to_have_count(1)
    expect(page.get_by_role("button", name="Français")).to_be_visible()


@pytest.mark.parametrize("path", ["/nowhere", "/account/nowhere"])
def test_an_unknown_address_is_a_404_that_leads_home(clinic: Clinic, opened: Opened, path: str) -> None:
    page = sign_in(opened(listening=False), clinic)
    answer = page.goto(f"{clinic.url}{path}")
    assert answer is not None
    assert answer.status == 404
    expect(heading(page)).to_have_text("This page isn’t here")
    expect(page.get_by_text("Cedar Physio")).to_be_visible()
    page.get_by_role("link", name="Go to Upcoming Appointments").click()
    expect(heading(page)).to_have_text("Upcoming Appointments")


def test_a_lost_connection_is_said_and_the_page_works_again_without_a_reload(clinic: Clinic, opened: Opened) -> None:
    clinic.book("a", "today+5d 14:00")
    page = sign_in(opened(listening=False), clinic)
    expect(visits(page)).to_have_count(1)
    page.evaluate("() => { window.stayed = true }")
    page.context.set_offline(True)
    expect(page.get_by_text("Reconnecting…")).to_be_visible()
    expect(visits(page)).to_have_count(1)
    clinic.book("b", "today+6d 14:00")
    page.context.set_offline(False)
    expect(page.get_by_text("Reconnecting…")).to_have_count(0, timeout=15_000)
    expect(visits(page)).to_have_count(2)
    page.get_by_role("button", name="Cancel").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert page.evaluate("() => window.stayed")


def test_a_button_that_waits_for_the_server_says_so_and_keeps_its_place(clinic: Clinic, opened: Opened) -> None:
    page = opened()
    line = Line(page)
    sign_in(page, clinic)
    page.goto(f"{clinic.url}/account/contact")
    expect(page.get_by_role("textbox", name="First name")).to_have_value("Alice")
    save = page.get_by_role("button", name="Save")
    save.hover()
    before = save.bounding_box()
    line.hold()
    save.click()
    expect(save).to_have_attribute("aria-busy", "true")
    assert save.bounding_box() == before
    menu = page.get_by_role("button", name="Account menu")
    menu.click()  # which sends nothing
    expect(menu).not_to_have_attribute("aria-busy", "true")
    line.let_go()
    expect(save).not_to_have_attribute("aria-busy", "true")


def test_signing_in_says_that_it_works(clinic: Clinic, opened: Opened) -> None:
    page = opened(f"{clinic.url}/sign-in")
    page.get_by_role("textbox", name="Username or email").fill("alice")
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    pressed = "button => { button.click(); return button.ariaBusy; }"  # before the next page can be there
    assert page.get_by_role("button", name="Sign in").evaluate(pressed) == "true"
    expect(heading(page)).to_have_text("Upcoming Appointments")


def test_the_colours_follow_the_system_until_chosen_and_the_choice_is_kept(clinic: Clinic, opened: Opened) -> None:
    page = sign_in(opened(), clinic)
    ground = page.locator("body")
    expect(ground).to_have_css("background-color", LIGHT)
    page.emulate_media(color_scheme="dark")
    expect(ground).to_have_css("background-color", DARK)
    page.get_by_role("button", name="Account menu").click()
    page.get_by_role("button", name="Light").click()
    expect(page.get_by_role("button", name="Light")).to_have_attribute("aria-pressed", "true")
    expect(ground).to_have_css("background-color", LIGHT)
    page.reload()
    expect(ground).to_have_css("background-color", LIGHT)
    page.get_by_role("button", name="Account menu").click()
    page.get_by_role("button", name="Dark").click()
    page.emulate_media(color_scheme="light")
    expect(ground).to_have_css("background-color", DARK)
    page.reload()
    expect(ground).to_have_css("background-color", DARK)


def test_who_asks_for_less_motion_has_every_colour_change_at_once(clinic: Clinic, opened: Opened) -> None:
    page = sign_in(opened(reduced_motion="reduce"), clinic)
    darkened = "root => { root.classList.replace('light', 'dark'); return document.getAnimations().length; }"
    assert page.locator(":root.light").evaluate(darkened) == 0
    expect(page.locator("body")).to_have_css("background-color", DARK)


def test_the_portal_can_be_installed(clinic: Clinic, opened: Opened) -> None:
    page = opened(f"{clinic.url}/sign-in")
    session = page.context.new_cdp_session(page)
    told = session.send("Page.getAppManifest")
    assert told["errors"] == []
    assert told["manifest"]["startUrl"] == f"{clinic.url}/account"
    assert session.send("Page.getInstallabilityErrors")["installabilityErrors"] in ([], [_incognito()])
    for icon in told["manifest"]["icons"]:
        assert page.evaluate("async url => (await fetch(url)).status", icon["url"]) == 200


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_nothing_jumps_while_a_page_connects(clinic: Clinic, opened: Opened, viewport: dict[str, int]) -> None:
    for days in range(3, 9):
        clinic.book(f"v{days}", f"today+{days}d 14:00")
    page = sign_in(opened(viewport=viewport), clinic)
    page.add_init_script(SHIFTS)
    for path in ("/account", "/account/history"):
        page.goto(f"{clinic.url}{path}")
        expect(page.locator(".bone")).to_have_count(0)
        expect(page.get_by_text("Cedar Physio")).to_be_visible()
        assert page.evaluate("() => window.shifted") < CALM, path


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_nothing_jumps_before_sign_in(clinic: Clinic, opened: Opened, viewport: dict[str, int]) -> None:
    page = opened(viewport=viewport)
    page.add_init_script(SHIFTS)
    for path in ("/sign-in", "/forgot"):
        page.goto(f"{clinic.url}{path}")
        expect(page.get_by_role("link", name="416-555-0100")).to_be_visible()
        assert page.evaluate("() => window.shifted") < CALM, path


def test_without_javascript_the_page_says_what_it_needs(clinic: Clinic, opened: Opened) -> None:
    page = opened(f"{clinic.url}/sign-in", java_script_enabled=False)
    assert "My Account needs JavaScript" in page.content()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    give(page, "alice", PASSWORD)
    page.wait_for_url("**/account")
    for path in ("/account", "/book", "/book/embed"):
        page.goto(f"{clinic.url}{path}")
        said = page.locator("noscript p")
        expect(said).to_be_visible()
        assert said.inner_text().startswith("This page needs JavaScript."), path


def _title(page: Page, clinic: Clinic, path: str, lang: str) -> str:
    page.goto(f"{clinic.url}{path}")
    expect(page.locator("html")).to_have_attribute("lang", lang)
    expect(page.get_by_text("Cedar Physio").first).to_be_visible()
    expect(heading(page)).not_to_be_empty()
    return page.title()


def _someone(clinic: Clinic, lang: str) -> None:
    pat = patient("pat", "Pat", "Roy", "pat@mail.test", language=lang)
    clinic.update(patients=[*clinic.file["patients"], pat])


def _sign_in_as(page: Page, clinic: Clinic, who: str) -> None:
    page.goto(f"{clinic.url}/sign-in")
    page.locator("[name=username]").fill(who)
    page.locator("[name=password]").fill("a quiet river stone")
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"{clinic.url}/account")


def _incognito() -> dict[str, object]:
    return {"errorId": "in-incognito", "errorArguments": []}
