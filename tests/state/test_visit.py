"""The page of an online visit: its ticket opens a seat in the call, for as long as everything behind it stands."""

from datetime import timedelta
from typing import Any

import pytest

from myaccount.clock import now
from myaccount.domain.calls import Over, Side
from myaccount.domain.family import Permission
from myaccount.models import LoginSession, Relationship, Task
from myaccount.services.calls import participants as calls
from myaccount.services.calls.participants import Participant
from myaccount.state.account.visit import VisitState
from myaccount.state.acting import ActingState
from myaccount.state.notice import NoticeState
from tests.scenes import Scene
from tests.services.family.people import granted
from tests.state.conftest import Visitors
from tests.state.tab import Tab

PAGE = "/visit/[appointment_id]"


@pytest.fixture
def visit(sqlite_scene: Scene) -> str:
    """A video visit of Alice's that begins within the hour."""
    soon = now().replace(second=0, microsecond=0) + timedelta(minutes=40)
    return sqlite_scene.book("alice", soon - timedelta(minutes=soon.minute % 5), treatment="video-45")


async def at_the_door(visitors: Visitors, who: str, visit: str) -> Tab:
    tab = await visitors.tab(who, PAGE)
    tab.query = {"appointment_id": visit}
    await tab.call(VisitState.load)
    return tab


async def judged(tab: Tab, visit: str, *, is_use: bool = True) -> Participant | Over:
    shown, identity = tab.var(VisitState, "ticket"), tab.identity
    return await calls.admit(identity.clinic_id, identity.session_id or "", visit, shown, is_use=is_use)


@pytest.mark.parametrize(("who", "side"), [("alice", Side.PATIENT), ("sam", Side.PRACTITIONER)])
async def test_the_ticket_of_each_side_opens_its_own_seat(visitors: Visitors, visit: str, who: str, side: Side):
    found = await judged(await at_the_door(visitors, who, visit), visit)
    assert isinstance(found, Participant) and found.side is side


@pytest.mark.parametrize("who", ["bob", "dana", "robin", "charlie"])
async def test_everybody_else_finds_no_visit_and_is_given_no_ticket(visitors: Visitors, visit: str, who: str):
    tab = await at_the_door(visitors, who, visit)
    assert (tab.var(VisitState, "ticket"), tab.var(VisitState, "other")) == ("", "")
    assert await judged(tab, visit) is Over.NOT_HERE


async def test_being_in_a_call_is_use_of_the_sign_in_and_being_pushed_is_not(visitors: Visitors, visit: str):
    tab = await at_the_door(visitors, "alice", visit)
    for is_use, unused in ((False, 20), (True, 0)):
        visitors.leave_alone(tab, timedelta(minutes=20))
        assert isinstance(await judged(tab, visit, is_use=is_use), Participant)
        assert visitors.minutes_unused(tab) == unused


async def test_a_sign_in_that_has_ended_opens_nothing(visitors: Visitors, visit: str):
    tab = await at_the_door(visitors, "alice", visit)
    with visitors.scene.database.writing() as tx:
        tx.get_one(LoginSession, tab.identity.session_id).ended_at = now()
    assert await judged(tab, visit) is Over.SIGNED_OUT


async def test_whoever_may_book_for_somebody_comes_along_until_that_is_taken_back(visitors: Visitors, visit: str):
    relationship_id = granted(visitors.scene, Permission.BOOKINGS)
    tab = await visitors.tab("bob", PAGE)
    await tab.call(ActingState.act_for, relationship_id=relationship_id)
    tab.query = {"appointment_id": visit}
    await tab.call(VisitState.load)
    found = await judged(tab, visit)
    assert isinstance(found, Participant) and (found.side, found.ctx.person_id) == (Side.PATIENT, visitors.scene.alice)
    with visitors.scene.database.writing() as tx:
        tx.get_one(Relationship, relationship_id).ended_at = now()
    assert await judged(tab, visit) is Over.NOT_HERE


@pytest.mark.parametrize("words", ["I am here", "", "x" * 1001])
async def test_a_word_to_the_desk_is_counted_once_it_is_there(visitors: Visitors, visit: str, words: str):
    tab = await at_the_door(visitors, "alice", visit)
    await tab.call(VisitState.tell_desk, words=words)
    there: list[Any] = visitors.scene.rows(Task)
    assert len(there) == tab.var(VisitState, "notes") == (words == "I am here")
    assert bool(tab.var(NoticeState, "problem")) is not bool(there)
