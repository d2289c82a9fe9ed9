"""Documents as their patient sees them: what the clinic shared, in the version it shared, and what the patient sent."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from myaccount.domain.chart_text import plain
from myaccount.domain.documents import PDF, SHOWN_AT_MOST, TEXT, Folder
from myaccount.domain.topics import Topic
from myaccount.messages import say
from myaccount.models import Document, DocumentVersion, StoredFile
from myaccount.services import cursors
from myaccount.services.context import PatientContext, StaffContext
from myaccount.services.desk import arrivals
from myaccount.services.documents import OWN, words
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import audit as trail
from myaccount.store import bus, files
from myaccount.store import documents as store
from myaccount.views.documents import DocumentCard, DocumentsPage, DocumentView, FolderTab

PAGE_SIZE = 20
IN_A_FRAME = "#navpanes=0&view=FitH"
"""How browsers are asked to show a PDF within a page: as wide as its frame, without a side bar of their own."""

NOTED_EVERY = timedelta(minutes=10)
"""Somebody who looks at a document again within this time is not written down again."""


def page(tx: Session, ctx: PatientContext, folder: str, cursor: str) -> DocumentsPage:
    """Show what a patient can see, the latest day first, twenty at a time; of one folder, or of all for a blank one.

    Edges: a folder that has become empty shows all. Raises: NotFound for a cursor that no page gave out. Source: S18.
    """
    counts = store.folders(tx, ctx.clinic.id, ctx.person_id)
    chosen = folder if folder in counts else ""
    after = cursors.day_position(cursor) if chosen == folder else None
    rows = store.shared_page(tx, ctx.clinic.id, ctx.person_id, chosen, after, PAGE_SIZE + 1)
    shown, following = cursors.cut(rows, PAGE_SIZE, lambda row: (row.DocumentVersion.dated, row.Document.id))
    return DocumentsPage(
        folders=tuple(_tab(one, counts[one][1], ctx) for one in Folder if one in counts),
        folder=chosen,
        cards=tuple(_card(row, ctx) for row in shown),
        cursor=following,
        may_send=ctx.settings.patient_uploads,
    )


def show(tx: Session, ctx: PatientContext, document_id: str) -> DocumentView:
    """Show a document to its patient. Raises: NotFound, also when it is somebody else's, or not shared (any more)."""
    row = store.shared(tx, ctx.clinic.id, ctx.person_id, document_id)
    version, file = row.DocumentVersion, row.StoredFile
    text = store.text_of(version)
    shown, found = words.shown(file), words.blocks(row.Document.kind, text)
    if shown == TEXT.shown and file is not None:
        found = plain(_content(file)) if file.size <= SHOWN_AT_MOST else []
        shown = shown if found else ""
    base = f"{OWN}/{document_id}/file"
    url = f"{base}?v={version.number}"
    return DocumentView(
        id=document_id,
        title=version.title,
        folder=words.folder(version.folder, ctx),
        dated=words.day(version.dated, ctx.lang),
        about=words.about(row.Document.kind, file, ctx.lang),
        shown=shown,
        blocks=found,
        file_url=url,
        frame_url=f"{url}{IN_A_FRAME}" if shown == PDF.shown else "",
        download_url=f"{base}?download",
    )


def opened(tx: Session, ctx: PatientContext, document_id: str) -> None:
    """Write down that a patient has opened a document: the clinic sees when they first did. Raises: NotFound."""
    row = store.shared(tx, ctx.clinic.id, ctx.person_id, document_id)
    note_opened(tx, ctx, row.Document, row.DocumentVersion.number, "view")


def note_opened(tx: Session, ctx: PatientContext, row: Document, number: int | None, how: str) -> None:
    """Write down who opened a document, in which version, and how.

    Edges: the same person who looks again within ten minutes is not written down again, who downloads always is.
    """
    is_staff = isinstance(ctx, StaffContext)
    is_first = not is_staff and number is not None and store.mark_opened(tx, row.id, number, ctx.now)
    if isinstance(ctx, StaffContext) and row.seen_at is None and row.source == "patient":
        row.seen_at = ctx.now
        tx.add(row)
        tx.flush()
        arrivals.document_seen(tx, ctx, row.person_id)
        is_first = True
    if is_first:
        bus.announce(tx, ctx.clinic.id, Topic.DOCUMENT, ctx.now, row.person_id)
    since, action = ctx.now - NOTED_EVERY, Action.DOCUMENT_OPENED.value
    if how == "view" and trail.is_noted(tx, row.person_id, ctx.person_id, action, since, row.id):
        return
    audit.record(
        tx, ctx, Action.DOCUMENT_OPENED, subject_id=row.id, person_id=row.person_id, version=number or 0, how=how
    )


def _tab(folder: Folder, new: int, ctx: PatientContext) -> FolderTab:
    return FolderTab(folder.value, words.folder(folder, ctx), say("document.count", ctx.lang, count=new) if new else "")


def _card(row: Row[Any], ctx: PatientContext) -> DocumentCard:
    document: Document = row.Document
    version: DocumentVersion = row.DocumentVersion
    new = ("document.new" if version.number == 1 else "document.updated") if version.opened_at is None else ""
    base = f"{OWN}/{document.id}"
    return DocumentCard(
        id=document.id,
        title=version.title,
        folder=words.folder(version.folder, ctx),
        dated=words.day(version.dated, ctx.lang),
        about=words.about(document.kind, row.StoredFile, ctx.lang),
        drawing=words.drawing(document.kind, row.StoredFile),
        new=say(new, ctx.lang) if new else "",
        url=base,
        download_url=f"{base}/file?download",
    )


def _content(file: StoredFile) -> str:
    whole = b"".join(files.pieces(file.id, file.size, 0, file.size - 1))
    return whole.decode("utf-8-sig", "replace")
