"""Signing in with profiles elsewhere, from the owner's settings to a patient who needs no password any more."""

from playwright.sync_api import Page, expect

from demo.sign_in_stand_ins import CLIENT_ID, CLIENT_SECRET
from tests.portal import PASSWORD, Clinic
from tests.ui.conftest import LAPTOP, Opened
from tests.ui.journeys import give, heading, sign_in

NAMES = {"google": "Google", "facebook": "Facebook", "x": "X"}
SWITCH = {"google": "Google sign-in", "facebook": "Facebook sign-in", "x": "X (Twitter) sign-in"}


def at_settings(page: Page, clinic: Clinic) -> Page:
    """Open the settings as the owner."""
    page.goto(f"{clinic.url}/sign-in?next=/clinic/settings")
    give(page, "robin", PASSWORD)
    return page


def set_up(page: Page, provider: str) -> None:
    """Give the clinic its keys at a provider."""
    page.get_by_role("button", name=f"Set up {NAMES[provider]}", exact=True).click()
    page.get_by_role("textbox", name="Client ID").fill(CLIENT_ID)
    page.get_by_label("Client secret").fill(CLIENT_SECRET)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text(f"{NAMES[provider]} is set up.")).to_be_visible()


def turn(page: Page, provider: str, *, on: bool) -> None:
    """Flip a provider's switch."""
    switch = page.get_by_role("switch", name=SWITCH[provider])
    switch.click()
    expect(switch).to_be_checked(checked=on)


def choose(page: Page, provider: str, who: str) -> None:
    """Choose somebody at a stand-in."""
    expect(page.get_by_role("heading", name=f"Choose who you are at {NAMES[provider]}")).to_be_visible()
    page.get_by_role("link", name=who).click()


def test_a_patient_links_a_profile_and_signs_in_with_it(clinic: Clinic, opened: Opened) -> None:
    owner = at_settings(opened(viewport=LAPTOP), clinic)
    owner.get_by_role("switch", name=SWITCH["google"]).click()
    expect(owner.get_by_text("Set up Google first, just above")).to_be_visible()
    for provider in NAMES:
        set_up(owner, provider)
        turn(owner, provider, on=True)

    alice = sign_in(opened(viewport=LAPTOP), clinic)
    for provider, name in NAMES.items():
        alice.get_by_role("link", name="Google, Facebook & Twitter").click()
        expect(heading(alice)).to_have_text("Google, Facebook & Twitter")
        alice.get_by_role("button", name=f"Link {name}", exact=True).click()
        alice.get_by_role("dialog").get_by_role("button", name=f"Go on to {name}").click()
        choose(alice, provider, "Alice Moreau")
        expect(alice.get_by_role("status").filter(has_text=f"{name} is linked.")).to_be_visible()
        expect(alice.get_by_role("button", name=f"Unlink {name}", exact=True)).to_be_visible()

    phone = opened(f"{clinic.url}/sign-in?next=/account/history")
    for provider, name in NAMES.items():
        phone.get_by_role("button", name=f"Continue with {name}").click()
        choose(phone, provider, "Bob Moreau")
        expect(phone.get_by_role("alert").filter(has_text="is not linked to an account here")).to_be_visible()
        phone.get_by_role("button", name=f"Continue with {name}").click()
        choose(phone, provider, "Alice Moreau")
        expect(heading(phone)).to_have_text("Appointment History")
        phone.goto(f"{clinic.url}/account/sessions")
        expect(phone.get_by_role("row").filter(has_text="Current")).to_contain_text(name)
        phone.get_by_role("button", name="Account menu").click()
        phone.get_by_role("button", name="Sign out").click()
        phone.goto(f"{clinic.url}/sign-in?next=/account/history")


def test_a_switch_turned_off_takes_the_button_from_open_pages(clinic: Clinic, opened: Opened) -> None:
    owner = at_settings(opened(viewport=LAPTOP), clinic)
    set_up(owner, "x")
    turn(owner, "x", on=True)
    waiting = opened(f"{clinic.url}/sign-in")
    button = waiting.get_by_role("button", name="Continue with X")
    expect(button).to_be_visible()
    alice = sign_in(opened(viewport=LAPTOP), clinic)
    alice.get_by_role("link", name="Google, Facebook & Twitter").click()
    expect(alice.get_by_role("button", name="Link X", exact=True)).to_be_visible()
    turn(owner, "x", on=False)
    expect(button).to_have_count(0)
    expect(alice.get_by_text("The clinic does not offer signing in with other profiles")).to_be_visible()
    expect(alice.get_by_role("link", name="Google, Facebook & Twitter")).to_have_count(0)
