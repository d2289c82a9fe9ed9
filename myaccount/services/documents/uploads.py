"""Uploads: from the clinic for a patient, and from patients where the clinic lets them send some."""

import io
import logging
from dataclasses import dataclass

from sqlmodel import Session

from myaccount.config import config
from myaccount.domain.documents import (
    HEIC,
    JPEG,
    DocumentKind,
    FileEmpty,
    FileInfected,
    FileType,
    FileUnchecked,
    Folder,
    Source,
    UploadsOff,
    named_type,
    stem,
)
from myaccount.domain.topics import Topic
from myaccount.integrations import virus
from myaccount.messages import say
from myaccount.models import Document, StoredFile
from myaccount.services.context import ClinicContext, PatientContext, StaffContext
from myaccount.services.desk import arrivals
from myaccount.services.documents import content
from myaccount.services.documents.desk import add_version
from myaccount.services.profiles import profiles
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import bus, files
from myaccount.store.files import Incoming

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Upload:
    """A file that has arrived whole and is what its name says."""

    file_id: str
    kind: FileType
    size: int
    sha256: str
    title: str


def check(tx: Session, ctx: PatientContext, person_id: str, file_name: str) -> None:
    """Judge whether somebody may send a file of this name; before a byte of it is taken.

    Raises: UploadsOff · NotFound for a patient whom this member of staff does not see · FileKindRefused.
    """
    _whose(tx, ctx, person_id)
    named_type(file_name)


def judged(file: Incoming, sha256: str, file_name: str, otherwise: str) -> Upload:
    """Look into a file that has arrived. A picture is kept as it was drawn anew. It takes a while: off the event loop.

    Raises: FileEmpty · FileInfected · FileUnchecked · FileMismatch · FileTooLarge · HeicRefused · NoRoom; the file is
    forgotten then.
    """
    with file:
        if file.size == 0:
            raise FileEmpty()
        kind = named_type(file_name)
        _scan(file)
        with io.BufferedReader(files.Reader(file.id, file.size), files.PIECE) as reader:
            redrawn = content.check(reader, kind)
        title = stem(file_name, otherwise)
        if redrawn is None:
            return Upload(file.id, kind, file.size, sha256, title)
        new, new_hash = stored(redrawn)
    file.discard()
    return Upload(new.id, JPEG if kind is HEIC else kind, new.size, new_hash, title)


def _scan(file: Incoming) -> None:
    """Ask the virus scanner, where there is one: what it is silent about is not taken."""
    scanner = config().clamd_url
    if not scanner:
        return
    try:
        found = virus.found_in(scanner, files.pieces(file.id, file.size, 0, file.size - 1))
    except virus.Silent as error:
        log.error("The virus scanner could not be asked: %s", error)
        raise FileUnchecked() from error
    if found:
        log.warning("A file was refused for what the virus scanner found in it: %s", found)
        raise FileInfected()


def stored(whole: bytes) -> tuple[Incoming, str]:
    """Put a file that is in memory among those that have arrived. Raises: FileTooLarge · NoRoom."""
    with Incoming() as file:
        file.write(whole)
        return file, file.finish()


def keep(tx: Session, ctx: PatientContext, person_id: str, arrived: Upload) -> str:
    """Make a document of a file that has arrived, and give back its id.

    Edges: what the clinic takes in is not visible to the patient until it is shared; what a patient sends, they see.
    Raises: UploadsOff · NotFound.
    """
    whose = _whose(tx, ctx, person_id)
    is_staff = isinstance(ctx, StaffContext)
    file = stored_file(tx, ctx, arrived)
    row = Document(
        clinic_id=ctx.clinic.id,
        person_id=whose,
        kind=DocumentKind.FILE.value,
        source=(Source.CLINIC if is_staff else Source.PATIENT).value,
        folder=(Folder.FILES if is_staff else Folder.SENT).value,
        title=arrived.title,
        dated=ctx.today,
        file_id=file.id,
        created_at=ctx.now,
        created_by=ctx.person_id,
    )
    tx.add(row)
    if not is_staff:
        add_version(tx, ctx, row).opened_at = ctx.now
        row.shared_version = row.versions
        arrivals.document_came(tx, ctx, row)
    tx.flush()
    action = Action.DOCUMENT_ADDED if is_staff else Action.DOCUMENT_SENT
    audit.record(tx, ctx, action, subject_id=row.id, person_id=whose)
    bus.announce(tx, ctx.clinic.id, Topic.DOCUMENT, ctx.now, whose)
    return row.id


def stored_file(tx: Session, ctx: ClinicContext, arrived: Upload) -> StoredFile:
    """Write a file that has arrived into the database."""
    file = StoredFile(
        id=arrived.file_id,
        clinic_id=ctx.clinic.id,
        media=arrived.kind.media,
        size=arrived.size,
        sha256=arrived.sha256,
        stored_at=ctx.now,
    )
    tx.add(file)
    tx.flush()
    return file


def untitled(ctx: PatientContext) -> str:
    """Name a file whose own name says nothing."""
    return say("document.untitled", ctx.lang)


def _whose(tx: Session, ctx: PatientContext, person_id: str) -> str:
    if isinstance(ctx, StaffContext):
        return profiles.one(tx, ctx, person_id).id
    if not ctx.settings.patient_uploads:
        raise UploadsOff()
    return ctx.person_id
