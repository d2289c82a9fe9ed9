"""Who saw my data, through the gate."""

import pytest

from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.state.account.access_log import AccessLogState
from myaccount.state.live import LiveState
from tests.state.conftest import Visitors
from tests.state.tab import Tab

PATH = "/account/access"


async def opened(visitors: Visitors, who: str | None = "alice", at: str | None = None) -> Tab:
    tab = await visitors.tab(who, path=PATH, at=at)
    await tab.call(AccessLogState.load)
    return tab


def write(visitors: Visitors, times: int = 1) -> None:
    scene = visitors.scene
    for _ in range(times):
        scene.database.write(audit.record, scene.dana_ctx(), Action.WELCOME_SENT, person_id=scene.alice)


def whats(tab: Tab) -> list[str]:
    return [one.what for day in tab.var(AccessLogState, "days") for one in day.acts]


async def test_alice_reads_who_saw_her_data_and_turns_the_pages(visitors: Visitors):
    write(visitors, 25)
    alice = await opened(visitors)
    assert (len(whats(alice)), alice.var(AccessLogState, "has_older")) == (20, True)
    await alice.call(AccessLogState.older)
    assert (len(whats(alice)), alice.var(AccessLogState, "has_newer")) == (5, True)
    await alice.call(AccessLogState.newer)
    await alice.call(AccessLogState.choose, shown="you")
    assert whats(alice) == []


async def test_the_open_page_follows(visitors: Visitors):
    alice = await opened(visitors)
    write(visitors)
    await alice.call(LiveState.refresh)
    assert whats(alice) == ["Sent you the Welcome mail"]


OTHERS = [("bob", None), ("charlie", None), ("charlie", "alice"), (None, "alice"), ("dana", None)]


@pytest.mark.parametrize(("who", "at"), OTHERS)
async def test_nobody_else_reads_it(visitors: Visitors, who: str | None, at: str | None):
    write(visitors)
    tab = await opened(visitors, who, at)
    await tab.call(AccessLogState.choose, shown="clinic")
    await tab.call(AccessLogState.older)
    assert "Welcome mail" not in str(tab.sent)


async def test_a_filter_that_there_is_not_reaches_no_handler(visitors: Visitors):
    alice = await opened(visitors)
    alice.sent.clear()
    await alice.call(AccessLogState.choose, shown="everything")
    assert alice.sent == []
