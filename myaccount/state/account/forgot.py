"""Forgot your password: the page around two plain forms."""

import reflex as rx

from myaccount.messages import say
from myaccount.services.context import ClinicContext
from myaccount.state.access import public_event
from myaccount.state.caller import flash
from myaccount.state.shell import framed


class ForgotState(rx.State):
    """What the page says: whether a message is on its way, and what was wrong with the last try.

    `not_me` when somebody comes from the mail about a sign-in that was not theirs.
    """

    loaded: bool = False
    sent: bool = False
    contact: str = ""
    error: str = ""
    not_me: bool = False

    @public_event
    @framed
    async def load(self, ctx: ClinicContext) -> None:
        """Open the page."""
        said = flash("forgot")
        code = said.get("code", "")
        self.sent = bool(said.get("sent"))
        self.contact = said.get("typed", {}).get("contact", "")
        self.error = say(f"refused.{code}", ctx.lang, **said.get("facts", {})) if code else ""
        self.not_me = self.router.url.query_parameters.get("reason") == "not_me"
        self.loaded = True
