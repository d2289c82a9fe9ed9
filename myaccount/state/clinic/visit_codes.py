"""The codes of a visit, beside the visit that the desk has open."""

import reflex as rx

from myaccount.domain.refusals import Refused
from myaccount.messages import say
from myaccount.services.context import StaffContext
from myaccount.services.visits import codes as visit_codes
from myaccount.state.access import staff_event
from myaccount.state.panel import Panel
from myaccount.store.engine import in_read, in_tx


class VisitCodesState(Panel, rx.State):
    """The form with the codes of one visit."""

    @staff_event()
    async def edit(self, ctx: StaffContext, appointment_id: str) -> None:
        """Open the codes of a visit."""
        self._begin(appointment_id, await in_read(visit_codes.form, ctx, appointment_id))

    @staff_event()
    async def close(self, ctx: StaffContext) -> None:
        """Put them away without saving."""
        self._shut()

    @staff_event()
    async def save(self, ctx: StaffContext, form: dict[str, str]) -> None:
        """Save what was changed, all of it or nothing."""
        try:
            outcome = await in_tx(visit_codes.save, ctx, self.of, form)
        except Refused:
            self._shut()
            raise
        if self._take(outcome, ctx.lang):
            self._shut()
            await self._say(say("practice.saved" if outcome.changed else "practice.same", ctx.lang))
