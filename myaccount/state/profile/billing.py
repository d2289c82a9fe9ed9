"""A patient's money on their profile: what there is, what was done, and one form for what the desk does with it."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

import reflex as rx

from myaccount.domain.billing import MOST_LINES, Act
from myaccount.domain.clinic_side import DESK
from myaccount.domain.refusals import Refused
from myaccount.messages import say
from myaccount.services.billing import accounts, acts, by_card, panels
from myaccount.services.billing.panels import Asked
from myaccount.services.context import StaffContext
from myaccount.services.paying.processor import at_processor
from myaccount.state.access import staff_event
from myaccount.state.paged import Place
from myaccount.state.panel import Panel, closes
from myaccount.state.path_param import path_param
from myaccount.state.profile.receipts import PatientReceiptsState
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read, in_tx
from myaccount.views.billing import ActRow, InvoiceRow, MoneyPanel, PaymentRow
from myaccount.views.practice import Outcome

View = Literal["accounts", "receipts", "history"]
Listed = Literal["invoices", "payments", "acts"]


class ProfileBillingState(Panel, rx.State):
    """What the desk sees of a patient's money. `kind` is what the open form does, and `once` names its opening.

    A form that comes back counts while it is open, and once: what is pressed twice is done once.
    """

    _person_id = path_param("person_id")

    view: str = "accounts"
    due: str = ""
    credit: str = ""
    owes: bool = False
    has_credit: bool = False
    can_charge_fee: bool = False
    invoices: list[InvoiceRow] = []
    payments: list[PaymentRow] = []
    acts: list[ActRow] = []
    has_older: list[str] = []
    has_newer: list[str] = []
    _places: dict[str, Place] = {}
    kind: str = ""
    once: str = ""
    lines: int = 1
    panel: MoneyPanel = MoneyPanel()

    close = closes(staff_event(*DESK))

    @staff_event(*DESK)
    async def turn(self, ctx: StaffContext, view: View) -> None:
        """Turn to invoices and payments, to the receipts, or to what was done."""
        self.view, self._places = view, {}
        if view == "receipts":
            (await self.get_state(PatientReceiptsState))._begin()
        await self._show(ctx, is_shown=True)

    @staff_event(*DESK)
    async def older(self, ctx: StaffContext, listed: Listed) -> None:
        """Turn to what was before this in a list."""
        await self._leaf(ctx, listed, older=True)

    @staff_event(*DESK)
    async def newer(self, ctx: StaffContext, listed: Listed) -> None:
        """Turn back to what was after this in a list."""
        await self._leaf(ctx, listed, older=False)

    @staff_event(*DESK)
    async def ask(self, ctx: StaffContext, act: Act, subject_id: str) -> None:
        """Open the form for something, with the invoice or the payment that it is done with; blank for none."""
        shown = await in_read(panels.show, ctx, Asked(self._person_id, act, subject_id))
        self._begin(subject_id, shown.fields)
        set_vars(self, kind=act, once=_opening(), lines=1, panel=shown)

    @staff_event(*DESK)
    async def add_line(self, ctx: StaffContext) -> None:
        """Offer one more line of an invoice."""
        self.lines = min(self.lines + 1, MOST_LINES)

    @staff_event(*DESK)
    async def save(self, ctx: StaffContext, form: dict[str, str]) -> None:
        """Do what the form says, all of it or nothing; one that is not open any more does nothing."""
        if not self.is_open or form.get("once") != self.once:
            return
        try:
            outcome = await self._done(ctx, form)
        except Refused as refused:
            self._turn_back(refused, ctx)
        else:
            if self._take(outcome, ctx.lang):
                self._shut()
                await self._say(outcome.touches)
        await self._show(ctx, is_shown=True)

    async def _leaf(self, ctx: StaffContext, listed: Listed, *, older: bool) -> None:
        self._places = {**self._places, listed: self._places.get(listed, Place()).turned(older=older)}
        await self._show(ctx, is_shown=True)

    def _turned(self, following: Mapping[str, str]) -> None:
        """Note where the page after the one that is shown begins, of each list that is."""
        for listed, cursor in following.items():
            self._places = {**self._places, listed: replace(self._places.get(listed, Place()), following=cursor)}
        has_newer = [listed for listed in following if self._places[listed].has_newer]
        set_vars(self, has_older=[listed for listed in following if following[listed]], has_newer=has_newer)

    def _turn_back(self, refused: Refused, ctx: StaffContext) -> None:
        """Say why in the form, which counts as another one once the processor is done with what it asked."""
        self.once = _opening() if isinstance(refused, by_card.OVER) else self.once
        self._take(Outcome(problems={"": ""}), ctx.lang)
        self.summary = say(f"refused.{refused.code}", ctx.lang, **refused.facts)

    async def _done(self, ctx: StaffContext, form: dict[str, str]) -> Outcome:
        """Do what a form says: what moves money on a card asks the processor, and all else is written down at once."""
        if await in_read(by_card.is_meant, ctx, self._asked(), form):
            return await at_processor(by_card.save, ctx, self._asked(), form)
        return await in_tx(acts.save, ctx, self._asked(), form)

    def _asked(self) -> Asked:
        return Asked(self._person_id, self.kind, self.of, self.once)  # type: ignore[arg-type]  # written by `ask` alone

    def _leave(self) -> None:
        """Begin anew, for another patient."""
        self._shut()
        self.view, self._places = "accounts", {}

    async def _show(self, ctx: StaffContext, is_shown: bool) -> None:
        if not is_shown or ctx.role not in DESK:
            self._shut()
            return
        is_history = self.view == "history"
        cursors = {listed: place.cursor for listed, place in self._places.items()}
        found = await in_read(accounts.show, ctx, self._person_id, cursors, is_history=is_history)
        self._turned(found.following)
        set_vars(self, due=found.due, credit=found.credit, owes=found.owes, has_credit=found.has_credit)
        set_vars(
            self,
            can_charge_fee=found.can_charge_fee,
            invoices=list(found.invoices),
            payments=list(found.payments),
            acts=list(found.acts),
        )
        if self.view == "receipts":
            await (await self.get_state(PatientReceiptsState))._show(ctx)
        if self.is_open:
            await self._follow_panel(ctx)

    async def _follow_panel(self, ctx: StaffContext) -> None:
        """Show in an open form what has become of the accounts; what is typed in it stays."""
        try:
            shown = await in_read(panels.show, ctx, self._asked())
        except Refused:  # there is nothing left to do it with
            self._shut()
            return
        self._follow(shown.fields)
        set_vars(self, panel=shown)


def _opening() -> str:
    """Name an opening of the form, as an attempt that is made with it is named."""
    return secrets.token_urlsafe(16)
