"""My data: how the copy stands, live, and asking for a deletion."""

from dataclasses import replace

from myaccount.clock import now
from myaccount.jobs import data_exports
from myaccount.models import DataExport, Task
from myaccount.services.my_data import asking
from myaccount.state.account.my_data import MyDataState
from myaccount.state.live import LiveState
from myaccount.state.notice import NoticeState
from tests.state.conftest import Visitors


async def test_the_page_follows_as_the_copy_is_made(visitors: Visitors):
    scene = visitors.scene
    tab = await visitors.tab("alice", "/account/data")
    await tab.call(MyDataState.load)
    assert (tab.var(MyDataState, "stands"), tab.var(MyDataState, "needs_password")) == ("none", False)
    with scene.database.writing() as tx:
        tx.add(DataExport(clinic_id=scene.cedar.clinic_id, person_id=scene.alice, asked_at=now()))
    await tab.call(LiveState.refresh)
    assert tab.var(MyDataState, "stands") == "waiting"
    await data_exports.make_waiting(now())
    await tab.call(LiveState.refresh)
    assert tab.var(MyDataState, "url").startswith("/account/data/")


async def test_a_download_that_has_begun_can_be_started_again_and_says_until_when(visitors: Visitors):
    scene = visitors.scene
    tab, other = await visitors.tab("alice", "/account/data"), await visitors.tab("alice", "/account/data")
    with scene.database.writing() as tx:
        tx.add(DataExport(clinic_id=scene.cedar.clinic_id, person_id=scene.alice, asked_at=now()))
    await data_exports.make_waiting(now())
    [row] = scene.rows(DataExport)
    await tab.call(MyDataState.load)
    path = tab.var(MyDataState, "url")
    scene.database.write(asking.take, replace(scene.alice_ctx(now=now()), session_id=tab.identity.session_id), row.id)
    await tab.call(LiveState.refresh)
    assert (tab.var(MyDataState, "stands"), tab.var(MyDataState, "url")) == ("started", path)
    assert "you can start it again in this browser" in tab.var(MyDataState, "line")
    await other.call(MyDataState.load)
    assert (other.var(MyDataState, "stands"), other.var(MyDataState, "url")) == ("taken", "")


async def test_a_deletion_is_asked_for_once_and_what_is_blank_is_said_beside_the_box(visitors: Visitors):
    tab = await visitors.tab("alice", "/account/data")
    await tab.call(MyDataState.load)
    await tab.call(MyDataState.send_deletion, form={"what": "never opened"})
    await tab.call(MyDataState.ask_deletion)
    await tab.call(MyDataState.send_deletion, form={"what": "  "})
    assert tab.var(MyDataState, "deletion_error")
    for _ in range(2):
        await tab.call(MyDataState.send_deletion, form={"what": "My old address"})
    assert [(row.kind, row.note) for row in visitors.scene.rows(Task)] == [("deletion", "My old address")]
    assert tab.var(NoticeState, "problem") == ""
