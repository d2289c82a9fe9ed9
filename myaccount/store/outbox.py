"""The outbox in the database: put in once, claimed by one sender at a time, sent or put off."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Executable, and_, delete, func, not_, or_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from myaccount.domain.ids import could_be_id
from myaccount.domain.refusals import NotFound
from myaccount.domain.reminders import Channel
from myaccount.models import MailServer, OutboxMessage
from myaccount.store.keyset import latest_first

UNSENT, SENT, DELIVERED, FAILED, WITHDRAWN = "unsent", "sent", "delivered", "failed", "withdrawn"
TEXTS, SHARED = "texts", "shared"
"""The lanes of texts, and of mail over the deployment's server. Each clinic with a server has one named by its id."""

SECRETS = ("link", "code")
"""The facts of a message that open something: forgotten once it has been sent."""

REVIVED = ("state", "recipient", "language", "facts", "due_at", "attempts", "leased_until", "error", "created_at")
"""What a withdrawn message takes from the one that is put in again."""


def put(tx: Session, message: OutboxMessage) -> bool:
    """Insert a message; False when one with its dedupe key is there already.

    Edges: one that was withdrawn and never sent is there again.
    """
    return tx.execute(_put(tx.get_bind().dialect.name), message.model_dump()).one_or_none() is not None


@cache
def _put(dialect: str) -> Executable:
    """Put the statement together once: each booking puts in several messages."""
    table = OutboxMessage.__table__  # type: ignore[attr-defined]
    statement = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(table)
    revived = {name: statement.excluded[name] for name in REVIVED}
    is_withdrawn = table.c.state == WITHDRAWN
    return statement.on_conflict_do_update(index_elements=[table.c.dedupe], set_=revived, where=is_withdrawn).returning(
        table.c.id
    )


def lane_of(message: OutboxMessage, own: Collection[str]) -> str:
    """Name the lane on which a message leaves; `own` are the clinics with mail servers of their own."""
    if message.channel == Channel.TEXT:
        return TEXTS
    return message.clinic_id if message.clinic_id in own else SHARED


def is_any_due(tx: Session, now: datetime, busy: Collection[str] = ()) -> bool:
    """Tell whether there is anything to send on a lane that is not busy, without taking a writer's lock."""
    query = select(OutboxMessage.id).where(_due(now), *_passes(busy)).limit(1)
    return tx.exec(query).first() is not None


def due(tx: Session, now: datetime) -> tuple[int, datetime | None]:
    """Count what is due and not sent, and tell since when the first of it has been. Times: aware UTC."""
    query = select(func.count(col(OutboxMessage.id)), func.min(col(OutboxMessage.due_at))).where(_due(now))
    count, since = tx.exec(query).one()
    return count, since


def claim(
    tx: Session, now: datetime, until: datetime, limit: int, busy: Collection[str] = ()
) -> Sequence[OutboxMessage]:
    """Take due messages for one sender, until a lease runs out; others pass over them. None of a busy lane.

    Times: aware UTC. Edges: a lease that ends exactly now is over.
    """
    due = select(OutboxMessage.id).where(_due(now), *_passes(busy))
    first = due.order_by(col(OutboxMessage.due_at), col(OutboxMessage.id))
    taken = first.limit(limit).with_for_update(skip_locked=True).cte("taken")
    statement = (
        update(OutboxMessage)
        .where(col(OutboxMessage.id).in_(select(taken.c.id)))
        .values(leased_until=until, attempts=OutboxMessage.attempts + 1)
        .returning(OutboxMessage)
    )
    return tx.execute(statement).scalars().all()


def mark_sent(tx: Session, message: OutboxMessage, recipient: str, now: datetime) -> None:
    """Note that a message was sent, and to whom, and forget the links and codes it carried.

    Edges: also of one that was withdrawn while it was on its way. What else a text says is kept: it may yet turn out
    that it did not arrive, and it is sent again.
    """
    facts = _without_secrets(message) if message.channel == Channel.TEXT else {}
    _note(tx, message, also=WITHDRAWN, state=SENT, recipient=recipient, sent_at=now, error=None, facts=facts)


def withdraw(tx: Session, message: OutboxMessage, reason: str) -> None:
    """Take one message back instead of sending it. Edges: one that could not be sent in time has failed."""
    _note(tx, message, state=FAILED if message.error else WITHDRAWN, error=message.error or reason)


def withdraw_visit(tx: Session, visit_id: str, reason: str) -> None:
    """Take back whatever of a visit has not been sent."""
    unsent = (col(OutboxMessage.visit_id) == visit_id, col(OutboxMessage.state) == UNSENT)
    tx.execute(update(OutboxMessage).where(*unsent).values(state=WITHDRAWN, error=reason))


def follow_start(tx: Session, visit_id: str, kind: str, starts: tuple[str, str], now: datetime, reason: str) -> None:
    """Take back what of a kind tells of a visit's start before, and count what has left as told of its start after.

    `starts` are the two, as the dedupe keys name them. Times: aware UTC.
    """
    before, after = starts
    of_it = and_(col(OutboxMessage.visit_id) == visit_id, col(OutboxMessage.kind) == kind)
    for one in tx.exec(select(OutboxMessage).where(of_it, _has_left(now), col(OutboxMessage.dedupe).contains(before))):
        key = one.dedupe.replace(before, after)
        tx.execute(delete(OutboxMessage).where(col(OutboxMessage.dedupe) == key, col(OutboxMessage.state) == WITHDRAWN))
        one.dedupe = key
    unsent = and_(of_it, col(OutboxMessage.state) == UNSENT, not_(_has_left(now)))
    tx.execute(update(OutboxMessage).where(unsent).values(state=WITHDRAWN, error=reason))


def last_left(tx: Session, visit_id: str, kinds: Sequence[str], now: datetime) -> str | None:
    """Tell of which of some kinds the last message of a visit is that has left. Times: aware UTC."""
    left = and_(col(OutboxMessage.visit_id) == visit_id, col(OutboxMessage.kind).in_(kinds), _has_left(now))
    at = func.coalesce(col(OutboxMessage.sent_at), col(OutboxMessage.leased_until))
    return tx.exec(select(OutboxMessage.kind).where(left).order_by(at.desc()).limit(1)).first()


def mark_failed(tx: Session, message: OutboxMessage, error: str) -> None:
    """Give a message up, and forget the links and codes it carried; the rest may be sent again."""
    _note(tx, message, state=FAILED, error=error, facts=_without_secrets(message))


def text(tx: Session, clinic_id: str, message_id: str) -> OutboxMessage | None:
    """Find a text of a clinic."""
    found = tx.get(OutboxMessage, message_id) if could_be_id(message_id) else None
    return found if found and found.clinic_id == clinic_id and found.channel == Channel.TEXT else None


def note_receipt(tx: Session, message: OutboxMessage, error: str, now: datetime) -> bool:
    """Compare and set: note that this try of a text arrived, or with `error` that it did not.

    False when that is known already. Edges: the receipt may come before the sender has noted that it handed it over.
    """
    same = (
        col(OutboxMessage.id) == message.id,
        col(OutboxMessage.attempts) == message.attempts,
        col(OutboxMessage.created_at) == message.created_at,
        col(OutboxMessage.attempts) > 0,
        col(OutboxMessage.state).in_((UNSENT, SENT, WITHDRAWN)),
    )
    told = {"state": FAILED if error else DELIVERED, "error": error or None, "leased_until": None}
    values = {**told, "sent_at": message.sent_at or now, "facts": _without_secrets(message) if error else {}}
    return bool(tx.execute(update(OutboxMessage).where(*same).values(values)).rowcount)  # type: ignore[attr-defined]


def put_off(tx: Session, message: OutboxMessage, until: datetime, error: str | None) -> None:
    """Try a message again later; `error` is why, unless it is only too early. Times: aware UTC."""
    _note(tx, message, due_at=until, error=error)


def of_person(
    tx: Session, clinic_id: str, person_id: str, before: tuple[datetime, str] | None, limit: int
) -> Sequence[OutboxMessage]:
    """List the messages to one person of a clinic, the newest first, from behind one on. Times: aware UTC."""
    own = (col(OutboxMessage.clinic_id) == clinic_id, col(OutboxMessage.person_id) == person_id)
    keys = (col(OutboxMessage.created_at), col(OutboxMessage.id))
    return tx.exec(latest_first(select(OutboxMessage).where(*own), keys, before, limit)).all()


def failed(tx: Session, clinic_id: str, person_id: str, message_id: str) -> OutboxMessage:
    """Find a message to a person that was given up. Raises: NotFound."""
    query = select(OutboxMessage).where(
        col(OutboxMessage.id) == message_id,
        col(OutboxMessage.clinic_id) == clinic_id,
        col(OutboxMessage.person_id) == person_id,
        col(OutboxMessage.state) == FAILED,
    )
    found = tx.exec(query).one_or_none() if could_be_id(message_id) else None
    if found is None:
        raise NotFound()
    return found


def send_again(tx: Session, message: OutboxMessage, recipient: str, now: datetime) -> bool:
    """Compare and set: put a message that was given up back among those to send. False when somebody was first."""
    same = (col(OutboxMessage.id) == message.id, col(OutboxMessage.state) == FAILED)
    fresh = {"state": UNSENT, "recipient": recipient, "due_at": now, "created_at": now, "attempts": 0, "error": None}
    return bool(tx.execute(update(OutboxMessage).where(*same).values(fresh)).rowcount)  # type: ignore[attr-defined]


def _without_secrets(message: OutboxMessage) -> dict[str, Any]:
    return {name: value for name, value in message.facts.items() if name not in SECRETS}


def _has_left(now: datetime) -> ColumnElement[bool]:
    """Tell whether a message was sent, or is with a sender at this moment, who may be handing it over."""
    on_its_way = and_(col(OutboxMessage.state) == UNSENT, func.coalesce(col(OutboxMessage.leased_until), now) > now)
    return or_(col(OutboxMessage.state).in_((SENT, DELIVERED)), on_its_way)


def _due(now: datetime) -> ColumnElement[bool]:
    free = or_(col(OutboxMessage.leased_until).is_(None), col(OutboxMessage.leased_until) <= now)
    return and_(col(OutboxMessage.state) == UNSENT, col(OutboxMessage.due_at) <= now, free)


def _passes(busy: Collection[str]) -> list[ColumnElement[bool]]:
    """Pass over the lanes that are busy."""
    is_text = col(OutboxMessage.channel) == Channel.TEXT.value
    clinic = col(OutboxMessage.clinic_id)
    passes = [or_(is_text, clinic.not_in(sorted(set(busy) - {TEXTS, SHARED})))]
    if SHARED in busy:
        passes.append(or_(is_text, clinic.in_(select(MailServer.clinic_id))))
    if TEXTS in busy:
        passes.append(~is_text)
    return passes if busy else []


def _note(tx: Session, message: OutboxMessage, also: str = UNSENT, **values: Any) -> None:
    """Write what became of a message, unless its lease has passed to another sender."""
    own = (
        col(OutboxMessage.id) == message.id,
        col(OutboxMessage.state).in_((UNSENT, also)),
        col(OutboxMessage.attempts) == message.attempts,
    )
    tx.execute(update(OutboxMessage).where(*own).values(leased_until=None, **values))
