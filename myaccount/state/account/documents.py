"""Documents: the list of what the clinic shares, and one of them that is looked at."""

import reflex as rx

from myaccount.domain.refusals import NotFound
from myaccount.messages import say
from myaccount.services.context import PatientContext
from myaccount.services.documents import own
from myaccount.state.access import opening_event, patient_event
from myaccount.state.notice import tell
from myaccount.state.paged import Paged, turns
from myaccount.state.path_param import path_param
from myaccount.state.sections import fills
from myaccount.state.shell import framed
from myaccount.state.vars import set_vars
from myaccount.store.engine import in_read, in_tx
from myaccount.views.documents import DocumentCard, DocumentView, FolderTab


@fills("/account/documents")
class DocumentsState(Paged, rx.State):
    """What Documents shows: one page of one folder, or of all."""

    loaded: bool = False
    folders: list[FolderTab] = []
    folder: str = ""
    has_several: bool = False
    cards: list[DocumentCard] = []
    may_send: bool = False

    older, newer = turns(patient_event)

    @opening_event
    @framed
    async def load(self, ctx: PatientContext) -> None:
        """Open the page."""
        set_vars(self, folder="")
        self._rewind()
        await self._show(ctx)

    @patient_event
    async def choose(self, ctx: PatientContext, folder: str) -> None:
        """Show one folder, or all of them."""
        self.folder = folder
        self._rewind()
        await self._show(ctx)

    @patient_event
    async def sent(self, ctx: PatientContext) -> None:
        """Say that a file has been sent."""
        self._rewind()
        await self._show(ctx)
        await tell(self, say("documents.sent", ctx.lang))

    async def _show(self, ctx: PatientContext) -> None:
        page = await in_read(own.page, ctx, self.folder, self._cursor)
        if page.folder != self.folder:
            self._rewind()
        self._turned(page.cursor)
        set_vars(self, folders=list(page.folders), folder=page.folder, cards=list(page.cards), may_send=page.may_send)
        set_vars(self, has_several=len(page.folders) > 1, loaded=True)


@fills("/account/documents/[document_id]")
class DocumentState(rx.State):
    """One document. What is shown is gone from the page as soon as the clinic no longer shares it."""

    _document_id = path_param("document_id")

    loaded: bool = False
    view: DocumentView = DocumentView()

    @opening_event
    @framed
    async def load(self, ctx: PatientContext) -> None:
        """Open the document, which is written down."""
        set_vars(self, loaded=False, view=DocumentView())
        try:
            await in_tx(own.opened, ctx, self._document_id)
        except NotFound:  # the page itself says so, and leads back
            set_vars(self, loaded=True)
            return
        await self._show(ctx)

    async def _show(self, ctx: PatientContext) -> None:
        try:
            view = await in_read(own.show, ctx, self._document_id)
        except NotFound:
            view = DocumentView()
        set_vars(self, view=view, loaded=True)
