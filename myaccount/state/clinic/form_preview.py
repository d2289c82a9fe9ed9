"""A form that is built, as a patient sees it: filled in to try it out, and forgotten."""

from typing import Any

import reflex as rx

from myaccount.domain.refusals import NotFound
from myaccount.messages import say
from myaccount.services.context import StaffContext
from myaccount.services.intake import preview
from myaccount.state.access import staff_event
from myaccount.state.form_paper import FormPaper, Name, Said, Turn, unanswered
from myaccount.state.notice import tell
from myaccount.state.path_param import path_param
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read
from myaccount.views.forms import FormView


class FormPreviewState(FormPaper, rx.State):
    """What the page of a patient's form would hold; `shown` is blank while nobody looks."""

    _template_id = path_param("template_id")

    _answers: dict[str, Any] = {}

    @staff_event()
    async def begin(self, ctx: StaffContext) -> None:
        """Look at the form that is open, with nothing answered."""
        self._shut()
        view = await in_read(preview.show, ctx, self._template_id, {})
        self.start = unanswered(view)
        self._lay(view)

    @staff_event()
    async def close(self, ctx: StaffContext) -> None:
        """Look away; what was answered is forgotten."""
        self._shut()

    @staff_event()
    async def answer(self, ctx: StaffContext, form_id: Name, question_id: Name, answer: Said, turn: Turn) -> None:
        """Try an answer."""
        answers = dict(self._answers)
        kept = await in_read(preview.answer, ctx, self._template_id, answers, question_id, answer, turn)
        self._answers = answers
        self._tell([kept.told])
        set_vars(self, hidden=kept.hidden, progress=kept.progress, percent=kept.percent)

    @staff_event()
    async def arrived(self, ctx: StaffContext, question_id: Name) -> None:
        """Do nothing: no file is sent while somebody only looks."""

    @staff_event()
    async def submit(self, ctx: StaffContext) -> None:
        """Show what a patient would be told."""
        left = await in_read(preview.submit, ctx, self._template_id, self._answers)
        set_vars(self, missing=left, misses=self.misses + bool(left))
        if not left:
            self._shut()
            await tell(self, say("builder.preview.done", ctx.lang))

    def _shut(self) -> None:
        self._answers = {}
        set_vars(self, start={}, news=[], missing=[], misses=0)
        self._lay(FormView())

    async def _show(self, ctx: StaffContext) -> None:
        """Follow what is being built while somebody looks."""
        if not self.shown:
            return
        try:
            view = await in_read(preview.show, ctx, self._template_id, self._answers)
        except NotFound:
            self._shut()
            return
        set_vars(self, start={**unanswered(view), **self.start})
        self._lay(view)
