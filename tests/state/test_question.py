"""The clinic's question on a visit's card, through the gate: changed in My Account, and seen to change at the desk."""

from datetime import datetime, timedelta

from myaccount.clock import now
from myaccount.state.account.appointments import AppointmentsState
from myaccount.state.clinic.desk import DeskState
from myaccount.state.clinic.today import TodayState
from myaccount.state.live import LiveState
from myaccount.state.notice import NoticeState
from myaccount.store.bus import Notice
from myaccount.store.presence import presence
from tests.state.conftest import Visitors

ASKED = "What brings you in?"


def in_two_days() -> datetime:
    return now().replace(minute=0, second=0, microsecond=0) + timedelta(days=2)


async def test_what_the_patient_changes_on_the_card_is_in_the_open_panel_of_the_desk(visitors: Visitors) -> None:
    scene = visitors.scene
    scene.set("booking_question", ASKED)
    visit = scene.book("alice", in_two_days())
    dana, alice = await visitors.tab("dana", "/clinic"), await visitors.tab("alice")
    await dana.call(TodayState.load)
    await dana.call(DeskState.open_visit, appointment_id=visit)
    await alice.call(AppointmentsState.load)
    for said in ("My knee", "My hip", ""):
        await alice.call(AppointmentsState.answer, form={"visit": visit, "answer": said})
        assert [(one.question, one.answer) for one in alice.var(AppointmentsState, "cards")] == [(ASKED, said)]
        notice = Notice(scene.cedar.clinic_id, "visit", scene.alice)
        assert {dana.token, alice.token} <= {tab.token for tab in presence.concerned([notice])}
        await dana.call(LiveState.refresh)
        assert dana.var(DeskState, "visit").answer == said


async def test_nobody_answers_for_somebody_else_nor_when_nothing_is_asked(visitors: Visitors) -> None:
    visit = visitors.scene.book("alice", in_two_days())
    visitors.scene.set("booking_question", ASKED)
    bob, alice = await visitors.tab("bob"), await visitors.tab("alice")
    for form in ({"visit": visit, "answer": "x"}, {"visit": "é"}, {}):
        await bob.call(AppointmentsState.answer, form=form)
        assert bob.var(NoticeState, "problem").startswith("We can’t find that")
    visitors.scene.set("booking_question", "")
    await alice.call(AppointmentsState.answer, form={"visit": visit, "answer": "x"})
    assert alice.var(NoticeState, "problem").startswith("The clinic no longer asks this")
