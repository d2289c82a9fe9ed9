"""The codes of a visit, beside the visit that the desk has open."""

import reflex as rx

from myaccount.domain.refusals import Refused
from myaccount.services.context import StaffContext
from myaccount.services.visits import codes as visit_codes
from myaccount.state.access import staff_event
from myaccount.state.panel import Panel, closes
from myaccount.store.engine import in_read, in_tx


class VisitCodesState(Panel, rx.State):
    """The form with the codes of one visit."""

    close = closes(staff_event())

    @staff_event()
    async def edit(self, ctx: StaffContext, appointment_id: str) -> None:
        """Open the codes of a visit."""
        self._begin(appointment_id, await in_read(visit_codes.form, ctx, appointment_id))

    @staff_event()
    async def save(self, ctx: StaffContext, form: dict[str, str]) -> None:
        """Save what was changed, all of it or nothing."""
        try:
            outcome = await in_tx(visit_codes.save, ctx, self.of, form)
        except Refused:
            self._shut()
            raise
        await self._finish(outcome, ctx.lang)
