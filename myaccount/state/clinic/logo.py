"""The clinic's logo, on the settings page; what it is, the frame of every page knows."""

import reflex as rx

from myaccount.domain.people import Role
from myaccount.messages import say
from myaccount.services.clinic import logo
from myaccount.services.context import StaffContext
from myaccount.state.access import staff_event
from myaccount.state.notice import tell
from myaccount.store.engine import in_tx


class LogoState(rx.State):
    """The logo's own card."""

    @staff_event(Role.OWNER)
    async def sent(self, ctx: StaffContext, digest: str) -> None:
        """Say that the logo which was sent is the clinic's now."""
        await tell(self, say("logo.kept", ctx.lang))

    @staff_event(Role.OWNER)
    async def remove(self, ctx: StaffContext) -> None:
        """Show no logo any more."""
        await in_tx(logo.remove, ctx)
        await tell(self, say("logo.removed", ctx.lang))
