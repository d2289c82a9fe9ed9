"""Contact Info, asked over the real event pipeline."""

import pytest

from myaccount.models import OutboxMessage, Person
from myaccount.state.account.contact import ContactState
from myaccount.state.live import LiveState
from myaccount.state.notice import NoticeState
from tests.state.conftest import Visitors
from tests.state.tab import Tab

PATH = "/account/contact"


async def opened(visitors: Visitors, who: str | None = "alice", at: str | None = None) -> Tab:
    tab = await visitors.tab(who, path=PATH, at=at)
    await tab.call(ContactState.load)
    return tab


def person(visitors: Visitors, who: str = "alice") -> Person:
    return visitors.scene.rows(Person, id=visitors.scene.people[who])[0]


async def test_alice_saves_her_number_and_the_page_shows_it(visitors: Visitors) -> None:
    tab = await opened(visitors)
    await tab.call(ContactState.save, form={"mobile": "4165550122", "mobile_was": ""})
    assert person(visitors).mobile == "+14165550122"
    assert tab.var(ContactState, "form").mobile == "416-555-0122"
    assert tab.var(ContactState, "done") == "Saved. The clinic sees it now."
    assert tab.var(ContactState, "version") == 1


@pytest.mark.parametrize(("who", "at"), [("bob", None), ("charlie", None), ("charlie", "alice"), (None, "alice")])
async def test_nobody_else_changes_her_profile_or_sees_it(visitors: Visitors, who: str | None, at: str | None) -> None:
    before = person(visitors)
    tab = await opened(visitors, who, at)
    await tab.call(ContactState.save, form={"first_name": "Mallory", "email": "m@mail.test"})
    await tab.call(ContactState.verify, form={"code": "12345678"})
    await tab.call(ContactState.send_code)
    await tab.call(ContactState.verify_mobile, form={"mobile_code": "12345678"})
    await tab.call(ContactState.send_mobile_code)
    assert person(visitors) == before
    assert "'Alice'" not in str(tab.sent)


async def test_forged_pronouns_are_refused_kindly_and_nothing_else_is_saved(visitors: Visitors) -> None:
    before = person(visitors)
    tab = await opened(visitors)
    await tab.call(ContactState.save, form={"pronouns": "she/her", "address": "9 New Road"})
    assert person(visitors) == before
    assert "no longer asks for pronouns" in tab.var(NoticeState, "problem")


async def test_a_push_shows_and_hides_pronouns_with_the_switch(visitors: Visitors) -> None:
    tab = await opened(visitors)
    visitors.scene.set("client_pronouns", True)
    await tab.call(LiveState.refresh)
    assert tab.var(ContactState, "form").asks_pronouns is True
    visitors.scene.set("client_pronouns", False)
    await tab.call(LiveState.refresh)
    assert tab.var(ContactState, "form").asks_pronouns is False


@pytest.mark.parametrize(
    "form",
    [
        {"clinic_id": "x"},
        {"email_verified_at": "2026-01-01"},
        {"first_name": ["Mallory"]},
        {"first_name": None},
        {"first_name": {"a": "b"}},
        {"marketing_opt_in": True},
        {"first_name": "x" * 5001},
        {1: "x"},
        "first_name=Mallory",
    ],
)
async def test_hostile_forms_change_nothing(visitors: Visitors, form: object) -> None:
    before = person(visitors)
    tab = await opened(visitors)
    await tab.call(ContactState.save, form=form)
    await tab.call(ContactState.verify, form=form)
    assert person(visitors) == before
    assert not tab.redirects


async def test_problems_stand_beside_their_fields_and_go_with_the_next_save(visitors: Visitors) -> None:
    tab = await opened(visitors)
    await tab.call(ContactState.save, form={"mobile": "123"})
    assert list(tab.var(ContactState, "problems")) == ["mobile"]
    assert "Nothing is saved yet" in tab.var(ContactState, "summary")
    await tab.call(ContactState.save, form={"mobile": "416-555-0122"})
    assert (tab.var(ContactState, "problems"), tab.var(ContactState, "summary")) == ({}, "")


async def test_the_code_of_the_mail_verifies_the_address(visitors: Visitors) -> None:
    tab = await opened(visitors)
    await tab.call(ContactState.save, form={"email": "new@mail.test"})
    assert tab.var(ContactState, "form").unverified_email == "new@mail.test"
    code = visitors.scene.rows(OutboxMessage, kind="verify_email")[0].facts["code"]
    await tab.call(ContactState.verify, form={"code": "x"})
    assert "doesn’t match" in tab.var(ContactState, "code_error")
    await tab.call(ContactState.verify, form={"code": f"{code[:4]} {code[4:]}"})
    assert tab.var(ContactState, "form").unverified_email == ""
    assert person(visitors).email_verified_at is not None
