"""Intake Forms: the list of what waits and what was submitted."""

import reflex as rx

from myaccount.domain.family import Permission
from myaccount.services.context import PatientContext
from myaccount.services.intake import own
from myaccount.state.access import family_opening_event
from myaccount.state.sections import fills
from myaccount.state.shell import framed
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read
from myaccount.views.forms import FormCard


@fills("/account/forms")
class FormsState(rx.State):
    """A patient's forms: those that wait, and those that are done."""

    loaded: bool = False
    waiting: list[FormCard] = []
    done: list[FormCard] = []

    @family_opening_event(Permission.FORMS)
    @framed
    async def load(self, ctx: PatientContext) -> None:
        """Open the page."""
        await self._show(ctx)

    async def _show(self, ctx: PatientContext) -> None:
        cards = await in_read(own.listed, ctx)
        set_vars(self, waiting=[one for one in cards if one.waits], done=[one for one in cards if not one.waits])
        set_vars(self, loaded=True)
