"""The gate in front of the clinic's handlers, while the second step of signing in is missing."""

from datetime import timedelta

import pytest

from myaccount import config as configuration
from myaccount.clock import now
from myaccount.models import Authenticator, LoginSession
from myaccount.services.identity import sessions
from myaccount.state.account.appointments import AppointmentsState
from myaccount.state.clinic.settings import SettingsState
from tests.state.conftest import Visitors
from tests.state.tab import Tab


async def robin(visitors: Visitors, *, second_step: bool) -> Tab:
    session_id = visitors.sign_in("robin", second_step=second_step)
    return await visitors.tabs.open(visitors.scene.cedar.clinic_id, session_id, "/clinic/settings").hydrate()


def cancelling(visitors: Visitors) -> bool:
    return visitors.scene.clinic_ctx().settings.allow_cancellations


async def ask(tab: Tab) -> None:
    await tab.call(SettingsState.load)
    await tab.call(SettingsState.change, key="allow_cancellations", value=False)


@pytest.fixture
def _optional(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MYACCOUNT_STAFF_TWO_STEP", "optional")
    configuration.config.cache_clear()


async def test_without_it_the_owners_handlers_are_refused_and_it_is_written_down(visitors: Visitors) -> None:
    tab = await robin(visitors, second_step=False)
    await ask(tab)
    assert cancelling(visitors)
    assert "allow_cancellations" not in str(tab.sent)
    assert [entry.facts["what"] for entry in visitors.scene.audit("refused")] == ["load", "change"]


async def test_without_it_my_account_works(visitors: Visitors) -> None:
    visitors.scene.book("robin", now() + timedelta(days=3), claims=False)
    tab = await robin(visitors, second_step=False)
    await tab.call(AppointmentsState.load)
    assert len(tab.var(AppointmentsState, "cards")) == 1


async def test_with_it_they_act(visitors: Visitors) -> None:
    await ask(await robin(visitors, second_step=True))
    assert not cancelling(visitors)


@pytest.mark.usefixtures("_optional")
async def test_optional_asks_nothing_of_whoever_has_no_authenticator(visitors: Visitors) -> None:
    await ask(await robin(visitors, second_step=False))
    assert not cancelling(visitors)


@pytest.mark.usefixtures("_optional")
async def test_a_tab_that_is_open_when_one_is_set_up_elsewhere_is_refused(visitors: Visitors) -> None:
    tab = await robin(visitors, second_step=False)
    await tab.call(SettingsState.load)
    [row] = visitors.scene.rows(LoginSession)
    with visitors.scene.database.writing() as tx:
        common = {"clinic_id": row.clinic_id, "account_id": row.account_id, "created_at": now(), "confirmed_at": now()}
        tx.add(Authenticator(session_id="another", secret="", **common))
    await tab.call(SettingsState.change, key="allow_cancellations", value=False)
    assert cancelling(visitors)


async def test_an_ended_sign_in_is_over_whatever_it_has_proven(visitors: Visitors) -> None:
    tab = await robin(visitors, second_step=True)
    ctx = visitors.scene.ctx("robin", now=now())
    visitors.scene.database.write(sessions.end_all, ctx, ctx.person_id, sessions.EndReason.ALL)
    await ask(tab)
    assert cancelling(visitors)
    assert tab.redirects


async def test_a_patients_sign_in_that_owes_it_is_nobodys_over_the_socket(visitors: Visitors) -> None:
    visitors.scene.book("alice", now() + timedelta(days=3), claims=False)
    session_id = visitors.sign_in("alice", second_step=False)
    with visitors.scene.database.writing() as tx:
        tx.get_one(LoginSession, session_id).two_step_owed = True
    tab = await visitors.tabs.open(visitors.scene.cedar.clinic_id, session_id, "/account").hydrate()
    await tab.call(AppointmentsState.load)
    assert "Physiotherapy" not in str(tab.sent)
    assert tab.redirects[-1].startswith("/sign-in")
