"""Logos of clinics in the database."""

from datetime import datetime

from sqlmodel import Session, col, select

from myaccount.models import ClinicLogo, StoredFile


def file_of(tx: Session, clinic_id: str) -> StoredFile | None:
    """Find the file that a clinic's logo is."""
    query = select(StoredFile).join(ClinicLogo, col(ClinicLogo.file_id) == col(StoredFile.id))
    return tx.exec(query.where(col(ClinicLogo.clinic_id) == clinic_id)).one_or_none()


def put(tx: Session, clinic_id: str, file_id: str | None, now: datetime, *, is_wide: bool) -> ClinicLogo:
    """Make a file a clinic's logo, or none; the one before is deleted some time after. Times: aware UTC."""
    if before := file_of(tx, clinic_id):
        before.unused_since = now
        tx.add(before)
    row = tx.get(ClinicLogo, clinic_id) or ClinicLogo(clinic_id=clinic_id)
    row.file_id, row.is_wide = file_id, is_wide
    tx.add(row)
    tx.flush()
    return row


def imported(tx: Session, clinic_id: str) -> str | None:
    """Tell which picture a clinic file has brought last, by its SHA-256."""
    row = tx.get(ClinicLogo, clinic_id)
    return row.imported if row else None
