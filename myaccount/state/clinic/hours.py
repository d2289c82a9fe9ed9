"""The weekly hours of whoever is open on the staff page."""

import reflex as rx

from myaccount.domain.clinic_side import DESK
from myaccount.messages import say
from myaccount.services.context import StaffContext
from myaccount.services.practice import hours
from myaccount.state.access import staff_event
from myaccount.state.clinic.staff import StaffState
from myaccount.state.panel import Panel, closes
from myaccount.store.engine import in_read, in_tx


class HoursState(Panel, rx.State):
    """The form for hours. `during` is the opening of the side panel that it belongs to; `removed` can be undone."""

    during: int = 0
    removed: dict[str, str] = {}
    said: str = ""

    close = closes(staff_event(*DESK))

    @staff_event(*DESK)
    async def edit(self, ctx: StaffContext, shift_id: str) -> None:
        """Open hours to change them; a blank id begins new ones."""
        panel = await self.get_state(StaffState)
        self._begin(shift_id, await in_read(hours.form, ctx, panel.of, shift_id))
        self.during, self.said, self.removed = panel.opened, "", {}

    @staff_event(*DESK)
    async def save(self, ctx: StaffContext, form: dict[str, str]) -> None:
        """Save the hours for every day that is ticked."""
        panel = await self.get_state(StaffState)
        outcome = await in_tx(hours.put, ctx, panel.of, self.of, form)
        if self._take(outcome, ctx.lang):
            self._shut()
            self.said = " ".join(filter(None, (say("practice.saved", ctx.lang), outcome.touches)))
        await panel._show(ctx)

    @staff_event(*DESK)
    async def remove(self, ctx: StaffContext, shift_id: str) -> None:
        """Take hours away, until it is undone."""
        panel = await self.get_state(StaffState)
        self.removed, outside = await in_tx(hours.remove, ctx, panel.of, shift_id)
        self._shut()
        self.during, self.said = panel.opened, " ".join(filter(None, (say("hours.removed", ctx.lang), outside)))
        await panel._show(ctx)

    @staff_event(*DESK)
    async def undo(self, ctx: StaffContext) -> None:
        """Bring back the hours that were taken away last."""
        panel = await self.get_state(StaffState)
        if self.removed and self.during == panel.opened:  # never into the week of who was opened since
            await in_tx(hours.put, ctx, panel.of, "", self.removed)
        self.removed, self.said = {}, ""
        await panel._show(ctx)
