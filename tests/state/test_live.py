"""Refreshing open pages: which tabs, when, and what they may see."""

from datetime import timedelta

from myaccount.clock import now
from myaccount.domain.appointments import AppointmentState
from myaccount.domain.topics import Topic
from myaccount.models import Appointment
from myaccount.state.account.appointments import AppointmentsState
from myaccount.state.live import LiveState
from myaccount.state.notice import NoticeState
from myaccount.store.bus import Notice
from myaccount.store.presence import presence
from tests.state.conftest import Visitors
from tests.state.test_gate import _fives


async def test_a_refresh_shows_what_somebody_else_changed(visitors: Visitors) -> None:
    appointment = visitors.scene.book("alice", _fives(3 * 24 * 60))
    alice = await visitors.tab("alice")
    await alice.call(AppointmentsState.load)
    with visitors.scene.database.writing() as tx:
        tx.get_one(Appointment, appointment).state = AppointmentState.CANCELLED.value
    await alice.call(LiveState.refresh)
    assert alice.var(AppointmentsState, "cards") == []


async def test_a_change_concerns_the_tabs_of_the_person_and_no_others(visitors: Visitors) -> None:
    tabs = {who: await visitors.tab(who) for who in ("alice", "bob", "charlie")}
    for tab in tabs.values():
        await tab.call(AppointmentsState.load)
    cedar = visitors.scene.cedar.clinic_id

    def concerned(notice: Notice) -> set[str]:
        tokens = {tab.token for tab in presence.concerned([notice])}
        return {who for who, tab in tabs.items() if tab.token in tokens}

    assert concerned(Notice(cedar, "visit", visitors.scene.alice)) == {"alice"}
    assert concerned(Notice(cedar, "settings")) == {"alice", "bob"}
    assert concerned(Notice("", Topic.EVERYTHING)) == {"alice", "bob", "charlie"}


async def test_a_page_asks_to_be_woken_when_the_grace_ends(visitors: Visitors) -> None:
    booked_at = now() - timedelta(seconds=100)
    visitors.scene.book("alice", _fives(20 * 60), booked_at)
    alice = await visitors.tab("alice")
    await alice.call(AppointmentsState.load)
    tab = presence.get(alice.token)
    assert tab is not None
    assert tab.wake_at == booked_at + timedelta(seconds=180)
    assert alice.token in {due.token for due in presence.take_due(booked_at + timedelta(seconds=180))}
    assert tab.wake_at is None


async def test_a_dialog_closes_when_its_visit_can_no_longer_be_cancelled(visitors: Visitors) -> None:
    appointment = visitors.scene.book("alice", _fives(3 * 24 * 60))
    alice = await visitors.tab("alice")
    await alice.call(AppointmentsState.load)
    await alice.call(AppointmentsState.ask, appointment_id=appointment)
    assert alice.var(AppointmentsState, "asking").id == appointment
    visitors.scene.set("allow_cancellations", False)
    await alice.call(LiveState.refresh)
    assert alice.var(AppointmentsState, "asking").id == ""


async def test_what_somebody_does_is_answered_whatever_comes_of_it_and_a_push_answers_nothing(
    visitors: Visitors,
) -> None:
    appointment = visitors.scene.book("bob", _fives(3 * 24 * 60))
    alice = await visitors.tab("alice")
    await alice.call(AppointmentsState.load)
    assert alice.var(NoticeState, "answers") == 1
    await alice.call(LiveState.refresh)
    assert alice.var(NoticeState, "answers") == 1
    await alice.call(AppointmentsState.ask, appointment_id=appointment)
    assert (alice.var(NoticeState, "answers"), alice.var(AppointmentsState, "asking").id) == (2, "")
    assert alice.var(NoticeState, "problem") != ""
