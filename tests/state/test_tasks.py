"""Tasks at the desk and the patient's requests, through the gate."""

from typing import Any

import pytest

from myaccount.models import Task
from myaccount.state.account.contact import ContactState
from myaccount.state.account.requests import RequestsState
from myaccount.state.clinic.tasks import TasksState
from myaccount.state.live import LiveState
from myaccount.state.notice import NoticeState
from myaccount.state.shell import ShellState
from myaccount.store.bus import Notice
from myaccount.store.presence import presence
from tests.state.conftest import Visitors
from tests.state.tab import Tab

PATH = "/clinic/tasks"
WRONG = "My date of birth is 3 February 1988."


async def contact_info(visitors: Visitors, who: str = "alice") -> Tab:
    tab = await visitors.tab(who, path="/account/contact")
    await tab.call(ContactState.load)
    return tab


async def asked(visitors: Visitors, note: str = WRONG, who: str = "alice") -> Tab:
    tab = await contact_info(visitors, who)
    await tab.call(RequestsState.ask)
    await tab.call(RequestsState.send, form={"note": note})
    return tab


async def desk(visitors: Visitors, who: str = "dana") -> Tab:
    tab = await visitors.tab(who, path=PATH)
    await tab.call(TasksState.load)
    return tab


def rows(tab: Tab) -> list[Any]:
    return tab.var(TasksState, "rows")


async def test_a_request_reaches_the_desk_and_its_patient_sees_it_waiting(visitors: Visitors):
    alice = await asked(visitors)
    assert [one.note for one in alice.var(RequestsState, "waiting")] == [WRONG]
    assert alice.var(RequestsState, "asking") is False
    assert alice.var(RequestsState, "done").startswith("Sent. The clinic looks at it")
    dana = await desk(visitors)
    assert [(row.patient, row.note) for row in rows(dana)] == [("Alice Moreau", WRONG)]
    assert dana.var(ShellState, "open_tasks") == 1


async def test_a_double_click_sends_one(visitors: Visitors):
    alice = await asked(visitors)
    await alice.call(RequestsState.send, form={"note": WRONG})
    await alice.call(RequestsState.send, form={"note": "another one"})
    assert len(visitors.scene.rows(Task)) == 1


async def test_a_blank_request_is_refused_in_the_dialog_which_stays_open(visitors: Visitors):
    alice = await asked(visitors, "   ")
    assert alice.var(RequestsState, "asking") is True
    assert alice.var(RequestsState, "error") == "Write what is wrong and what it should say."
    await alice.call(RequestsState.send, form={"note": WRONG})
    assert (alice.var(RequestsState, "asking"), alice.var(RequestsState, "error")) == (False, "")


async def test_the_sixth_is_refused_with_whom_to_ask(visitors: Visitors):
    for number in range(5):
        await asked(visitors, f"Number {number}")
    alice = await asked(visitors, "Number six")
    assert alice.var(RequestsState, "is_full") is True
    assert "Contact the clinic" in alice.var(RequestsState, "error")
    assert len(visitors.scene.rows(Task)) == 5


async def test_only_its_patient_withdraws_it(visitors: Visitors):
    alice = await asked(visitors)
    [task] = visitors.scene.rows(Task)
    answers = []
    for who, task_id in (("bob", task.id), ("bob", "nothing"), ("charlie", task.id), ("dana", task.id)):
        other = await contact_info(visitors, who)
        await other.call(RequestsState.withdraw, task_id=task_id)
        answers.append(other.var(NoticeState, "problem"))
    assert len(set(answers)) == 1
    assert answers[0] != ""
    await alice.call(RequestsState.withdraw, task_id=task.id)
    assert alice.var(RequestsState, "waiting") == []
    assert alice.var(RequestsState, "done") == "Withdrawn."


async def test_done_stays_on_the_page_with_its_way_back(visitors: Visitors):
    await asked(visitors)
    dana = await desk(visitors)
    [row] = rows(dana)
    await dana.call(TasksState.mark_done, task_id=row.id)
    assert [one.done_line[:18] for one in rows(dana)] == ["Done by Dana Oduya"]
    await dana.call(LiveState.refresh)
    assert dana.var(ShellState, "open_tasks") == 0
    await dana.call(TasksState.undo, task_id=row.id)
    assert rows(dana) == [row]
    await dana.call(TasksState.mark_done, task_id=row.id)
    await dana.call(TasksState.load)
    assert rows(dana) == []
    await dana.call(TasksState.choose, shown="done")
    assert [one.id for one in rows(dana)] == [row.id]


async def test_the_second_of_two_is_told_and_sees_it_gone(visitors: Visitors):
    await asked(visitors)
    dana, robin = await desk(visitors), await desk(visitors, "robin")
    [row] = rows(dana)
    await dana.call(TasksState.mark_done, task_id=row.id)
    await robin.call(TasksState.mark_done, task_id=row.id)
    assert robin.var(NoticeState, "problem").startswith("Dana Oduya has marked this as done already")
    assert rows(robin) == []


async def test_everybody_at_the_desk_and_the_patient_follow(visitors: Visitors):
    alice, dana, robin = await asked(visitors), await desk(visitors), await desk(visitors, "robin")
    concerned = presence.concerned([Notice(visitors.scene.cedar.clinic_id, "task", visitors.scene.alice)])
    assert {alice.token, dana.token, robin.token} <= {tab.token for tab in concerned}
    await dana.call(TasksState.mark_done, task_id=rows(dana)[0].id)
    await robin.call(LiveState.refresh)
    await alice.call(LiveState.refresh)
    assert rows(robin) == alice.var(RequestsState, "waiting") == []
    assert robin.var(ShellState, "open_tasks") == 0


@pytest.mark.parametrize("who", ["sam", "alice", "kim"])
async def test_nobody_else_is_told_a_number_or_sees_a_task(visitors: Visitors, who: str):
    await asked(visitors)
    tab = await visitors.tab(who, path=PATH)
    await tab.call(TasksState.load)
    await tab.call(ShellState.load)
    await tab.call(LiveState.refresh)
    assert tab.var(ShellState, "open_tasks") == 0
    assert not any(shell.get("open_tasks_rx_state_") for delta in tab.sent for shell in delta.values())
    assert WRONG not in str(tab.sent)


async def test_in_their_own_my_account_the_desk_is_told_no_number(visitors: Visitors):
    await asked(visitors)
    dana = await contact_info(visitors, "dana")
    assert dana.var(ShellState, "open_tasks") == 0


async def test_pages_turn_both_ways(visitors: Visitors, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("myaccount.services.desk.tasks.PAGE_SIZE", 2)
    for number in range(3):
        await asked(visitors, f"Number {number}")
    dana = await desk(visitors)
    assert [len(rows(dana)), dana.var(TasksState, "has_older")] == [2, True]
    await dana.call(TasksState.older)
    assert [row.note for row in rows(dana)] == ["Number 2"]
    await dana.call(TasksState.newer)
    assert len(rows(dana)) == 2
