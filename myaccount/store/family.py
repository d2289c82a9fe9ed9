"""Families in the database, scoped to the clinic and to one of the two people."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, delete, func, or_, update
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from myaccount.domain.ids import could_be_id
from myaccount.domain.refusals import NotFound
from myaccount.models import Acting, Invitation, LoginSession, Person, Relationship

LISTED_AT_MOST = 50


def granted_by(tx: Session, clinic_id: str, person_id: str, today: date) -> Sequence[Row[Any]]:
    """List what stands of what a person has granted, each with who may act, the oldest first.

    Times: `today` is the clinic's day; on its last day a permission still stands.
    """
    mine = (col(Relationship.clinic_id) == clinic_id, col(Relationship.from_id) == person_id)
    query = select_columns(Relationship, Person).join(Person, col(Person.id) == col(Relationship.to_id))
    return tx.execute(query.where(*mine, *_stands(today)).order_by(*_ORDER).limit(LISTED_AT_MOST)).all()


def granted_to(tx: Session, clinic_id: str, person_id: str, today: date) -> Sequence[Row[Any]]:
    """List what stands of what was granted to a person, each with whose data it is, the oldest first.

    Times: `today` is the clinic's day; on its last day a permission still stands.
    """
    mine = (col(Relationship.clinic_id) == clinic_id, col(Relationship.to_id) == person_id)
    query = select_columns(Relationship, Person).join(Person, col(Person.id) == col(Relationship.from_id))
    return tx.execute(query.where(*mine, *_stands(today)).order_by(*_ORDER).limit(LISTED_AT_MOST)).all()


def one(tx: Session, clinic_id: str, person_id: str, relationship_id: str) -> Relationship:
    """Find a relationship of a person's, whichever side is theirs, and hold it. Raises: NotFound once it has ended."""
    query = select(Relationship).where(
        col(Relationship.id) == relationship_id,
        col(Relationship.clinic_id) == clinic_id,
        or_(col(Relationship.from_id) == person_id, col(Relationship.to_id) == person_id),
        col(Relationship.ended_at).is_(None),
    )
    found = tx.exec(query.with_for_update()).one_or_none() if could_be_id(relationship_id) else None
    if found is None:
        raise NotFound()
    return found


def between(tx: Session, from_id: str, to_id: str) -> Relationship | None:
    """Find what one person has granted another and not taken back, and hold it. One that has run out counts."""
    query = select(Relationship).where(
        col(Relationship.from_id) == from_id, col(Relationship.to_id) == to_id, col(Relationship.ended_at).is_(None)
    )
    return tx.exec(query.with_for_update()).one_or_none()


def latest_between(tx: Session, from_id: str, to_id: str) -> Relationship | None:
    """Find what one person granted another the last time, whether or not it has ended."""
    query = select(Relationship).where(col(Relationship.from_id) == from_id, col(Relationship.to_id) == to_id)
    return tx.exec(query.order_by(col(Relationship.ended_at).is_not(None), col(Relationship.created_at).desc())).first()


def end(tx: Session, relationship_id: str, now: datetime) -> bool:
    """End a relationship. False when it had ended before. Times: aware UTC."""
    mine = (col(Relationship.id) == relationship_id, col(Relationship.ended_at).is_(None))
    return bool(tx.execute(update(Relationship).where(*mine).values(ended_at=now)).rowcount)  # type: ignore[attr-defined]


def names(tx: Session, clinic_id: str, person_id: str, ids: Collection[str]) -> dict[str, Person]:
    """Find those of some people who were ever allowed to act for a person, by their ids."""
    query = (
        select(Person)
        .join(Relationship, col(Relationship.to_id) == col(Person.id))
        .where(
            col(Relationship.clinic_id) == clinic_id,
            col(Relationship.from_id) == person_id,
            col(Person.id).in_(list(ids)),
        )
    )
    return {person.id: person for person in tx.exec(query).all()}


def helpers(tx: Session, clinic_id: str, person_ids: Collection[str], today: date) -> Sequence[Row[Any]]:
    """List what stands of what some people have granted, with whoever may act and has verified an e-mail address.

    Times: `today` is the clinic's day; on its last day a permission still stands.
    Edges: who shares their address with whose mails they are is not listed: the mail itself arrives there.
    """
    whose = aliased(Person)
    theirs = (col(Relationship.clinic_id) == clinic_id, col(Relationship.from_id).in_(list(person_ids)))
    reached = (col(Person.email).is_not(None), col(Person.email_verified_at).is_not(None))
    elsewhere = or_(col(whose.email_key).is_(None), col(whose.email_key) != col(Person.email_key))
    query = (
        select_columns(Relationship, Person)
        .join(Person, col(Person.id) == col(Relationship.to_id))
        .join(whose, col(whose.id) == col(Relationship.from_id))
    )
    return tx.execute(query.where(*theirs, *reached, elsewhere, *_stands(today)).order_by(*_ORDER)).all()


def invitations(tx: Session, clinic_id: str, person_id: str, now: datetime) -> Sequence[Invitation]:
    """List the invitations of a person's that nobody has answered yet, the oldest first. Times: aware UTC."""
    query = select(Invitation).where(
        col(Invitation.clinic_id) == clinic_id,
        col(Invitation.from_id) == person_id,
        col(Invitation.closed_at).is_(None),
        col(Invitation.expires_at) > now,
    )
    return tx.exec(query.order_by(col(Invitation.created_at), col(Invitation.id))).all()


def invitations_since(tx: Session, clinic_id: str, person_id: str, since: datetime) -> int:
    """Count the invitations that a person has sent after an instant. Times: aware UTC."""
    query = select(func.count(col(Invitation.id))).where(
        col(Invitation.clinic_id) == clinic_id,
        col(Invitation.from_id) == person_id,
        col(Invitation.created_at) > since,
    )
    return tx.exec(query).one()


def invitation_by_token(tx: Session, clinic_id: str, token_hash: str) -> Invitation | None:
    """Find an invitation, whether or not it is still open."""
    query = select(Invitation).where(col(Invitation.token_hash) == token_hash, col(Invitation.clinic_id) == clinic_id)
    return tx.exec(query).one_or_none()


def close_invitation(tx: Session, invitation_id: str, now: datetime) -> bool:
    """Compare and set: False when it was answered, or taken back, before. Times: aware UTC."""
    mine = (col(Invitation.id) == invitation_id, col(Invitation.closed_at).is_(None), col(Invitation.expires_at) > now)
    return bool(tx.execute(update(Invitation).where(*mine).values(closed_at=now)).rowcount)  # type: ignore[attr-defined]


def act(tx: Session, tab: str, session_id: str, relationship_id: str, now: datetime) -> None:
    """Note that a tab acts for somebody from now on. Times: aware UTC."""
    tx.merge(Acting(tab=tab, session_id=session_id, relationship_id=relationship_id, since=now))


def stop(tx: Session, tab: str) -> bool:
    """Note that a tab acts for nobody else any more. False when it did not."""
    return bool(tx.execute(delete(Acting).where(col(Acting.tab) == tab)).rowcount)  # type: ignore[attr-defined]


def delete_acting_of_ended_sessions(tx: Session) -> None:
    """Forget for whom the tabs of sign-ins acted that have ended."""
    ended = select(LoginSession.id).where(col(LoginSession.ended_at).is_not(None))
    tx.execute(delete(Acting).where(col(Acting.session_id).in_(ended)))


_ORDER = (col(Relationship.created_at), col(Relationship.id))


def _stands(today: date) -> tuple[Any, ...]:
    lasts = or_(col(Relationship.expires_on).is_(None), col(Relationship.expires_on) >= today)
    return (col(Relationship.ended_at).is_(None), lasts)
