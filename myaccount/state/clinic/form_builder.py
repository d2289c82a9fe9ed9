"""A form that is being built: every change is in its draft at once, and patients are asked it once it is published."""

from typing import Annotated, Literal

import reflex as rx
from pydantic import StringConstraints

from myaccount.domain.clinic_side import DESK
from myaccount.domain.forms.checking import TEXT_AT_MOST
from myaccount.domain.forms.definition import CardPage
from myaccount.domain.refusals import NotFound, Refused
from myaccount.messages import say
from myaccount.services.context import StaffContext
from myaccount.services.intake import builder, building
from myaccount.state.access import staff_event, staff_opening_event
from myaccount.state.clinic.form_occasion import OccasionState
from myaccount.state.clinic.form_preview import FormPreviewState
from myaccount.state.panel import Panel, closes
from myaccount.state.path_param import path_param
from myaccount.state.sections import fills
from myaccount.state.shell import framed
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read, in_tx
from myaccount.views.form_templates import BuilderPage, QuestionForm
from myaccount.views.practice import Option

Kind = Literal[
    "short_text", "long_text", "single_choice", "multiple_choice", "checkbox", "date", "number", "email", "phone",
    "scale", "signature", "consent", "file", "heading",
]  # fmt: skip
Card = Literal["none", "optional", "required"]
Said = Annotated[str, StringConstraints(max_length=2 * TEXT_AT_MOST)]


@fills("/clinic/forms/[template_id]")
class FormBuilderState(Panel, rx.State):
    """The form, and the question that is open at its side: of a `kind`, shown only if `asks_after` has an answer."""

    _template_id = path_param("template_id")

    loaded: bool = False
    page: BuilderPage = BuilderPage()
    kind: str = "short_text"
    asks_after: str = ""
    asked: list[Option] = []
    answers: list[Option] = []
    flags: list[Option] = []
    _after: str = ""

    close = closes(staff_event(*DESK))

    @staff_opening_event()
    @framed
    async def load(self, ctx: StaffContext) -> None:
        """Open the page."""
        self._shut()
        (await self.get_state(OccasionState))._shut()
        (await self.get_state(FormPreviewState))._shut()
        await self._show(ctx)

    @staff_event(*DESK)
    async def begin(self, ctx: StaffContext, after: str) -> None:
        """Begin a question behind another one; behind all of them for a blank id."""
        self._after = after
        await self._open(ctx, "", "short_text")

    @staff_event(*DESK)
    async def edit(self, ctx: StaffContext, question_id: str) -> None:
        """Open a question at the side."""
        self._after = ""
        await self._open(ctx, question_id, "")

    @staff_event(*DESK)
    async def choose_kind(self, ctx: StaffContext, value: Kind) -> None:
        """Choose the kind of answer: the boxes that go with it appear, and what is typed stays."""
        self.kind = value
        await self._again(ctx)

    @staff_event(*DESK)
    async def ask_after(self, ctx: StaffContext, value: str) -> None:
        """Choose the question that decides whether this one is shown; blank for none."""
        self.asks_after = value
        await self._again(ctx)

    @staff_event(*DESK)
    async def save(self, ctx: StaffContext, form: dict[str, Said]) -> None:
        """Take the question into the draft, all of it or nothing."""
        where = (self._template_id, self.of, self.kind, self.asks_after, self._after)
        outcome = await in_tx(builder.save, ctx, *where, form)
        await self._finish(outcome, ctx.lang, "template.saved")
        await self._show(ctx)

    @staff_event(*DESK)
    async def move_up(self, ctx: StaffContext, question_id: str) -> None:
        """Move a question up by one place."""
        await in_tx(building.move, ctx, self._template_id, question_id, up=True)
        await self._show(ctx)

    @staff_event(*DESK)
    async def move_down(self, ctx: StaffContext, question_id: str) -> None:
        """Move a question down by one place."""
        await in_tx(building.move, ctx, self._template_id, question_id, up=False)
        await self._show(ctx)

    @staff_event(*DESK)
    async def remove(self, ctx: StaffContext, question_id: str) -> None:
        """Take a question out, which can be undone."""
        label = await in_tx(building.remove, ctx, self._template_id, question_id)
        await self._show(ctx)
        await self._say(say("builder.removed", ctx.lang, label=label))

    @staff_event(*DESK)
    async def undo(self, ctx: StaffContext) -> None:
        """Put the question back that was taken out last."""
        label = await in_tx(building.undo, ctx, self._template_id)
        await self._show(ctx)
        await self._say(say("builder.back_again", ctx.lang, label=label) if label else "")

    @staff_event(*DESK)
    async def ask_card(self, ctx: StaffContext, value: Card) -> None:
        """Choose whether the form ends with a page for the card on file."""
        try:
            await in_tx(building.ask_card, ctx, self._template_id, CardPage(value))
        finally:
            await self._show(ctx)

    @staff_event(*DESK)
    async def publish(self, ctx: StaffContext) -> None:
        """Let patients be asked what is on the page."""
        try:
            number = await in_tx(building.publish, ctx, self._template_id, self.page.revision)
        finally:
            await self._show(ctx)
        await self._say(say("builder.published_now", ctx.lang, number=number))

    @staff_event(*DESK)
    async def discard(self, ctx: StaffContext) -> None:
        """Go back to what patients are asked now."""
        try:
            await in_tx(building.discard, ctx, self._template_id, self.page.revision)
        finally:
            await self._show(ctx)
        await self._say(say("builder.discarded", ctx.lang))

    async def _open(self, ctx: StaffContext, question_id: str, kind: str) -> None:
        form = await in_read(builder.form, ctx, self._template_id, question_id, kind, None, self._after)
        self._begin(form.id, form.fields)
        self._around(form)

    async def _again(self, ctx: StaffContext) -> None:
        """Show the open question with what was chosen in it, and with what others have changed meanwhile."""
        try:
            where = (self._template_id, self.of, self.kind, self.asks_after, self._after)
            form = await in_read(builder.form, ctx, *where)
        except Refused:  # somebody else has removed it, or the role was taken away
            self._shut()
            return
        self._follow(form.fields)
        self._around(form)

    async def _show(self, ctx: StaffContext) -> None:
        try:
            page = await in_read(builder.page, ctx, self._template_id)
        except NotFound:  # the page itself says so, and leads back
            page = BuilderPage()
        set_vars(self, page=page, loaded=True)
        await (await self.get_state(OccasionState))._show(ctx)
        await (await self.get_state(FormPreviewState))._show(ctx)
        if self.is_open:
            await self._again(ctx)

    def _around(self, form: QuestionForm) -> None:
        set_vars(self, kind=form.kind, asks_after=form.asks_after)
        set_vars(self, asked=list(form.asked), answers=list(form.answers), flags=list(form.flags))
