"""Tasks in the database, scoped to the clinic, and to the person where a patient asks."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, update
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from myaccount.domain.ids import could_be_id
from myaccount.domain.refusals import NotFound
from myaccount.domain.tasks import NOT_ASKED, TaskKind
from myaccount.models import Person, Task
from myaccount.store.keyset import latest_first, oldest_first

Position = tuple[datetime, str]


def own_open(tx: Session, clinic_id: str, person_id: str) -> Sequence[Task]:
    """List a patient's open requests, oldest first."""
    query = select(Task).where(_asked_by(clinic_id, person_id), _is_open()).order_by(col(Task.created_at), col(Task.id))
    return tx.exec(query).all()


def own_answered(tx: Session, clinic_id: str, person_id: str, kinds: Iterable[TaskKind], limit: int) -> Sequence[Task]:
    """List a patient's requests of some kinds that are done, latest first."""
    query = select(Task).where(_asked_by(clinic_id, person_id), col(Task.done_at).is_not(None))
    query = query.where(col(Task.kind).in_([kind.value for kind in kinds]))
    return tx.exec(query.order_by(col(Task.done_at).desc()).limit(limit)).all()


def own(tx: Session, clinic_id: str, person_id: str, task_ids: Iterable[str]) -> Sequence[Task]:
    """List those of these requests that are the patient's, whatever became of them."""
    wanted = [task_id for task_id in task_ids if could_be_id(task_id)]
    query = select(Task).where(_asked_by(clinic_id, person_id), col(Task.id).in_(wanted))
    return tx.exec(query).all() if wanted else ()


def withdraw(tx: Session, clinic_id: str, person_id: str, task_id: str, now: datetime) -> bool:
    """Compare and set: False when it is not open any more. Times: aware UTC."""
    mine = and_(_asked_by(clinic_id, person_id), col(Task.id) == task_id)
    return _changed(tx, update(Task).where(mine, _is_open()).values(withdrawn_at=now))


def count_open(tx: Session, clinic_id: str) -> int:
    """Count a clinic's open tasks."""
    query = select(func.count()).select_from(Task).where(col(Task.clinic_id) == clinic_id, _is_open())
    return tx.exec(query).one()


def open_ones(tx: Session, clinic_id: str, after: Position | None, limit: int) -> Sequence[Row[Any]]:
    """List a clinic's open tasks, oldest first, from a keyset position on. Times: aware UTC."""
    query = _rows().where(col(Task.clinic_id) == clinic_id, _is_open())
    return tx.execute(oldest_first(query, (col(Task.created_at), col(Task.id)), after, limit)).all()


def done_ones(tx: Session, clinic_id: str, since: datetime, before: Position | None, limit: int) -> Sequence[Row[Any]]:
    """List what has been done since an instant, latest first, from a keyset position on. Times: aware UTC."""
    query = _rows().where(col(Task.clinic_id) == clinic_id, col(Task.done_at) >= since)
    return tx.execute(latest_first(query, (col(Task.done_at), col(Task.id)), before, limit)).all()


def some(tx: Session, clinic_id: str, task_ids: Iterable[str]) -> Sequence[Row[Any]]:
    """List those of these tasks that are the clinic's, oldest first."""
    wanted = [task_id for task_id in task_ids if could_be_id(task_id)]
    query = _rows().where(col(Task.clinic_id) == clinic_id, col(Task.id).in_(wanted))
    return tx.execute(query.order_by(col(Task.created_at), col(Task.id))).all() if wanted else ()


def one(tx: Session, clinic_id: str, task_id: str) -> Row[Any]:
    """Find a task of a clinic. Raises: NotFound, also when it is another clinic's."""
    found = some(tx, clinic_id, [task_id])
    if not found:
        raise NotFound()
    return found[0]


def mark_done(tx: Session, task_id: str, now: datetime, by: str, answer: str = "") -> bool:
    """Compare and set: False when it is not open any more. Times: aware UTC."""
    is_it = col(Task.id) == task_id
    return _changed(tx, update(Task).where(is_it, _is_open()).values(done_at=now, done_by=by, answer=answer))


def is_known(tx: Session, clinic_id: str, person_id: str, kind: TaskKind, subject_id: str) -> bool:
    """Tell whether there is, or was, a task of a kind about one thing."""
    about = and_(_own(clinic_id, person_id), col(Task.subject_id) == subject_id, col(Task.kind) == kind.value)
    return tx.exec(select(Task.id).where(about).limit(1)).one_or_none() is not None


def waiting(tx: Session, clinic_id: str, person_id: str, kind: TaskKind, subject_id: str | None = None) -> Task | None:
    """Find the open task of a kind about a patient, or about one thing of theirs."""
    query = select(Task).where(_own(clinic_id, person_id), col(Task.kind) == kind.value, _is_open())
    if subject_id is not None:
        query = query.where(col(Task.subject_id) == subject_id)
    return tx.exec(query.order_by(col(Task.created_at), col(Task.id)).limit(1)).one_or_none()


def finish_about(tx: Session, clinic_id: str, person_id: str, subject_id: str, now: datetime, by: str | None) -> bool:
    """Mark as done what there is to do about one thing of a patient's; tell whether there was anything.

    Times: aware UTC. Edges: `by` is None for what has settled itself.
    """
    about = and_(_own(clinic_id, person_id), col(Task.subject_id) == subject_id, _is_open())
    return _changed(tx, update(Task).where(about).values(done_at=now, done_by=by))


def reopen(tx: Session, task_id: str) -> bool:
    """Compare and set: False when it is not done."""
    is_it = col(Task.id) == task_id
    return _changed(
        tx, update(Task).where(is_it, col(Task.done_at).is_not(None)).values(done_at=None, done_by=None, answer="")
    )


def _rows() -> Select[*tuple[Any, ...]]:
    """Select a task with whose it is, and who did it."""
    patient, actor = aliased(Person), aliased(Person)
    return (
        select_columns(
            Task,
            col(patient.first_name).label("first"),
            col(patient.last_name).label("last"),
            col(actor.first_name).label("actor_first"),
            col(actor.last_name).label("actor_last"),
        )
        .join(patient, col(patient.id) == col(Task.person_id))
        .outerjoin(actor, col(actor.id) == col(Task.done_by))
    )


def _own(clinic_id: str, person_id: str) -> ColumnElement[bool]:
    return and_(col(Task.clinic_id) == clinic_id, col(Task.person_id) == person_id)


def _asked_by(clinic_id: str, person_id: str) -> ColumnElement[bool]:
    return and_(_own(clinic_id, person_id), col(Task.kind).not_in([kind.value for kind in NOT_ASKED]))


def _is_open() -> ColumnElement[bool]:
    return and_(col(Task.done_at).is_(None), col(Task.withdrawn_at).is_(None))


def _changed(tx: Session, change: Any) -> bool:
    return bool(tx.execute(change).rowcount)  # type: ignore[attr-defined]
