"""A push that changes nothing sends nothing: what the browser has is not sent again."""

from datetime import datetime, timedelta

from myaccount.clock import now
from myaccount.state.account.appointments import AppointmentsState
from myaccount.state.account.history import HistoryState
from myaccount.state.live import LiveState
from tests.state.conftest import Visitors


async def test_a_refresh_of_the_same_list_sends_nothing(visitors: Visitors) -> None:
    visitors.scene.book("alice", _on_the_hour(days=2))
    tab = await visitors.tab("alice")
    await tab.call(AppointmentsState.load)
    tab.sent.clear()
    await tab.call(LiveState.refresh)
    assert tab.sent == []


async def test_a_refresh_of_the_same_history_sends_nothing(visitors: Visitors) -> None:
    visitors.scene.book("alice", _on_the_hour(days=-2))
    tab = await visitors.tab("alice", "/account/history")
    await tab.call(HistoryState.load)
    tab.sent.clear()
    await tab.call(LiveState.refresh)
    assert tab.sent == []


def _on_the_hour(days: int) -> datetime:
    return now().replace(minute=0, second=0, microsecond=0) + timedelta(days=days)
