"""The time off of whoever is open on the staff page."""

import reflex as rx

from myaccount.messages import say
from myaccount.services.context import StaffContext
from myaccount.services.practice import time_off
from myaccount.state.access import staff_event
from myaccount.state.clinic.staff import StaffState
from myaccount.state.panel import Panel, closes
from myaccount.store.engine import in_read, in_tx


class TimeOffState(Panel, rx.State):
    """The form for time off. `during` is the opening of the side panel that it belongs to; `removed` can be undone."""

    during: int = 0
    removed: dict[str, str] = {}
    said: str = ""

    close = closes(staff_event())

    @staff_event()
    async def begin(self, ctx: StaffContext) -> None:
        """Begin new time off."""
        self._begin("", await in_read(time_off.form, ctx))
        self.during, self.said, self.removed = (await self.get_state(StaffState)).opened, "", {}

    @staff_event()
    async def save(self, ctx: StaffContext, form: dict[str, str]) -> None:
        """Note the time off."""
        panel = await self.get_state(StaffState)
        outcome = await in_tx(time_off.add, ctx, panel.of, form)
        if self._take(outcome, ctx.lang):
            self._shut()
            self.said = " ".join(filter(None, (say("practice.saved", ctx.lang), outcome.touches)))
        await panel._show(ctx)

    @staff_event()
    async def remove(self, ctx: StaffContext, off_id: str) -> None:
        """Take time off back, until it is undone."""
        panel = await self.get_state(StaffState)
        self.removed = await in_tx(time_off.remove, ctx, off_id)
        self._shut()
        self.during, self.said = panel.opened, say("off.removed", ctx.lang)
        await panel._show(ctx)

    @staff_event()
    async def undo(self, ctx: StaffContext) -> None:
        """Note again what was taken back last."""
        panel = await self.get_state(StaffState)
        if self.removed and self.during == panel.opened:  # never into the week of who was opened since
            await in_tx(time_off.add, ctx, panel.of, self.removed)
        self.removed, self.said = {}, ""
        await panel._show(ctx)
