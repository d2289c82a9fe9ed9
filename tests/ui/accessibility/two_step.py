"""The second step of signing in."""

import pyotp
from playwright.sync_api import Page, expect

from tests.portal import employee
from tests.ui.accessibility.place import Place
from tests.ui.accessibility.scenes import scene
from tests.ui.journeys import heading
from tests.ui.test_passkeys import with_device


@scene("two_step_set_up.html")
def two_step_set_up(place: Place) -> Page:
    return _at_two_step(place, _somebody_new(place))


@scene("two_step_set_up.html")
def two_step_set_up_refused(place: Place) -> Page:
    return _refused_at(_at_two_step(place, _somebody_new(place)))


@scene("two_step_codes.html")
def two_step_recovery_codes(place: Place) -> Page:
    page = _set_up(_at_two_step(place, _somebody_new(place)))
    expect(page.get_by_role("button", name="Copy as text")).to_be_visible()
    return page


@scene("two_step_overview.html")
def two_step_overview(place: Place) -> Page:
    page = _set_up(_at_two_step(place, _somebody_new(place)))
    page.goto(f"{place.clinic.url}/two-step/codes")
    expect(page.get_by_text("You have 10 recovery codes left.")).to_be_visible()
    return page


@scene("two_step_overview.html")
def two_step_overview_refused(place: Place) -> Page:
    page = two_step_overview(place)
    page.get_by_role("textbox", name="6-digit code").fill("12")
    page.get_by_role("button", name="Make new codes").click()
    expect(page.get_by_role("alert")).to_contain_text("Check what you entered")
    return page


@scene("two_step.html")
def two_step_asked(place: Place) -> Page:
    return _asked_for_the_second_step(place)


@scene("two_step.html")
def two_step_asked_and_refused(place: Place) -> Page:
    return _refused_at(_asked_for_the_second_step(place))


@scene("two_step_recovery.html")
def two_step_recovery(place: Place) -> Page:
    page = _asked_for_the_second_step(place)
    page.get_by_role("link", name="Use a recovery code instead").click()
    expect(heading(page)).to_have_text("Use a recovery code")
    return page


def _somebody_new(place: Place) -> str:
    """Let somebody new work at the clinic, who has no second step yet; give back their username."""
    name = f"kai{len(place.clinic.file['staff'])}"
    place.clinic.update(staff=[*place.clinic.file["staff"], employee(name, "Kai", "Brandt", "practitioner")])
    return name


def _at_two_step(place: Place, who: str) -> Page:
    page = place.page(who)
    page.goto(f"{place.clinic.url}/two-step")
    expect(heading(page)).to_be_visible()
    return page


def _set_up(page: Page) -> Page:
    app = pyotp.TOTP(page.locator("#secret").inner_text().replace(" ", ""))
    page.get_by_role("textbox", name="6-digit code").fill(app.now())
    page.get_by_role("button", name="Continue").click()
    expect(heading(page)).to_have_text("Keep your recovery codes")
    return page


def _asked_for_the_second_step(place: Place) -> Page:
    who = _somebody_new(place)
    _set_up(_at_two_step(place, who)).context.close()
    del place.signed_in[who]
    page = _at_two_step(place, who)
    expect(heading(page)).to_have_text("Two-step sign-in")
    return page


def _refused_at(page: Page) -> Page:
    page.get_by_role("textbox", name="6-digit code").fill("12")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("Check what you entered")
    return page


@scene("two_step_passkey.html")
def two_step_with_a_passkey(place: Place) -> Page:
    who = _somebody_new(place)
    page = place.page(who)
    with_device(page)
    page.goto(f"{place.clinic.url}/account/password")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("region", name="Passkeys").get_by_role("listitem")).to_be_visible()
    page.context.close()
    del place.signed_in[who]
    return _at_two_step(place, who)
