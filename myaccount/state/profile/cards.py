"""A patient's cards, in their profile on the clinic's side."""

import reflex as rx

from myaccount.domain.clinic_side import DESK
from myaccount.messages import say
from myaccount.services.context import StaffContext
from myaccount.services.paying import desk_cards
from myaccount.services.paying.processor import at_processor, takes_payments
from myaccount.state.access import staff_event
from myaccount.state.notice import tell
from myaccount.state.path_param import path_param
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read
from myaccount.views.cards import CardRow


class ProfileCardsState(rx.State):
    """The cards of the profile that is open. `removing` is the id of the card that is about to be removed."""

    _person_id = path_param("person_id")

    is_there: bool = False
    rows: list[CardRow] = []
    removing: str = ""
    about: str = ""

    @staff_event(*DESK)
    async def ask(self, ctx: StaffContext, card_id: str) -> None:
        """Ask whether a card is to be removed."""
        found = [row for row in self.rows if row.id == card_id]
        set_vars(self, removing=card_id if found else "", about=found[0].title if found else "")

    @staff_event(*DESK)
    async def keep(self, ctx: StaffContext) -> None:
        """Leave the card where it is."""
        set_vars(self, removing="", about="")

    @staff_event(*DESK)
    async def remove(self, ctx: StaffContext) -> None:
        """Take the card off file; only an open question does."""
        if not self.removing:
            return
        card_id = self.removing
        set_vars(self, removing="", about="")
        try:
            await at_processor(desk_cards.remove, ctx, self._person_id, card_id)
        finally:
            await self._show(ctx, is_shown=True)
        await tell(self, say("profile.cards.removed", ctx.lang))

    async def _show(self, ctx: StaffContext, is_shown: bool) -> None:
        """Show the cards where they are turned to; else only that there is such a part."""
        is_there = takes_payments(ctx) and ctx.role in DESK
        rows = await in_read(desk_cards.on_file, ctx, self._person_id) if is_there and is_shown else ()
        set_vars(self, is_there=is_there, rows=list(rows))
