"""The settings page through the gate."""

import pytest

from myaccount.domain.settings import REGISTRY, Setting
from myaccount.models import ClinicSetting
from myaccount.state.clinic.settings import SettingsState
from myaccount.state.live import LiveState
from myaccount.state.shell import ShellState
from myaccount.store.bus import Notice
from myaccount.store.presence import presence
from tests import stripe_cards
from tests.services.clinic.test_settings import other_value
from tests.social import give_keys
from tests.state.conftest import Visitors

PATH = "/clinic/settings"


async def test_the_owner_opens_the_settings(visitors: Visitors):
    robin = await visitors.tab("robin", path=PATH)
    await robin.call(SettingsState.load)
    assert robin.var(SettingsState, "switches")["allow_cancellations"] is True
    assert robin.var(SettingsState, "numbers")["cancellation_period_hours"] == 24
    assert robin.var(SettingsState, "touches")["allow_cancellations"] == "No upcoming visits now."
    assert (robin.var(ShellState, "role"), robin.var(ShellState, "clinic_home")) != ("", "")


@pytest.mark.parametrize("setting", REGISTRY.values(), ids=REGISTRY)
async def test_the_owner_changes_every_setting(visitors: Visitors, setting: Setting):
    stripe_cards.set_up(visitors.scene, payments=False)  # without a processor there is no taking payments
    give_keys(visitors.scene)
    robin = await visitors.tab("robin", path=PATH)
    await robin.call(SettingsState.load)
    value = other_value(setting)
    await robin.call(SettingsState.change, key=setting.key, value=value)
    shown = {**robin.var(SettingsState, "switches"), **robin.var(SettingsState, "numbers")}
    shown |= robin.var(SettingsState, "choices") | robin.var(SettingsState, "lists")
    shown |= robin.var(SettingsState, "texts")
    assert shown[setting.key] == (f"${value / 100:,.2f}" if setting.is_money else value)
    assert (robin.var(SettingsState, "saved"), robin.var(SettingsState, "error")) == (setting.key, "")


@pytest.mark.parametrize("setting", REGISTRY.values(), ids=REGISTRY)
@pytest.mark.parametrize("who", ["dana", "sam", "alice", "kim", "charlie"])
async def test_nobody_else_changes_any(visitors: Visitors, who: str, setting: Setting):
    tab = await visitors.tab(who, path=PATH)
    value = other_value(setting)
    await tab.call(SettingsState.change, key=setting.key, value=value)
    await tab.call(SettingsState.load)
    assert tab.sent == []
    assert not visitors.scene.rows(ClinicSetting)
    assert [entry.facts["what"] for entry in visitors.scene.audit("refused")] == ["change", "load"]


async def test_an_impossible_value_is_refused_beside_its_field(visitors: Visitors):
    robin = await visitors.tab("robin", path=PATH)
    await robin.call(SettingsState.load)
    for value in (-1, 1441, None, True, "24", "false"):
        await robin.call(SettingsState.change, key="cancellation_period_hours", value=value)
        assert robin.var(SettingsState, "refused") == "cancellation_period_hours"
        assert "It is still 24" in robin.var(SettingsState, "error")
        assert robin.var(SettingsState, "saved") == ""
    await robin.call(SettingsState.change, key="cancellation_period_hours", value=30)
    assert (robin.var(SettingsState, "refused"), robin.var(SettingsState, "error")) == ("", "")


async def test_a_mistyped_value_does_not_reach_the_handler(visitors: Visitors):
    robin = await visitors.tab("robin", path=PATH)
    for value in (24.0, 1.5, float("nan"), 1e308, [], {}):
        await robin.call(SettingsState.change, key="cancellation_period_hours", value=value)
    assert robin.sent == []
    assert not visitors.scene.rows(ClinicSetting)


async def test_another_owners_open_settings_follow(visitors: Visitors):
    one, other = await visitors.tab("robin", path=PATH), await visitors.tab("robin", path=PATH)
    for tab in (one, other):
        await tab.call(SettingsState.load)
    await one.call(SettingsState.change, key="client_pronouns", value=True)
    concerned = presence.concerned([Notice(visitors.scene.cedar.clinic_id, "settings")])
    assert {one.token, other.token} <= {tab.token for tab in concerned}
    await other.call(LiveState.refresh)
    assert other.var(SettingsState, "switches")["client_pronouns"] is True
    assert other.var(SettingsState, "saved") == ""


@pytest.mark.parametrize("who", ["dana", "sam", "alice"])
async def test_a_push_shows_the_settings_to_nobody_who_pretends_to_be_on_that_page(visitors: Visitors, who: str):
    tab = await visitors.tab(who, path=PATH)
    await tab.call(LiveState.refresh)
    await tab.call(LiveState.refresh)
    assert "cancellation_period_hours" not in str(tab.sent)
    assert tab.var(SettingsState, "loaded") is False


async def test_the_frame_of_a_patient_knows_no_role(visitors: Visitors):
    alice = await visitors.tab("alice")
    await alice.call(ShellState.load)
    assert (alice.var(ShellState, "role"), alice.var(ShellState, "clinic_home")) == ("", "")
