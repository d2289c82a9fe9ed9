"""The clinic's logo: taken in, removed, and handed to whoever shows it."""

import base64
import io
from dataclasses import dataclass

from sqlmodel import Session

from myaccount.domain import logo as rules
from myaccount.domain.documents import PNG
from myaccount.domain.people import Role
from myaccount.domain.refusals import NotFound
from myaccount.models import ClinicLogo
from myaccount.services.context import ClinicContext, StaffContext
from myaccount.services.documents import content, uploads
from myaccount.services.documents.uploads import Upload
from myaccount.services.practice import changes as practice
from myaccount.services.roles import only
from myaccount.services.trail.audit import Action
from myaccount.store import clinics, files
from myaccount.store import logos as store
from myaccount.store.files import Incoming


@dataclass(frozen=True)
class Drawn:
    """A logo as it is kept."""

    file: Upload
    is_wide: bool


def check(tx: Session, ctx: StaffContext, file_name: str) -> None:
    """Judge whether somebody may send a logo of this name; before a byte of it is taken.

    Raises: NotAllowed · LogoKindRefused.
    """
    only(ctx, Role.OWNER)
    rules.kind_of(file_name)


def drawn(file: Incoming, sha256: str, file_name: str, otherwise: str) -> Drawn:
    """Look into a picture that has arrived, and keep it as small as it is shown. It takes a while: off the event loop.

    Raises: as `receiving.judged`.
    """
    whole = uploads.judged(file, sha256, file_name, otherwise)
    try:
        with io.BufferedReader(files.Reader(whole.file_id, whole.size)) as picture:
            small, width, height = content.small_png(picture, rules.BOX)
    finally:
        files.drop(whole.file_id)
    kept, digest = uploads.stored(small)
    return Drawn(Upload(kept.id, PNG, kept.size, digest, whole.title), rules.is_wide(width, height))


def keep(tx: Session, ctx: StaffContext, new: Drawn) -> str:
    """Show a logo from now on, and give back its digest; open pages follow. Raises: NotAllowed."""
    only(ctx, Role.OWNER)
    clinics.lock(tx, ctx.clinic.id)
    put(tx, ctx, new)
    _note(tx, ctx)
    return new.file.sha256


def put(tx: Session, ctx: ClinicContext, new: Drawn) -> ClinicLogo:
    """Write down which file the logo is."""
    file = uploads.stored_file(tx, ctx, new.file)
    return store.put(tx, ctx.clinic.id, file.id, ctx.now, is_wide=new.is_wide)


def remove(tx: Session, ctx: StaffContext) -> None:
    """Show no logo any more; open pages follow. Edges: what was printed with it stays. Raises: NotAllowed."""
    only(ctx, Role.OWNER)
    clinics.lock(tx, ctx.clinic.id)
    if store.file_of(tx, ctx.clinic.id):
        store.put(tx, ctx.clinic.id, None, ctx.now, is_wide=False)
        _note(tx, ctx)


def shown(tx: Session, ctx: ClinicContext, digest: str) -> tuple[str, int]:
    """Find the logo that the clinic shows by its digest: the id of its file, and its size. Raises: NotFound."""
    file = store.file_of(tx, ctx.clinic.id) if digest == ctx.clinic.logo else None
    if file is None or file.sha256 != digest:
        raise NotFound()
    return file.id, file.size


def in_paper(tx: Session, ctx: ClinicContext) -> str:
    """Write the logo as an address that holds all of it, for papers, which fetch nothing; blank for none."""
    file = store.file_of(tx, ctx.clinic.id) if ctx.clinic.logo else None
    if file is None:
        return ""
    whole = b"".join(files.pieces(file.id, file.size, 0, file.size - 1))
    return f"data:{file.media};base64,{base64.b64encode(whole).decode()}"


def _note(tx: Session, ctx: StaffContext) -> None:
    clinics.next_version(tx, ctx.clinic.id)
    practice.note(tx, ctx, Action.CLINIC_CHANGED, ctx.clinic.id, fields="logo")
