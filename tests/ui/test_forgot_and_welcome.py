"""The Welcome link, and the way back in for who has forgotten the password: with real mail."""

import re
from datetime import timedelta

from playwright.sync_api import Locator, Page, expect
from sqlmodel import Session, col, update

from myaccount.clock import now
from myaccount.models import OneTimeLink
from tests.portal import Clinic, patient
from tests.ui.conftest import LAPTOP, Opened
from tests.ui.journeys import heading, sign_in

NEW_PASSWORD = "seven paper boats adrift"
TIMEOUT = 100


def test_a_welcome_link_leads_to_a_username_a_password_and_the_portal(clinic: Clinic, opened: Opened) -> None:
    link = _invited(clinic)
    page = opened(link)
    expect(heading(page)).to_have_text("Welcome, Nour")
    _choose(page, "nour.h", NEW_PASSWORD)
    expect(heading(page)).to_have_text("Upcoming Appointments")
    other = sign_in(opened(viewport=LAPTOP), clinic, "nour.h", NEW_PASSWORD)
    expect(other.get_by_text("Nour Haddad").first).to_be_visible()


def test_the_welcome_mail_carries_the_link(clinic: Clinic, opened: Opened) -> None:
    _invited(clinic)
    page = opened()
    mailed(page, clinic, "welcome").click()
    expect(heading(page)).to_have_text("Welcome, Nour")


def test_what_cannot_be_accepted_is_said_at_its_field_and_in_a_summary(clinic: Clinic, opened: Opened) -> None:
    page = opened(_invited(clinic), listening=False)
    _choose(page, "two words", "password")
    expect(page.get_by_role("alert")).to_contain_text("Check what you entered")
    username, password = page.get_by_role("textbox", name="Username"), page.get_by_role("textbox", name="Password")
    expect(username).to_have_value("two words")
    expect(username).to_have_accessible_description(re.compile("without spaces"))
    expect(password).to_have_accessible_description(re.compile("easy to guess"))
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(username).to_be_focused()
    _choose(page, "nour", NEW_PASSWORD)
    expect(heading(page)).to_have_text("Upcoming Appointments")


def test_a_welcome_link_works_once(clinic: Clinic, opened: Opened) -> None:
    link = _invited(clinic)
    page = opened(link)
    _choose(page, "nour", NEW_PASSWORD)
    expect(heading(page)).to_have_text("Upcoming Appointments")
    again = opened(link, listening=False)
    expect(heading(again)).to_have_text("This link no longer works")
    again.get_by_role("link", name="Go to sign in").click()
    expect(heading(again)).to_have_text("Sign in")


def test_a_link_that_expired_says_what_to_do(clinic: Clinic, opened: Opened) -> None:
    link = _invited(clinic)
    clinic.portal.database.write(_expire_links)
    page = opened(link, listening=False)
    expect(heading(page)).to_have_text("This link no longer works")
    expect(page.get_by_text("ask the clinic for a new one")).to_be_visible()


def test_a_forgotten_password_is_replaced_by_the_mailed_link(clinic: Clinic, opened: Opened) -> None:
    elsewhere = sign_in(opened(viewport=LAPTOP), clinic, "charlie")
    page = opened()
    _ask(page, clinic, "charlie@mail.test")
    mailed(page, clinic, "reset").click()
    expect(heading(page)).to_have_text("Choose a new password")
    page.get_by_role("textbox", name="New password").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Save password and sign in").click()
    expect(heading(page)).to_have_text("Upcoming Appointments")
    expect(elsewhere.get_by_text("Your password was changed")).to_be_visible()
    sign_in(opened(), clinic, "charlie", NEW_PASSWORD)


def test_a_forgotten_password_is_replaced_by_the_mailed_code(clinic: Clinic, opened: Opened) -> None:
    page, mail = opened(listening=False), opened()
    _ask(page, clinic, "charlie@mail.test")
    code = _mailed_code(mail, clinic)
    page.get_by_role("textbox", name="Code").fill(code)
    page.get_by_role("button", name="Continue").click()
    expect(heading(page)).to_have_text("Choose a new password")
    page.get_by_role("textbox", name="New password").fill("12345678")
    page.get_by_role("button", name="Save password and sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("easy to guess")
    page.get_by_role("textbox", name="New password").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Save password and sign in").click()
    expect(heading(page)).to_have_text("Upcoming Appointments")


def test_a_wrong_code_is_refused_and_another_can_be_typed(clinic: Clinic, opened: Opened) -> None:
    page = opened()
    _ask(page, clinic, "charlie@mail.test")
    page.get_by_role("textbox", name="Code").fill("00000000")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert").filter(has_text="That code doesn’t match")).to_be_visible()
    expect(page.get_by_role("textbox", name="Code")).to_be_visible()


def test_a_contact_that_nobody_has_gets_the_same_answer(clinic: Clinic, opened: Opened) -> None:
    page = opened()
    _ask(page, clinic, "nobody@mail.test")
    expect(page.get_by_text("If the clinic knows nobody@mail.test")).to_be_visible()


def test_a_family_that_shares_an_email_gets_a_letter_for_each(clinic: Clinic, opened: Opened) -> None:
    page = opened()
    _ask(page, clinic, "moreau@mail.test")
    _wait_for_mail(page, clinic, "reset", 2)
    for name in ("Alice", "Bob"):
        letters = page.get_by_role("article").filter(has_text=f"A new password for {name}’s account")
        expect(letters.filter(has_text=clinic.slug)).to_have_count(1)


def _invited(clinic: Clinic) -> str:
    nour = patient("nour", "Nour", "Haddad", "nour@mail.test") | {"account": None}
    clinic.update(patients=[*clinic.file["patients"], nour])
    done = clinic.portal.command("invite", "--clinic", clinic.slug, "--patient", "nour")
    assert done.returncode == 0, done.stderr
    found = re.search(rf"{re.escape(clinic.url)}/welcome/\S+", done.stdout)
    assert found is not None, done.stdout
    return found.group(0)


def _choose(page: Page, username: str, password: str) -> None:
    page.get_by_role("textbox", name="Username").fill(username)
    page.get_by_role("textbox", name="Password").fill(password)
    page.get_by_role("button", name="Create account").click()


def _ask(page: Page, clinic: Clinic, contact: str) -> None:
    page.goto(f"{clinic.url}/sign-in")
    page.get_by_role("link", name="Forgot your password?").click()
    page.get_by_role("textbox", name="Email or mobile").fill(contact)
    page.get_by_role("button", name="Send a code").click()
    expect(page.get_by_role("textbox", name="Code")).to_be_visible()


def mailed(page: Page, clinic: Clinic, kind: str) -> Locator:
    """Find the link of the clinic's newest letter of a kind."""
    _wait_for_mail(page, clinic, kind, 1)
    return _links(page, clinic, kind).first


def _mailed_code(page: Page, clinic: Clinic) -> str:
    _wait_for_mail(page, clinic, "reset", 1)
    letter = page.get_by_role("article").filter(has=_links(page, clinic, "reset")).first
    [code] = re.findall(r"\b\d{8}\b", letter.inner_text())
    return str(code)


def _wait_for_mail(page: Page, clinic: Clinic, kind: str, count: int) -> None:
    """Look into the mailbox until that many letters are there."""
    for _ in range(TIMEOUT):
        page.goto(f"{clinic.url}/demo/mailbox")
        if _links(page, clinic, kind).count() >= count:
            return
    raise AssertionError("no mail came")


def _links(page: Page, clinic: Clinic, kind: str) -> Locator:
    return page.locator(f'a[href^="{clinic.url}/{kind}/"]')


def _expire_links(tx: Session) -> None:
    past = now() - timedelta(minutes=1)
    tx.execute(update(OneTimeLink).where(col(OneTimeLink.used_at).is_(None)).values(expires_at=past))
