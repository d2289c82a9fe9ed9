"""My data. Asking for a copy is a plain form: it may ask for the password."""

import reflex as rx

from myaccount.domain.refusals import NotAcceptable, TooManyTasks
from myaccount.domain.tasks import TaskKind
from myaccount.messages import say
from myaccount.services.context import PatientContext
from myaccount.services.my_data import asking
from myaccount.services.profiles import requests
from myaccount.state.access import opening_event, patient_event
from myaccount.state.account.requests import RequestsState
from myaccount.state.caller import flash
from myaccount.state.notice import tell
from myaccount.state.sections import fills
from myaccount.state.shell import framed
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read, in_tx
from myaccount.store.presence import presence
from myaccount.views.my_data import CopyView
from myaccount.views.tasks import OwnRequest

IN_THE_BOX = ("wrong_password", "too_many_tries")
"""What is said beside the password."""


@fills("/account/data")
class MyDataState(rx.State):
    """How the last copy stands, and the question before another is made; `error` is about the password.

    `deleting` while a deletion is being asked for. `answered` are the requests that the clinic has answered.
    """

    loaded: bool = False
    stands: str = "none"
    line: str = ""
    url: str = ""
    needs_password: bool = False
    asking: bool = False
    error: str = ""
    deleting: bool = False
    deletion_error: str = ""
    answered: list[OwnRequest] = []

    @opening_event
    @framed
    async def load(self, ctx: PatientContext) -> None:
        """Open the page, and say what became of the form that led back to it."""
        (await self.get_state(RequestsState))._begin()
        set_vars(self, asking=False, error="", deleting=False, deletion_error="")
        await self._show(ctx)
        said = flash("data")
        if said.get("code"):
            words = say(f"refused.{said['code']}", ctx.lang, **said.get("facts", {}))
            if said["code"] in IN_THE_BOX:
                set_vars(self, asking=True, error=words)
            else:
                await tell(self, problem=words)

    @patient_event
    async def ask(self, ctx: PatientContext) -> None:
        """Ask before a copy is made."""
        await self._show(ctx)
        set_vars(self, asking=True, error="")

    @patient_event
    async def keep(self, ctx: PatientContext) -> None:
        """Leave it. What was typed is still there when the form opens again."""
        set_vars(self, asking=False, error="", deleting=False)

    @patient_event
    async def ask_deletion(self, ctx: PatientContext) -> None:
        """Open the form in which a deletion is asked for."""
        set_vars(self, deleting=True, deletion_error="")

    @patient_event
    async def send_deletion(self, ctx: PatientContext, form: dict[str, str]) -> None:
        """Ask the clinic to delete something; only an open form does, so a double click asks once."""
        if not self.deleting:
            return
        try:
            await in_tx(requests.ask, ctx, TaskKind.DELETION, form.get("what", ""))
        except (NotAcceptable, TooManyTasks) as refused:
            facts = refused.facts
            self.deletion_error = str(facts.get("reason") or say(f"refused.{refused.code}", ctx.lang, **facts))
            return
        set_vars(self, deleting=False, deletion_error="")
        await self._show(ctx)
        await tell(self, say("requests.sent", ctx.lang))

    async def _show(self, ctx: PatientContext) -> None:
        view: CopyView = await in_read(asking.page, ctx)
        set_vars(self, stands=view.state, line=view.line, url=view.url, needs_password=view.needs_password, loaded=True)
        set_vars(self, answered=list(await in_read(requests.answered, ctx)))
        await (await self.get_state(RequestsState))._show(ctx)
        if view.until:
            presence.wake(self.router.session.client_token, view.until)
