"""Bring documents in: chart entries, and files that lie beside the clinic file."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlmodel import Session

from myaccount.domain.documents import FILE_AT_MOST, USUAL, DocumentKind, FileEmpty, FileTooLarge, named_type
from myaccount.domain.refusals import Refused
from myaccount.messages import say
from myaccount.models import Document
from myaccount.services.clinic_file import times
from myaccount.services.clinic_file.merging import merge, plain
from myaccount.services.clinic_file.plan import Brought, Plan
from myaccount.services.clinic_file.reading import Entry, Sections
from myaccount.services.clinic_file.schema import DocumentSection
from myaccount.services.context import ClinicContext
from myaccount.services.documents import content, uploads
from myaccount.services.documents.desk import add_version, compare
from myaccount.services.documents.uploads import Upload
from myaccount.store import clinic_file as store
from myaccount.store import documents as document_store
from myaccount.store.files import PIECE, Incoming

COLUMNS = ("title", "folder", "dated")


def plan(tx: Session, sections: Sections, plan: Plan) -> None:
    """Plan the documents; each file is looked into before anything is written."""
    found = store.by_external_id(tx, Document, plan.clinic_id, [entry.said.id for entry in sections.documents])
    for entry in sections.documents:
        before = found.get(entry.said.id)
        person_id = plan.people.find(plan.problems, f"{entry.path}.patient", entry.said.patient)
        if before and person_id and before["person_id"] != person_id:
            plan.problems.add(f"{entry.path}.patient", "This document is somebody else's")
        elif before and before["kind"] != entry.said.kind:
            plan.problems.add(f"{entry.path}.kind", "A document stays what it is: use another id")
        elif person_id and (brought := _read(entry, person_id, before["id"] if before else "", plan)):
            plan.documents.append(brought)


def load(tx: Session, ctx: ClinicContext, plan: Plan, *, writes_files: bool) -> None:
    """Write the documents. What was changed of one in the portal since the last import is kept, and reported."""
    for brought in plan.documents:
        row = tx.get_one(Document, brought.before) if brought.before else _blank(ctx, brought)
        outcome = _merge(tx, ctx, brought, row, plan, writes_files=writes_files)
        plan.count("documents", outcome if brought.before else "added")


def _read(entry: Entry[DocumentSection], person_id: str, before: str, plan: Plan) -> Brought | None:
    said = entry.said
    found = source(f"{entry.path}.file", said.file, plan) if said.file is not None else None
    dated = plan.problems.attempt(f"{entry.path}.dated", lambda: times.day(said.dated, plan.zone, plan.now))
    if dated is None or (said.file is not None and found is None):
        return None
    digest = hash_of(found) if found else _text_hash(said.text or "")
    folder = said.folder or USUAL[DocumentKind(said.kind)].value
    says = {"title": said.title, "folder": folder, "dated": dated, "shared": said.shared, "content": digest}
    return Brought(said.id, entry.path, person_id, said.kind, says, said.text, found, before)


def source(path: str, name: str, plan: Plan) -> Path | None:
    """Find a file beside the clinic file: in its folder or below, never out of it, and what its name says."""
    folder = plan.folder.resolve() if plan.folder else None
    found = (folder / name).resolve() if folder else None
    if folder is None or found is None or not found.is_relative_to(folder) or not found.is_file():
        plan.problems.add(path, f"There is no file {name[:60]!r} beside the clinic file")
        return None
    try:
        _check(found)
    except Refused as refused:
        plan.problems.add(path, say(f"refused.{refused.code}", "en", **refused.facts))
        return None
    return found


def _check(source: Path) -> None:
    kind = named_type(source.name)
    size = source.stat().st_size
    if size == 0:
        raise FileEmpty()
    if size > FILE_AT_MOST:
        raise FileTooLarge()
    with source.open("rb") as file:
        content.check(file, kind)


def _merge(tx: Session, ctx: ClinicContext, brought: Brought, row: Document, plan: Plan, *, writes_files: bool) -> str:
    now = {name: getattr(row, name) for name in COLUMNS}
    now |= {"shared": row.shared_version is not None, "content": _content(row)}
    values, kept = merge(brought.says, now if brought.before else None, row.imported)
    plan.kept += [f"{brought.path}.{_key(name, brought)}" for name in kept]
    is_same = bool(brought.before) and all(now[name] == value for name, value in values.items())
    row.imported = {name: plain(value) for name, value in brought.says.items()}
    tx.add(row)
    if is_same or row.removed_at is not None:
        return "unchanged"
    for name in COLUMNS:
        setattr(row, name, values[name])
    if values["content"] != now["content"]:
        _fill(tx, ctx, brought, row, writes_files=writes_files)
    _share(tx, ctx, row, values)
    tx.flush()
    return "updated"


def _share(tx: Session, ctx: ClinicContext, row: Document, values: Mapping[str, Any]) -> None:
    if not values["shared"]:
        row.shared_version, row.is_changed = None, False
        return
    tx.flush()
    compare(tx, row)
    if row.shared_version is None or row.is_changed:
        row.shared_version = add_version(tx, ctx, row).number
        row.is_changed = False


def _fill(tx: Session, ctx: ClinicContext, brought: Brought, row: Document, *, writes_files: bool) -> None:
    if brought.source is None:
        document_store.set_text(row, brought.text or "")
    elif writes_files:
        row.file_id = uploads.stored_file(tx, ctx, _copied(brought.source)).id


def _copied(source: Path) -> Upload:
    file, sha256 = arrived_from(source)
    return uploads.judged(file, sha256, source.name, source.stem)


def arrived_from(source: Path) -> tuple[Incoming, str]:
    """Copy a file among those that are kept; until this import is written down, it counts as one that arrives.

    Gives back its SHA-256 as well.
    """
    with Incoming() as file, source.open("rb") as whole:
        while piece := whole.read(PIECE):
            file.write(piece)
        return file, file.finish()


def _blank(ctx: ClinicContext, brought: Brought) -> Document:
    return Document(
        clinic_id=ctx.clinic.id,
        external_id=brought.external_id,
        person_id=brought.person_id,
        kind=brought.kind,
        **{name: brought.says[name] for name in COLUMNS},
        created_at=ctx.now,
    )


def _content(row: Document) -> str | None:
    """Tell what a document holds: of a text the hash, of a file, which nobody changes, what the last import said."""
    return _text_hash(document_store.text_of(row)) if row.text else row.imported.get("content")


def _key(name: str, brought: Brought) -> str:
    return {"content": "text" if brought.source is None else "file"}.get(name, name)


def _text_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def hash_of(source: Path) -> str:
    """Tell the SHA-256 of a file beside the clinic file."""
    with source.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
