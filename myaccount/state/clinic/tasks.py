"""Tasks at the desk."""

from typing import Literal

import reflex as rx

from myaccount.domain.clinic_side import DESK
from myaccount.domain.refusals import NotAcceptable
from myaccount.services.context import StaffContext
from myaccount.services.desk import tasks
from myaccount.state.access import staff_event, staff_opening_event
from myaccount.state.paged import Paged, turns
from myaccount.state.sections import fills
from myaccount.state.shell import framed
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read, in_tx
from myaccount.views.tasks import TaskRow

Shown = Literal["open", "done"]


@fills("/clinic/tasks")
class TasksState(Paged, rx.State):
    """What the tasks page shows: a page of the open ones, or of those that are done.

    `_just_done` are the tasks marked as done here since the page was opened: they stay where they were, with the way
    back.
    """

    loaded: bool = False
    shown: Shown = "open"
    rows: list[TaskRow] = []
    answering: TaskRow = TaskRow()
    error: str = ""
    _just_done: list[str] = []

    older, newer = turns(staff_event(*DESK))

    @staff_opening_event(*DESK)
    @framed
    async def load(self, ctx: StaffContext) -> None:
        """Open the page."""
        self._begin("open")
        await self._show(ctx)

    @staff_event(*DESK)
    async def choose(self, ctx: StaffContext, shown: Shown) -> None:
        """Show the open ones, or those that are done."""
        self._begin(shown)
        await self._show(ctx)

    @staff_event(*DESK)
    async def mark_done(self, ctx: StaffContext, task_id: str) -> None:
        """Say that a task is done."""
        try:
            await in_tx(tasks.done, ctx, task_id)
            self._keep_showing(task_id)
        finally:
            await self._show(ctx)

    @staff_event(*DESK)
    async def begin_answer(self, ctx: StaffContext, task_id: str) -> None:
        """Open the form for an answer."""
        set_vars(self, answering=next((row for row in self.rows if row.id == task_id), TaskRow()), error="")

    @staff_event(*DESK)
    async def keep(self, ctx: StaffContext) -> None:
        """Put the form away."""
        self._put_away()

    @staff_event(*DESK)
    async def answer(self, ctx: StaffContext, form: dict[str, str]) -> None:
        """Answer the request that the form is about, which is done with that."""
        asked, task_id = self.answering, self.answering.id
        if not task_id:
            return
        self._put_away()
        try:
            await in_tx(tasks.answer, ctx, task_id, form.get("answer", ""))
            self._keep_showing(task_id)
        except NotAcceptable as turned_down:
            set_vars(self, answering=asked, error=str(turned_down.facts["reason"]))
        finally:
            await self._show(ctx)

    @staff_event(*DESK)
    async def undo(self, ctx: StaffContext, task_id: str) -> None:
        """Let a task wait again."""
        try:
            await in_tx(tasks.reopen, ctx, task_id)
        finally:
            await self._show(ctx)

    def _begin(self, shown: Shown) -> None:
        self.shown, self._just_done = shown, []
        self._put_away()
        self._rewind()

    def _put_away(self) -> None:
        set_vars(self, answering=TaskRow(), error="")

    def _keep_showing(self, task_id: str) -> None:
        """Leave what was just done in the list, to be undone."""
        self._just_done = [*self._just_done, task_id][-tasks.STILL_SHOWN :]

    async def _show(self, ctx: StaffContext) -> None:
        cursor = self._cursor
        if self.shown == "open":
            page = await in_read(tasks.open_page, ctx, cursor, self._just_done)
        else:
            page = await in_read(tasks.done_page, ctx, cursor)
        self._turned(page.cursor)
        set_vars(self, rows=list(page.rows), loaded=True)
