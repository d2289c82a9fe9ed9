"""How a form is called and when it is asked for, at the side of the page."""

from typing import Any, Literal

import reflex as rx

from myaccount.domain.clinic_side import DESK
from myaccount.domain.refusals import Refused
from myaccount.messages import say
from myaccount.services.context import StaffContext
from myaccount.services.intake import catalogue
from myaccount.state.access import staff_event
from myaccount.state.live import show_again
from myaccount.state.panel import Panel, closes
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read, in_tx
from myaccount.views.form_templates import TemplateForm
from myaccount.views.practice import Option

Trigger = Literal["by_hand", "first_visit", "treatment", "every"]


class OccasionState(Panel, rx.State):
    """The form of a form. Which boxes it has goes by the `trigger` that is chosen in it."""

    trigger: str = "by_hand"
    treatments: list[Option] = []

    close = closes(staff_event(*DESK))

    @staff_event(*DESK)
    async def edit(self, ctx: StaffContext, template_id: str) -> None:
        """Open it; a blank id begins a form without questions."""
        form = await in_read(catalogue.form, ctx, template_id)
        self._begin(form.id, form.fields)
        self.trigger = form.trigger
        self._around(form)

    @staff_event(*DESK)
    async def choose_trigger(self, ctx: StaffContext, value: Trigger) -> None:
        """Choose when it is asked for: the boxes that go with it appear."""
        self.trigger = value

    @staff_event(*DESK)
    async def save(self, ctx: StaffContext, form: dict[str, str]) -> Any:
        """Save it, all of it or nothing; a new form opens to be built."""
        of = self.of
        outcome = await in_tx(catalogue.save, ctx, of, {**form, "trigger": self.trigger})
        if not self._take(outcome, ctx.lang):
            return None
        self._shut()
        if not of:
            return rx.redirect(f"/clinic/forms/{outcome.id}")
        await show_again(self, ctx)
        await self._say(say("template.saved" if outcome.changed else "practice.same", ctx.lang))
        return None

    @staff_event(*DESK)
    async def archive(self, ctx: StaffContext, template_id: str) -> None:
        """Send a form to nobody any more."""
        stay = await in_tx(catalogue.archive, ctx, template_id)
        self._shut()
        await show_again(self, ctx)
        await self._say(say("template.archived_open" if stay else "template.archived_now", ctx.lang, count=stay))

    @staff_event(*DESK)
    async def restore(self, ctx: StaffContext, template_id: str) -> None:
        """Let a form be sent again."""
        await in_tx(catalogue.restore, ctx, template_id)
        self._shut()
        await show_again(self, ctx)
        await self._say(say("template.restored_now", ctx.lang))

    async def _show(self, ctx: StaffContext) -> None:
        if not self.is_open:
            return
        try:
            form = await in_read(catalogue.form, ctx, self.of)
        except Refused:  # the role was taken away
            self._shut()
            return
        self._follow(form.fields)
        self._around(form)

    def _around(self, form: TemplateForm) -> None:
        set_vars(self, treatments=list(form.treatments))
