"""A form that a patient submitted, read at the side of their profile, and sent back from there."""

import reflex as rx
from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict

from myaccount.domain.refusals import NotAcceptable, NotFound
from myaccount.messages import say
from myaccount.services.context import StaffContext
from myaccount.services.intake import reading, sending
from myaccount.state.access import staff_event
from myaccount.state.live import show_again
from myaccount.state.notice import tell
from myaccount.state.path_param import path_param
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read, in_tx
from myaccount.views.profile_forms import FormReading


@with_config(ConfigDict(extra="forbid", strict=True))
class ReturnForm(TypedDict, total=False):
    """What the patient is to change."""

    note: str


class FormReadingState(rx.State):
    """The form that is open; a blank id for none. `problem` is what is wrong with the note."""

    _person_id = path_param("person_id")

    form: FormReading = FormReading()
    is_returning: bool = False
    problem: str = ""

    @staff_event()
    async def read(self, ctx: StaffContext, form_id: str) -> None:
        """Read a form, which is written down."""
        await in_tx(reading.opened, ctx, self._person_id, form_id)
        set_vars(self, form=await in_read(reading.show, ctx, self._person_id, form_id), is_returning=False, problem="")

    @staff_event()
    async def close(self, ctx: StaffContext) -> None:
        """Put the form away."""
        self._shut()

    @staff_event()
    async def begin_return(self, ctx: StaffContext) -> None:
        """Write what the patient is to change."""
        self.is_returning, self.problem = True, ""

    @staff_event()
    async def send_back(self, ctx: StaffContext, form: ReturnForm) -> None:
        """Give the form back to the patient, with the note."""
        try:
            await in_tx(sending.send_back, ctx, self._person_id, self.form.id, form.get("note", ""))
        except NotAcceptable as wrong:
            self.problem = str(wrong.facts["reason"])
            return
        self._shut()
        await show_again(self, ctx)
        await tell(self, say("desk_form.returned", ctx.lang))

    def _shut(self) -> None:
        set_vars(self, form=FormReading(), is_returning=False, problem="")

    async def _show(self, ctx: StaffContext) -> None:
        """Show what is open as it is now; close what was sent back, or is not theirs to see any more."""
        if not self.form.id:
            return
        try:
            set_vars(self, form=await in_read(reading.show, ctx, self._person_id, self.form.id))
        except NotFound:
            self._shut()
