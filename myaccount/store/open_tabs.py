"""Open pages in the database, as each process counts its own. Times: aware UTC."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, func, update
from sqlmodel import Session, col, select

from myaccount.models import LoginSession, OpenTabs


def put(tx: Session, row: OpenTabs) -> None:
    """Keep how many pages a sign-in has open in a process; none is no row. Edges: a sign-in that is gone is none."""
    if row.tabs and tx.get(LoginSession, row.session_id) is not None:
        tx.merge(row)
        return
    mine = (col(OpenTabs.process_id) == row.process_id, col(OpenTabs.session_id) == row.session_id)
    tx.execute(delete(OpenTabs).where(*mine))


def seen(tx: Session, process_id: str, now: datetime) -> None:
    """Note that a process still serves what it said."""
    tx.execute(update(OpenTabs).where(col(OpenTabs.process_id) == process_id).values(seen_at=now))


def forget(tx: Session, process_id: str) -> None:
    """Forget what a process served that stops."""
    tx.execute(delete(OpenTabs).where(col(OpenTabs.process_id) == process_id))


def count(tx: Session, clinic_id: str, session_ids: Iterable[str], since: datetime) -> dict[str, int]:
    """Count the open pages of sign-ins, in all processes that were heard of since an instant."""
    query = (
        select(OpenTabs.session_id, func.sum(OpenTabs.tabs))
        .where(
            col(OpenTabs.clinic_id) == clinic_id,
            col(OpenTabs.session_id).in_(list(session_ids)),
            col(OpenTabs.seen_at) > since,
        )
        .group_by(col(OpenTabs.session_id))
    )
    return {session_id: int(tabs) for session_id, tabs in tx.exec(query).all()}


def delete_before(tx: Session, moment: datetime) -> None:
    """Forget what was last heard of at an instant or before."""
    tx.execute(delete(OpenTabs).where(col(OpenTabs.seen_at) <= moment))
