"""Contact Info."""

import reflex as rx

from myaccount.domain.refusals import Refused
from myaccount.messages import say
from myaccount.services.context import PatientContext
from myaccount.services.profiles import contact, contact_proof
from myaccount.services.profiles.contact_proof import Way
from myaccount.state.access import opening_event, patient_event
from myaccount.state.account.requests import RequestsState
from myaccount.state.account.zone import ZoneState
from myaccount.state.kept_form import KeptForm
from myaccount.state.notice import tell
from myaccount.state.sections import fills
from myaccount.state.shell import framed
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read, in_tx
from myaccount.views.contact import ContactForm


@fills("/account/contact")
class ContactState(KeptForm, rx.State):
    """What Contact Info shows."""

    loaded: bool = False
    form: ContactForm = ContactForm()
    code_error: str = ""
    mobile_code_error: str = ""

    @opening_event
    @framed
    async def load(self, ctx: PatientContext) -> None:
        """Open the page."""
        self._begin()
        self.code_error = self.mobile_code_error = ""
        (await self.get_state(RequestsState))._begin()
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
        if self._settle(saved, "contact.saved_code" if saved.code_sent else "contact.saved", ctx.lang):
            self.code_error = ""

    @patient_event
    async def verify(self, ctx: PatientContext, form: dict[str, str]) -> None:
        """Take the code that went to the e-mail address."""
        self.done = ""
        proven = await in_tx(contact_proof.verify, ctx, form.get("code", ""))
        self.code_error = "" if proven else say("refused.wrong_code", ctx.lang)
        await self._show(ctx)
        if proven:
            await tell(self, say("contact.verified", ctx.lang))

    @patient_event
    async def send_code(self, ctx: PatientContext) -> None:
        """Send another code."""
        self.code_error = self.done = ""
        email = await in_tx(contact_proof.send, ctx)
        await self._show(ctx)
        await tell(self, say("contact.code_sent", ctx.lang, email=email))

    @patient_event
    async def verify_mobile(self, ctx: PatientContext, form: dict[str, str]) -> None:
        """Take the code that was texted to the mobile."""
        self.done = ""
        proven = await in_tx(contact_proof.verify, ctx, form.get("mobile_code", ""), Way.MOBILE)
        self.mobile_code_error = "" if proven else say("refused.wrong_code", ctx.lang)
        await self._show(ctx)
        if proven:
            await tell(self, say("contact.mobile_verified", ctx.lang))

    @patient_event
    async def send_mobile_code(self, ctx: PatientContext) -> None:
        """Text another code."""
        self.mobile_code_error = self.done = ""
        await in_tx(contact_proof.send, ctx, Way.MOBILE)
        await self._show(ctx)
        await tell(self, say("contact.code_sent", ctx.lang, email=self.form.unverified_mobile))

    async def _show(self, ctx: PatientContext) -> None:
        set_vars(self, form=await in_read(contact.show, ctx), loaded=True)
        zone = await self.get_state(ZoneState)
        zone._list(ctx, self.form.time_zone)
        await zone._show(ctx)
        await (await self.get_state(RequestsState))._show(ctx)
