"""Upcoming Appointments."""

import reflex as rx

from myaccount.domain.cancellation import CancelReason
from myaccount.domain.family import Permission
from myaccount.services.booking import question
from myaccount.services.context import PatientContext
from myaccount.services.visits import appointments
from myaccount.state.access import family_event, family_opening_event
from myaccount.state.account.calendar_feed import CalendarFeedState
from myaccount.state.account.zone import ZoneState
from myaccount.state.booking.held import HeldState
from myaccount.state.booking.wait_list import WaitListState
from myaccount.state.sections import fills
from myaccount.state.shell import framed
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read, in_tx
from myaccount.store.presence import presence
from myaccount.views.appointments import CancelQuestion, VisitCard


@fills("/account")
class AppointmentsState(rx.State):
    """What Upcoming Appointments shows: a snapshot; the service judges again on every click.

    `asking` is the visit in the confirm dialog. `_cancelled` are the visits cancelled here since the page was opened,
    each with what becomes of its money, and `_at_most` is how many it shows.
    """

    loaded: bool = False
    cards: list[VisitCard] = []
    has_visits: bool = False
    has_more: bool = False
    has_online: bool = False
    asking: CancelQuestion = CancelQuestion()
    reason: str = ""
    _cancelled: dict[str, str] = {}
    _at_most: int = appointments.UPCOMING_PAGE_SIZE

    @family_opening_event(Permission.BOOKINGS)
    @framed
    async def load(self, ctx: PatientContext) -> None:
        """Open the page."""
        self._cancelled, self._at_most = {}, appointments.UPCOMING_PAGE_SIZE
        self._close()
        (await self.get_state(CalendarFeedState))._fold()
        (await self.get_state(HeldState))._leave()
        await self._show(ctx)

    @family_event(Permission.BOOKINGS)
    async def more(self, ctx: PatientContext) -> None:
        """Show later visits too, as far as there are any."""
        if self.has_more:
            self._at_most += appointments.UPCOMING_PAGE_SIZE
        await self._show(ctx)

    @family_event(Permission.BOOKINGS)
    async def ask(self, ctx: PatientContext, appointment_id: str) -> None:
        """Ask whether the visit is really to be cancelled."""
        self.asking, self.reason = await in_read(appointments.question, ctx, appointment_id), ""

    @family_event(Permission.BOOKINGS)
    async def keep(self, ctx: PatientContext) -> None:
        """Keep the visit after all."""
        self._close()

    @family_event(Permission.BOOKINGS)
    async def choose_reason(self, ctx: PatientContext, reason: CancelReason) -> None:
        """Say why, which nobody has to."""
        self.reason = reason

    @family_event(Permission.BOOKINGS)
    async def cancel(self, ctx: PatientContext, appointment_id: str, reason: CancelReason) -> None:
        """Cancel the visit that was asked about."""
        self._close()
        money = await in_tx(appointments.cancel, ctx, appointment_id, reason)
        self._cancelled = self._cancelled | {appointment_id: money}
        await self._show(ctx)

    @family_event(Permission.BOOKINGS)
    async def answer(self, ctx: PatientContext, form: dict[str, str]) -> None:
        """Answer what the clinic asks about a visit, or answer it anew."""
        await in_tx(question.answer, ctx, form.get("visit", ""), form.get("answer", ""))
        await self._show(ctx)

    async def _show(self, ctx: PatientContext) -> None:
        page = await in_read(appointments.upcoming, ctx, self._cancelled, self._at_most)
        has_online = any(card.is_online for card in page.cards)
        set_vars(self, cards=list(page.cards), has_visits=page.has_visits, has_more=page.has_more)
        set_vars(self, has_online=has_online, loaded=True)
        if self.asking.id:
            await self._ask_again(ctx, {card.id for card in page.cards if card.can_cancel})
        offers_end = await (await self.get_state(WaitListState))._show(ctx)
        changes = [at for at in (page.next_change, offers_end) if at]
        presence.wake(self.router.session.client_token, min(changes, default=None))
        await (await self.get_state(ZoneState))._show(ctx)

    async def _ask_again(self, ctx: PatientContext, possible: set[str]) -> None:
        """Say in an open question what is so by now, or take it away."""
        if self.asking.id not in possible:
            self._close()
        else:
            set_vars(self, asking=await in_read(appointments.question, ctx, self.asking.id))

    def _close(self) -> None:
        self.asking, self.reason = CancelQuestion(), ""
