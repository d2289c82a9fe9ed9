"""The outbox in the database: put in once, claimed by one sender at a time, sent or put off."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from myaccount.models import OutboxMessage

UNSENT, SENT, FAILED = "unsent", "sent", "failed"


def put(tx: Session, message: OutboxMessage) -> bool:
    """Insert a message; False when one with its dedupe key is there already."""
    insert = sqlite.insert if tx.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = insert(OutboxMessage).values(message.model_dump()).on_conflict_do_nothing(index_elements=["dedupe"])
    return tx.execute(statement.returning(col(OutboxMessage.id))).one_or_none() is not None


def is_any_due(tx: Session, now: datetime) -> bool:
    """Tell whether there is anything to send, without taking a writer's lock."""
    return tx.exec(select(OutboxMessage.id).where(_due(now)).limit(1)).first() is not None


def claim(tx: Session, now: datetime, until: datetime, at_most: int) -> Sequence[OutboxMessage]:
    """Take due messages for one sender, until a lease runs out; others pass over them.

    Times: aware UTC. Edges: a lease that ends exactly now is over.
    """
    due = select(OutboxMessage.id).where(_due(now)).order_by(col(OutboxMessage.due_at), col(OutboxMessage.id))
    taken = due.limit(at_most).with_for_update(skip_locked=True).cte("taken")
    statement = (
        update(OutboxMessage)
        .where(col(OutboxMessage.id).in_(select(taken.c.id)))
        .values(leased_until=until, attempts=OutboxMessage.attempts + 1)
        .returning(OutboxMessage)
    )
    return tx.execute(statement).scalars().all()


def mark_sent(tx: Session, message: OutboxMessage, now: datetime) -> None:
    """Note that a message was sent, and forget the links and codes it carried."""
    _note(tx, message, state=SENT, sent_at=now, error=None, facts={})


def mark_failed(tx: Session, message: OutboxMessage, error: str) -> None:
    """Give a message up, and forget the links and codes it carried."""
    _note(tx, message, state=FAILED, error=error, facts={})


def put_off(tx: Session, message: OutboxMessage, until: datetime, error: str) -> None:
    """Try a message again later. Times: aware UTC."""
    _note(tx, message, due_at=until, error=error)


def _due(now: datetime) -> ColumnElement[bool]:
    free = or_(col(OutboxMessage.leased_until).is_(None), col(OutboxMessage.leased_until) <= now)
    return and_(col(OutboxMessage.state) == UNSENT, col(OutboxMessage.due_at) <= now, free)


def _note(tx: Session, message: OutboxMessage, **values: Any) -> None:
    """Write what became of a message, unless its lease has passed to another sender."""
    own = (
        col(OutboxMessage.id) == message.id,
        col(OutboxMessage.state) == UNSENT,
        col(OutboxMessage.attempts) == message.attempts,
    )
    tx.execute(update(OutboxMessage).where(*own).values(leased_until=None, **values))
