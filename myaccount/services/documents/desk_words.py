"""A patient's documents as the desk reads them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from myaccount.domain.documents import CHOSEN, DocumentKind, Folder, Source
from myaccount.domain.people import full_name
from myaccount.messages import say
from myaccount.models import Document, DocumentVersion
from myaccount.services import cursors
from myaccount.services.context import StaffContext
from myaccount.services.documents import words
from myaccount.services.profiles import profiles
from myaccount.store import documents as store
from myaccount.store import patients
from myaccount.views.documents import DeskDocument, DeskDocuments, DocumentForm, SharedVersion
from myaccount.views.practice import Option

PAGE_SIZE = 20
VERSIONS_SHOWN = 20

TEMPLATES: Mapping[str, Folder] = {
    "soap": Folder.CHART,
    "progress": Folder.REPORTS,
    "plan": Folder.PLANS,
    "exercises": Folder.EXERCISES,
}
"""What a chart entry can begin with, each worded as `template.<name>`, and the folder it goes to."""


def of_patient(tx: Session, ctx: StaffContext, person_id: str, cursor: str) -> DeskDocuments:
    """List a patient's documents, the latest day first, twenty at a time, with what the patient sees of each.

    Raises: NotFound, also for a practitioner who has had no appointment with the patient, and for a cursor that no
    page gave out.
    """
    person = profiles.one(tx, ctx, person_id)
    rows = store.desk_page(tx, ctx.clinic.id, person.id, cursors.day_position(cursor), PAGE_SIZE + 1)
    shown, following = cursors.cut(rows, PAGE_SIZE, lambda row: (row.Document.dated, row.Document.id))
    return DeskDocuments(tuple(_line(row, ctx) for row in shown), following, f"{_base(person.id)}/upload")


def form(tx: Session, ctx: StaffContext, row: Document, document_id: str, fields: Mapping[str, str]) -> DocumentForm:
    """Show a document as a form, with the versions of it that were shared."""
    is_text = row.kind == DocumentKind.CHART_ENTRY
    folders = [*CHOSEN, *([] if row.folder in CHOSEN else [Folder(row.folder)])]
    templates = [Option(name, say(f"template.{name}.title", ctx.lang)) for name in TEMPLATES]
    return DocumentForm(
        id=document_id,
        title=row.title,
        is_text=is_text,
        is_shared=row.shared_version is not None,
        is_changed=row.is_changed,
        fields=fields,
        folders=tuple(Option(one.value, words.folder(one, ctx)) for one in folders),
        templates=() if document_id else tuple(templates),
        versions=_versions(tx, ctx, row) if document_id else (),
        view_url=f"{_base(row.person_id)}/{row.id}/file" if document_id else "",
    )


def _line(row: Row[Any], ctx: StaffContext) -> DeskDocument:
    document: Document = row.Document
    version: DocumentVersion | None = row.DocumentVersion
    is_sent = document.source == Source.PATIENT
    return DeskDocument(
        id=document.id,
        title=document.title,
        folder=words.folder(document.folder, ctx),
        dated=words.day(document.dated, ctx.lang),
        about=words.about(document.kind, row.StoredFile, ctx.lang),
        drawing=words.drawing(document.kind, row.StoredFile),
        state=say("document.visible" if version else "document.hidden", ctx.lang),
        is_shared=version is not None,
        opened="" if is_sent or version is None else _opened(version, ctx),
        changed=say("document.changed", ctx.lang) if version and document.is_changed else "",
        sent=say("document.sent_by_patient", ctx.lang) if is_sent else "",
        is_new=is_sent and document.seen_at is None,
        view_url=f"{_base(document.person_id)}/{document.id}/file",
    )


def _opened(version: DocumentVersion, ctx: StaffContext) -> str:
    if version.opened_at is None:
        return say("document.not_opened", ctx.lang)
    return say("document.first_opened", ctx.lang, when=ctx.moment(version.opened_at))


def _versions(tx: Session, ctx: StaffContext, row: Document) -> tuple[SharedVersion, ...]:
    found = store.versions(tx, row.id, VERSIONS_SHOWN)
    sharers = {one.shared_by for one in found if one.shared_by}
    people = patients.people(tx, ctx.clinic.id, sorted(sharers))
    named = {one.id: full_name(one.first_name, one.last_name) for one in people}
    return tuple(
        SharedVersion(
            id=one.id,
            name=say("document.version", ctx.lang, number=one.number),
            shared=say(
                "document.shared_by" if one.shared_by in named else "document.shared_on",
                ctx.lang,
                who=named.get(one.shared_by or "", ""),
                when=ctx.moment(one.shared_at),
            ),
            opened="" if row.source == Source.PATIENT else _opened(one, ctx),
            url=f"{_base(row.person_id)}/{row.id}/file?version={one.number}",
        )
        for one in found
    )


def _base(person_id: str) -> str:
    return f"/clinic/patients/{person_id}/documents"
