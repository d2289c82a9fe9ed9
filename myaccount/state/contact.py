"""Contact Info."""

import reflex as rx

from myaccount.domain.refusals import Refused
from myaccount.messages import say
from myaccount.services import contact, email_proof
from myaccount.services.context import PatientContext
from myaccount.state.access import opening_event, patient_event
from myaccount.state.live import fills
from myaccount.state.notice import NoticeState
from myaccount.state.shell import framed
from myaccount.store.engine import in_read, in_tx
from myaccount.views.contact import ContactForm, Saved


@fills("/account/contact")
class ContactState(rx.State):
    """What Contact Info shows. What is being typed stays in the browser until it is saved.

    `version` grows when the boxes are to show what was saved, `attempt` when a form was turned back. `done` stands
    beside the button that was pressed: on a phone the top of the page is far from it.
    """

    loaded: bool = False
    form: ContactForm = ContactForm()
    version: int = 0
    attempt: int = 0
    problems: dict[str, str] = {}
    summary: str = ""
    done: str = ""
    code_error: str = ""

    @opening_event
    @framed
    async def load(self, ctx: PatientContext) -> None:
        """Open the page."""
        self.problems, self.summary, self.done, self.code_error = {}, "", "", ""
        await self._show(ctx)

    @patient_event
    async def save(self, ctx: PatientContext, form: dict[str, str]) -> None:
        """Save what was changed, all of it or nothing."""
        self.done = ""
        try:
            saved = await in_tx(contact.save, ctx, form)
        except Refused:
            await self._show(ctx)
            raise
        await self._show(ctx)
        self.problems, self.summary = saved.problems, _summary(saved, ctx)
        if self.summary:
            self.attempt += 1
            return
        self.version += 1
        self.code_error = ""
        said = "contact.saved_code" if saved.code_sent else "contact.saved" if saved.changed else "contact.same"
        self.done = say(said, ctx.lang)

    @patient_event
    async def verify(self, ctx: PatientContext, form: dict[str, str]) -> None:
        """Take the code that went to the e-mail address."""
        self.done = ""
        proven = await in_tx(email_proof.verify, ctx, form.get("code", ""))
        self.code_error = "" if proven else say("refused.wrong_code", ctx.lang)
        await self._show(ctx)
        if proven:
            await self._say(say("contact.verified", ctx.lang))

    @patient_event
    async def send_code(self, ctx: PatientContext) -> None:
        """Send another code."""
        self.code_error = self.done = ""
        email = await in_tx(email_proof.send, ctx)
        await self._show(ctx)
        await self._say(say("contact.code_sent", ctx.lang, email=email))

    async def _show(self, ctx: PatientContext) -> None:
        shown = await in_read(contact.show, ctx)
        if shown != self.form:
            self.form = shown
        self.loaded = True

    async def _say(self, notice: str) -> None:
        (await self.get_state(NoticeState))._say(notice=notice)


def _summary(saved: Saved, ctx: PatientContext) -> str:
    if saved.problems:
        return say("contact.check", ctx.lang)
    return say("contact.clash", ctx.lang) if saved.clashes else ""
