"""What Upcoming Appointments shows of many visits, asked over the real event pipeline."""

from datetime import timedelta

from myaccount.clock import now
from myaccount.state.account.appointments import AppointmentsState
from myaccount.state.live import LiveState
from tests.state.conftest import Visitors
from tests.state.tab import Tab


def shown(tab: Tab) -> list[str]:
    return [card.id for card in tab.var(AppointmentsState, "cards")]


async def test_each_press_shows_fifty_more_and_a_push_takes_none_of_them_away(visitors: Visitors):
    first = now().replace(minute=0, second=0, microsecond=0) + timedelta(days=2)
    visits = [visitors.scene.book("alice", first + number * timedelta(hours=2)) for number in range(101)]
    tab = await visitors.tab("alice")
    await tab.call(AppointmentsState.load)
    assert shown(tab) == visits[:50]
    await tab.call(AppointmentsState.more)
    assert (shown(tab), tab.var(AppointmentsState, "has_more")) == (visits[:100], True)
    await tab.call(AppointmentsState.cancel, appointment_id=visits[60], reason="")
    await tab.call(LiveState.refresh)
    assert shown(tab) == visits
    assert [card.state for card in tab.var(AppointmentsState, "cards")].index("cancelled") == 60
    await tab.call(AppointmentsState.more)
    assert (shown(tab), tab.var(AppointmentsState, "has_more")) == (visits, False)
    await tab.call(AppointmentsState.load)
    assert shown(tab) == visits[:50]
