"""The audit trail in the database: what is sealed, and what waits for it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, text
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from myaccount.models import AuditEntry, Clinic

_SEALING = 7_305_118
"""The number of the lock that makes one sealer of many, on PostgreSQL."""


def may_seal(tx: Session) -> bool:
    """Become the one writer of the chains until the transaction ends; False when somebody else is."""
    if tx.get_bind().dialect.name == "sqlite":
        return True  # a writing transaction is alone anyway
    return bool(tx.execute(text("SELECT pg_try_advisory_xact_lock(:n)"), {"n": _SEALING}).scalar_one())


def unsealed_in(tx: Session) -> Sequence[str]:
    """List the clinics that have entries that are not in their chains yet."""
    waits = (col(AuditEntry.clinic_id) == col(Clinic.id), col(AuditEntry.sequence).is_(None))
    return tx.exec(select(Clinic.id).where(exists().where(*waits)).order_by(col(Clinic.id))).all()


def unsealed(tx: Session, clinic_id: str, limit: int) -> Sequence[AuditEntry]:
    """List a clinic's entries that are not in its chain yet, in the order of their writing."""
    query = select(AuditEntry).where(col(AuditEntry.clinic_id) == clinic_id, col(AuditEntry.sequence).is_(None))
    return tx.exec(query.order_by(col(AuditEntry.id)).limit(limit)).all()


def is_noted(
    tx: Session, person_id: str, actor_id: str, action: str, since: datetime, subject_id: str | None = None
) -> bool:
    """Tell whether somebody did something with a person's data, or one thing of it, after an instant.

    Times: aware UTC.
    """
    query = select(AuditEntry.id).where(
        col(AuditEntry.person_id) == person_id,
        col(AuditEntry.actor_id) == actor_id,
        col(AuditEntry.action) == action,
        col(AuditEntry.at) > since,
    )
    if subject_id is not None:
        query = query.where(col(AuditEntry.subject_id) == subject_id)
    return tx.exec(query.limit(1)).first() is not None


def count_since(tx: Session, actor_id: str, action: str, since: datetime) -> int:
    """Count how often somebody did something after an instant. Times: aware UTC."""
    done = (col(AuditEntry.actor_id) == actor_id, col(AuditEntry.action) == action, col(AuditEntry.at) > since)
    return tx.exec(select(func.count()).select_from(AuditEntry).where(*done)).one()


def last_sealed(tx: Session, clinic_id: str) -> AuditEntry | None:
    """Find the end of a clinic's chain."""
    query = select(AuditEntry).where(col(AuditEntry.clinic_id) == clinic_id, col(AuditEntry.sequence).is_not(None))
    return tx.exec(query.order_by(col(AuditEntry.sequence).desc()).limit(1)).one_or_none()


def heads(tx: Session) -> dict[str, tuple[int, str]]:
    """Tell how far each clinic's chain goes, and the hash at its end, by the clinic's slug."""
    last = select_columns(col(AuditEntry.clinic_id), func.max(col(AuditEntry.sequence)).label("sequence"))
    ends = last.group_by(col(AuditEntry.clinic_id)).subquery()
    query = (
        select_columns(col(Clinic.slug), col(AuditEntry.sequence), col(AuditEntry.hash))
        .join(ends, (ends.c.clinic_id == AuditEntry.clinic_id) & (ends.c.sequence == AuditEntry.sequence))
        .join(Clinic, col(Clinic.id) == col(AuditEntry.clinic_id))
    )
    return {row.slug: (row.sequence, row.hash) for row in tx.execute(query)}


def hash_at(tx: Session, clinic_id: str, sequence: int) -> str | None:
    """Find the hash of one entry of a clinic's chain; None where the chain does not go that far."""
    one = (col(AuditEntry.clinic_id) == clinic_id, col(AuditEntry.sequence) == sequence)
    return tx.exec(select(AuditEntry.hash).where(*one)).first()


def sealed_after(tx: Session, clinic_id: str, sequence: int, limit: int) -> Sequence[AuditEntry]:
    """List a stretch of a clinic's chain."""
    query = select(AuditEntry).where(col(AuditEntry.clinic_id) == clinic_id, col(AuditEntry.sequence) > sequence)
    return tx.exec(query.order_by(col(AuditEntry.sequence)).limit(limit)).all()


def log_of(
    tx: Session, clinic_id: str, person_id: str, shown: ColumnElement[bool], before: int | None, limit: int
) -> Sequence[AuditEntry]:
    """List what the trail says about a person, or what is `shown` of it, latest first, from behind one entry on."""
    query = select(AuditEntry).where(
        col(AuditEntry.clinic_id) == clinic_id, col(AuditEntry.person_id) == person_id, shown
    )
    if before is not None:
        query = query.where(col(AuditEntry.id) < before)
    return tx.exec(query.order_by(col(AuditEntry.id).desc()).limit(limit)).all()
