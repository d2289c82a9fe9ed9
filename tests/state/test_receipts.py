"""The receipts page and the desk's view of it, through the gate."""

from myaccount.models import AuditEntry, Task
from myaccount.state.account.receipts import ReceiptsState
from myaccount.state.live import LiveState
from myaccount.state.notice import NoticeState
from myaccount.state.profile.receipts import PatientReceiptsState
from tests.services.receipts.books import Books
from tests.state.conftest import Visitors
from tests.state.tab import Tab

PATH = "/account/receipts"


async def opened(visitors: Visitors, who: str = "alice") -> Tab:
    tab = await visitors.tab(who, path=PATH)
    await tab.call(ReceiptsState.load)
    return tab


def amounts(tab: Tab, state: type = ReceiptsState) -> list[str]:
    return [row.amount for row in tab.var(state, "rows")]


async def test_it_lists_filters_and_turns_pages(visitors: Visitors):
    books = Books(visitors.scene)
    for number in range(12):
        books.receipt(cents=100 + number)
    tab = await opened(visitors)
    assert len(amounts(tab)) == 10
    await tab.call(ReceiptsState.older)
    assert (amounts(tab), tab.var(ReceiptsState, "has_older")) == (["$1.01", "$1.00"], False)
    assert tab.var(ReceiptsState, "after") != ""
    await tab.call(ReceiptsState.newer)
    assert amounts(tab)[0] == "$1.11"
    await tab.call(ReceiptsState.filter, form={"first": "2026-03-11", "last": ""})
    assert (amounts(tab), tab.var(ReceiptsState, "page_url")) == ([], "")
    await tab.call(ReceiptsState.clear)
    assert len(amounts(tab)) == 10


async def test_days_the_wrong_way_round_are_told_and_change_nothing(visitors: Visitors):
    Books(visitors.scene).receipt()
    tab = await opened(visitors)
    await tab.call(ReceiptsState.filter, form={"first": "2026-03-12", "last": "2026-03-10"})
    assert tab.var(ReceiptsState, "field_error").startswith("The first date is after")
    assert amounts(tab) == ["$120.00"]


async def test_while_the_days_are_the_wrong_way_round_the_download_is_what_is_shown(visitors: Visitors):
    books = Books(visitors.scene)
    for _ in range(11):
        books.receipt()
    tab = await opened(visitors)
    await tab.call(ReceiptsState.filter, form={"first": "2026-03-01", "last": ""})
    await tab.call(ReceiptsState.older)
    after = tab.var(ReceiptsState, "after")
    await tab.call(ReceiptsState.filter, form={"first": "2026-03-12", "last": "2026-03-10"})
    assert [tab.var(ReceiptsState, name) for name in ("first", "last")] == ["2026-03-12", "2026-03-10"]
    assert [tab.var(ReceiptsState, name) for name in ("since", "until", "after")] == ["2026-03-01", "", after]
    await tab.call(LiveState.refresh)
    assert (len(amounts(tab)), tab.var(ReceiptsState, "field_error") != "") == (1, True)


async def test_what_the_desk_takes_back_shrinks_on_the_open_page(visitors: Visitors):
    books = Books(visitors.scene)
    [line] = books.invoice("alice", ("Physio", 12000))
    receipt = books.apply(books.pay("alice", 12000), (line, 12000))
    tab = await opened(visitors)
    books.unapply(receipt, line, 4500)
    await tab.call(LiveState.refresh)
    [row] = tab.var(ReceiptsState, "rows")
    assert row.reduced == "$75.00 still applied, originally $120.00"


async def test_a_detailed_receipt_is_asked_for_on_the_row(visitors: Visitors):
    receipt = Books(visitors.scene).receipt()
    tab = await opened(visitors)
    await tab.call(ReceiptsState.ask, receipt_id=receipt)
    assert tab.var(NoticeState, "notice").startswith("Requested. The clinic sends you")
    assert tab.var(ReceiptsState, "rows")[0].is_asked
    assert [task.subject_id for task in visitors.scene.rows(Task)] == [receipt]


async def test_nobody_asks_for_somebody_elses(visitors: Visitors):
    receipt = Books(visitors.scene).receipt()
    for who in ("bob", "charlie"):
        tab = await opened(visitors, who)
        await tab.call(ReceiptsState.ask, receipt_id=receipt)
    assert visitors.scene.rows(Task) == []


async def test_the_desk_sees_the_same_list_and_a_practitioner_none(visitors: Visitors):
    Books(visitors.scene).receipt()
    seen = {}
    for who in ("dana", "sam", "alice"):
        tab = await visitors.tab(who, path="/clinic/patients/[person_id]")
        tab.query = {"person_id": visitors.scene.alice}
        await tab.call(PatientReceiptsState.open)
        seen[who] = amounts(tab, PatientReceiptsState)
    assert seen == {"dana": ["$120.00"], "sam": [], "alice": []}
    assert len(visitors.scene.rows(AuditEntry, action="refused")) == 2
