"""A form that is built, as a patient sees it: filled in to try it out, and forgotten."""

from typing import Any

import reflex as rx

from myaccount.domain.refusals import NotFound
from myaccount.messages import say
from myaccount.services.context import StaffContext
from myaccount.services.intake import preview
from myaccount.state.access import staff_event
from myaccount.state.account.form import NEWS_AT_MOST, Name, Said, Turn
from myaccount.state.difference import put
from myaccount.state.in_address import in_address
from myaccount.state.notice import tell
from myaccount.store.engine import in_read
from myaccount.views.cards import CardRow
from myaccount.views.forms import FormView, Missing, SectionView, Told


class FormPreviewState(rx.State):
    """What the page of a patient's form would hold; `shown` is blank while nobody looks."""

    _whose = in_address("template_id")

    shown: str = ""
    due: str = ""
    card: str = ""
    cards: list[CardRow] = []
    has_card: bool = False
    sections: list[SectionView] = []
    start: dict[str, Told] = {}
    news: list[Told] = []
    hidden: list[str] = []
    progress: str = ""
    percent: int = 0
    missing: list[Missing] = []
    misses: int = 0
    _answers: dict[str, Any] = {}

    @staff_event()
    async def begin(self, ctx: StaffContext) -> None:
        """Look at the form that is open, with nothing answered."""
        self._shut()
        view = await in_read(preview.show, ctx, self._whose, {})
        self.start = {one.id: Told(one.id) for section in view.sections for one in section.questions}
        self._put(view)

    @staff_event()
    async def close(self, ctx: StaffContext) -> None:
        """Look away; what was answered is forgotten."""
        self._shut()

    @staff_event()
    async def answer(self, ctx: StaffContext, form_id: Name, question_id: Name, answer: Said, turn: Turn) -> None:
        """Try an answer."""
        answers = dict(self._answers)
        kept = await in_read(preview.answer, ctx, self._whose, answers, question_id, answer, turn)
        self._answers = answers
        others = [one for one in self.news if one.question != question_id]
        put(self, news=[*others, kept.told][-NEWS_AT_MOST:], hidden=kept.hidden)
        put(self, progress=kept.progress, percent=kept.percent)

    @staff_event()
    async def arrived(self, ctx: StaffContext, question_id: Name) -> None:
        """Do nothing: no file is sent while somebody only looks."""

    @staff_event()
    async def submit(self, ctx: StaffContext) -> None:
        """Show what a patient would be told."""
        left = await in_read(preview.submit, ctx, self._whose, self._answers)
        put(self, missing=left, misses=self.misses + bool(left))
        if not left:
            self._shut()
            await tell(self, say("builder.preview.done", ctx.lang))

    def _shut(self) -> None:
        self._answers = {}
        put(self, start={}, news=[], missing=[], misses=0)
        self._put(FormView())

    async def _show(self, ctx: StaffContext) -> None:
        """Follow what is being built while somebody looks."""
        if not self.shown:
            return
        try:
            view = await in_read(preview.show, ctx, self._whose, self._answers)
        except NotFound:
            self._shut()
            return
        blank = {one.id: Told(one.id) for section in view.sections for one in section.questions}
        put(self, start={**blank, **self.start})
        self._put(view)

    def _put(self, view: FormView) -> None:
        put(self, shown=view.id, card=view.card, sections=view.sections, hidden=view.hidden)
        put(self, progress=view.progress, percent=view.percent)
