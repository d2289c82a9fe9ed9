"""The clinic's own mail server, on the settings page."""

import reflex as rx

from myaccount.domain.people import Role
from myaccount.messages import say
from myaccount.services.context import StaffContext
from myaccount.services.outgoing import mail_server
from myaccount.state.access import staff_event
from myaccount.state.panel import Panel, closes
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read, in_tx
from myaccount.views.mail_server import MailServerFacts

BOXES = ("host", "port", "security", "username", "sender")


class MailServerState(Panel, rx.State):
    """Whose server carries the mail, and the form for the clinic's own. The password is never in it."""

    facts: MailServerFacts = MailServerFacts()

    close = closes(staff_event(Role.OWNER))

    @staff_event(Role.OWNER)
    async def edit(self, ctx: StaffContext) -> None:
        """Open the form."""
        await self._show(ctx)
        self._begin("", {box: str(getattr(self.facts, box)) for box in BOXES})

    @staff_event(Role.OWNER)
    async def save(self, ctx: StaffContext, form: dict[str, str]) -> None:
        """Try the server, and keep it if it takes the clinic's mail."""
        outcome = await mail_server.try_and_save(ctx, form)
        await self._finish(outcome, ctx.lang, "mail_server.saved", "mail_server.unchanged")
        await self._show(ctx)

    @staff_event(Role.OWNER)
    async def remove(self, ctx: StaffContext) -> None:
        """Let the mail go over the deployment's server again."""
        await in_tx(mail_server.remove, ctx)
        self._shut()
        await self._say(say("mail_server.removed", ctx.lang))
        await self._show(ctx)

    @staff_event(Role.OWNER)
    async def send_test(self, ctx: StaffContext) -> None:
        """Send oneself a mail, the way every mail of the clinic goes."""
        address = await mail_server.send_test(ctx)
        await self._say(say("mail_server.tested", ctx.lang, address=address))

    async def _show(self, ctx: StaffContext) -> None:
        set_vars(self, facts=await in_read(mail_server.facts, ctx))
