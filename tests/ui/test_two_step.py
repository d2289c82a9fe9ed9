"""The second step of signing in, on a portal that requires it of staff."""

import re
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.portal import Portal, served
from tests.ui.conftest import LAPTOP, Opened
from tests.ui.journeys import give, heading


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The portal as it is served unless the deployment says otherwise."""
    with served(tmp_path_factory.mktemp("strict"), staff_two_step="required") as running:
        running.clinic()
        yield running


def is_clean(page: Page) -> None:
    found = Axe().run(page)
    assert not found.response["violations"], found.generate_report()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_owner_sets_it_up_once_and_is_asked_for_a_code_from_then_on(
    strict: Portal, opened: Opened, tmp_path: Path, dark: bool
) -> None:
    clinic = strict.clinic()
    page = opened(f"{clinic.url}/sign-in", dark=dark)
    give(page, "robin", "a quiet river stone")
    expect(heading(page)).to_have_text("Set up two-step sign-in")
    expect(page.get_by_role("img", name="QR code for your authenticator app")).to_be_visible()
    is_clean(page)
    page.screenshot(path=tmp_path / "set-up.png", full_page=True)

    app = pyotp.TOTP(page.locator("#secret").inner_text().replace(" ", ""))
    page.get_by_role("textbox", name="6-digit code").fill(app.now())
    page.get_by_role("button", name="Continue").click()
    expect(heading(page)).to_have_text("Keep your recovery codes")
    codes = page.get_by_role("listitem").all_inner_texts()
    assert len(codes) == 10
    is_clean(page)
    page.screenshot(path=tmp_path / "codes.png", full_page=True)
    page.get_by_role("link", name="I have kept them").click()
    expect(page).to_have_url(re.compile(r"/clinic"))
    expect(heading(page)).to_be_visible()

    elsewhere = opened(f"{clinic.url}/sign-in", viewport=LAPTOP, dark=dark)
    give(elsewhere, "robin", "a quiet river stone")
    expect(heading(elsewhere)).to_have_text("Two-step sign-in")
    is_clean(elsewhere)
    elsewhere.screenshot(path=tmp_path / "asked.png", full_page=True)
    elsewhere.goto(f"{clinic.url}/account")
    expect(heading(elsewhere)).to_have_text("Two-step sign-in")
    elsewhere.goto(f"{clinic.url}/clinic")
    elsewhere.get_by_role("link", name="Use a recovery code instead").click()
    is_clean(elsewhere)
    elsewhere.screenshot(path=tmp_path / "recovery.png", full_page=True)
    elsewhere.get_by_role("textbox", name="Recovery code").fill(codes[0])
    elsewhere.get_by_role("button", name="Continue").click()
    expect(elsewhere).to_have_url(re.compile(r"/clinic"))
