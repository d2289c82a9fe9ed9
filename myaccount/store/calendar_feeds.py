"""Private calendar addresses in the database, scoped to the clinic."""

from sqlalchemy import delete as delete_rows
from sqlmodel import Session, col, select

from myaccount.models import CalendarFeed


def own(tx: Session, clinic_id: str, person_id: str) -> CalendarFeed | None:
    """Find a person's calendar address."""
    query = select(CalendarFeed).where(col(CalendarFeed.clinic_id) == clinic_id)
    return tx.exec(query.where(col(CalendarFeed.person_id) == person_id)).one_or_none()


def by_token(tx: Session, clinic_id: str, token_hash: str) -> CalendarFeed | None:
    """Find the calendar address that a token stands for."""
    query = select(CalendarFeed).where(col(CalendarFeed.clinic_id) == clinic_id)
    return tx.exec(query.where(col(CalendarFeed.token_hash) == token_hash)).one_or_none()


def delete(tx: Session, clinic_id: str, person_id: str) -> bool:
    """Delete a person's calendar address; False when there was none."""
    owned = (col(CalendarFeed.clinic_id) == clinic_id, col(CalendarFeed.person_id) == person_id)
    return bool(tx.execute(delete_rows(CalendarFeed).where(*owned)).rowcount)  # type: ignore[attr-defined]
