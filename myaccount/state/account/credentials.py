"""Username/Password. The forms are plain ones: a password never gets into a State."""

from typing import Any

import reflex as rx

from myaccount.messages import say
from myaccount.services.context import PatientContext
from myaccount.services.identity import credentials
from myaccount.state.access import opening_event
from myaccount.state.account.passkeys import PasskeysState
from myaccount.state.caller import flash
from myaccount.state.notice import tell
from myaccount.state.sections import fills
from myaccount.state.shell import framed
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read

FORMS = ("username", "password", "two_step")


@fills("/account/password")
class CredentialsState(rx.State):
    """The username, since when there is a second step (blank without one), and what became of the last form sent.

    `errors` are by `<form>.<field>`, such as `password.current`. `wrong_box` is the box that the error is about, and
    `wrong_line` the error; both are blank without one.
    """

    loaded: bool = False
    username: str = ""
    two_step_since: str = ""
    typed: str = ""
    errors: dict[str, str] = {}
    wrong_box: str = ""
    wrong_line: str = ""

    @opening_event
    @framed
    async def load(self, ctx: PatientContext) -> None:
        """Open the page, and say what became of the form that led back to it."""
        said = flash(*FORMS)
        form = said.get("page", "")
        set_vars(self, errors=_errors(form, said, ctx))
        name, line = next(iter(self.errors.items()), ("", ""))
        set_vars(self, wrong_box=_box(name), wrong_line=line)
        self.typed = said.get("typed", {}).get("username", "")
        if said.get("done"):
            await tell(self, say(f"credentials.{form}.done", ctx.lang))
        await self._show(ctx)
        await (await self.get_state(PasskeysState))._open(ctx)

    async def _show(self, ctx: PatientContext) -> None:
        name, since = await in_read(credentials.username, ctx), await in_read(credentials.two_step_since, ctx)
        set_vars(self, username=name, two_step_since=since, loaded=True)
        await (await self.get_state(PasskeysState))._show(ctx)


def _box(name: str) -> str:
    """Name the box of an error: each form asks for the current password, and the page has that box several times."""
    form, _, field = name.partition(".")
    return f"{form}-current" if field == "current" else field


def _errors(form: str, said: dict[str, Any], ctx: PatientContext) -> dict[str, str]:
    """Put what was wrong beside the box it is about."""
    code, facts = said.get("code", ""), said.get("facts", {})
    if not code:
        return {}
    if code == "not_acceptable":
        return {f"{form}.{facts['field']}": facts["reason"]}
    return {f"{form}.current": say(f"refused.{code}", ctx.lang, **facts)}
