"""Newcomers in the database, scoped to the clinic and the guest."""

from datetime import datetime

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from myaccount.models import Newcomer


def of_guest(tx: Session, clinic_id: str, guest_id: str, now: datetime) -> Newcomer | None:
    """Find what a guest has said of themselves, and let nobody else change it. Edges: what is past counts as unsaid."""
    query = select(Newcomer).where(
        col(Newcomer.clinic_id) == clinic_id, col(Newcomer.guest_id) == guest_id, col(Newcomer.expires_at) > now
    )
    return tx.exec(query.with_for_update()).one_or_none()


def forget_past(tx: Session, clinic_id: str, guest_id: str, now: datetime) -> None:
    """Forget what a guest said before, once it is past."""
    own = (col(Newcomer.clinic_id) == clinic_id, col(Newcomer.guest_id) == guest_id)
    tx.execute(delete(Newcomer).where(*own, col(Newcomer.expires_at) <= now))


def from_address_since(tx: Session, clinic_id: str, address_key: str, since: datetime) -> int:
    """Count the newcomers who came from one address after an instant."""
    query = select(func.count()).select_from(Newcomer)
    own = (col(Newcomer.clinic_id) == clinic_id, col(Newcomer.address_key) == address_key)
    return tx.exec(query.where(*own, col(Newcomer.created_at) > since)).one()


def codes_to_since(tx: Session, clinic_id: str, email_key: str, since: datetime) -> int:
    """Count the codes that went to one mailbox after an instant, whoever asked for them."""
    query = select(func.coalesce(func.sum(Newcomer.codes_sent), 0))
    own = (col(Newcomer.clinic_id) == clinic_id, col(Newcomer.email_key) == email_key)
    return int(tx.exec(query.where(*own, col(Newcomer.code_sent_at) > since)).one())


def delete_past(tx: Session, now: datetime) -> None:
    """Forget everybody who is past."""
    tx.execute(delete(Newcomer).where(col(Newcomer.expires_at) <= now))
