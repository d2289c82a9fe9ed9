"""Passkeys, a card of Username/Password. Making and removing one are plain requests: they may ask for the password."""

from typing import Any

import reflex as rx

from myaccount.domain.refusals import NotAcceptable
from myaccount.messages import say
from myaccount.services.context import PatientContext
from myaccount.services.passkeys import own
from myaccount.state.access import patient_event
from myaccount.state.caller import flash
from myaccount.state.notice import NoticeState, tell
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read, in_tx
from myaccount.views.passkeys import PasskeyRow

NAME, REMOVE = "name", "remove"


class PasskeysState(rx.State):
    """Somebody's passkeys, and the question before one is named or removed.

    `asked` is what is asked, blank while nothing is, about `asked_about`; `error` says what was wrong with the answer.
    """

    rows: list[PasskeyRow] = []
    asks_password: bool = False
    is_full: bool = False
    keeps_last: bool = False
    asked: str = ""
    asked_about: PasskeyRow = PasskeyRow()
    error: str = ""

    @patient_event
    async def ask_name(self, ctx: PatientContext, passkey_id: str) -> None:
        """Ask for another name of a passkey."""
        await self._ask(ctx, NAME, passkey_id)

    @patient_event
    async def ask_remove(self, ctx: PatientContext, passkey_id: str) -> None:
        """Ask before a passkey is removed."""
        await self._ask(ctx, REMOVE, passkey_id)

    @patient_event
    async def keep(self, ctx: PatientContext) -> None:
        """Leave things as they are."""
        set_vars(self, asked="", error="")

    @patient_event
    async def look_again(self, ctx: PatientContext) -> None:
        """Show the form anew after it was turned down: it may ask for the password now."""
        await self._show(ctx)

    @patient_event
    async def rename(self, ctx: PatientContext, form: dict[str, str]) -> None:
        """Give the passkey asked about another name."""
        try:
            await in_tx(own.rename, ctx, self.asked_about.id, form.get("new_passkey_name", ""))
        except NotAcceptable as refused:
            self.error = str(refused.facts["reason"])
            return
        set_vars(self, asked="", error="")
        await tell(self, say("passkeys.named", ctx.lang))
        await self._show(ctx)

    async def _open(self, ctx: PatientContext) -> None:
        """Say what became of the request that led back to the page."""
        said = flash("passkeys")
        set_vars(self, asked="", error="")
        if said:
            await self._tell(ctx, said)

    async def _tell(self, ctx: PatientContext, said: dict[str, Any]) -> None:
        typed, notices = said.get("typed", {}), await self.get_state(NoticeState)
        if said.get("done"):
            notices._say(notice=say(f"passkeys.{typed.get('which')}", ctx.lang, name=typed.get("name", "")))
            return
        words = say(f"refused.{said['code']}", ctx.lang, **said.get("facts", {}))
        await self._ask(ctx, REMOVE, typed.get("passkey", ""))
        if self.asked and self.asks_password:
            self.error = words
        else:
            set_vars(self, asked="", error="")
            notices._say(problem=words)

    async def _ask(self, ctx: PatientContext, what: str, passkey_id: str) -> None:
        await self._show(ctx)
        row = next((row for row in self.rows if row.id == passkey_id), None)
        set_vars(self, asked=what if row else "", asked_about=row or PasskeyRow(), error="")

    async def _show(self, ctx: PatientContext) -> None:
        page = await in_read(own.page, ctx)
        asks, is_full, keeps_last = page.asks_password, page.is_full, page.keeps_last
        set_vars(self, rows=list(page.rows), asks_password=asks, is_full=is_full, keeps_last=keeps_last)
        if self.asked and self.asked_about not in self.rows:  # removed in another tab
            set_vars(self, asked="", error="")
