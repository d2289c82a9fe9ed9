"""Hand documents out as files: to their patient what is shared, to the clinic everything there is."""

from typing import Literal

from sqlmodel import Session

from myaccount.domain.documents import BY_MEDIA, PDF, file_name
from myaccount.models import Document, DocumentVersion
from myaccount.services.context import PatientContext, StaffContext
from myaccount.services.documents import own, paper
from myaccount.services.profiles import profiles
from myaccount.store import documents as store
from myaccount.views.documents import Handout

How = Literal["view", "download"]


def to_patient(tx: Session, ctx: PatientContext, document_id: str, how: How) -> Handout:
    """Hand a patient one of their documents as it is shared; it is written down.

    Raises: NotFound, also when it is somebody else's, or not shared (any more).
    """
    row = store.shared(tx, ctx.clinic.id, ctx.person_id, document_id)
    own.note_opened(tx, ctx, row.Document, row.DocumentVersion.number, how)
    return _handout(tx, ctx, row.Document, row.DocumentVersion)


def unnoted(tx: Session, ctx: PatientContext, document_id: str) -> Handout:
    """Hand a patient a document for a copy of all their data, which is written down as a whole. Raises: NotFound."""
    row = store.shared(tx, ctx.clinic.id, ctx.person_id, document_id)
    return _handout(tx, ctx, row.Document, row.DocumentVersion)


def to_clinic(tx: Session, ctx: StaffContext, person_id: str, document_id: str, number: int, how: How) -> Handout:
    """Hand the clinic a document of a patient's: as it is by now, or a version of it that was shared.

    `number` is the version, 0 for none. Raises: NotFound, also for a practitioner who has had no appointment with the
    patient.
    """
    person = profiles.one(tx, ctx, person_id)
    row = store.own(tx, ctx.clinic.id, person.id, document_id)
    version = store.version(tx, row.id, number) if number else None
    own.note_opened(tx, ctx, row, number or None, how)
    return _handout(tx, ctx, row, version)


def _handout(tx: Session, ctx: PatientContext, row: Document, version: DocumentVersion | None) -> Handout:
    what = version or row
    if what.file_id is None:
        return Handout(name=file_name(what.title, PDF), is_shown=True, paper=paper.paper(tx, ctx, row, version))
    file = store.file(tx, ctx.clinic.id, what.file_id)
    kind = BY_MEDIA[file.media]
    return Handout(file.id, file.size, file.media, file_name(what.title, kind), bool(kind.shown))
