"""A patient's forms on the clinic's side, and how one is sent to them."""

import reflex as rx
from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict

from myaccount.domain.parsing import FieldError, day, or_blank
from myaccount.messages import say
from myaccount.services.context import StaffContext
from myaccount.services.intake import desk, sending
from myaccount.state.access import staff_event
from myaccount.state.notice import tell
from myaccount.state.path_param import path_param
from myaccount.state.profile.form_reading import FormReadingState
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read, in_tx
from myaccount.views.practice import Option
from myaccount.views.profile_forms import PatientForm


@with_config(ConfigDict(extra="forbid", strict=True))
class SendForm(TypedDict, total=False):
    """Which form is sent, and until when; a blank day for none."""

    template: str
    due_on: str


class ProfileFormsState(rx.State):
    """The list, and whether somebody is about to send another one."""

    _person_id = path_param("person_id")

    rows: list[PatientForm] = []
    templates: list[Option] = []
    has_more: bool = False
    is_sending: bool = False
    problem: str = ""

    @staff_event()
    async def begin(self, ctx: StaffContext) -> None:
        """Choose a form to send."""
        self.is_sending, self.problem = True, ""

    @staff_event()
    async def close(self, ctx: StaffContext) -> None:
        """Send none."""
        self.is_sending = False

    @staff_event()
    async def send(self, ctx: StaffContext, form: SendForm) -> None:
        """Put a form on the patient's list."""
        try:
            due_on = or_blank(day("document.day_wrong"))(form.get("due_on", ""))
        except FieldError as wrong:
            self.problem = say(wrong.key, ctx.lang)
            return
        await in_tx(sending.send, ctx, self._person_id, form.get("template", ""), due_on)
        self.is_sending = False
        await self._done(ctx, "desk_form.sent_now")

    @staff_event()
    async def withdraw(self, ctx: StaffContext, form_id: str) -> None:
        """Take a form off the patient's list."""
        try:
            await in_tx(sending.withdraw, ctx, self._person_id, form_id)
        finally:
            await self._show(ctx)
        await self._done(ctx, "desk_form.withdrawn")

    @staff_event()
    async def remind(self, ctx: StaffContext, form_id: str) -> None:
        """Tell the patient again that a form waits."""
        await in_tx(desk.remind, ctx, self._person_id, form_id)
        await self._done(ctx, "desk_form.reminded")

    async def _done(self, ctx: StaffContext, said: str) -> None:
        await self._show(ctx)
        await tell(self, say(said, ctx.lang))

    async def _leave(self) -> None:
        """Begin with nothing open."""
        set_vars(self, rows=[], templates=[], has_more=False, is_sending=False, problem="")
        (await self.get_state(FormReadingState))._shut()

    async def _show(self, ctx: StaffContext) -> None:
        page = await in_read(desk.page, ctx, self._person_id)
        set_vars(self, rows=list(page.rows), templates=list(page.templates), has_more=page.has_more)
        await (await self.get_state(FormReadingState))._show(ctx)
