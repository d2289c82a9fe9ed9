"""Copies of what is held of a person, and what goes into them: every query is one person's of one clinic."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, delete, func, or_, update
from sqlalchemy import select as select_columns
from sqlmodel import Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from myaccount.models import DataExport, StoredFile

BATCH_SIZE = 200


def latest(tx: Session, clinic_id: str, person_id: str) -> DataExport | None:
    """Find the copy that a person asked for last."""
    mine = (col(DataExport.clinic_id) == clinic_id, col(DataExport.person_id) == person_id)
    return tx.exec(select(DataExport).where(*mine).order_by(col(DataExport.asked_at).desc()).limit(1)).first()


def asked_since(tx: Session, clinic_id: str, person_id: str, since: datetime) -> int:
    """Count the copies that a person asked for after an instant. Times: aware UTC."""
    mine = (col(DataExport.clinic_id) == clinic_id, col(DataExport.person_id) == person_id)
    return tx.exec(select(func.count(col(DataExport.id))).where(*mine, col(DataExport.asked_at) > since)).one()


def is_any_waiting(tx: Session, now: datetime) -> bool:
    """Tell whether there is a copy to make, without taking a writer's lock. Times: aware UTC."""
    return tx.exec(select(DataExport.id).where(_is_free(now)).limit(1)).first() is not None


def claim(tx: Session, now: datetime, until: datetime) -> Row[Any] | None:
    """Take the copy that waits longest, to be made by one worker; others pass over it until the lease runs out.

    Times: aware UTC. Edges: a lease that ends exactly now is over.
    """
    first = select(DataExport.id).where(_is_free(now)).order_by(col(DataExport.asked_at), col(DataExport.id)).limit(1)
    taken = first.with_for_update(skip_locked=True).cte("taken")
    claimed = (
        update(DataExport)
        .where(col(DataExport.id).in_(select(taken.c.id)))
        .values(leased_until=until, attempts=DataExport.attempts + 1)
    )
    told = (col(DataExport.id), col(DataExport.clinic_id), col(DataExport.person_id), col(DataExport.attempts))
    return tx.execute(claimed.returning(*told)).one_or_none()


def hold(tx: Session, export_id: str, attempt: int, until: datetime) -> None:
    """Hold a copy for longer, unless another worker has taken it meanwhile. Times: aware UTC."""
    tx.execute(update(DataExport).where(*_is_made_by(export_id, attempt)).values(leased_until=until))


def ready(tx: Session, export_id: str, file_id: str, now: datetime, expires_at: datetime) -> bool:
    """Compare and set: False when another process has made it before."""
    mine = (col(DataExport.id) == export_id, col(DataExport.ready_at).is_(None))
    values = {"ready_at": now, "expires_at": expires_at, "file_id": file_id}
    return bool(tx.execute(update(DataExport).where(*mine).values(**values)).rowcount)  # type: ignore[attr-defined]


def failed(tx: Session, export_id: str, attempt: int, now: datetime) -> bool:
    """Compare and set: nobody waits any more for a copy that could not be made.

    False when it was made meanwhile, or another worker makes it.
    """
    mine = _is_made_by(export_id, attempt)
    return bool(tx.execute(update(DataExport).where(*mine).values(ready_at=now)).rowcount)  # type: ignore[attr-defined]


def take(tx: Session, clinic_id: str, person_id: str, export_id: str, now: datetime, session_id: str) -> bool:
    """Compare and set: False when it was taken before, has run out, or is somebody else's."""
    mine = (
        col(DataExport.id) == export_id,
        col(DataExport.clinic_id) == clinic_id,
        col(DataExport.person_id) == person_id,
        col(DataExport.taken_at).is_(None),
        col(DataExport.file_id).is_not(None),
        col(DataExport.expires_at) > now,
    )
    return bool(tx.execute(update(DataExport).where(*mine).values(taken_at=now, taken_in=session_id)).rowcount)  # type: ignore[attr-defined]


def is_being_taken(tx: Session, clinic_id: str, person_id: str, export_id: str, since: datetime, in_: str) -> bool:
    """Tell whether a person's copy was first taken after an instant, by this sign-in. Times: aware UTC."""
    mine = (
        col(DataExport.id) == export_id,
        col(DataExport.clinic_id) == clinic_id,
        col(DataExport.person_id) == person_id,
        col(DataExport.taken_in) == in_,
        col(DataExport.taken_at) > since,
    )
    return tx.exec(select(DataExport.id).where(*mine)).first() is not None


def file_of(tx: Session, clinic_id: str, person_id: str, export_id: str) -> StoredFile | None:
    """Find the file of a person's copy."""
    query = select(StoredFile).join(DataExport, col(DataExport.file_id) == col(StoredFile.id))
    mine = (
        col(DataExport.id) == export_id,
        col(DataExport.clinic_id) == clinic_id,
        col(DataExport.person_id) == person_id,
    )
    return tx.exec(query.where(*mine)).one_or_none()


def is_any_over(tx: Session, now: datetime, taken_before: datetime) -> bool:
    """Tell whether there is a file to forget, without taking a writer's lock. Times: aware UTC."""
    return tx.exec(_over(now, taken_before).limit(1)).first() is not None


def over(tx: Session, now: datetime, taken_before: datetime) -> list[str]:
    """Forget the files of copies that have run out, or were taken a while ago; give back their ids. Aware UTC."""
    ids = [str(one) for one in tx.exec(_over(now, taken_before)).all()]
    if ids:
        tx.execute(update(DataExport).where(col(DataExport.file_id).in_(ids)).values(file_id=None))
        tx.execute(delete(StoredFile).where(col(StoredFile.id).in_(ids)))
    return ids


def _is_free(now: datetime) -> ColumnElement[bool]:
    nobody = or_(col(DataExport.leased_until).is_(None), col(DataExport.leased_until) <= now)
    return and_(col(DataExport.ready_at).is_(None), nobody)


def _is_made_by(export_id: str, attempt: int) -> tuple[ColumnElement[bool], ...]:
    is_it = (col(DataExport.id) == export_id, col(DataExport.attempts) == attempt)
    return (*is_it, col(DataExport.ready_at).is_(None))


def _over(now: datetime, taken_before: datetime) -> SelectOfScalar[str | None]:
    has_run_out = col(DataExport.taken_at).is_(None) & (col(DataExport.expires_at) <= now)
    gone = has_run_out | (col(DataExport.taken_at) <= taken_before)
    return select(col(DataExport.file_id)).where(col(DataExport.file_id).is_not(None), gone)


def rows(tx: Session, table: type[SQLModel], columns: Sequence[str], **own: Any) -> Iterator[Mapping[str, Any]]:
    """Read some columns of a table where others have these values, a few hundred rows in memory at a time."""
    query: Select[Any] = select_columns(*(getattr(table, name) for name in columns))
    for name, value in own.items():
        column = getattr(table, name)
        query = query.where(column.in_(value) if isinstance(value, list) else column == value)
    in_order = query.order_by(*table.__table__.primary_key.columns)  # type: ignore[attr-defined]
    found = tx.execute(in_order, execution_options={"yield_per": BATCH_SIZE})
    for row in found:
        yield dict(zip(columns, row, strict=True))
