"""The sign-in page. Signing in itself is a plain form: only HTTP can set a cookie that scripts cannot read."""

import reflex as rx

from myaccount.domain.booking import OnlineBooking
from myaccount.domain.sessions import EndReason
from myaccount.messages import say
from myaccount.services.context import ClinicContext
from myaccount.services.social.keys import on_offer
from myaccount.state.access import public_event
from myaccount.state.caller import flash
from myaccount.state.sections import fills
from myaccount.state.shell import framed
from myaccount.state.vars import set_vars


@fills("/sign-in", for_everybody=True)
class SignInState(rx.State):
    """What the page says: why somebody is here, or what was wrong with the last try, which keeps what was typed.

    `is_open_to_all` tells whether whoever has no account may book online, and gets one so.
    """

    loaded: bool = False
    error: str = ""
    username: str = ""
    next: str = ""
    message: str = ""
    providers: list[str] = []
    is_open_to_all: bool = False

    @public_event
    @framed
    async def load(self, ctx: ClinicContext) -> None:
        """Open the page."""
        asked = self.router.url.query_parameters
        said = flash("sign_in")
        self.error = say(f"refused.{said['code']}", ctx.lang, **said.get("facts", {})) if said else ""
        self.username = said.get("typed", {}).get("username", "")
        self.next = asked.get("next", "")
        self.message = _why(asked.get("ended", ""), ctx)
        await self._show(ctx)

    async def _show(self, ctx: ClinicContext) -> None:
        is_open = ctx.settings.online_booking == OnlineBooking.ALLOWED
        set_vars(self, providers=[provider.value for provider in on_offer(ctx)], is_open_to_all=is_open, loaded=True)


def _why(ended: str, ctx: ClinicContext) -> str:
    """Say why somebody has been signed out. Anybody can write anything into an address, so only reasons count."""
    if ended not in {reason.value for reason in EndReason}:
        return ""
    return say(f"ended.{ended}", ctx.lang, minutes=ctx.settings.idle_sign_out_minutes)
