"""A profile at a real OpenID provider: its keys are tried, it is linked, signs in, and is unlinked."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.openid import OpenId
from tests.portal import Portal, served
from tests.ui.conftest import LAPTOP, Opened
from tests.ui.journeys import heading, sign_in
from tests.ui.test_social import at_settings, turn


@pytest.fixture(scope="module")
def away(tmp_path_factory: pytest.TempPathFactory, openid_provider: OpenId) -> Iterator[Portal]:
    """A portal that asks the provider in place of Google."""
    with served(tmp_path_factory.mktemp("openid"), oauth_google_base=openid_provider.base) as running:
        running.clinic()
        yield running


def choose(page: Page, who: str) -> None:
    expect(page.get_by_role("heading", name="Choose who you are")).to_be_visible()
    page.get_by_role("link", name=who).click()


def test_its_keys_are_tried_and_a_profile_is_linked_signs_in_and_is_unlinked(
    away: Portal, openid_provider: OpenId, opened: Opened
) -> None:
    clinic = away.clinic()
    keys = openid_provider.register(f"http://localhost:{away.port}/auth/google/callback")
    owner = at_settings(opened(viewport=LAPTOP), clinic)
    owner.get_by_role("button", name="Set up Google", exact=True).click()
    owner.get_by_role("textbox", name="Client ID").fill(keys["client_id"])
    owner.get_by_label("Client secret").fill("another")
    owner.get_by_role("button", name="Save").click()
    expect(owner.get_by_text("Google does not take these keys.")).to_be_visible()
    owner.get_by_label("Client secret").fill(keys["client_secret"])
    owner.get_by_role("button", name="Save").click()
    expect(owner.get_by_text("Google is set up.")).to_be_visible()
    turn(owner, "google", on=True)

    alice = sign_in(opened(viewport=LAPTOP), clinic)
    alice.goto(f"{clinic.url}/account/social")
    alice.get_by_role("button", name="Link Google", exact=True).click()
    alice.get_by_role("dialog").get_by_role("button", name="Go on to Google").click()
    choose(alice, "alice")
    expect(alice.get_by_role("status").filter(has_text="Google is linked.")).to_be_visible()

    phone = opened(f"{clinic.url}/sign-in?next=/account/social")
    phone.get_by_role("button", name="Continue with Google").click()
    choose(phone, "alice")
    expect(heading(phone)).to_have_text("Google, Facebook & Twitter")
    phone.get_by_role("button", name="Unlink Google", exact=True).click()
    phone.get_by_role("dialog").get_by_role("button", name="Unlink").click()
    expect(phone.get_by_role("status").filter(has_text="Google is unlinked.")).to_be_visible()
