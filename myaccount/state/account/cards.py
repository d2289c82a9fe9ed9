"""Credit Cards on File. No handler here removes a card (S24)."""

import reflex as rx

from myaccount.domain.family import ForOthers
from myaccount.domain.refusals import Refused
from myaccount.messages import say
from myaccount.services.context import PatientContext
from myaccount.services.paying import cards, processor
from myaccount.services.paying.processor import at_processor
from myaccount.state.access import family_event, opening_event, patient_event
from myaccount.state.live import show_again
from myaccount.state.sections import fills
from myaccount.state.shell import framed
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read, in_tx
from myaccount.views.cards import CardForm, CardRow


class AddCardState(rx.State):
    """The form for a card, on whichever page. What is typed there goes to the processor, and never comes here.

    Whoever pays for somebody else adds a card of their own, here as anywhere.

    `answers` grows with each answer, so that the form's button can be pressed again. `done` says what became of it.
    """

    is_open: bool = False
    form: CardForm = CardForm()
    answers: int = 0
    done: str = ""

    @family_event(ForOthers.ONESELF)
    async def begin(self, ctx: PatientContext) -> None:
        """Open the form."""
        self.done = ""
        form = await at_processor(cards.begin, ctx)
        set_vars(self, form=form, is_open=True)

    @family_event(ForOthers.ONESELF)
    async def keep(self, ctx: PatientContext) -> None:
        """Put the form away."""
        self._begin()

    @family_event(ForOthers.ONESELF)
    async def saved(self, ctx: PatientContext) -> None:
        """Look up what became of the card, since the processor has taken it."""
        try:
            added = await at_processor(cards.finish, ctx)
        finally:
            self.answers += 1
            await show_again(self, ctx)
        self._begin()
        self.done = say("cards.added" if added else "cards.same", ctx.lang)

    async def _look_up(self, ctx: PatientContext) -> None:
        """Begin with the form away; a card that was begun here and finished while nobody looked comes on file."""
        self._begin()
        if await in_read(cards.is_unfinished, ctx):
            try:
                await at_processor(cards.finish, ctx)
            except Refused:
                pass  # the page shows what is on file; the next opening looks again

    def _begin(self) -> None:
        set_vars(self, is_open=False, form=CardForm(), done="")


@fills("/account/cards")
class CardsState(rx.State):
    """The cards on file. `asking` is the id of the card whose removal is being asked for, `about` its name."""

    loaded: bool = False
    is_open: bool = False
    rows: list[CardRow] = []
    asking: str = ""
    about: str = ""

    @opening_event
    @framed
    async def load(self, ctx: PatientContext) -> None:
        """Open the page."""
        set_vars(self, asking="", about="")
        await (await self.get_state(AddCardState))._look_up(ctx)
        await self._show(ctx)

    @patient_event
    async def make_default(self, ctx: PatientContext, card_id: str) -> None:
        """Choose the card that is paid with."""
        try:
            await at_processor(cards.make_default, ctx, card_id)
        finally:
            await self._show(ctx)
        await self._done("cards.default_now", ctx)

    @patient_event
    async def ask(self, ctx: PatientContext, card_id: str) -> None:
        """Open the question whether the clinic is to remove a card."""
        found = [row for row in self.rows if row.id == card_id]
        set_vars(self, asking=card_id if found else "", about=found[0].title if found else "")

    @patient_event
    async def keep(self, ctx: PatientContext) -> None:
        """Close the question."""
        set_vars(self, asking="", about="")

    @patient_event
    async def send(self, ctx: PatientContext) -> None:
        """Ask the clinic; only an open question does, so a double click asks once."""
        if not self.asking:
            return
        card_id = self.asking
        set_vars(self, asking="", about="")
        try:
            await in_tx(cards.ask_to_remove, ctx, card_id)
        finally:
            await self._show(ctx)
        await self._done("cards.asked_now", ctx)

    async def _done(self, key: str, ctx: PatientContext) -> None:
        set_vars(await self.get_state(AddCardState), done=say(key, ctx.lang))

    async def _show(self, ctx: PatientContext) -> None:
        rows = await in_read(cards.on_file, ctx)
        is_open = processor.takes_payments(ctx)
        set_vars(self, rows=list(rows), is_open=is_open, loaded=True)
        if not is_open:
            set_vars(self, asking="", about="")
            (await self.get_state(AddCardState))._begin()
