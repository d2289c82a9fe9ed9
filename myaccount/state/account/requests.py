"""What the patient asks of the desk, on whichever page."""

import reflex as rx

from myaccount.domain.refusals import NotAcceptable, TooManyTasks
from myaccount.domain.tasks import TaskKind
from myaccount.messages import say
from myaccount.services.context import PatientContext
from myaccount.services.profiles import requests
from myaccount.state.access import patient_event
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read, in_tx
from myaccount.views.tasks import OwnRequest


class RequestsState(rx.State):
    """The open requests, and the dialog for a new one; what is being typed stays in the browser until it is sent.

    `sent` grows with each request, and clears the box. `done` stands beside the button that was pressed.
    """

    waiting: list[OwnRequest] = []
    asking: bool = False
    error: str = ""
    is_full: bool = False
    sent: int = 0
    done: str = ""

    @patient_event
    async def ask(self, ctx: PatientContext) -> None:
        """Open the dialog."""
        set_vars(self, asking=True, error="", is_full=False, done="")

    @patient_event
    async def keep(self, ctx: PatientContext) -> None:
        """Close it. What was typed is still there when it opens again."""
        self.asking = False

    @patient_event
    async def send(self, ctx: PatientContext, form: dict[str, str]) -> None:
        """Send a request; only an open dialog does, so a double click sends one."""
        if not self.asking:
            return
        try:
            await in_tx(requests.ask, ctx, TaskKind.CORRECTION, form.get("note", ""))
        except NotAcceptable as turned_down:
            set_vars(self, error=str(turned_down.facts["reason"]), is_full=False)
        except TooManyTasks as full:
            set_vars(self, error=say(f"refused.{full.code}", ctx.lang, **full.facts), is_full=True)
        else:
            self.asking, self.error, self.done = False, "", say("requests.sent", ctx.lang)
            self.sent += 1
        await self._show(ctx)

    @patient_event
    async def withdraw(self, ctx: PatientContext, task_id: str) -> None:
        """Take a request back."""
        self.done = ""
        try:
            await in_tx(requests.withdraw, ctx, task_id)
            self.done = say("requests.withdrawn", ctx.lang)
        finally:
            await self._show(ctx)

    def _begin(self) -> None:
        """Start anew, as a page is opened."""
        set_vars(self, asking=False, error="", done="", is_full=False)

    async def _show(self, ctx: PatientContext) -> None:
        set_vars(self, waiting=list(await in_read(requests.open_ones, ctx)))
