"""Book an Appointment: the time that is held, booking it, and taking it back."""

from datetime import timedelta

import reflex as rx

from myaccount.domain.booking import BookingOff, ClassFull, SignInRequired, SlotTaken
from myaccount.domain.family import Permission
from myaccount.domain.refusals import CannotMove, CoverChanged, NotFound, Refused
from myaccount.messages import say
from myaccount.services.booking import book, bookers, holds, question
from myaccount.services.booking import review as reviews
from myaccount.services.booking.criteria import SlotRequest
from myaccount.services.context import ClinicContext, PatientContext
from myaccount.services.paying import at_booking
from myaccount.services.paying.processor import at_processor
from myaccount.state.access import public_family_event
from myaccount.state.live import show_again
from myaccount.state.notice import tell
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read, in_tx
from myaccount.store.presence import presence
from myaccount.views.booking import Booked, Review


class HeldState(rx.State):
    """What is about to be booked, or has just been. `over` says that a hold ran out while the page was open.

    `undone` says that the last booking was taken back, until another time is chosen.

    A visit that is moved holds nothing yet: its new time is kept in `_request` until it is confirmed. `_missed` is the
    cell of one that somebody else had by then, until the page has shown what is close to it. `_left` says that they
    went away from what they had booked: booking begins anew when they come back.
    """

    review: Review = Review()
    booked: Booked = Booked()
    over: bool = False
    undone: bool = False
    _moving: str = ""
    _request: SlotRequest | None = None
    _missed: int = 0
    _left: bool = False

    @public_family_event(Permission.BOOKINGS)
    async def back(self, ctx: ClinicContext) -> None:
        """Choose another time after all; a payment for this one is given up, unless it has been made."""
        if self.review.asks_cents:
            done = await at_processor(at_booking.let_go, ctx, self.review.id)
            if done.appointment_id:
                await self._celebrate(ctx, done.appointment_id)
                return
        else:
            await in_tx(holds.release, ctx, ctx.guest_id)
        self._begin()
        self.review = Review()
        await show_again(self, ctx)

    @public_family_event(Permission.BOOKINGS)
    async def confirm(self, ctx: ClinicContext, hold_id: str) -> None:
        """Book what is held."""
        try:
            appointment_id = await in_tx(bookers.confirm, ctx, hold_id, self.review.covered_by)
        except Refused:
            await show_again(self, ctx)
            raise
        await self._celebrate(ctx, appointment_id)

    @public_family_event(Permission.BOOKINGS)
    async def move(self, ctx: ClinicContext) -> None:
        """Give the visit its new time."""
        if self._request is None or not isinstance(ctx, PatientContext):
            return
        moving, request, self._request = self._moving, self._request, None
        try:
            appointment_id = await in_tx(book.reschedule, ctx, moving, request, self.review.covered_by)
        except (CoverChanged, SlotTaken, ClassFull) as refused:
            self._not_moved(moving, request, refused)
            return
        finally:
            self.review = Review()
            await show_again(self, ctx)
        await self._celebrate(ctx, appointment_id)

    @public_family_event(Permission.BOOKINGS)
    async def whoops(self, ctx: ClinicContext, appointment_id: str) -> None:
        """Take back what has just been booked, as if it had never been."""
        said = "book.was_put_back" if self.booked.was_moved else "book.taken_back"
        money = await in_tx(bookers.undo, ctx, appointment_id)
        self._begin()
        self.undone = True
        await show_again(self, ctx)
        await tell(self, say(f"{said}.prepaid", ctx.lang, money=money) if money else say(said, ctx.lang))

    @public_family_event(Permission.BOOKINGS)
    async def answer(self, ctx: ClinicContext, form: dict[str, str]) -> None:
        """Answer what the clinic asks after a booking."""
        if self.booked.id:
            await in_tx(question.answer, ctx, self.booked.id, form.get("answer", ""))
            await self._show(ctx)

    @public_family_event(Permission.BOOKINGS)
    async def more(self, ctx: ClinicContext) -> None:
        """Book another one."""
        self._begin()
        await show_again(self, ctx)

    def _begin(self) -> None:
        """Show nothing of what was booked before."""
        self._moving, self._request, self._left = "", None, False
        set_vars(self, booked=Booked(), over=False, undone=False)

    def _leave(self) -> None:
        """Thank nobody again who is back among their visits; what they have not booked yet is there still."""
        self._left = self._left or bool(self.booked.id)
        set_vars(self, booked=Booked())

    def _propose(self, moving: str, request: SlotRequest) -> None:
        """Note the new time of a visit that is to be moved."""
        self._moving, self._request = moving, request

    def _not_moved(self, moving: str, request: SlotRequest, refused: Refused) -> None:
        """Ask again with the new words, or have the page show what is close to a time that somebody else has."""
        if isinstance(refused, CoverChanged):
            self._propose(moving, request)
            raise refused
        self._missed = request.at

    def _is_open(self) -> bool:
        return bool(self.booked.id or self.review.title)

    async def _show(self, ctx: ClinicContext) -> None:
        if self.booked.id:
            set_vars(self, review=Review(), booked=await in_read(reviews.booked, ctx, self.booked.id))
            return
        had = self.review.id
        try:
            shown = await in_read(reviews.review, ctx, ctx.guest_id, self._moving, self._request)
        except (BookingOff, CannotMove, NotFound, SignInRequired):  # the page says which
            had, shown, self._request = "", Review(), None
        set_vars(self, review=shown, over=bool(had and not shown.id) or (self.over and not shown.title))
        set_vars(self, undone=self.undone and not shown.title)
        if shown.id:
            ends_at = ctx.now + timedelta(seconds=shown.seconds_left)
            presence.wake(self.router.session.client_token, ends_at)

    async def _celebrate(self, ctx: ClinicContext, appointment_id: str) -> None:
        self._begin()
        booked = await in_read(reviews.booked, ctx, appointment_id)
        set_vars(self, review=Review(), booked=booked)
        presence.wake(self.router.session.client_token, ctx.now + timedelta(seconds=booked.seconds_left))
