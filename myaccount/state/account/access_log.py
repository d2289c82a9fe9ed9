"""Who saw my data."""

import reflex as rx

from myaccount.services.context import PatientContext
from myaccount.services.trail import access_log
from myaccount.services.trail.access_log import Shown
from myaccount.state.access import opening_event, patient_event
from myaccount.state.account.requests import RequestsState
from myaccount.state.paged import Paged, turns
from myaccount.state.sections import fills
from myaccount.state.shell import framed
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read
from myaccount.views.access_log import AccessDay


@fills("/account/access")
class AccessLogState(Paged, rx.State):
    """A page of the log."""

    loaded: bool = False
    shown: Shown = "everybody"
    days: list[AccessDay] = []

    older, newer = turns(patient_event)

    @opening_event
    @framed
    async def load(self, ctx: PatientContext) -> None:
        """Open the page."""
        (await self.get_state(RequestsState))._begin()
        self._rewind()
        await self._show(ctx)

    @patient_event
    async def choose(self, ctx: PatientContext, shown: Shown) -> None:
        """Show what everybody did, or the clinic, or the person."""
        self.shown = shown
        self._rewind()
        await self._show(ctx)

    async def _show(self, ctx: PatientContext) -> None:
        page = await in_read(access_log.page, ctx, self.shown, self._cursor)
        self._turned(page.cursor)
        set_vars(self, days=list(page.days), loaded=True)
        await (await self.get_state(RequestsState))._show(ctx)
