"""Appointment History."""

from typing import NotRequired

import reflex as rx
from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict

from myaccount.domain.family import Permission
from myaccount.domain.parsing import FieldError, read_days
from myaccount.messages import say
from myaccount.services.context import PatientContext
from myaccount.services.visits import appointments
from myaccount.state.access import family_event, family_opening_event
from myaccount.state.paged import Paged, turns
from myaccount.state.sections import fills
from myaccount.state.shell import framed
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read
from myaccount.views.appointments import VisitCard


@with_config(ConfigDict(extra="forbid", strict=True))
class HistoryFilter(TypedDict):
    """The filter form: clinic-local days as the date boxes give them, blank for no limit."""

    first: NotRequired[str]
    last: NotRequired[str]
    cancelled: NotRequired[bool | str]


@fills("/account/history")
class HistoryState(Paged, rx.State):
    """What Appointment History shows: one page of it."""

    loaded: bool = False
    cards: list[VisitCard] = []
    first: str = ""
    last: str = ""
    with_cancelled: bool = False
    field_error: str = ""

    older, newer = turns(family_event(Permission.BOOKINGS))

    @family_opening_event(Permission.BOOKINGS)
    @framed
    async def load(self, ctx: PatientContext) -> None:
        """Open the page."""
        self._rewind()
        await self._show(ctx)

    @family_event(Permission.BOOKINGS)
    async def filter(self, ctx: PatientContext, form: HistoryFilter) -> None:
        """Show the visits between two days."""
        self.first, self.last = form.get("first", ""), form.get("last", "")
        self.with_cancelled = form.get("cancelled", False) in (True, "on", "true")
        self._rewind()
        await self._show(ctx)

    @family_event(Permission.BOOKINGS)
    async def clear(self, ctx: PatientContext) -> None:
        """Show everything again."""
        self.first, self.last, self.with_cancelled = "", "", False
        self._rewind()
        await self._show(ctx)

    async def _show(self, ctx: PatientContext) -> None:
        set_vars(self, field_error="", loaded=True)
        try:
            first, last = read_days(self.first, self.last)
        except FieldError as wrong:
            self.field_error = say(wrong.key, ctx.lang)
            return
        cursor = self._cursor
        page = await in_read(appointments.history, ctx, first, last, self.with_cancelled, cursor)
        self._turned(page.cursor)
        set_vars(self, cards=list(page.cards))
