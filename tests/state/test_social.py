"""Google, Facebook & Twitter and the sign-in page, asked over the real event pipeline."""

import pytest

from demo.sign_in_stand_ins import StandIns
from myaccount.clock import now
from myaccount.services import provider_keys, settings
from myaccount.state.live import LiveState
from myaccount.state.notice import NoticeState
from myaccount.state.provider_keys import ProviderKeysState
from myaccount.state.shell import ShellState
from myaccount.state.sign_in import SignInState
from myaccount.state.social import SocialState
from tests.social import FORM, connect, linked, profile
from tests.state.conftest import Visitors

PATH = "/account/social"


@pytest.fixture
def linking(visitors: Visitors, providers: StandIns) -> Visitors:
    """Cedar with all three on; Alice has linked Google."""
    connect(visitors.scene)
    linked(visitors.scene, "alice", "google", *profile(providers, "google", "alice"))
    return visitors


def turn_off(visitors: Visitors, key: str) -> None:
    robin = visitors.scene.staff_ctx("robin", now=now())
    visitors.scene.database.write(settings.change, robin, key, False)


async def test_the_buttons_of_the_sign_in_page_come_and_go_with_the_switches(linking: Visitors):
    tab = await linking.tab(None, path="/sign-in")
    await tab.call(SignInState.load)
    assert tab.var(SignInState, "providers") == ["google", "facebook", "x"]
    turn_off(linking, "social_facebook")
    await tab.call(LiveState.refresh)
    assert tab.var(SignInState, "providers") == ["google", "x"]


async def test_the_page_shows_what_is_linked_and_closes_with_the_last_switch(linking: Visitors):
    tab = await linking.tab("alice", path=PATH)
    await tab.call(SocialState.load)
    assert [(row.label, row.is_linked) for row in tab.var(SocialState, "rows")] == [
        ("Google", True), ("Facebook", False), ("X", False),
    ]  # fmt: skip
    assert PATH in tab.var(ShellState, "optional")
    await tab.call(SocialState.ask, provider="google")
    assert (tab.var(SocialState, "asked"), tab.var(SocialState, "asks_password")) == ("google", False)
    for key in ("social_google", "social_facebook", "social_x"):
        turn_off(linking, key)
    await tab.call(LiveState.refresh)
    assert (tab.var(SocialState, "rows"), tab.var(SocialState, "asked")) == ([], "")
    assert PATH not in tab.var(ShellState, "optional")


@pytest.mark.parametrize("who", ["bob", "charlie", None])
async def test_nobody_else_sees_what_alice_has_linked(linking: Visitors, who: str | None):
    tab = await linking.tab(who, path=PATH)
    await tab.call(SocialState.load)
    assert not any(row.is_linked for row in tab.var(SocialState, "rows") or [])


@pytest.mark.parametrize("provider", ["myspace", "", "x" * 4000])
async def test_nothing_is_asked_about_who_is_no_provider(linking: Visitors, provider: str):
    tab = await linking.tab("alice", path=PATH)
    await tab.call(SocialState.load)
    await tab.call(SocialState.ask, provider=provider)
    assert not tab.var(SocialState, "asked")


async def test_robin_sets_keys_and_nobody_sees_the_secret(visitors: Visitors):
    tab = await visitors.tab("robin", path="/clinic/settings")
    await tab.call(ProviderKeysState.edit, provider="google")
    await tab.call(ProviderKeysState.save, form={"client_id": "", "client_secret": "two words"})
    assert set(tab.var(ProviderKeysState, "problems")) == {"client_id", "client_secret"}
    await tab.call(ProviderKeysState.save, form=FORM)
    assert tab.var(NoticeState, "notice") == "Google is set up. Turn it on with its switch."
    assert FORM["client_secret"] not in str(tab.sent)
    assert visitors.scene.audit("provider.set")[0].facts == {"provider": "google"}


@pytest.mark.parametrize("who", ["dana", "sam", "alice", "charlie", None])
async def test_nobody_but_the_owner_sets_keys(visitors: Visitors, who: str | None):
    scene = visitors.scene
    scene.database.write(provider_keys.save, scene.staff_ctx("robin"), "x", FORM)
    tab = await visitors.tab(who, path="/clinic/settings")
    await tab.call(ProviderKeysState.edit, provider="x")
    await tab.call(ProviderKeysState.save, form={"client_id": "evil", "client_secret": "evil"})
    assert FORM["client_id"] not in str(tab.sent)
    assert len(scene.audit("provider.set")) == 1
