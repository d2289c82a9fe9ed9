"""Patients read who saw their data, and staff renew their recovery codes: both from the account menu."""

import pyotp
from playwright.sync_api import expect

from myaccount.clock import now
from tests.portal import PASSWORD, Clinic
from tests.ui.conftest import LAPTOP, Opened
from tests.ui.journeys import give, heading, sign_in


def test_a_patient_finds_who_changed_what_by_day_and_filters_it(clinic: Clinic, opened: Opened) -> None:
    page = sign_in(opened(), clinic)
    page.get_by_role("button", name="Account menu").click()
    page.get_by_role("link", name="Who saw my data").click()
    expect(heading(page)).to_have_text("Who saw my data")
    entry = page.get_by_role("listitem").filter(has_text="Signed in")
    expect(entry.first).to_contain_text("You")
    page.get_by_role("button", name="The clinic").click()
    expect(page.get_by_text("Nobody at the clinic has opened or changed anything")).to_be_visible()
    page.get_by_role("button", name="Show everybody").click()
    expect(entry.first).to_be_visible()
    page.get_by_role("button", name="Ask for a correction").click()
    page.get_by_role("textbox", name="What is wrong").fill("I did not sign in yesterday.")
    page.get_by_role("button", name="Send to the clinic").click()
    expect(page.get_by_text("Sent a request to the clinic: Correction of the record")).to_be_visible(timeout=1500)


def test_contact_info_leads_there(clinic: Clinic, opened: Opened) -> None:
    page = sign_in(opened(), clinic)
    page.goto(f"{clinic.url}/account/contact")
    page.get_by_role("link", name="See who saw and changed your data").click()
    expect(heading(page)).to_have_text("Who saw my data")


def test_staff_renew_their_recovery_codes_and_copy_them(clinic: Clinic, opened: Opened) -> None:
    clipboard = ["clipboard-read", "clipboard-write"]
    page = opened(f"{clinic.url}/sign-in?next=/two-step", viewport=LAPTOP, permissions=clipboard)
    give(page, "dana", PASSWORD)
    app = pyotp.TOTP(page.locator("#secret").inner_text().replace(" ", ""))
    page.get_by_role("textbox", name="6-digit code").fill(app.now())
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="I have kept them").click()
    expect(heading(page)).to_have_text("Today")
    expect(page.locator(".bone")).to_have_count(0)
    page.get_by_role("button", name="Account menu").click()
    page.get_by_role("link", name="Two-step sign-in").click()
    expect(page.get_by_text("You have 10 recovery codes left.")).to_be_visible()
    page.get_by_role("textbox", name="6-digit code").fill(app.generate_otp(app.timecode(now()) + 1))
    page.get_by_role("button", name="Make new codes").click()
    expect(heading(page)).to_have_text("Keep your recovery codes")
    codes = page.get_by_role("listitem").all_inner_texts()
    page.get_by_role("button", name="Copy as text").click()
    expect(page.get_by_role("status")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == "\n".join(codes)
