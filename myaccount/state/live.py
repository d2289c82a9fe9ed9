"""Pushes to open pages: what changed, or what the time has changed, is shown without a reload.

Every section names the page it fills; a refresh runs that section's loader again in the tabs concerned.
"""

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

import reflex as rx
from reflex.istate.manager.memory import StateManagerMemory

from myaccount import clock
from myaccount.config import config
from myaccount.domain.clinic_side import home_of, may_open
from myaccount.domain.outages import DatabaseUnavailable
from myaccount.domain.refusals import NotFound
from myaccount.domain.settings import TOPIC as SETTING
from myaccount.domain.settings import concerns
from myaccount.domain.topics import Topic
from myaccount.services.clinic import clinics
from myaccount.services.context import ClinicContext, PatientContext
from myaccount.state.access import pushed_event
from myaccount.state.caller import acting_for, acting_staff, has_fallen_back
from myaccount.state.open_tabs import OpenTabs
from myaccount.state.refreshes import Refreshes
from myaccount.state.sections import is_closed, is_for_everybody, section_of
from myaccount.state.shell import ShellState
from myaccount.store import bus
from myaccount.store.bus import Listener, Notice
from myaccount.store.engine import in_read
from myaccount.store.presence import Tab, presence

log = logging.getLogger(__name__)

TICK_SECONDS = 0.5
FORGET_AFTER_TICKS = 60
AFTER_A_BUG_SECONDS = 1
HOME = "/account"


async def show_again(state: rx.State, ctx: ClinicContext) -> None:
    """Show anew the page that a tab has open, after something that another section of it did."""
    tab, who = presence.get(state.router.session.client_token), acting_for() or ctx
    section = section_of(tab.page) if tab else None
    if tab is not None and section is not None and not is_closed(tab.page, who):
        await (await state.get_state(section))._show(who)  # type: ignore[attr-defined]


class LiveState(rx.State):
    """The door by which the server refreshes a page."""

    @pushed_event
    async def refresh(self, ctx: ClinicContext, frame_only: bool = False, signed_in: bool = False) -> Any:
        """Show the open page anew, or only its frame; or lead away from a page that is no longer theirs.

        `signed_in` when the person has just signed in on another device: the page says so.
        """
        tab = presence.get(self.router.session.client_token)
        if has_fallen_back():
            return rx.redirect(f"{HOME}?as={secrets.token_hex(3)}", replace=True)
        if tab and _is_no_longer_theirs(tab, ctx):
            return await self._lead_away(ctx)
        who = (acting_staff() if tab and tab.is_clinic_side else ctx) or ctx
        await self._show_frame(ctx, who, signed_in=signed_in)
        if tab and not frame_only:
            await self._show_section(tab, ctx, who)
        return None

    async def _lead_away(self, ctx: ClinicContext) -> Any:
        """Clear the page, and go to where whoever looks at it has something to see."""
        staff = acting_staff()
        self._get_root_state().reset()
        await (await self.get_state(ShellState))._show(ctx)
        return rx.redirect(home_of(staff.role if staff else None) or HOME, replace=True)

    async def _show_frame(self, ctx: ClinicContext, who: ClinicContext, *, signed_in: bool) -> None:
        shell = await self.get_state(ShellState)
        await shell._show(who)
        if signed_in and isinstance(ctx, PatientContext):
            await shell._tell_news(ctx.oneself)

    async def _show_section(self, tab: Tab, ctx: ClinicContext, who: ClinicContext) -> None:
        section = None if is_closed(tab.page, ctx) else section_of(tab.page)
        if section is not None and (isinstance(who, PatientContext) or is_for_everybody(section)):
            await (await self.get_state(section))._show(who)  # type: ignore[attr-defined]


def _is_no_longer_theirs(tab: Tab, ctx: ClinicContext) -> bool:
    """Tell whether a page of the clinic's side is open to somebody whose role does not open it any more."""
    staff = acting_staff()
    role = staff.role if staff else None
    return tab.is_clinic_side and isinstance(ctx, PatientContext) and not may_open(role, tab.page)


class Pushes:
    """Runs beside the server: listens for changes, watches the time, and refreshes the tabs concerned.

    `also` hears of the changes, too; no page waits for it.
    """

    def __init__(self, app: rx.App, also: Listener) -> None:
        self._app, self._also = app, also
        self._refreshes = Refreshes(app, f"{LiveState.get_full_name()}.refresh")
        self._heard: asyncio.Queue[Notice] = asyncio.Queue()
        self._absent: dict[str, int] = {}
        self._open_tabs = OpenTabs()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run while the server runs."""
        works = (self._listen, self._pass_on, self._tick, self._count)
        tasks = [asyncio.create_task(self._unfailing(work)) for work in works]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._refreshes.stop()
            await self._open_tabs.leave()

    async def _unfailing(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do work that never ends. After a bug it starts again, and every page is refreshed."""
        while True:
            try:
                await work()
            except Exception:  # one of the edges: a bug becomes a reference number
                log.exception("bug %s in the live pushes", secrets.token_hex(4))
                await asyncio.sleep(AFTER_A_BUG_SECONDS)
                presence.wake_all(clock.now())

    async def _listen(self) -> None:
        await bus.listen(config().database, self._changed)

    async def _changed(self, notices: Sequence[Notice]) -> None:
        for notice in notices:
            self._heard.put_nowait(notice)
        for clinic_id in {notice.clinic_id for notice in notices if notice.topic.startswith(SETTING)}:
            with suppress(NotFound, DatabaseUnavailable):
                await in_read(clinics.facts, clinic_id)  # once, and not for each of its pages
        signed_in = {notice.person_id for notice in notices if notice.topic == Topic.SIGNED_IN}
        for tab in presence.concerned(notices):
            is_news = tab.person_id in signed_in
            self._refreshes.ask(tab, frame_only=not _changes_page(tab, notices), signed_in=is_news)

    async def _pass_on(self) -> None:
        while True:
            notices = [await self._heard.get()]
            while not self._heard.empty():
                notices.append(self._heard.get_nowait())
            await self._also(notices)

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK_SECONDS)
            for tab in presence.take_due(clock.now()):
                self._refreshes.ask(tab)
            self._forget_closed()

    async def _count(self) -> None:
        while True:
            await asyncio.sleep(TICK_SECONDS)
            opened = self._refreshes.open_tokens()
            await self._open_tabs.tell([tab for tab in presence.all() if tab.token in opened], clock.now())

    def _forget_closed(self) -> None:
        """Clear the state of tabs that have been closed for a while: nothing of a patient stays behind."""
        open_tokens = self._refreshes.open_tokens()
        held = {tab.token for tab in presence.all()} | self._states().keys()
        closed = [token for token in held if token not in open_tokens]
        self._absent = {token: self._absent.get(token, 0) + 1 for token in closed}
        for token in [token for token, ticks in self._absent.items() if ticks > FORGET_AFTER_TICKS]:
            presence.forget(token)
            self._drop(token)

    def _states(self) -> dict[str, Any]:
        """The States that this process holds, by their tab's token. Those in Redis end by themselves."""
        manager = self._app.state_manager
        return manager.states if isinstance(manager, StateManagerMemory) else {}

    def _drop(self, token: str) -> None:
        """Give a closed tab's memory back: a stranger who opens and closes sockets must not fill it.

        Edges: a State in Redis is left alone, since its tab may have come back to another process.
        """
        manager = self._app.state_manager
        if isinstance(manager, StateManagerMemory):
            manager._purge_token(rx.BaseStateToken(ident=token, cls=LiveState))


def _changes_page(tab: Tab, notices: Sequence[Notice]) -> bool:
    return any(tab.cares_about(notice) and concerns(notice.topic, tab.page) for notice in notices)
