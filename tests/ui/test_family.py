"""A family's way: invited, acting for somebody on every page, and led home as soon as that is taken back."""

import re

from playwright.sync_api import Page, expect
from sqlmodel import col, select

from myaccount.models import OutboxMessage
from tests.portal import PASSWORD, Clinic
from tests.ui.conftest import LAPTOP, Opened
from tests.ui.journeys import give, heading, sign_in, visits

BOBS = "another river stone"
BOBS_ADDRESS = "moreau@mail.test"
OWN = {f"/account/{page}" for page in ("access", "data", "contact", "documents", "family", "password", "sessions")}


def invite(page: Page, clinic: Clinic) -> None:
    """Give somebody permission to book, as the page would have it, after two mistakes that lose nothing."""
    page.goto(f"{clinic.url}/account/family")
    page.get_by_role("button", name="Give somebody permission").click()
    form = page.get_by_role("dialog", name="Give somebody permission")
    form.get_by_role("textbox", name="Email or mobile").fill("nobody at all")
    form.get_by_role("button", name="Send invitation").click()
    expect(form.get_by_text("Choose at least one thing.")).to_be_visible()
    form.get_by_role("checkbox", name="Book, move and cancel visits").check()
    form.get_by_role("button", name="Send invitation").click()
    expect(form.get_by_text("Type an email address or a mobile number.")).to_be_visible()
    form.get_by_role("textbox", name="Email or mobile").fill(BOBS_ADDRESS)
    form.get_by_role("combobox", name="Who you are to them").select_option("partner")
    form.get_by_role("button", name="Send invitation").click()
    expect(page.get_by_text("an invitation is on its way")).to_be_visible()
    expect(page.get_by_role("list", name="Invitations on their way")).to_contain_text(BOBS_ADDRESS)


def mailed_link(clinic: Clinic) -> str:
    """Read the link in the mail: what has been sent is no longer in the database."""
    with clinic.portal.database.reading() as tx:
        query = select(OutboxMessage.dedupe).where(OutboxMessage.kind == "family_invitation")
        key = tx.exec(query.order_by(col(OutboxMessage.created_at).desc()).limit(1)).one()
    text = clinic.portal.letter(key).get_body(("plain",)).get_content()
    found = re.search(r"https?://\S+/family/\S+", text)
    assert found, text
    return found[0]


def act_for(bob: Page, name: str) -> None:
    bob.get_by_role("button", name="Account menu").click()
    bob.get_by_role("button", name=name).click()
    expect(bob.get_by_role("region", name="Acting for somebody else")).to_be_visible()


def expect_nothing_of_ones_own(page: Page) -> None:
    """See that no link of a page that acts for another, or of its menus, leads to where it is turned away."""
    hrefs = page.locator("a").evaluate_all("all => all.map(one => new URL(one.href).pathname)")
    assert not {one.rstrip("/") for one in hrefs} & OWN
    page.get_by_role("button", name="Account menu").click()
    menu = page.get_by_role("group", name="Account menu")
    expect(menu.get_by_role("button", name="Back to yourself")).to_be_visible()
    expect(menu.get_by_role("link", name="My data", exact=True)).to_have_count(0)
    page.keyboard.press("Escape")


def test_somebody_is_invited_accepts_acts_and_is_led_home_when_it_ends(clinic: Clinic, opened: Opened) -> None:
    clinic.update(settings=clinic.file["settings"] | {"family_profiles": True})
    clinic.book("hers", "today+5d 14:00")
    alice = sign_in(opened(), clinic)
    invite(alice, clinic)

    bob = sign_in(opened(viewport=LAPTOP), clinic, "bob", BOBS)
    bob.goto(mailed_link(clinic))
    expect(bob.get_by_text("Alice Moreau invites you to act for them")).to_be_visible()
    bob.get_by_role("button", name="Accept").click()
    granted = alice.get_by_role("list", name="Who may act for you")
    expect(granted).to_contain_text("Bob Moreau")  # in the page that she has open

    bob.goto(f"{clinic.url}/account")
    act_for(bob, "Alice Moreau (partner)")
    line = bob.get_by_role("region", name="Acting for somebody else")
    expect(line).to_contain_text("You are acting for Alice Moreau (partner)")
    expect(visits(bob)).to_have_count(1)
    expect_nothing_of_ones_own(bob)
    bob.goto(f"{clinic.url}/account/documents")
    expect(bob.get_by_text("This page is Alice’s own.")).to_be_visible()
    bob.goto(f"{clinic.url}/book")
    expect(line).to_be_visible()

    granted.get_by_role("button", name="Remove").click()
    alice.get_by_role("dialog").get_by_role("button", name="Remove permission").click()
    expect(alice.get_by_text("Bob Moreau can no longer act for you.")).to_be_visible()
    expect(bob.get_by_text("You can no longer act for Alice Moreau.")).to_be_visible()
    expect(heading(bob)).to_have_text("Upcoming Appointments")
    expect(line).to_have_count(0)
    bob.get_by_role("button", name="Account menu").click()
    expect(
        bob.get_by_role("group", name="Account menu").get_by_role("link", name="My data", exact=True)
    ).to_be_visible()
    bob.keyboard.press("Escape")
    expect(visits(bob)).to_have_count(0)


def test_the_desk_records_that_a_parent_acts_for_a_child_who_has_no_account(clinic: Clinic, opened: Opened) -> None:
    child = {"id": "june", "first_name": "June", "last_name": "Moreau"}
    clinic.update(
        settings=clinic.file["settings"] | {"family_profiles": True}, patients=[*clinic.file["patients"], child]
    )
    bob = sign_in(opened(viewport=LAPTOP), clinic, "bob", BOBS)
    dana = opened(f"{clinic.url}/sign-in?next=/clinic/patients")
    give(dana, "dana", PASSWORD)
    dana.get_by_role("searchbox", name="Search patients").fill("june")
    dana.get_by_role("link", name="June Moreau").click()
    dana.get_by_role("button", name="Family", exact=True).click()

    dana.get_by_role("button", name="Record who may act").click()
    panel = dana.get_by_role("dialog", name="Who may act for the patient")
    panel.get_by_role("button", name="Save").click()
    expect(panel.get_by_text("Type a name, and choose somebody from the list.").first).to_be_visible()
    expect(panel.get_by_text("Choose at least one thing.").first).to_be_visible()
    panel.get_by_role("combobox", name="Who may act").fill("bob mor")
    panel.get_by_role("option", name="Bob Moreau").click()
    panel.get_by_role("checkbox", name="Fill in intake forms").check()
    panel.get_by_role("button", name="Save").click()
    expect(dana.get_by_role("list", name="Who may act for the patient")).to_contain_text("Bob Moreau")

    act_for(bob, "June Moreau (child)")
    line = bob.get_by_role("region", name="Acting for somebody else")
    expect(line).to_contain_text("You are acting for June Moreau (child)")

    dana.get_by_role("button", name="Change").click()
    dana.get_by_role("dialog", name="Bob Moreau").get_by_role("button", name="Remove permission").click()
    expect(dana.get_by_text("Nobody acts for the patient.")).to_be_visible()
    expect(bob.get_by_text("You can no longer act for June Moreau.")).to_be_visible()
    expect(line).to_have_count(0)
