"""Book an Appointment within a frame on a clinic's website."""

import reflex as rx

from myaccount.services.context import ClinicContext
from myaccount.state.access import public_event, public_opening_event
from myaccount.state.booking.choosing import BookingState
from myaccount.state.booking.held import HeldState
from myaccount.state.sections import fills
from myaccount.state.shell import framed
from myaccount.state.vars import set_vars


@fills("/book/embed", for_everybody=True)
class EmbeddedState(rx.State):
    """What the frame knows of the website around it. Booking itself is as on its own page.

    `framers` are the websites that the frame talks to, once they are `known`. `finished` counts how often somebody said
    that they are done.
    """

    framers: list[str] = []
    known: bool = False
    finished: int = 0

    @public_opening_event
    @framed
    async def load(self, ctx: ClinicContext) -> None:
        """Open the page within its frame."""
        self._know(ctx)
        await (await self.get_state(BookingState))._open(ctx)

    @public_event
    async def finish(self, ctx: ClinicContext) -> None:
        """Be done: what was booked goes from the page, and a dialog around the frame closes."""
        (await self.get_state(HeldState))._begin()
        self.finished += 1
        await self._show(ctx)

    async def _show(self, ctx: ClinicContext) -> None:
        self._know(ctx)
        await (await self.get_state(BookingState))._show(ctx)

    def _know(self, ctx: ClinicContext) -> None:
        set_vars(self, framers=list(ctx.settings.embed_allowed_origins), known=True)
