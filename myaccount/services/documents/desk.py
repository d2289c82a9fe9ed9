"""A patient's documents at the desk: written, changed, shared with the patient, withdrawn, removed."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from myaccount.domain import documents as rules
from myaccount.domain.documents import CHOSEN, DocumentKind, Folder, NothingToShare, Source, StillShared
from myaccount.domain.parsing import FieldError
from myaccount.domain.topics import Topic
from myaccount.messages import say
from myaccount.models import Document, DocumentVersion, Person
from myaccount.services import form_merge
from myaccount.services.context import StaffContext
from myaccount.services.documents import desk_words
from myaccount.services.form_merge import word_problems
from myaccount.services.profiles import profiles
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import bus
from myaccount.store import documents as store
from myaccount.views.documents import DocumentForm
from myaccount.views.practice import Outcome

SHOWN_COLUMNS = ("folder", "title", "dated", "file_id")


def form(tx: Session, ctx: StaffContext, person_id: str, document_id: str) -> DocumentForm:
    """Show the form of a patient's document; a blank id begins a chart entry.

    Raises: NotFound, also for a practitioner who has had no appointment with the patient.
    """
    person = profiles.one(tx, ctx, person_id)
    row = store.own(tx, ctx.clinic.id, person.id, document_id) if document_id else _blank(ctx, person)
    return desk_words.form(tx, ctx, row, document_id, _fields(row))


def save(tx: Session, ctx: StaffContext, person_id: str, document_id: str, typed: Mapping[str, str]) -> Outcome:
    """Begin a chart entry, or change a document: all that was typed or nothing.

    Edges: what the patient sees stays as it was shared, until it is shared anew. Raises: NotFound.
    """
    person = profiles.one(tx, ctx, person_id)
    row = store.own(tx, ctx.clinic.id, person.id, document_id, lock=True) if document_id else _blank(ctx, person)
    before = _fields(row)
    # What a box of a new entry said at first may be a template's, and nobody else changed it.
    merged = form_merge.merge(typed if document_id else form_merge.current_values(typed), before)
    values, problems = rules.read(merged.values, DocumentKind(row.kind))
    if "folder" in values and values["folder"] not in (*CHOSEN, row.folder):
        problems["folder"] = FieldError("typed.choose")
    if problems or merged.clashed:
        return Outcome(document_id, word_problems(problems, ctx.lang), merged.clashed)
    changes = {name for name, value in values.items() if str(value) != before[name]}
    if not changes and document_id:
        return Outcome(document_id)
    _write(row, values)
    compare(tx, row)
    tx.add(row)
    tx.flush()
    action = Action.DOCUMENT_CHANGED if document_id else Action.DOCUMENT_ADDED
    _note(tx, ctx, action, row, fields=",".join(sorted(changes)))
    return Outcome(row.id, changed=True)


def share(tx: Session, ctx: StaffContext, person_id: str, document_id: str) -> None:
    """Let the patient see a document as it is now: that version never changes any more.

    Edges: what was not changed since it was shared is no new version. Raises: NotFound · NothingToShare.
    """
    row = _held(tx, ctx, person_id, document_id)
    if row.shared_version is not None and not row.is_changed:
        return
    if row.file_id is None and not store.text_of(row).strip():
        raise NothingToShare()
    last = store.version(tx, row.id, row.versions) if row.versions else None
    if last is None or _differs(row, last):
        last = add_version(tx, ctx, row)
    row.shared_version, row.is_changed = last.number, False
    tx.add(row)
    _note(tx, ctx, Action.DOCUMENT_SHARED, row, version=last.number)


def withdraw(tx: Session, ctx: StaffContext, person_id: str, document_id: str) -> None:
    """Let the patient see a document no longer, from this moment on. Raises: NotFound."""
    row = _held(tx, ctx, person_id, document_id)
    if row.shared_version is None:
        return
    number, row.shared_version = row.shared_version, None
    tx.add(row)
    _note(tx, ctx, Action.DOCUMENT_WITHDRAWN, row, version=number)


def remove(tx: Session, ctx: StaffContext, person_id: str, document_id: str) -> None:
    """Take a document that the patient does not see off the list. It is kept, and so is its trail.

    Raises: NotFound · StillShared.
    """
    row = _held(tx, ctx, person_id, document_id)
    if row.shared_version is not None:
        raise StillShared()
    row.removed_at = ctx.now
    tx.add(row)
    _note(tx, ctx, Action.DOCUMENT_REMOVED, row)


def add_version(tx: Session, ctx: Any, row: Document, shared_by: str | None = None) -> DocumentVersion:
    """Write down what a document is now as its next version."""
    row.versions += 1
    version = DocumentVersion(
        clinic_id=row.clinic_id,
        document_id=row.id,
        number=row.versions,
        **{name: getattr(row, name) for name in SHOWN_COLUMNS},
        shared_at=ctx.now,
        shared_by=shared_by or getattr(ctx, "person_id", None),
    )
    if row.text is not None:
        store.set_text(version, store.text_of(row))
    tx.add(version)
    return version


def compare(tx: Session, row: Document) -> None:
    """Note whether the patient sees something else than what the document says by now."""
    if row.shared_version is not None:
        row.is_changed = _differs(row, store.version(tx, row.id, row.shared_version))


def template(ctx: StaffContext, name: str, fields: Mapping[str, str]) -> dict[str, str]:
    """Fill the form of a new chart entry from a template."""
    if name not in desk_words.TEMPLATES:
        return dict(fields)
    told = {one: say(f"template.{name}.{one}", ctx.lang) for one in ("title", "text")}
    return {**fields, **told, "folder": desk_words.TEMPLATES[name].value}


def _held(tx: Session, ctx: StaffContext, person_id: str, document_id: str) -> Document:
    return store.own(tx, ctx.clinic.id, profiles.one(tx, ctx, person_id).id, document_id, lock=True)


def _blank(ctx: StaffContext, person: Person) -> Document:
    return Document(
        clinic_id=ctx.clinic.id,
        person_id=person.id,
        kind=DocumentKind.CHART_ENTRY.value,
        source=Source.CLINIC.value,
        folder=Folder.CHART.value,
        title="",
        dated=ctx.today,
        created_at=ctx.now,
        created_by=ctx.person_id,
    )


def _fields(row: Document) -> dict[str, str]:
    fields = {"title": row.title, "folder": row.folder, "dated": row.dated.isoformat()}
    return fields | ({"text": store.text_of(row)} if row.kind == DocumentKind.CHART_ENTRY else {})


def _write(row: Document, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if name == "text":
            store.set_text(row, value)
        else:
            setattr(row, name, value)


def _differs(row: Document, version: DocumentVersion) -> bool:
    same = all(getattr(row, name) == getattr(version, name) for name in SHOWN_COLUMNS)
    return not same or store.text_of(row) != store.text_of(version)


def _note(tx: Session, ctx: StaffContext, action: Action, row: Document, **facts: str | int) -> None:
    audit.record(tx, ctx, action, subject_id=row.id, person_id=row.person_id, **facts)
    bus.announce(tx, ctx.clinic.id, Topic.DOCUMENT, ctx.now, row.person_id)
