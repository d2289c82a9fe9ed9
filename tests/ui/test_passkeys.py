"""Passkeys with the device that Chromium pretends to have: added, signed in with, renamed, removed."""

import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import CDPSession, Locator, Page, expect

from tests.portal import PASSWORD, Clinic
from tests.ui.conftest import LAPTOP, Opened
from tests.ui.journeys import heading, sign_in

BUTTON = "Continue with a passkey"
ASKED = 800
"""Milliseconds until a device has been asked: nothing on the page tells."""

DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True,
}  # fmt: skip


def with_device(page: Page, *, answers: bool = True) -> CDPSession:
    """Give a browser a device that holds passkeys; one that `answers` does so without anybody touching it."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options: dict[str, Any] = {**DEVICE, "automaticPresenceSimulation": answers}
    devices.device = devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
    return devices


def is_clean(page: Page) -> None:
    found = Axe().run(page)
    assert not found.response["violations"], found.generate_report()


def press(button: Locator, devices: CDPSession) -> None:
    """Press the button, of a device that has not answered what the username box asked, and answers from now on."""
    button.page.wait_for_timeout(ASKED)
    devices.send("WebAuthn.setAutomaticPresenceSimulation", {"authenticatorId": devices.device, "enabled": True})
    button.click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Account menu").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


@pytest.mark.parametrize("who", ["alice", "dana"])
def test_one_is_added_signs_in_is_renamed_and_removed(clinic: Clinic, opened: Opened, tmp_path: Path, who: str) -> None:
    page = opened(viewport=LAPTOP if who == "dana" else None, dark=who == "dana", reduced_motion="reduce")
    devices = with_device(page)
    page.goto(f"{clinic.url}/sign-in?next=/account/password")
    page.get_by_role("textbox", name="Username or email").fill(who)
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    card = page.get_by_role("region", name="Passkeys")
    card.get_by_role("textbox", name="Name").fill("My phone")
    card.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("status").filter(has_text="“My phone” is added.")).to_be_visible()
    expect(card.get_by_role("listitem")).to_contain_text("not used yet")
    is_clean(page)
    page.screenshot(path=tmp_path / "one.png", full_page=True)
    card.get_by_role("button", name="Add a passkey").click()
    expect(card.get_by_role("alert")).to_contain_text("holds a passkey for your account already")

    devices.send("WebAuthn.setAutomaticPresenceSimulation", {"authenticatorId": devices.device, "enabled": False})
    page.goto(f"{clinic.url}/account")
    sign_out(page)
    is_clean(page)
    page.screenshot(path=tmp_path / "sign-in.png", full_page=True)
    devices.send("WebAuthn.setAutomaticPresenceSimulation", {"authenticatorId": devices.device, "enabled": True})
    page.goto(f"{clinic.url}/sign-in?next=/account/sessions")
    # the list of the username box has it, so this device answers before anybody presses the button
    expect(heading(page)).to_have_text("Sessions")
    expect(page.get_by_role("row").filter(has_text="Current")).to_contain_text("Passkey")

    page.goto(f"{clinic.url}/account/password")
    card.get_by_role("button", name="Rename My phone").click()
    page.get_by_role("dialog").get_by_role("textbox", name="New name").fill("Old phone")
    is_clean(page)
    page.get_by_role("dialog").get_by_role("button", name="Save name").click()
    card.get_by_role("button", name="Remove Old phone").click()
    page.screenshot(path=tmp_path / "remove.png", full_page=True)
    page.get_by_role("dialog").get_by_role("button", name="Remove passkey").click()
    expect(page.get_by_role("status").filter(has_text="“Old phone” is removed.")).to_be_visible()
    expect(card.get_by_role("listitem")).to_have_count(0)


def test_the_button_signs_in_and_a_removed_passkey_is_turned_away(clinic: Clinic, opened: Opened) -> None:
    page = sign_in(opened(listening=False), clinic)
    devices = with_device(page)
    page.goto(f"{clinic.url}/account/password")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("listitem").filter(has_text="not used yet")).to_be_visible()
    devices.send("WebAuthn.setAutomaticPresenceSimulation", {"authenticatorId": devices.device, "enabled": False})
    sign_out(page)
    button = page.get_by_role("button", name=BUTTON)
    press(button, devices)
    expect(page).to_have_url(re.compile("/account/?$"))
    other = sign_in(opened(), clinic)
    other.goto(f"{clinic.url}/account/password")
    other.get_by_role("button", name=re.compile("^Remove ")).click()
    other.get_by_role("dialog").get_by_role("button", name="Remove passkey").click()
    expect(other.get_by_role("status").filter(has_text="is removed.")).to_be_visible()
    devices.send("WebAuthn.setAutomaticPresenceSimulation", {"authenticatorId": devices.device, "enabled": False})
    sign_out(page)
    press(button, devices)
    expect(page.get_by_role("alert")).to_contain_text("does not open an account here")
