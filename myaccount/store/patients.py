"""A clinic's patients as its staff find them in the database, scoped to the clinic and to who may see whom."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, exists, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, func, select

from myaccount.domain.appointments import EXPECTED, UNSEEN
from myaccount.domain.ids import could_be_id
from myaccount.domain.refusals import NotFound
from myaccount.models import Appointment, AuditEntry, PatientWord, Person

AFTER_ALL = chr(0x10FFFF)
"""Comes after every other character: what begins with "mor" lies between "mor" and "mor" with this behind it."""


def own(tx: Session, clinic_id: str, person_id: str, seen_by: str | None) -> Person:
    """Find a person of a clinic whom `seen_by`, a practitioner, has had an appointment with; anybody for None.

    Raises: NotFound.
    """
    query = select(Person).where(col(Person.clinic_id) == clinic_id, col(Person.id) == person_id)
    query = query.where(*_seen(seen_by, col(Person.id)))
    found = tx.exec(query).one_or_none() if could_be_id(person_id) else None
    if found is None:
        raise NotFound()
    return found


def count(tx: Session, clinic_id: str, word: str, limit: int) -> int:
    """Count how many of a clinic's words begin with this one, no further than `limit`."""
    return tx.exec(select(func.count()).select_from(_hits(clinic_id, word, limit))).one()


def found(
    tx: Session, clinic_id: str, words: Sequence[str], seen_by: str | None, *, looked_at: int, limit: int
) -> tuple[Sequence[str], bool]:
    """List people who have for each of these words one that begins with it.

    Edges: only the first `looked_at` words of the clinic that begin with the first of these are looked at; the second
    value tells whether those were all.
    """
    hits = _hits(clinic_id, words[0], looked_at)
    query = select_columns(hits.c.person_id).where(*(_has(hits.c.person_id, word) for word in words[1:]))
    query = query.where(*_seen(seen_by, hits.c.person_id)).distinct().limit(limit)
    ids = tx.execute(query).scalars().all()
    return ids, len(ids) < limit and count(tx, clinic_id, words[0], looked_at) < looked_at


def people(tx: Session, clinic_id: str, ids: Sequence[str]) -> Sequence[Person]:
    """Read some people of a clinic."""
    query = select(Person).where(col(Person.id).in_(ids), col(Person.clinic_id) == clinic_id)
    return tx.exec(query).all()


def next_visits(tx: Session, clinic_id: str, ids: Sequence[str], now: datetime) -> dict[str, Appointment]:
    """Find the next appointment of each of some people, by their ids. Times: `now` is aware UTC."""
    coming = and_(
        col(Appointment.person_id).in_(ids),
        col(Appointment.clinic_id) == clinic_id,
        col(Appointment.state).in_([state.value for state in EXPECTED]),
        col(Appointment.ends_at) >= now,
    )
    first = (
        select_columns(col(Appointment.person_id), func.min(col(Appointment.starts_at)).label("starts_at"))
        .where(coming)
        .group_by(col(Appointment.person_id))
        .subquery()
    )
    same = and_(first.c.person_id == col(Appointment.person_id), first.c.starts_at == col(Appointment.starts_at))
    rows = tx.exec(select(Appointment).join(first, same).where(coming)).all()
    return {row.person_id: row for row in rows}


def recently_opened(
    tx: Session, clinic_id: str, actor_id: str, action: str, seen_by: str | None, *, looked_at: int, limit: int
) -> Sequence[str]:
    """List whose profiles somebody has opened, the last one first, by the trail."""
    entries = (
        select(AuditEntry.person_id)
        .where(col(AuditEntry.actor_id) == actor_id, col(AuditEntry.action) == action)
        .where(col(AuditEntry.clinic_id) == clinic_id, col(AuditEntry.person_id).is_not(None))
        .order_by(col(AuditEntry.id).desc())
        .limit(looked_at)
    ).subquery()
    query = select_columns(entries.c.person_id).where(*_seen(seen_by, entries.c.person_id))
    return list(dict.fromkeys(tx.execute(query).scalars()))[:limit]


def alike(
    tx: Session, clinic_id: str, words: Sequence[str], facts: Mapping[str, date | str | None], limit: int
) -> Sequence[Person]:
    """List the people who have all these words and one of these facts, which are named as the columns are.

    Times: a date of birth is a plain day, in no zone.
    """
    same = [getattr(Person, name) == fact for name, fact in facts.items() if fact is not None]
    if not words or not same:
        return ()
    ids = select(PatientWord.person_id).where(
        col(PatientWord.clinic_id) == clinic_id, col(PatientWord.word) == words[0]
    )
    query = select(Person).where(col(Person.id).in_(ids), or_(*same))
    query = query.where(*(_has(col(Person.id), word, whole=True) for word in words[1:]))
    return tx.exec(query.order_by(col(Person.created_at), col(Person.id)).limit(limit)).all()


def _hits(clinic_id: str, word: str, limit: int) -> Subquery:
    hits = select(PatientWord.person_id).where(_begins(clinic_id, word))
    return hits.order_by(col(PatientWord.word), col(PatientWord.person_id)).limit(limit).subquery()


def _begins(clinic_id: str, word: str) -> ColumnElement[bool]:
    return and_(col(PatientWord.clinic_id) == clinic_id, *_range(word))


def _range(word: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(PatientWord.word) >= word, col(PatientWord.word) < word + AFTER_ALL


def _has(person_id: Any, word: str, *, whole: bool = False) -> ColumnElement[bool]:
    """Look the person's own words up. They are of one clinic: without its name only the short index can serve."""
    meant = (col(PatientWord.word) == word,) if whole else _range(word)
    return exists().where(col(PatientWord.person_id) == person_id, *meant)


def _seen(seen_by: str | None, person_id: Any) -> list[ColumnElement[bool]]:
    if seen_by is None:
        return []
    unseen = [state.value for state in UNSEEN]
    met = (col(Appointment.staff_id) == seen_by, col(Appointment.state).not_in(unseen))
    return [exists().where(col(Appointment.person_id) == person_id, *met)]
