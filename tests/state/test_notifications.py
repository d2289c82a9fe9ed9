"""Notifications & Reminders and the calendar address, asked over the real event pipeline."""

import pytest

from myaccount.models import CalendarFeed, ReminderChoice
from myaccount.services.clinic import settings
from myaccount.state.account.calendar_feed import CalendarFeedState
from myaccount.state.account.notifications import NotificationsState
from myaccount.state.live import LiveState
from myaccount.state.notice import NoticeState
from myaccount.state.shell import ShellState
from tests.state.conftest import Visitors
from tests.state.tab import Tab

PATH = "/account/notifications"
MAIL = "email_reminder_hours"


@pytest.fixture
def choosing(visitors: Visitors) -> Visitors:
    visitors.scene.set("client_selectable_reminders", True)
    return visitors


async def opened(visitors: Visitors, who: str | None = "alice", at: str | None = None) -> Tab:
    tab = await visitors.tab(who, path=PATH, at=at)
    await tab.call(NotificationsState.load)
    return tab


async def test_alice_does_without_a_mail_and_the_page_says_that_it_is_saved(choosing: Visitors):
    tab = await opened(choosing)
    assert [row.is_on for row in tab.var(NotificationsState, "reminders")] == [True]
    assert tab.var(ShellState, "optional") == [PATH, "/book"]
    await tab.call(NotificationsState.choose, key=MAIL, wanted=False)
    assert [row.is_on for row in tab.var(NotificationsState, "reminders")] == [False]
    assert (tab.var(NotificationsState, "saved"), tab.var(NotificationsState, "changes")) == (MAIL, 1)


async def test_turned_off_while_it_is_open_it_closes_and_refuses_kindly(choosing: Visitors):
    tab = await opened(choosing)
    scene = choosing.scene
    scene.database.write(settings.change, scene.staff_ctx("robin"), "client_selectable_reminders", False)
    await tab.call(NotificationsState.choose, key=MAIL, wanted=False)
    assert "The clinic chooses the reminders now" in tab.var(NoticeState, "problem")
    await tab.call(LiveState.refresh)
    assert tab.var(NotificationsState, "is_open") is False
    assert tab.var(ShellState, "optional") == ["/book"]
    assert scene.rows(ReminderChoice) == []


@pytest.mark.parametrize(("who", "at"), [("charlie", None), ("charlie", "alice"), (None, "alice")])
async def test_nobody_else_chooses_for_alice_or_sees_her_calendar(choosing: Visitors, who: str | None, at: str | None):
    alice = await opened(choosing)
    await alice.call(CalendarFeedState.renew)
    [before] = choosing.scene.rows(CalendarFeed)
    tab = await opened(choosing, who, at)
    await tab.call(NotificationsState.choose, key=MAIL, wanted=False)
    await tab.call(CalendarFeedState.show)
    await tab.call(CalendarFeedState.stop)
    assert choosing.scene.rows(ReminderChoice, person_id=choosing.scene.alice) == []
    assert choosing.scene.rows(CalendarFeed) == [before]
    assert alice.var(CalendarFeedState, "address") not in str(tab.sent)


@pytest.mark.parametrize("who", ["dana", "sam", "robin", "bob"])
async def test_everybody_has_a_calendar_of_their_own(choosing: Visitors, who: str):
    alice = await opened(choosing)
    await alice.call(CalendarFeedState.renew)
    tab = await opened(choosing, who)
    await tab.call(CalendarFeedState.show)
    assert tab.var(CalendarFeedState, "address") == ""


async def test_the_calendar_address_is_made_shown_replaced_and_stopped(choosing: Visitors):
    tab = await opened(choosing)
    await tab.call(CalendarFeedState.show)
    assert (tab.var(CalendarFeedState, "address"), tab.var(CalendarFeedState, "is_asked")) == ("", True)
    await tab.call(CalendarFeedState.renew)
    first = tab.var(CalendarFeedState, "address")
    await tab.call(CalendarFeedState.renew)
    assert tab.var(CalendarFeedState, "address") not in ("", first)
    await tab.call(CalendarFeedState.stop)
    assert tab.var(CalendarFeedState, "address") == ""
    assert choosing.scene.rows(CalendarFeed) == []
    await tab.call(NotificationsState.load)
    assert tab.var(CalendarFeedState, "is_asked") is False
