"""Passkeys on Username/Password, asked over the real event pipeline."""

import pytest

from myaccount.clock import now
from myaccount.models import Passkey
from myaccount.state.account.credentials import CredentialsState
from myaccount.state.account.passkeys import PasskeysState
from myaccount.state.live import LiveState
from myaccount.state.notice import NoticeState
from tests.services.identity.test_two_step import signed_in
from tests.services.passkeys.test_passkeys import added
from tests.state.conftest import Visitors
from tests.state.tab import Tab

PATH = "/account/password"


async def opened(visitors: Visitors, who: str | None = "alice") -> Tab:
    tab = await visitors.tab(who, path=PATH)
    await tab.call(CredentialsState.load)
    return tab


@pytest.fixture
def phone(visitors: Visitors) -> str:
    """The id of a passkey of Alice's."""
    added(visitors.scene, signed_in(visitors.scene, "alice", now()))
    return visitors.scene.rows(Passkey)[0].id


async def test_it_is_listed_and_one_made_elsewhere_appears_by_itself(visitors: Visitors, phone: str):
    tab = await opened(visitors)
    assert [row.name for row in tab.var(PasskeysState, "rows")] == ["My phone"]
    added(visitors.scene, signed_in(visitors.scene, "alice", now()), "My laptop")
    await tab.call(LiveState.refresh)
    assert [row.name for row in tab.var(PasskeysState, "rows")] == ["My phone", "My laptop"]


async def test_no_key_and_no_handle_reaches_the_page(visitors: Visitors, phone: str):
    tab = await opened(visitors)
    [row] = visitors.scene.rows(Passkey)
    for secret in (row.credential_id, row.public_key, row.user_handle):
        assert secret not in str(tab.sent)


async def test_it_is_renamed_and_a_name_that_cannot_be_is_said_beside_the_box(visitors: Visitors, phone: str):
    tab = await opened(visitors)
    await tab.call(PasskeysState.ask_name, passkey_id=phone)
    assert tab.var(PasskeysState, "asked") == "name"
    await tab.call(PasskeysState.rename, form={"new_passkey_name": "x" * 61})
    assert "60" in tab.var(PasskeysState, "error")
    await tab.call(PasskeysState.rename, form={"new_passkey_name": " Old phone "})
    assert (tab.var(PasskeysState, "asked"), tab.var(PasskeysState, "error")) == ("", "")
    assert tab.var(NoticeState, "notice") == "The passkey has its new name."
    assert visitors.scene.rows(Passkey)[0].name == "Old phone"


async def test_the_question_goes_when_the_passkey_does(visitors: Visitors, phone: str):
    tab = await opened(visitors)
    await tab.call(PasskeysState.ask_remove, passkey_id=phone)
    assert tab.var(PasskeysState, "asked") == "remove"
    with visitors.scene.database.writing() as tx:
        tx.delete(tx.get_one(Passkey, phone))
    await tab.call(LiveState.refresh)
    assert tab.var(PasskeysState, "asked") == ""


@pytest.mark.parametrize("who", ["bob", "dana", "charlie", None])
async def test_nobody_else_sees_names_or_asks_about_it(visitors: Visitors, phone: str, who: str | None):
    tab = await opened(visitors, who)
    assert not tab.var(PasskeysState, "rows")
    for handler in (PasskeysState.ask_name, PasskeysState.ask_remove):
        await tab.call(handler, passkey_id=phone)
        assert not tab.var(PasskeysState, "asked")
    await tab.call(PasskeysState.rename, form={"new_passkey_name": "Mine"})
    assert visitors.scene.rows(Passkey)[0].name == "My phone"
