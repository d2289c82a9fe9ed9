"""What the server sends to open pages by itself: how often, to whom, and beside what a person does."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from reflex_base.event import Event

from myaccount import clock
from myaccount.domain.outages import DatabaseFull, DatabaseUnavailable
from myaccount.services.identity import open_tabs
from myaccount.state import gate, live
from myaccount.state.account.appointments import AppointmentsState
from myaccount.state.event_rate import LIMIT, EventRate
from myaccount.state.live import LiveState, Pushes
from myaccount.state.notice import NoticeState
from myaccount.state.open_tabs import AGAIN_AFTER, OpenTabs
from myaccount.state.refreshes import Push
from myaccount.store.bus import Notice
from myaccount.store.presence import Tab, presence
from tests.state.conftest import Visitors
from tests.state.tab import full_name

BURST = 200


class App:
    """What the pushes ask of Reflex's app: which tabs are connected, and a place to put events."""

    def __init__(self, *tokens: str) -> None:
        self.event_namespace = SimpleNamespace(token_to_sid=dict.fromkeys(tokens, "a socket"))
        self.event_processor = self
        self.state_manager = None
        self.put: list[tuple[str, Event]] = []
        self.under_way: list[asyncio.Future[None]] = []

    async def enqueue(self, token: str, event: Event) -> asyncio.Future[None]:
        """Put an event in line, to be over when the test says so."""
        self.put.append((token, event))
        self.under_way.append(asyncio.get_running_loop().create_future())
        return self.under_way[-1]

    def take(self) -> list[tuple[str, dict[str, Any]]]:
        """Take what was put in line, by tab and what it says."""
        taken, self.put = self.put, []
        return [(token, event.payload) for token, event in taken]

    async def finish(self) -> None:
        """Let all that is under way be over."""
        for one in self.under_way:
            one.set_result(None)
        self.under_way.clear()
        await breathe()


async def breathe() -> None:
    """Let the others have their turns."""
    for _ in range(10):
        await asyncio.sleep(0)


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> App:
    """An app with Alice's tab and the desk's open, and a tab that was closed."""
    monkeypatch.setattr(presence, "_tabs", {})
    for token, path in (("alice", "/account"), ("desk", "/clinic"), ("closed", "/account")):
        presence.seen(Tab(token, "cedar", f"session {token}", token, path, {"pathname": path}))
    return App("alice", "desk")


async def ignore(_notices: object) -> None:
    """Hear, and do nothing."""


def visit_of(person_id: str) -> Notice:
    return Notice("cedar", "visit", person_id)


WHOLE = {"frame_only": False, "signed_in": False}


async def test_two_hundred_notices_are_one_refresh_of_each_tab_and_one_after_it(app: App) -> None:
    pushes = Pushes(app, ignore)
    for number in range(BURST):
        await pushes._changed([visit_of(f"patient {number}")])
        await breathe()
    assert app.take() == [("desk", WHOLE)]
    await app.finish()
    assert app.take() == [("desk", WHOLE)]
    await app.finish()
    assert app.take() == []
    await pushes._changed([visit_of("alice")])
    await breathe()
    assert sorted(app.take()) == [("alice", WHOLE), ("desk", WHOLE)]


async def test_what_is_asked_for_as_a_refresh_ends_is_not_forgotten(app: App) -> None:
    refreshes = Pushes(app, ignore)._refreshes
    tab = presence.get("alice")
    assert tab is not None

    class Late(dict[str, dict[str, bool]]):
        """Has somebody ask in the very moment after nothing more was found to do."""

        def pop(self, token: str, *default: Any) -> Any:
            found = super().pop(token, *default)
            if found is None and len(app.put) == 1:
                asyncio.get_running_loop().call_soon(refreshes.ask, tab)
            return found

    refreshes._asked = Late()
    refreshes.ask(tab)
    await breathe()
    await app.finish()
    assert app.take() == [("alice", WHOLE), ("alice", WHOLE)]
    await app.finish()


async def test_what_waits_says_all_that_was_asked_for(app: App) -> None:
    pushes = Pushes(app, ignore)
    tab = presence.get("alice")
    assert tab is not None
    for asked in ({"frame_only": True}, {"frame_only": True, "signed_in": True}, {}, {"frame_only": True}):
        pushes._refreshes.ask(tab, **asked)
        await breathe()
    assert app.take() == [("alice", {"frame_only": True, "signed_in": False})]
    await app.finish()
    assert app.take() == [("alice", {"frame_only": False, "signed_in": True})]


async def test_a_tab_that_closes_meanwhile_is_sent_nothing(app: App) -> None:
    pushes = Pushes(app, ignore)
    await pushes._changed([visit_of("alice")])
    await breathe()
    app.take()
    await pushes._changed([visit_of("alice")])
    app.event_namespace.token_to_sid.clear()
    await app.finish()
    assert app.take() == []
    assert pushes._refreshes._under_way == {}


async def test_the_pages_wait_for_nobody_else_who_hears_of_a_change(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[int] = []

    async def slow(notices: list[Notice]) -> None:
        heard.append(len(notices))
        await asyncio.Event().wait()

    async with running(Pushes(app, slow), monkeypatch) as told:
        for _ in range(3):
            await told([visit_of("alice"), visit_of("bob")])
            await breathe()
        assert {token for token, _ in app.take()} == {"alice", "desk"}
        assert heard == [2]


@pytest.mark.parametrize("refusal", [DatabaseFull(), DatabaseUnavailable()])
async def test_pages_are_left_alone_while_what_is_open_cannot_be_written_down(
    app: App, monkeypatch: pytest.MonkeyPatch, refusal: Exception
) -> None:
    tried = refusing(monkeypatch, refusal)
    monkeypatch.setattr(live, "TICK_SECONDS", 0.001)
    async with running(Pushes(app, ignore), monkeypatch):
        async with asyncio.timeout(5):
            while presence.get("closed") is not None:  # noqa: ASYNC110  (what forgets it tells nobody)
                await asyncio.sleep(0.005)
        assert app.take() == []
    assert len(tried) == 1


async def test_what_could_not_be_written_down_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    tried, counter, now = refusing(monkeypatch, DatabaseFull()), OpenTabs(), clock.now()
    tabs = [Tab("alice", "cedar", "session", "alice", "/account", {})]
    for moment in (now, now + AGAIN_AFTER / 2, now + AGAIN_AFTER, now + AGAIN_AFTER * 3 / 2):
        await counter.tell(tabs, moment)
    assert len(tried) == 2
    await counter.leave()


async def test_after_a_bug_every_page_is_shown_anew(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    refusing(monkeypatch, ValueError())
    monkeypatch.setattr(live, "TICK_SECONDS", 0.001)
    monkeypatch.setattr(live, "AFTER_A_BUG_SECONDS", 0.001)
    async with running(Pushes(app, ignore), monkeypatch), asyncio.timeout(5):
        while len(app.put) < 2:  # noqa: ASYNC110  (an app of Reflex's tells nobody either)
            await asyncio.sleep(0.005)
    assert {token for token, _ in app.take()} == {"alice", "desk"}


async def test_a_click_passes_during_a_burst_of_pushes(visitors: Visitors, monkeypatch: pytest.MonkeyPatch) -> None:
    alice = await visitors.tab("alice")
    monkeypatch.setattr(gate, "_event_rate", EventRate())
    await alice.call(AppointmentsState.load)
    seen = presence.get(alice.token)
    assert seen is not None
    for _ in range(LIMIT):
        push = Push(full_name(LiveState.refresh), dict(seen.router_data), {"frame_only": True})
        await (await alice.processor.enqueue(alice.token, push)).wait_all()
    before = alice.var(NoticeState, "answers")
    await alice.call(AppointmentsState.keep)
    assert (alice.var(NoticeState, "answers"), alice.var(NoticeState, "problem")) == (before + 1, "")


async def test_what_a_page_sends_counts_whatever_it_calls_it_and_too_much_is_told_once(
    visitors: Visitors, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = await visitors.tab("alice")
    monkeypatch.setattr(gate, "_event_rate", EventRate())
    await alice.call(AppointmentsState.load)
    for _ in range(LIMIT):
        await alice.call(LiveState.refresh, frame_only=True)
    gate._event_rate._told.clear()
    before = alice.var(NoticeState, "answers")
    await alice.call(AppointmentsState.keep)
    assert alice.var(NoticeState, "problem").startswith("Too many tries.")
    assert alice.var(NoticeState, "answers") == before + 1  # the page is busy no more
    alice.sent.clear()
    for _ in range(20):
        await alice.call(AppointmentsState.keep)
    assert len(alice.sent) <= 1


@asynccontextmanager
async def running(pushes: Pushes, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Any]:
    """Run the pushes; what is told to the listener given here is what they hear."""
    told: list[Any] = []

    async def listen(_url: str, tell: Any) -> None:
        told.append(tell)
        await asyncio.Event().wait()

    monkeypatch.setattr(live.bus, "listen", listen)
    async with pushes.running():
        await breathe()
        yield told[0]


def refusing(monkeypatch: pytest.MonkeyPatch, fault: Exception) -> list[object]:
    """Let it fail to write down what is open; give back the list of the tries."""
    tried: list[object] = []

    async def write(use_case: object, *_given: object) -> None:
        if use_case is not open_tabs.leave:
            tried.append(use_case)
        raise fault

    monkeypatch.setattr("myaccount.state.open_tabs.in_tx", write)
    return tried
