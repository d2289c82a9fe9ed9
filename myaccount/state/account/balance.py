"""Pay Balance. No handler takes an amount: what is due is read where it is paid."""

import reflex as rx

from myaccount.domain.cards import chosen
from myaccount.domain.family import Permission
from myaccount.domain.refusals import Refused
from myaccount.services.billing import balance
from myaccount.services.context import PatientContext
from myaccount.services.paying import attempts, cards, processor
from myaccount.services.paying.processor import at_processor
from myaccount.state.access import family_event, family_opening_event
from myaccount.state.account.cards import AddCardState
from myaccount.state.sections import fills
from myaccount.state.shell import framed
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read
from myaccount.views.balance import DueInvoice
from myaccount.views.cards import CardForm, CardRow
from myaccount.views.paying import UNDER_WAY, Paying, Stage


@fills("/account/balance")
class BalanceState(rx.State):
    """What is due, the cards of whoever pays it, and a payment that is being made: its `stage`, and what is said of it.

    `answers` grows with each answer, so that the button can be pressed again. `left_out` are the invoices that are not
    to be paid now, where the clinic lets patients choose. `_attempt` is the payment under way.
    """

    loaded: bool = False
    is_open: bool = False
    due: str = ""
    due_cents: int = 0
    can_choose: bool = False
    chosen_cents: int = 0
    chosen_due: str = ""
    left_out: list[str] = []
    credit: str = ""
    invoices: list[DueInvoice] = []
    rows: list[CardRow] = []
    chosen: str = ""
    stage: str = ""
    line: str = ""
    proof: CardForm = CardForm()
    answers: int = 0
    _attempt: str = ""

    @family_opening_event(Permission.PAYMENTS)
    @framed
    async def load(self, ctx: PatientContext) -> None:
        """Open the page; what was left under way is looked up first."""
        (await self.get_state(AddCardState))._begin()
        self._say(Paying())
        self.chosen = self._attempt = ""
        self.left_out = []
        try:
            if await in_read(cards.is_unfinished, ctx.oneself):
                await at_processor(cards.finish, ctx.oneself)
            self._say(await at_processor(attempts.look_up, ctx))
        except Refused:
            pass  # the page shows what is known; the next opening looks again
        await self._show(ctx)

    @family_event(Permission.PAYMENTS)
    async def choose(self, ctx: PatientContext, card_id: str) -> None:
        """Choose the card to pay with."""
        if any(row.id == card_id for row in self.rows):
            self.chosen = card_id

    @family_event(Permission.PAYMENTS)
    async def choose_invoice(self, ctx: PatientContext, invoice_id: str, is_chosen: bool) -> None:
        """Choose an invoice to pay now, or leave it for later."""
        if any(row.id == invoice_id for row in self.invoices):
            others = [one for one in self.left_out if one != invoice_id]
            self.left_out = others if is_chosen else [*others, invoice_id]
        await self._show(ctx)

    @family_event(Permission.PAYMENTS)
    async def pay(self, ctx: PatientContext) -> None:
        """Pay what is shown with the chosen card; a second click finds nothing due, and does nothing."""
        picked = [row.id for row in self.invoices if row.is_chosen] if self.can_choose else None
        try:
            if self.due_cents and self.stage not in UNDER_WAY:
                self._say(Paying())
                self._say(await at_processor(attempts.pay, ctx, self.chosen, self.chosen_cents, picked))
        finally:
            self.answers += 1
            await self._show(ctx)

    @family_event(Permission.PAYMENTS)
    async def look(self, ctx: PatientContext) -> None:
        """Look up what became of the payment under way, after the bank's question or at the patient's wish."""
        try:
            self._say(await at_processor(attempts.look_up, ctx))
        finally:
            await self._show(ctx)

    @family_event(Permission.PAYMENTS)
    async def give_up(self, ctx: PatientContext) -> None:
        """End the payment under way without charging the card, if it is not charged yet."""
        try:
            self._say(await at_processor(attempts.give_up, ctx))
        finally:
            await self._show(ctx)

    def _say(self, paying: Paying) -> None:
        set_vars(self, stage=paying.stage, line=paying.line, proof=paying.proof)
        if paying.stage == Stage.PAID:
            self.left_out = []

    async def _show(self, ctx: PatientContext) -> None:
        is_open = processor.takes_payments(ctx)
        found = await in_read(balance.of, ctx, self.left_out)
        credit = found.credit if found.credit_cents else ""
        set_vars(self, is_open=is_open, due=found.due, due_cents=found.due_cents, credit=credit, loaded=True)
        set_vars(self, can_choose=found.can_choose, chosen_cents=found.chosen_cents, chosen_due=found.chosen)
        set_vars(self, invoices=list(found.invoices))
        self._offer(list(await in_read(cards.on_file, ctx.oneself)))
        await self._follow(ctx)
        if not is_open:
            (await self.get_state(AddCardState))._begin()

    def _offer(self, rows: list[CardRow]) -> None:
        before = {row.id for row in self.rows}
        set_vars(self, rows=rows, chosen=chosen([row.id for row in rows], before, self.chosen))

    async def _follow(self, ctx: PatientContext) -> None:
        """Follow a payment that is under way somewhere else, or that the processor has told of meanwhile."""
        attempt = await in_read(attempts.open_attempt, ctx)
        if attempt and self.stage not in UNDER_WAY:
            self._say(await in_read(attempts.became, ctx, attempt))
        elif not attempt and self.stage in UNDER_WAY and self._attempt:
            self._say(await in_read(attempts.became, ctx, self._attempt))
        self._attempt = attempt
