"""The private address at which somebody's visits can be followed."""

import reflex as rx

from myaccount.messages import say
from myaccount.services.context import PatientContext
from myaccount.services.visits import calendar_feed
from myaccount.state.access import patient_event
from myaccount.state.notice import tell
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read, in_tx


class CalendarFeedState(rx.State):
    """The private calendar address; blank until somebody asks to see it."""

    address: str = ""
    is_asked: bool = False

    @patient_event
    async def show(self, ctx: PatientContext) -> None:
        """Show the address, if there is one."""
        set_vars(self, address=await in_read(calendar_feed.address, ctx), is_asked=True)

    @patient_event
    async def renew(self, ctx: PatientContext) -> None:
        """Make a new address; the one before stops."""
        set_vars(self, address=await in_tx(calendar_feed.renew, ctx), is_asked=True)
        await tell(self, say("feed.made", ctx.lang))

    @patient_event
    async def stop(self, ctx: PatientContext) -> None:
        """Close the address."""
        await in_tx(calendar_feed.stop, ctx)
        set_vars(self, address="", is_asked=True)
        await tell(self, say("feed.stopped", ctx.lang))

    def _fold(self) -> None:
        """Take the address off the page again."""
        set_vars(self, address="", is_asked=False)
