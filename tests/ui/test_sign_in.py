"""Signing in and out, and how a sign-in ends."""

import re
from datetime import timedelta

from playwright.sync_api import Page, expect
from sqlmodel import Session, col, select, update

from myaccount import models
from myaccount.clock import now
from myaccount.domain.sessions import ABSOLUTE, WARNING
from myaccount.domain.topics import Topic
from myaccount.models import LoginSession, Person
from myaccount.store import bus
from tests.portal import PASSWORD, Clinic, patient
from tests.ui.conftest import LAPTOP, Opened
from tests.ui.journeys import give, heading, sign_in, visits

IDLE = timedelta(minutes=30)
BOBS_PASSWORD = "another river stone"


def test_a_patient_signs_in_with_a_username_and_a_password(clinic: Clinic, opened: Opened) -> None:
    page = sign_in(opened(), clinic)
    expect(page).to_have_url(f"{clinic.url}/account")
    expect(page.get_by_role("button", name="Account menu")).to_be_visible()


def test_a_patient_signs_in_with_an_email(clinic: Clinic, opened: Opened) -> None:
    sign_in(opened(), clinic, "Charlie@mail.test")


def test_a_wrong_password_is_said_at_the_top_and_what_was_typed_is_kept(clinic: Clinic, opened: Opened) -> None:
    page = opened(f"{clinic.url}/sign-in")
    give(page, "alice", "not this one")
    alert = page.get_by_role("alert").filter(has_text="That username and password don’t match")
    expect(alert).to_be_visible()
    expect(alert).to_be_focused()
    expect(page.get_by_role("textbox", name="Username or email")).to_have_value("alice")
    expect(page.get_by_role("textbox", name="Password")).to_have_value("")


def test_whoever_has_no_account_is_led_to_booking_while_that_is_open_to_all(clinic: Clinic, opened: Opened) -> None:
    page = opened(f"{clinic.url}/sign-in")
    book = page.get_by_role("link", name="Book an Appointment")
    expect(page.get_by_text("New here?")).to_be_visible()
    for narrower in ("sign_in_required", "off"):
        clinic.update(settings={"online_booking": narrower})
        expect(book).to_have_count(0)
    clinic.update(settings={"online_booking": "allowed"})
    book.click()
    expect(page).to_have_url(f"{clinic.url}/book")


def test_a_password_can_be_looked_at_while_typing(clinic: Clinic, opened: Opened) -> None:
    page = opened(f"{clinic.url}/sign-in")
    box = page.get_by_role("textbox", name="Password")
    box.fill("what I typed")
    expect(box).to_have_attribute("type", "password")
    page.get_by_role("button", name="Show password").click()
    expect(box).to_have_attribute("type", "text")
    expect(box).to_have_value("what I typed")
    page.get_by_role("button", name="Hide password").click()
    expect(box).to_have_attribute("type", "password")


def test_a_deep_link_leads_to_sign_in_and_back_to_itself_even_after_a_wrong_try(clinic: Clinic, opened: Opened) -> None:
    page = opened(f"{clinic.url}/account/history")
    expect(heading(page)).to_have_text("Sign in")
    give(page, "alice", "not this one")
    expect(page.get_by_role("alert").filter(has_text="don’t match")).to_be_visible()
    give(page, "alice", PASSWORD)
    expect(heading(page)).to_have_text("Appointment History")
    expect(page).to_have_url(re.compile("/account/history/?$"))


def test_a_way_back_that_leads_out_of_the_portal_is_not_taken(clinic: Clinic, opened: Opened) -> None:
    page = opened(f"{clinic.url}/sign-in?next=//elsewhere.test/account")
    give(page, "alice", PASSWORD)
    expect(page).to_have_url(f"{clinic.url}/account")


def test_keep_me_signed_in_outlasts_the_browser(clinic: Clinic, opened: Opened) -> None:
    page = opened(f"{clinic.url}/sign-in")
    page.get_by_role("checkbox", name="Keep me signed in").check()
    give(page, "alice", PASSWORD)
    expect(heading(page)).to_have_text("Upcoming Appointments")
    kept = _cookie(page)
    assert kept["expires"] > (now() + timedelta(days=29)).timestamp()
    assert kept["httpOnly"]
    assert kept["sameSite"] == "Lax"
    without = _cookie(sign_in(opened(), clinic))
    assert without["expires"] in (-1, None) or without["expires"] <= (now() + ABSOLUTE).timestamp()


def test_signing_out_ends_it_and_the_back_button_shows_nothing(clinic: Clinic, opened: Opened) -> None:
    clinic.book("a", "today+5d 14:00")
    page = sign_in(opened(), clinic)
    expect(visits(page)).to_have_count(1)
    page.get_by_role("button", name="Account menu").click()
    page.get_by_role("button", name="Sign out").click()
    expect(heading(page)).to_have_text("Sign in")
    page.go_back()
    expect(heading(page)).to_have_text("Sign in")
    expect(visits(page)).to_have_count(0)


def test_another_tab_of_the_same_sign_in_is_signed_out_too(clinic: Clinic, opened: Opened) -> None:
    page = sign_in(opened(), clinic)
    other = page.context.new_page()
    other.goto(f"{clinic.url}/account/history")
    expect(heading(other)).to_have_text("Appointment History")
    page.get_by_role("button", name="Account menu").click()
    page.get_by_role("button", name="Sign out").click()
    expect(heading(other)).to_have_text("Sign in", timeout=2000)


def test_the_operator_ends_every_sign_in_and_open_tabs_are_cleared_at_once(clinic: Clinic, opened: Opened) -> None:
    clinic.book("a", "today+5d 14:00")
    page = sign_in(opened(), clinic)
    expect(visits(page)).to_have_count(1)
    done = clinic.portal.command("sessions", "--clinic", clinic.slug, "--patient", "alice", "--end-all")
    assert done.returncode == 0, done.stderr
    expect(page.get_by_text("The people who run this portal ended your sign-in")).to_be_visible(timeout=1500)
    expect(visits(page)).to_have_count(0)
    page.go_back()
    expect(visits(page)).to_have_count(0)
    assert "Physiotherapy" not in page.content()


def test_a_warning_comes_before_an_unused_sign_in_ends_and_one_can_stay(clinic: Clinic, opened: Opened) -> None:
    page = sign_in(opened(), clinic)
    expect(page.get_by_text("You have no visits coming up")).to_be_visible()  # opening the page is use, and is over
    _leave_unused(clinic, IDLE - WARNING / 2)
    dialog = page.get_by_role("dialog", name="Are you still there?")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Stay signed in").click()
    expect(dialog).to_have_count(0)
    page.reload()
    expect(heading(page)).to_have_text("Upcoming Appointments")


def test_an_unused_sign_in_ends_by_itself_and_says_why(clinic: Clinic, opened: Opened) -> None:
    clinic.book("a", "today+5d 14:00")
    page = sign_in(opened(), clinic)
    expect(visits(page)).to_have_count(1)
    _leave_unused(clinic, IDLE - timedelta(seconds=2))
    expect(page.get_by_text("You were signed out after 30 minutes")).to_be_visible()
    expect(visits(page)).to_have_count(0)
    give(page, "alice", PASSWORD)
    expect(heading(page)).to_have_text("Upcoming Appointments")


def test_of_a_family_that_shares_an_email_each_reaches_their_own_account(clinic: Clinic, opened: Opened) -> None:
    alice = sign_in(opened(viewport=LAPTOP), clinic, "moreau@mail.test")
    expect(alice.get_by_text("Alice Moreau").first).to_be_visible()
    bob = sign_in(opened(viewport=LAPTOP), clinic, "moreau@mail.test", BOBS_PASSWORD)
    expect(bob.get_by_text("Bob Moreau").first).to_be_visible()


def test_the_next_person_in_the_same_tab_sees_nothing_of_the_one_before(clinic: Clinic, opened: Opened) -> None:
    clinic.book("a", "today+5d 14:00")
    page = sign_in(opened(), clinic)
    expect(visits(page)).to_have_count(1)
    page.get_by_role("button", name="Account menu").click()
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, clinic, "bob", BOBS_PASSWORD)
    expect(page.get_by_text("You have no visits coming up")).to_be_visible()
    expect(visits(page)).to_have_count(0)


def test_an_account_of_one_clinic_opens_nothing_at_another(clinic: Clinic, opened: Opened) -> None:
    patients = [patient("zoe", "Zoe", "Hart", "zoe@mail.test")]
    other = clinic.portal.clinic(patients=patients)
    page = opened(f"{clinic.url}/sign-in")
    give(page, "zoe", PASSWORD)
    expect(page.get_by_role("alert").filter(has_text="don’t match")).to_be_visible()
    sign_in(page, other, "zoe")


def test_a_host_without_a_clinic_says_so(clinic: Clinic, opened: Opened) -> None:
    page = opened(listening=False)
    answer = page.goto(f"http://nobody.localhost:{clinic.portal.port}/sign-in")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_text("No clinic answers at this address")).to_be_visible()


def test_the_sign_in_page_speaks_the_language_of_the_browser(clinic: Clinic, opened: Opened) -> None:
    page = opened(f"{clinic.url}/sign-in", locale="fr-CA")
    expect(heading(page)).to_have_text("Connexion")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.get_by_role("textbox", name="Nom d’utilisateur ou courriel").fill("alice")
    page.get_by_role("textbox", name="Mot de passe").fill("pas celui-ci")
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_role("alert").filter(has_text="mot de passe")).to_be_visible()


def _leave_unused(clinic: Clinic, time: timedelta) -> None:
    """Pretend that Alice has not touched the portal for a time."""

    def forget(tx: Session) -> None:
        moment = now()
        place = tx.exec(select(models.Clinic.id).where(col(models.Clinic.slug) == clinic.slug)).one()
        alice = tx.exec(select(Person).where(col(Person.clinic_id) == place, col(Person.external_id) == "alice")).one()
        tx.execute(
            update(LoginSession).where(col(LoginSession.person_id) == alice.id).values(last_used_at=moment - time)
        )
        bus.announce(tx, alice.clinic_id, Topic.SESSION, moment, alice.id)

    clinic.portal.database.write(forget)


def _cookie(page: Page) -> dict[str, object]:
    [cookie] = [one for one in page.context.cookies() if one["name"] == "myaccount"]
    return dict(cookie)
