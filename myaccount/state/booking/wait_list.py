"""The wait list: joined where times are chosen, and seen, accepted and left in Upcoming Appointments."""

from datetime import datetime
from typing import Any

import reflex as rx

from myaccount.domain.family import Permission
from myaccount.domain.prepaying import CardNeeded, PrepaymentNeeded
from myaccount.messages import say
from myaccount.services.booking.criteria import SearchCriteria
from myaccount.services.context import ClinicContext, PatientContext
from myaccount.services.wait_list import joining, page, taking
from myaccount.state.access import family_event
from myaccount.state.booking.held import HeldState
from myaccount.state.live import show_again
from myaccount.state.notice import tell
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read, in_tx
from myaccount.views.wait_list import JoinForm, Offered, Waiting


class WaitListState(rx.State):
    """What a patient waits for and is offered. `form` is blank where nothing can be waited for.

    `is_on` also for who has not signed in, and is told to. `_criteria` is what the booking page has open.
    """

    is_on: bool = False
    waiting: list[Waiting] = []
    offers: list[Offered] = []
    form: JoinForm = JoinForm()
    _criteria: SearchCriteria | None = None

    @family_event(Permission.BOOKINGS)
    async def join(self, ctx: PatientContext, said: dict[str, str]) -> None:
        """Wait for a time of what is chosen on the booking page."""
        if self._criteria is not None:
            await in_tx(joining.join, ctx, self._criteria, said)
            await self._told(ctx, "wait.joined")

    @family_event(Permission.BOOKINGS)
    async def leave(self, ctx: PatientContext, entry_id: str) -> None:
        """Wait no more."""
        await in_tx(joining.leave, ctx, entry_id)
        await self._told(ctx, "wait.left")

    @family_event(Permission.BOOKINGS)
    async def take(self, ctx: PatientContext, offer_id: str) -> Any:
        """Accept what is offered. What asks for money or a card is held, and the booking page goes on from there."""
        said = next((one.covered_by for one in self.offers if one.id == offer_id), None)
        try:
            await in_tx(taking.take, ctx, offer_id, said)
        except (CardNeeded, PrepaymentNeeded):
            return await self._go_on(ctx, offer_id)
        finally:
            await show_again(self, ctx)
        return await self._told(ctx, "wait.took")

    async def _go_on(self, ctx: PatientContext, offer_id: str) -> rx.event.EventSpec:
        await in_tx(taking.hold, ctx, offer_id)
        (await self.get_state(HeldState))._begin()
        return rx.redirect("/book")

    @family_event(Permission.BOOKINGS)
    async def decline(self, ctx: PatientContext, offer_id: str) -> None:
        """Turn down what is offered."""
        await in_tx(taking.decline, ctx, offer_id)
        await self._told(ctx, "wait.declined")

    async def _told(self, ctx: PatientContext, key: str) -> None:
        await show_again(self, ctx)
        await tell(self, say(key, ctx.lang))

    async def _show(self, ctx: ClinicContext, criteria: SearchCriteria | None = None) -> datetime | None:
        """Show what the patient has, and with `criteria` the form for joining. Tells when an offer ends, aware UTC."""
        self._criteria = criteria
        set_vars(self, is_on=ctx.settings.wait_list)
        if not isinstance(ctx, PatientContext):
            set_vars(self, waiting=[], offers=[], form=JoinForm())
            return None
        shown = await in_read(page.shown, ctx)
        form = await in_read(page.form, ctx, criteria) if criteria else JoinForm()
        set_vars(self, waiting=list(shown.waiting), offers=list(shown.offers), form=form)
        return shown.next_change
