"""Manage Sessions: everybody's own sign-ins, and their end."""

import reflex as rx

from myaccount.domain.identity_refusals import ProofNeeded
from myaccount.messages import say
from myaccount.services.context import PatientContext
from myaccount.services.identity import own_sessions
from myaccount.services.identity.own_sessions import ALL, OTHERS
from myaccount.state.access import opening_event, patient_event
from myaccount.state.caller import flash
from myaccount.state.notice import tell
from myaccount.state.paged import Paged, turns
from myaccount.state.sections import fills
from myaccount.state.shell import framed
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read, in_tx
from myaccount.views.sessions import SessionRow


@fills("/account/sessions")
class SessionsState(Paged, rx.State):
    """A page of the list, and the question before a sign-in is ended.

    `asked` is the id of the sign-in asked about, or `all`; blank while nothing is. `asks_password` when it was given
    too long ago; then a plain form takes the answer, and `error` says what was wrong with the last one.
    """

    loaded: bool = False
    rows: list[SessionRow] = []
    others: int = 0
    asked: str = ""
    asked_about: SessionRow = SessionRow()
    asks_password: bool = False
    error: str = ""

    older, newer = turns(patient_event)

    @opening_event
    @framed
    async def load(self, ctx: PatientContext) -> None:
        """Open the page; a form that was turned down is open again, and says why."""
        said = flash("sessions")
        which = said.get("typed", {}).get("which", "")
        set_vars(self, asked="", error="")
        self._rewind()
        if said.get("done"):
            await tell(self, say("sessions.done", ctx.lang))
        await self._show(ctx)
        if which:
            await self._ask(ctx, ALL if which == OTHERS else which)
            self.error = say(f"refused.{said['code']}", ctx.lang, **said.get("facts", {}))

    @patient_event
    async def ask(self, ctx: PatientContext, session_id: str) -> None:
        """Ask before one sign-in is ended."""
        await self._ask(ctx, session_id)

    @patient_event
    async def ask_all(self, ctx: PatientContext) -> None:
        """Ask before all are ended, and whether this one is to stay."""
        await self._ask(ctx, ALL)

    @patient_event
    async def keep(self, ctx: PatientContext) -> None:
        """End nothing."""
        set_vars(self, asked="", error="")

    @patient_event
    async def end(self, ctx: PatientContext) -> None:
        """End the sign-in asked about."""
        await self._ended(ctx, own_sessions.end, self.asked)

    @patient_event
    async def end_others(self, ctx: PatientContext) -> None:
        """End all sign-ins but this one, when that was asked about."""
        if self.asked == ALL:
            await self._ended(ctx, own_sessions.end_others)

    @patient_event
    async def end_all(self, ctx: PatientContext) -> None:
        """End all sign-ins, this one as well, when that was asked about."""
        if self.asked == ALL:
            await self._ended(ctx, own_sessions.end_all)

    async def _ask(self, ctx: PatientContext, which: str) -> None:
        set_vars(self, asked="", error="")
        about = SessionRow() if which == ALL else await in_read(own_sessions.one, ctx, which)
        set_vars(self, asked=which, asked_about=about, asks_password=await in_read(own_sessions.needs_proof, ctx))

    async def _ended(self, ctx: PatientContext, use_case: own_sessions.End, *which: str) -> None:
        try:
            await in_tx(use_case, ctx, *which)
        except ProofNeeded:
            self.asks_password = True
            raise
        set_vars(self, asked="", error="")
        await tell(self, say("sessions.done", ctx.lang))
        await self._show(ctx)

    async def _show(self, ctx: PatientContext) -> None:
        page = await in_read(own_sessions.page, ctx, self._cursor)
        self._turned(page.cursor)
        set_vars(self, rows=list(page.rows), others=page.others, loaded=True)
