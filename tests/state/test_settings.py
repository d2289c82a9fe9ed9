"""The settings page through the gate, and who may call what on the clinic's side."""

from typing import Any, get_args

import pytest
from reflex_base.registry import RegistrationContext

from myaccount.domain.people import Role
from myaccount.domain.settings import REGISTRY, Setting
from myaccount.models import AuditEntry, ClinicSetting
from myaccount.state.live import LiveState
from myaccount.state.marks import MARK, Access, Mark
from myaccount.state.settings import SettingsState
from myaccount.state.shell import ShellState
from myaccount.store.bus import Notice
from myaccount.store.presence import presence
from tests.state.conftest import Visitors
from tests.state.test_gate import ours

PATH = "/clinic/settings"
PEOPLE: dict[str, Role | None] = {
    "robin": Role.OWNER, "dana": Role.FRONT_DESK, "sam": Role.PRACTITIONER, "alice": None,
}  # fmt: skip
every_person = pytest.mark.parametrize("who", PEOPLE)
SAMPLES: dict[Any, Any] = {str: "x", bool: True, int: 1}


def staff_handlers() -> dict[str, Mark]:
    marks = {name: getattr(handler.fn, MARK, None) for name, handler in ours().items()}
    return {name: mark for name, mark in marks.items() if mark and mark.access is Access.STAFF}


def a_fitting_call(name: str) -> dict[str, Any]:
    """Choose arguments that a handler would take."""
    handler = RegistrationContext.get().event_handlers[name].handler
    return {key: _sample(kind) for key, kind in handler.fn.__annotations__.items()}


def _sample(kind: Any) -> Any:
    if kind in SAMPLES:
        return SAMPLES[kind]
    choices = get_args(kind)  # of a union the first type, of a literal the first value, of a form nothing
    return (_sample(choices[0]) if isinstance(choices[0], type) else choices[0]) if choices else {}


@every_person
@pytest.mark.parametrize("name", staff_handlers())
async def test_a_handler_of_the_clinics_side_obeys_its_roles_and_nobody_else(visitors: Visitors, name: str, who: str):
    tab = await visitors.tab(who, path="/clinic/x")
    before = len(visitors.scene.rows(AuditEntry))
    await tab.send(name, **a_fitting_call(name))
    written = visitors.scene.rows(AuditEntry)[before:]
    if PEOPLE[who] in staff_handlers()[name].roles:
        assert "refused" not in {entry.action for entry in written}
        return
    assert tab.sent == []
    assert [(entry.action, entry.actor_id) for entry in written] == [("refused", visitors.scene.people[who])]
    assert written[0].facts == {"what": name.rpartition(".")[2]}


async def test_the_owner_opens_the_settings(visitors: Visitors):
    robin = await visitors.tab("robin", path=PATH)
    await robin.call(SettingsState.load)
    assert robin.var(SettingsState, "switches")["allow_cancellations"] is True
    assert robin.var(SettingsState, "numbers")["cancellation_period_hours"] == 24
    assert robin.var(SettingsState, "touches")["allow_cancellations"] == "No upcoming visits now."
    assert (robin.var(ShellState, "role"), robin.var(ShellState, "clinic_home")) != ("", "")


@pytest.mark.parametrize("setting", REGISTRY.values(), ids=REGISTRY)
async def test_the_owner_changes_every_setting(visitors: Visitors, setting: Setting):
    robin = await visitors.tab("robin", path=PATH)
    await robin.call(SettingsState.load)
    value = not setting.default if setting.kind is bool else int(setting.default) + 1
    await robin.call(SettingsState.change, key=setting.key, value=value)
    shown = robin.var(SettingsState, "switches") | robin.var(SettingsState, "numbers")
    assert shown[setting.key] == value
    assert (robin.var(SettingsState, "saved"), robin.var(SettingsState, "error")) == (setting.key, "")


@pytest.mark.parametrize("setting", REGISTRY.values(), ids=REGISTRY)
@pytest.mark.parametrize("who", ["dana", "sam", "alice", "kim", "charlie"])
async def test_nobody_else_changes_any(visitors: Visitors, who: str, setting: Setting):
    tab = await visitors.tab(who, path=PATH)
    value = not setting.default if setting.kind is bool else int(setting.default) + 1
    await tab.call(SettingsState.change, key=setting.key, value=value)
    await tab.call(SettingsState.load)
    assert tab.sent == []
    assert not visitors.scene.rows(ClinicSetting)
    assert [entry.facts["what"] for entry in visitors.scene.audit("refused")] == ["change", "load"]


async def test_an_impossible_value_is_refused_beside_its_field(visitors: Visitors):
    robin = await visitors.tab("robin", path=PATH)
    await robin.call(SettingsState.load)
    for value in (-1, 1441, None, True):
        await robin.call(SettingsState.change, key="cancellation_period_hours", value=value)
        assert robin.var(SettingsState, "refused") == "cancellation_period_hours"
        assert "It is still 24" in robin.var(SettingsState, "error")
        assert robin.var(SettingsState, "saved") == ""
    await robin.call(SettingsState.change, key="cancellation_period_hours", value=30)
    assert (robin.var(SettingsState, "refused"), robin.var(SettingsState, "error")) == ("", "")


async def test_a_mistyped_value_does_not_reach_the_handler(visitors: Visitors):
    robin = await visitors.tab("robin", path=PATH)
    for value in ("false", 24.0, 1.5, float("nan"), 1e308, [], {}):
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
