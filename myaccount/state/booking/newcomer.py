"""Book an Appointment: who is coming, when nobody is signed in."""

import reflex as rx

from myaccount.messages import say
from myaccount.services.booking import newcomers
from myaccount.services.context import ClinicContext
from myaccount.state.access import public_event
from myaccount.state.account.zone import ZoneState
from myaccount.state.notice import tell
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read, in_tx
from myaccount.views.newcomers import NewcomerForm


class NewcomerState(rx.State):
    """What a guest has said of themselves. What is being typed stays in the browser until it is sent.

    `stage` is what is asked for: the "form", the "code", or nothing more ("known"). `attempt` grows when the form was
    turned back.
    """

    form: NewcomerForm = NewcomerForm()
    stage: str = "form"
    version: int = 0
    attempt: int = 0
    problems: dict[str, str] = {}
    summary: str = ""
    code_error: str = ""
    _editing: bool = False

    @public_event
    async def introduce(self, ctx: ClinicContext, form: dict[str, str]) -> None:
        """Say who one is."""
        self.summary = self.code_error = ""
        found = await in_tx(newcomers.introduce, ctx, form, (await self.get_state(ZoneState)).known)
        self.problems = found.problems
        if found.problems:
            self.summary = say("book.check", ctx.lang)
            self.attempt += 1
            return
        self.version += 1
        self._editing = False
        await self._show(ctx)

    @public_event
    async def edit(self, ctx: ClinicContext) -> None:
        """Change what one has said."""
        self._editing, self.stage = True, "form"

    @public_event
    async def prove(self, ctx: ClinicContext, form: dict[str, str]) -> None:
        """Take the code that went to the e-mail address."""
        proven = await in_tx(newcomers.prove, ctx, form.get("code", ""))
        self.code_error = "" if proven else say("book.code_wrong", ctx.lang)
        await self._show(ctx)

    @public_event
    async def send_again(self, ctx: ClinicContext) -> None:
        """Send another code."""
        self.code_error = ""
        email = await in_tx(newcomers.send_again, ctx)
        await tell(self, say("book.code_sent_again", ctx.lang, email=email))

    async def _show(self, ctx: ClinicContext) -> None:
        form = await in_read(newcomers.show, ctx)
        asked = "known" if form.is_known else "code" if form.waits_for_code else "form"
        set_vars(self, form=form, stage="form" if self._editing else asked)
