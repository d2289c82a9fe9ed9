"""Google, Facebook & Twitter. Linking and unlinking are plain forms: they may ask for the password."""

from typing import Any

import reflex as rx

from myaccount.domain.social import LABELS
from myaccount.messages import say
from myaccount.services.context import PatientContext
from myaccount.services.identity import own_sessions
from myaccount.services.social import linking
from myaccount.state.access import opening_event, patient_event
from myaccount.state.caller import flash
from myaccount.state.notice import NoticeState
from myaccount.state.sections import fills
from myaccount.state.shell import framed
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read
from myaccount.views.social import SocialRow

FORMS = ("link", "unlink")
IN_THE_BOX = ("wrong_password", "too_many_tries")
"""What is said beside the password."""


@fills("/account/social")
class SocialState(rx.State):
    """What the page shows, and the question before a profile is linked or unlinked.

    `asked` is the provider asked about, blank while nothing is; `asks_password` when it was given too long ago, and
    `error` says what was wrong with the last one.
    """

    loaded: bool = False
    rows: list[SocialRow] = []
    keeps_last: bool = False
    asked: str = ""
    asked_about: SocialRow = SocialRow()
    asks_password: bool = False
    error: str = ""

    @opening_event
    @framed
    async def load(self, ctx: PatientContext) -> None:
        """Open the page, and say what became of the way to a provider, or of the form, that led back to it."""
        said = flash("social")
        set_vars(self, asked="", error="")
        await self._show(ctx)
        if said:
            await self._tell(ctx, said)

    @patient_event
    async def ask(self, ctx: PatientContext, provider: str) -> None:
        """Ask before a profile is linked, or unlinked."""
        await self._ask(ctx, provider)

    @patient_event
    async def keep(self, ctx: PatientContext) -> None:
        """Leave things as they are."""
        set_vars(self, asked="", error="")

    async def _tell(self, ctx: PatientContext, said: dict[str, Any]) -> None:
        typed, notices = said.get("typed", {}), await self.get_state(NoticeState)
        label = LABELS.get(typed.get("provider", ""), "")
        if said.get("done"):
            notices._say(notice=say(f"social.{typed.get('which')}", ctx.lang, provider=label))
            return
        words = say(f"refused.{said['code']}", ctx.lang, **said.get("facts", {}))
        if said["code"] in IN_THE_BOX and typed.get("which") in FORMS:
            await self._ask(ctx, typed.get("provider", ""))
            self.error = words
        else:
            notices._say(problem=words)

    async def _ask(self, ctx: PatientContext, provider: str) -> None:
        set_vars(self, asked="", error="")
        row = next((row for row in self.rows if row.provider == provider), None)
        if row is not None:
            needs = await in_read(own_sessions.needs_proof, ctx)
            set_vars(self, asked=provider, asked_about=row, asks_password=needs)

    async def _show(self, ctx: PatientContext) -> None:
        page = await in_read(linking.page, ctx)
        set_vars(self, rows=list(page.rows), keeps_last=page.keeps_last, loaded=True)
        if self.asked and self.asked_about not in self.rows:  # turned off, or done in another tab
            set_vars(self, asked="", error="")
