"""What housekeeping looks for, and what it deletes. Times are aware UTC."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, or_
from sqlmodel import Session, col, select

from myaccount.models import Change, LoginSession, OneTimeLink


def maybe_over(
    tx: Session, clinic_id: str, unused_since: datetime, created_before: datetime, limit: int
) -> Sequence[LoginSession]:
    """List a clinic's live sign-ins that were not used lately, or are old: the caller judges each."""
    query = select(LoginSession).where(
        col(LoginSession.clinic_id) == clinic_id,
        col(LoginSession.ended_at).is_(None),
        or_(col(LoginSession.last_used_at) <= unused_since, col(LoginSession.created_at) <= created_before),
    )
    return tx.exec(query.order_by(col(LoginSession.last_used_at)).limit(limit)).all()


def delete_sessions_ended_before(tx: Session, moment: datetime) -> None:
    """Forget sign-ins that ended long ago."""
    tx.execute(delete(LoginSession).where(col(LoginSession.ended_at) <= moment))


def delete_links_done_before(tx: Session, moment: datetime) -> None:
    """Forget one-time links that were used, or expired, long ago."""
    tx.execute(
        delete(OneTimeLink).where(or_(col(OneTimeLink.used_at) <= moment, col(OneTimeLink.expires_at) <= moment))
    )


def delete_changes_before(tx: Session, moment: datetime) -> None:
    """Forget changes that every open page has heard of.

    Edges: the latest stays, or SQLite would give its number out again and listeners would take the next for old.
    """
    latest = select(func.max(Change.id)).scalar_subquery()
    tx.execute(delete(Change).where(col(Change.at) <= moment, col(Change.id) < latest))
