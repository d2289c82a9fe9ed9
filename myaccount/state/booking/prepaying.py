"""Book an Appointment: the card, or the money, that the clinic asks for to book. No handler takes an amount."""

import reflex as rx

from myaccount.domain.cards import chosen
from myaccount.domain.family import Permission
from myaccount.domain.refusals import Refused
from myaccount.messages import say
from myaccount.services.context import ClinicContext
from myaccount.services.paying import at_booking
from myaccount.services.paying.at_booking import Prepaid
from myaccount.services.paying.processor import at_processor
from myaccount.state.access import public_family_event
from myaccount.state.booking.held import HeldState
from myaccount.state.live import show_again
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read
from myaccount.views.booking import Review
from myaccount.views.cards import CardForm, CardRow
from myaccount.views.paying import UNDER_WAY, Paying


class PrepayState(rx.State):
    """The cards to book with, the form for another one, and a payment that is being made: its `stage`, and its `line`.

    `answers` grows with each answer, so that a button can be pressed again; `done` says what became of a card. `_hold`
    is the time that is being paid for, also after its hold has become a visit, or has run out.
    """

    rows: list[CardRow] = []
    chosen: str = ""
    has_card: bool = False
    adding: bool = False
    form: CardForm = CardForm()
    done: str = ""
    stage: str = ""
    line: str = ""
    proof: CardForm = CardForm()
    answers: int = 0
    _hold: str = ""

    @public_family_event(Permission.PAYMENTS)
    async def add(self, ctx: ClinicContext) -> None:
        """Open the form for a card."""
        held = await self.get_state(HeldState)
        form = await at_processor(at_booking.begin_card, ctx, held.review.id)
        set_vars(self, form=form, adding=True, done="")
        await show_again(self, ctx)

    @public_family_event(Permission.PAYMENTS)
    async def keep(self, ctx: ClinicContext) -> None:
        """Put the form away."""
        set_vars(self, form=CardForm(), adding=False)

    @public_family_event(Permission.PAYMENTS)
    async def saved(self, ctx: ClinicContext) -> None:
        """Look up what became of the card, since the processor has taken it."""
        try:
            added = await at_processor(at_booking.finish_card, ctx)
        finally:
            self.answers += 1
            await show_again(self, ctx)
        said = say("cards.added" if added else "cards.same", ctx.lang)
        set_vars(self, form=CardForm(), adding=False, done=said)

    @public_family_event(Permission.PAYMENTS)
    async def choose(self, ctx: ClinicContext, card_id: str) -> None:
        """Choose the card to pay with."""
        if any(row.id == card_id for row in self.rows):
            self.chosen = card_id

    @public_family_event(Permission.PAYMENTS)
    async def pay(self, ctx: ClinicContext) -> None:
        """Pay what is asked for with the chosen card, and book; a second click finds it paid, and does nothing."""
        held = await self.get_state(HeldState)
        asked = held.review
        if not asked.asks_cents or self.stage in UNDER_WAY:
            return
        self._hold, self.done = asked.id, ""
        self._say(Paying())
        try:
            done = await at_processor(at_booking.pay, ctx, asked.id, self.chosen, asked.asks_cents)
            await self._take(ctx, done)
        finally:
            self.answers += 1
            await show_again(self, ctx)

    @public_family_event(Permission.PAYMENTS)
    async def look(self, ctx: ClinicContext) -> None:
        """Look up what became of the payment under way, after the bank's question or at the patient's wish."""
        try:
            await self._take(ctx, await at_processor(at_booking.look_up, ctx, self._hold))
        finally:
            await show_again(self, ctx)

    @public_family_event(Permission.PAYMENTS)
    async def give_up(self, ctx: ClinicContext) -> None:
        """End the payment under way without charging the card, if it is not charged yet."""
        try:
            await self._take(ctx, await at_processor(at_booking.give_up, ctx, self._hold))
        finally:
            await show_again(self, ctx)

    def _begin(self) -> None:
        """Forget what was being paid for."""
        self._hold = ""
        self._say(Paying())
        set_vars(self, form=CardForm(), adding=False, done="")

    def _say(self, paying: Paying) -> None:
        set_vars(self, stage=paying.stage, line=paying.line, proof=paying.proof)

    async def _take(self, ctx: ClinicContext, done: Prepaid) -> None:
        self._say(done.paying)
        if done.appointment_id:
            self._begin()
            await (await self.get_state(HeldState))._celebrate(ctx, done.appointment_id)

    async def _resume(self, ctx: ClinicContext, asked: Review) -> None:
        """Take up a card, or a payment, that was left under way, as by a browser that was closed."""
        try:
            if asked.asks and await in_read(at_booking.is_unfinished, ctx):
                await at_processor(at_booking.finish_card, ctx)
                await self._show(ctx, asked)
            known = await in_read(at_booking.became, ctx, asked.id) if asked.asks_cents else Prepaid()
            if known.paying.stage in UNDER_WAY:
                self._hold = asked.id
                await self._take(ctx, await at_processor(at_booking.look_up, ctx, asked.id))
        except Refused:
            return  # the page shows what is known; the next opening looks again

    async def _show(self, ctx: ClinicContext, asked: Review) -> None:
        """Show what to pay with, and follow a payment that the processor has told of meanwhile."""
        if self._hold:
            done = await in_read(at_booking.became, ctx, self._hold)
            if done.appointment_id or done.paying.stage not in UNDER_WAY:
                await self._take(ctx, done)
        if not asked.asks:
            set_vars(self, rows=[], chosen="", has_card=False, form=CardForm(), adding=False)
            return
        rows = list(await in_read(at_booking.cards_of, ctx))
        before = {row.id for row in self.rows}
        card = chosen([row.id for row in rows], before, self.chosen)
        set_vars(self, rows=rows, chosen=card, has_card=any(row.state != "expired" for row in rows))
