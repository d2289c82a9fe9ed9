"""Google, Facebook & Twitter and the sign-in page, asked over the real event pipeline."""

import pytest

from demo.sign_in_stand_ins import StandIns
from myaccount.clock import now
from myaccount.models import ProviderKeys
from myaccount.services.clinic import settings
from myaccount.services.social import provider_keys
from myaccount.state.account.sign_in import SignInState
from myaccount.state.account.social import SocialState
from myaccount.state.clinic.provider_keys import ProviderKeysState
from myaccount.state.live import LiveState
from myaccount.state.notice import NoticeState
from myaccount.state.shell import ShellState
from tests.openid import OpenId
from tests.social import FORM, PROVIDERS, connect, linked, profile
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


async def test_robin_sets_keys_and_nobody_sees_the_secret(visitors: Visitors, providers: StandIns):
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


class TestKeysAreTried:
    async def saved(self, visitors: Visitors, provider: str, **form: str) -> dict[str, str]:
        """Paste keys as Robin; tell what is wrong with which box."""
        tab = await visitors.tab("robin", path="/clinic/settings")
        await tab.call(ProviderKeysState.edit, provider=provider)
        await tab.call(ProviderKeysState.save, form=FORM | form)
        return tab.var(ProviderKeysState, "problems")

    @pytest.mark.parametrize("provider", PROVIDERS)
    async def test_keys_that_the_provider_takes_are_kept(self, visitors: Visitors, providers: StandIns, provider: str):
        assert await self.saved(visitors, provider) == {}
        assert len(visitors.scene.rows(ProviderKeys)) == 1

    @pytest.mark.parametrize("wrong", [{"client_secret": "another"}, {"client_id": "another"}])
    @pytest.mark.parametrize("provider", PROVIDERS)
    async def test_others_are_refused_in_words_and_nothing_is_kept(
        self, visitors: Visitors, providers: StandIns, provider: str, wrong: dict[str, str]
    ):
        problems = await self.saved(visitors, provider, **wrong)
        assert "does not take these keys" in problems["client_secret"]
        assert not visitors.scene.rows(ProviderKeys)
        assert not visitors.scene.audit("provider.set")

    @pytest.mark.parametrize("provider", PROVIDERS)
    async def test_a_silent_provider_is_told_from_one_that_refuses(
        self, visitors: Visitors, providers: StandIns, provider: str
    ):
        providers.status = 503
        assert "does not answer right now" in (await self.saved(visitors, provider))["client_id"]
        assert not visitors.scene.rows(ProviderKeys)

    async def test_what_is_no_provider_is_not_trusted(self, visitors: Visitors, providers: StandIns):
        providers.about = {"issuer": "https://evil.test"}
        assert "is not what we know" in (await self.saved(visitors, "google"))["client_id"]
        assert not visitors.scene.rows(ProviderKeys)

    async def test_a_new_client_id_is_tried_with_the_secret_that_is_kept(self, visitors: Visitors, providers: StandIns):
        await self.saved(visitors, "google")
        assert "client_secret" in await self.saved(visitors, "google", client_id="another", client_secret="")
        [row] = visitors.scene.rows(ProviderKeys)
        assert row.client_id == FORM["client_id"]

    async def test_a_real_provider_tells_right_keys_from_wrong_ones(self, visitors: Visitors, openid_google: OpenId):
        keys = openid_google.register("http://localhost:3000/auth/google/callback")
        wrong = keys | {"client_secret": "another"}
        assert "does not take these keys" in (await self.saved(visitors, "google", **wrong))["client_secret"]
        assert await self.saved(visitors, "google", **keys) == {}
        assert len(visitors.scene.rows(ProviderKeys)) == 1
