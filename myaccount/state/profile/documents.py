"""A patient's documents on the clinic's side."""

from collections.abc import Mapping
from typing import Annotated, cast

import reflex as rx
from pydantic import ConfigDict, StringConstraints, with_config
from typing_extensions import TypedDict

from myaccount.domain.documents import TEXT_AT_MOST
from myaccount.domain.refusals import Refused
from myaccount.messages import say
from myaccount.services.context import StaffContext
from myaccount.services.documents import desk, desk_words
from myaccount.state.access import staff_event
from myaccount.state.paged import Paged, turns
from myaccount.state.panel import Panel, closes
from myaccount.state.path_param import path_param
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read, in_tx
from myaccount.views.documents import DeskDocument, DocumentForm, SharedVersion
from myaccount.views.practice import Option

Short = Annotated[str, StringConstraints(max_length=1000)]
Long = Annotated[str, StringConstraints(max_length=2 * TEXT_AT_MOST)]


@with_config(ConfigDict(extra="forbid", strict=True))
class ChartForm(TypedDict, total=False):
    """The form of a document: each box, and what it said when somebody began to type."""

    title: Short
    title_was: Short
    folder: Short
    folder_was: Short
    dated: Short
    dated_was: Short
    text: Long
    text_was: Long


class ProfileDocumentsState(Panel, Paged, rx.State):
    """A page of a patient's documents, and the one that is open at its side."""

    _person_id = path_param("person_id")

    rows: list[DeskDocument] = []
    send_url: str = ""
    title: str = ""
    is_text: bool = False
    is_shared: bool = False
    is_changed: bool = False
    folders: list[Option] = []
    templates: list[Option] = []
    versions: list[SharedVersion] = []
    view_url: str = ""

    close = closes(staff_event())
    older, newer = turns(staff_event())

    @staff_event()
    async def edit(self, ctx: StaffContext, document_id: str) -> None:
        """Open a document at the side; a blank id begins a chart entry."""
        form = await in_read(desk.form, ctx, self._person_id, document_id)
        self._begin(form.id, form.fields)
        self._around(form)

    @staff_event()
    async def begin_with(self, ctx: StaffContext, template: str) -> None:
        """Begin a new chart entry with a template; what somebody has typed stays."""
        if self.is_open and not self.of:
            self._follow(desk.template(ctx, template, self.fields))

    @staff_event()
    async def save(self, ctx: StaffContext, form: ChartForm) -> None:
        """Save what was typed, all of it or nothing."""
        of, is_shared = self.of, self.is_shared
        outcome = await in_tx(desk.save, ctx, self._person_id, of, cast("Mapping[str, str]", form))
        said = ("chart.saved_shared" if is_shared else "chart.saved") if of else "chart.added"
        await self._finish(outcome, ctx.lang, said)
        await self._show(ctx)

    @staff_event()
    async def share(self, ctx: StaffContext, document_id: str) -> None:
        """Let the patient see a document as it is now."""
        await in_tx(desk.share, ctx, self._person_id, document_id)
        await self._done(ctx, "chart.shared")

    @staff_event()
    async def withdraw(self, ctx: StaffContext, document_id: str) -> None:
        """Let the patient see a document no longer."""
        await in_tx(desk.withdraw, ctx, self._person_id, document_id)
        await self._done(ctx, "chart.withdrawn")

    @staff_event()
    async def remove(self, ctx: StaffContext, document_id: str) -> None:
        """Take a document off the list."""
        await in_tx(desk.remove, ctx, self._person_id, document_id)
        self._shut()
        await self._done(ctx, "chart.removed")

    def _leave(self) -> None:
        """Begin at the first page, with nothing open."""
        self._shut()
        set_vars(self, rows=[])
        self._rewind()

    async def _done(self, ctx: StaffContext, said: str) -> None:
        await self._show(ctx)
        await self._say(say(said, ctx.lang))

    async def _show(self, ctx: StaffContext) -> None:
        page = await in_read(desk_words.of_patient, ctx, self._person_id, self._cursor)
        self._turned(page.cursor)
        set_vars(self, rows=list(page.rows), send_url=page.send_url)
        if not self.is_open:
            return
        try:
            form = await in_read(desk.form, ctx, self._person_id, self.of)
        except Refused:  # somebody else has removed it
            self._shut()
            return
        if self.of:
            self._follow(form.fields)
        self._around(form)

    def _around(self, form: DocumentForm) -> None:
        set_vars(self, title=form.title, is_text=form.is_text, is_shared=form.is_shared, is_changed=form.is_changed)
        set_vars(self, folders=list(form.folders), templates=list(form.templates), versions=list(form.versions))
        set_vars(self, view_url=form.view_url)
