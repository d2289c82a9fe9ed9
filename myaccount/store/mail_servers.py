"""Clinics' own mail servers in the database."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete
from sqlmodel import Session, col, select

from myaccount.models import MailServer


def of_clinic(tx: Session, clinic_id: str) -> MailServer | None:
    """Find a clinic's own server."""
    return tx.get(MailServer, clinic_id)


def of_clinics(tx: Session, clinic_ids: Collection[str]) -> Sequence[MailServer]:
    """Find the own servers of those of several clinics that have one."""
    return tx.exec(select(MailServer).where(col(MailServer.clinic_id).in_(clinic_ids))).all()


def keep(tx: Session, row: MailServer) -> None:
    """Write a clinic's server, in place of the one before."""
    tx.merge(row)


def forget(tx: Session, clinic_id: str) -> bool:
    """Take a clinic's server away. False when there was none."""
    gone = tx.execute(delete(MailServer).where(col(MailServer.clinic_id) == clinic_id))
    return bool(gone.rowcount)  # type: ignore[attr-defined]
