"""One intake form, filled in answer by answer.

What a form asks is sent to the browser once, as it is opened. From then on only what changes goes to and fro: a box
sends its answer and is told what became of it, and what another device answered is told to the box it belongs to. So
a form of two hundred questions costs no more with each answer than one of two.
"""

import reflex as rx

from myaccount.domain.family import Permission
from myaccount.domain.refusals import NotFound
from myaccount.messages import say
from myaccount.services.context import PatientContext
from myaccount.services.intake import filling, own
from myaccount.state.access import family_event, family_opening_event
from myaccount.state.account.cards import AddCardState
from myaccount.state.form_paper import FormPaper, Name, Said, Turn, unanswered
from myaccount.state.notice import tell
from myaccount.state.path_param import path_param
from myaccount.state.sections import fills
from myaccount.state.shell import ShellState, framed
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read, in_tx
from myaccount.views.forms import CARD, FormView, Kept, Missing, Told


@fills("/account/forms/[form_id]")
class FormState(FormPaper, rx.State):
    """The form that is open, how it stands, and which of its answers came from here."""

    _form_id = path_param("form_id")

    loaded: bool = False
    name: str = ""
    stands: str = ""
    note: str = ""
    is_returned: bool = False
    done: str = ""
    copy_url: str = ""
    is_carried: bool = False
    _revision: int = 0
    _but_answers: str = ""
    _mine: list[int] = []
    _wrong: dict[str, str] = {}

    @family_opening_event(Permission.FORMS)
    @framed
    async def load(self, ctx: PatientContext) -> None:
        """Open the form; the first time that is written down, and the form is pinned to what it asks now."""
        set_vars(self, missing=[], news=[])
        await (await self.get_state(AddCardState))._look_up(ctx.oneself)
        self._revision, self._but_answers, self._mine, self._wrong = 0, "", [], {}
        try:
            await in_tx(own.opened, ctx, self._form_id)
        except NotFound:  # the page itself says so, and leads back
            self._put(FormView())
            return
        view = await in_read(own.show, ctx, self._form_id)
        self._put(view)
        self._begin(view)

    @family_event(Permission.FORMS)
    async def answer(self, ctx: PatientContext, form_id: Name, question_id: Name, answer: Said, turn: Turn) -> None:
        """Keep one answer as it is given; `turn` is the number by which its box knows it."""
        kept = await in_tx(filling.answer, ctx, form_id, question_id, answer, turn)
        if form_id == self._form_id:
            self._hear(kept)

    @family_event(Permission.FORMS)
    async def arrived(self, ctx: PatientContext, question_id: Name) -> None:
        """Show a file that has just arrived."""
        await self._follow(ctx, here=question_id)

    @family_event(Permission.FORMS)
    async def confirm(self, ctx: PatientContext) -> None:
        """Say that what the clinic sent back is right as it is."""
        await in_tx(filling.confirm, ctx, self._form_id)
        await self._show(ctx)
        await tell(self, say("form.confirmed", ctx.lang))

    @family_event(Permission.FORMS)
    async def submit(self, ctx: PatientContext) -> None:
        """Submit the form, or lead to what is missing. Once it is submitted, nothing is done."""
        labels = {one.id: one.label for section in self.sections for one in section.questions}
        wrong = [Missing(one, labels[one]) for one in self._wrong if one in labels and one not in self.hidden]
        left = wrong or await in_tx(filling.submit, ctx, self._form_id)
        set_vars(self, missing=left, misses=self.misses + bool(left))
        if left:
            return
        await self._show(ctx)
        await (await self.get_state(ShellState))._show(ctx)
        await tell(self, say("form.thanks", ctx.lang))

    async def _show(self, ctx: PatientContext) -> None:
        """Show what has changed, unless that is only what this page has just answered. A card may have come, too."""
        fingerprint = await in_read(own.fingerprint, ctx, self._form_id)
        news = range(self._revision + 1, fingerprint.revision + 1)
        if self.card or fingerprint.but_answers != self._but_answers or not set(news) <= set(self._mine):
            await self._follow(ctx)
        else:
            self._revision, self._mine = max(fingerprint.revision, self._revision), []
        self._but_answers = fingerprint.but_answers

    async def _follow(self, ctx: PatientContext, here: str = "") -> None:
        """Show what others have done since. `here` is a question whose answer came from here."""
        view = await self._read(ctx)
        was_open = self.stands == "open"
        self._put(view)
        if view.stands == "open" and not was_open:
            self._begin(view)
            return
        heard = [one for one in view.answers if one.revision > self._revision and one.revision not in self._mine]
        if heard:
            self._tell([Told(**{**one.__dict__, "turn": -1 if one.question == here else 0}) for one in heard])
        self._revision = max(view.revision, self._revision)
        self._mine = [one for one in self._mine if one > self._revision]

    async def _read(self, ctx: PatientContext) -> FormView:
        try:
            return await in_read(own.show, ctx, self._form_id)
        except NotFound:
            return FormView()

    def _begin(self, view: FormView) -> None:
        """Let the boxes begin with what is answered by now."""
        set_vars(self, start={**unanswered(view), **{one.question: one for one in view.answers}}, news=[])
        self._revision = view.revision

    def _hear(self, kept: Kept) -> None:
        """Tell a box what became of its answer."""
        told = kept.told
        self._tell([told])
        if told.wrong:
            self._wrong = {**self._wrong, told.question: told.wrong}
            return
        self._wrong = {name: wrong for name, wrong in self._wrong.items() if name != told.question}
        self._mine = [*self._mine, told.revision]
        left = [one for one in self.missing if one.id != told.question]
        set_vars(self, hidden=kept.hidden, progress=kept.progress, percent=kept.percent, missing=left)

    def _put(self, view: FormView) -> None:
        self._lay(view)
        set_vars(self, loaded=True, name=view.name, stands=view.stands, due=view.due, note=view.note, done=view.done)
        set_vars(
            self,
            is_returned=view.is_returned,
            cards=view.cards,
            has_card=view.has_card,
            copy_url=view.copy_url,
            is_carried=view.is_carried,
        )
        if view.has_card or not view.card:
            set_vars(self, missing=[one for one in self.missing if one.id != CARD])
