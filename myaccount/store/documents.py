"""Documents in the database, scoped to the clinic and to the person they are about. Texts are sealed."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, and_, delete, update
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, func, select

from myaccount.crypto.sealing import seal, unseal
from myaccount.domain.documents import Folder, Source
from myaccount.domain.ids import could_be_id
from myaccount.domain.refusals import NotFound
from myaccount.models import Document, DocumentVersion, StoredFile
from myaccount.store.keyset import latest_first

Position = tuple[date, str]


def own(tx: Session, clinic_id: str, person_id: str, document_id: str, *, lock: bool = False) -> Document:
    """Find one of a person's documents. With `lock`, nobody else changes it meanwhile. Raises: NotFound."""
    query = select(Document).where(*_of_person(clinic_id, person_id), col(Document.id) == document_id)
    query = query.execution_options(populate_existing=lock)
    found = tx.exec(query.with_for_update() if lock else query).one_or_none() if could_be_id(document_id) else None
    if found is None:
        raise NotFound()
    return found


def shared(tx: Session, clinic_id: str, person_id: str, document_id: str) -> Row[Any]:
    """Find a document that a person can see, with the version of it that they see. Raises: NotFound."""
    query = _shared(clinic_id, person_id).where(col(Document.id) == document_id)
    found = tx.execute(query).one_or_none() if could_be_id(document_id) else None
    if found is None:
        raise NotFound()
    return found


def shared_page(
    tx: Session, clinic_id: str, person_id: str, folder: str, after: Position | None, limit: int
) -> Sequence[Row[Any]]:
    """List what a person can see, the latest day first, of one folder or of all; on from the one shown last."""
    dated, id_ = col(DocumentVersion.dated), col(DocumentVersion.document_id)
    query = _shared(clinic_id, person_id)
    if folder:
        query = query.where(col(DocumentVersion.folder) == folder)
    return tx.execute(latest_first(query, (dated, id_), after, limit)).all()


def folders(tx: Session, clinic_id: str, person_id: str) -> dict[str, tuple[int, int]]:
    """Count what a person can see, and has not opened yet, by folder."""
    query = (
        select_columns(
            col(DocumentVersion.folder),
            func.count().label("all"),
            (func.count() - func.count(col(DocumentVersion.opened_at))).label("new"),
        )
        .join(Document, _is_shared())
        .where(*_of_person(clinic_id, person_id))
        .group_by(col(DocumentVersion.folder))
    )
    return {row.folder: (row.all, row.new) for row in tx.execute(query)}


def desk_page(tx: Session, clinic_id: str, person_id: str, after: Position | None, limit: int) -> Sequence[Row[Any]]:
    """List a person's documents as the clinic has them, the latest day first, with what the person sees of each."""
    dated, id_ = col(Document.dated), col(Document.id)
    query = (
        select_columns(Document, DocumentVersion, StoredFile)
        .outerjoin(DocumentVersion, _is_shared())
        .outerjoin(StoredFile, col(StoredFile.id) == col(Document.file_id))
        .where(*_of_person(clinic_id, person_id))
    )
    return tx.execute(latest_first(query, (dated, id_), after, limit)).all()


def versions(tx: Session, document_id: str, limit: int) -> Sequence[DocumentVersion]:
    """List what was shared of a document, the latest first."""
    query = select(DocumentVersion).where(col(DocumentVersion.document_id) == document_id)
    return tx.exec(query.order_by(col(DocumentVersion.number).desc()).limit(limit)).all()


def version(tx: Session, document_id: str, number: int) -> DocumentVersion:
    """Find one version of a document. Raises: NotFound."""
    query = select(DocumentVersion).where(
        col(DocumentVersion.document_id) == document_id, col(DocumentVersion.number) == number
    )
    found = tx.exec(query).one_or_none()
    if found is None:
        raise NotFound()
    return found


def titles(tx: Session, clinic_id: str, person_id: str, ids: Iterable[str]) -> dict[str, str]:
    """Name those of these documents that were shared with the person, as they were shared last."""
    query = (
        select_columns(col(DocumentVersion.document_id), col(DocumentVersion.title))
        .join(Document, col(Document.id) == col(DocumentVersion.document_id))
        .where(col(Document.clinic_id) == clinic_id, col(Document.person_id) == person_id)
        .where(col(Document.id).in_(list(ids)), col(DocumentVersion.number) == col(Document.versions))
    )
    return {row.document_id: row.title for row in tx.execute(query)}


def names(tx: Session, clinic_id: str, person_id: str, ids: Iterable[str]) -> dict[str, str]:
    """Name documents as the clinic has them, also those that were removed."""
    query = select_columns(col(Document.id), col(Document.title)).where(
        col(Document.clinic_id) == clinic_id, col(Document.person_id) == person_id, col(Document.id).in_(list(ids))
    )
    return {row.id: row.title for row in tx.execute(query)}


def file(tx: Session, clinic_id: str, file_id: str | None) -> StoredFile:
    """Find a file of a clinic. Raises: NotFound."""
    query = select(StoredFile).where(col(StoredFile.clinic_id) == clinic_id, col(StoredFile.id) == file_id)
    found = tx.exec(query).one_or_none() if file_id else None
    if found is None:
        raise NotFound()
    return found


def files_among(tx: Session, ids: Iterable[str]) -> set[str]:
    """List those of these files that have a row."""
    return set(tx.exec(select(StoredFile.id).where(col(StoredFile.id).in_(list(ids)))).all())


def has_unseen(tx: Session, clinic_id: str, person_id: str) -> bool:
    """Tell whether there is something that a patient has sent by itself, and nobody of the clinic has opened."""
    query = select(Document.id).where(
        *_of_person(clinic_id, person_id),
        col(Document.folder) == Folder.SENT.value,
        col(Document.source) == Source.PATIENT.value,
        col(Document.seen_at).is_(None),
    )
    return tx.exec(query.limit(1)).first() is not None


def leave_unused(tx: Session, clinic_id: str, person_id: str, file_id: str, now: datetime) -> None:
    """Note that a file answers nothing any more. Edges: one that is among its person's documents stays as it is.

    Times: aware UTC.
    """
    is_document = select(Document.id).where(
        col(Document.clinic_id) == clinic_id, col(Document.person_id) == person_id, col(Document.file_id) == file_id
    )
    if tx.exec(is_document).first() is None:
        mine = (col(StoredFile.clinic_id) == clinic_id, col(StoredFile.id) == file_id)
        tx.execute(update(StoredFile).where(*mine).values(unused_since=now))


def unused(tx: Session, before: datetime, limit: int) -> Sequence[str]:
    """List files that answered something before an instant, and nothing since. Times: aware UTC."""
    return tx.exec(select(StoredFile.id).where(col(StoredFile.unused_since) < before).limit(limit)).all()


def forget(tx: Session, ids: Iterable[str]) -> None:
    """Delete the rows of files that are deleted."""
    tx.execute(delete(StoredFile).where(col(StoredFile.id).in_(list(ids)), col(StoredFile.unused_since).is_not(None)))


def mark_opened(tx: Session, document_id: str, number: int, now: datetime) -> bool:
    """Note when the patient first opened a version; False when they had before. Times: aware UTC."""
    query = update(DocumentVersion).where(
        col(DocumentVersion.document_id) == document_id,
        col(DocumentVersion.number) == number,
        col(DocumentVersion.opened_at).is_(None),
    )
    return bool(tx.execute(query.values(opened_at=now)).rowcount)  # type: ignore[attr-defined]


def text_of(row: Document | DocumentVersion) -> str:
    """Read the text of a chart entry, as it is or as it was shared; blank for what has none."""
    return unseal(row.text, *_place(row)) if row.text else ""


def set_text(row: Document | DocumentVersion, text: str) -> None:
    """Write the text of a chart entry."""
    row.text = seal(text, *_place(row))


def _place(row: Document | DocumentVersion) -> tuple[str, str, str]:
    return str(row.__tablename__), "text", row.id


def _of_person(clinic_id: str, person_id: str) -> tuple[Any, ...]:
    return (
        col(Document.clinic_id) == clinic_id,
        col(Document.person_id) == person_id,
        col(Document.removed_at).is_(None),
    )


def _is_shared() -> Any:
    return and_(
        col(DocumentVersion.document_id) == col(Document.id),
        col(DocumentVersion.number) == col(Document.shared_version),
    )


def _shared(clinic_id: str, person_id: str) -> Any:
    return (
        select_columns(Document, DocumentVersion, StoredFile)
        .join(DocumentVersion, _is_shared())
        .outerjoin(StoredFile, col(StoredFile.id) == col(DocumentVersion.file_id))
        .where(*_of_person(clinic_id, person_id))
    )
