"""Sign-ins in the database."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, update
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from myaccount.models import Account, Acting, Authenticator, Clinic, LoginSession, Person, Relationship, Staff
from myaccount.store.prepared import DirectReader, PreparedQuery

_Other = aliased(Person)
"""For whom a tab acts."""

WHO = PreparedQuery(
    select_columns(
        *map(
            col,
            (
                LoginSession.id,
                LoginSession.clinic_id,
                LoginSession.person_id,
                LoginSession.created_at,
                LoginSession.last_used_at,
                LoginSession.kept,
                LoginSession.ended_at,
                LoginSession.end_reason,
                LoginSession.two_step_at,
                LoginSession.two_step_owed,
                Account.disabled_at,
                Person.first_name,
                Person.last_name,
                Person.language,
                Person.time_zone,
                Person.online_booking,
            ),
        ),
        col(Staff.role).label("role"),
        col(Staff.id).label("staff_id"),
        col(Authenticator.confirmed_at).label("authenticator_at"),
        col(Clinic.settings_version).label("version"),
        col(Acting.relationship_id).label("relationship_id"),
        col(Relationship.label).label("relation"),
        col(Relationship.permissions).label("permissions"),
        col(Relationship.expires_on).label("relation_expires_on"),
        col(Relationship.ended_at).label("relation_ended_at"),
        col(_Other.id).label("other_id"),
        col(_Other.first_name).label("other_first"),
        col(_Other.last_name).label("other_last"),
        col(_Other.online_booking).label("other_online_booking"),
    )
    .join(Account, col(Account.id) == col(LoginSession.account_id))
    .join(Person, col(Person.id) == col(LoginSession.person_id))
    .join(Clinic, col(Clinic.id) == col(LoginSession.clinic_id))
    .outerjoin(Staff, and_(col(Staff.person_id) == col(LoginSession.person_id), col(Staff.archived_at).is_(None)))
    .outerjoin(Authenticator, col(Authenticator.account_id) == col(LoginSession.account_id))
    .outerjoin(Acting, and_(col(Acting.tab) == bindparam("tab"), col(Acting.session_id) == col(LoginSession.id)))
    .outerjoin(
        Relationship,
        and_(
            col(Relationship.id) == col(Acting.relationship_id),
            col(Relationship.to_id) == col(LoginSession.person_id),
            col(Relationship.clinic_id) == col(LoginSession.clinic_id),
        ),
    )
    .outerjoin(_Other, col(_Other.id) == col(Relationship.from_id))
    .where(col(LoginSession.id) == bindparam("session_id"), col(LoginSession.clinic_id) == bindparam("clinic_id"))
)
"""Everything that is asked about a sign-in on each event, in one query by its key; and for whom its tab acts.

Who was archived is no staff any more, from the next event on; their My Account stays (S05).
"""


def who(tx: Session | DirectReader, clinic_id: str, session_id: str, tab: str = "") -> Row[Any] | None:
    """Look up a sign-in and whose it is, and for whom a tab of it acts. Ended ones too: the caller judges."""
    return WHO.row(tx, session_id=session_id, clinic_id=clinic_id, tab=tab)


_OF_COOKIE = PreparedQuery(
    select_columns(col(LoginSession.id)).where(
        col(LoginSession.cookie_hash) == bindparam("cookie_hash"),
        col(LoginSession.clinic_id) == bindparam("clinic_id"),
        col(LoginSession.ended_at).is_(None),
    )
)


def id_by_cookie(tx: Session | DirectReader, clinic_id: str, cookie_hash: str) -> str | None:
    """Find the sign-in of a cookie at a clinic, unless it has ended."""
    row = _OF_COOKIE.row(tx, cookie_hash=cookie_hash, clinic_id=clinic_id)
    return row.id if row else None


def used(tx: Session, session_id: str, now: datetime) -> None:
    """Note that a sign-in has been used. Times: aware UTC."""
    tx.execute(update(LoginSession).where(col(LoginSession.id) == session_id).values(last_used_at=now))


def live(tx: Session, clinic_id: str, session_id: str) -> LoginSession | None:
    """Find a sign-in that has not ended, and hold it."""
    query = select(LoginSession).where(
        col(LoginSession.id) == session_id,
        col(LoginSession.clinic_id) == clinic_id,
        col(LoginSession.ended_at).is_(None),
    )
    return tx.exec(query.with_for_update()).one_or_none()


def second_step(tx: Session, session_id: str, now: datetime) -> None:
    """Note that a sign-in's second step was proven. Times: aware UTC."""
    tx.execute(update(LoginSession).where(col(LoginSession.id) == session_id).values(two_step_at=now))


def of_person(tx: Session, clinic_id: str, person_id: str, limit: int | None = None) -> Sequence[LoginSession]:
    """List a person's sign-ins, latest first."""
    query = select(LoginSession).where(
        col(LoginSession.clinic_id) == clinic_id, col(LoginSession.person_id) == person_id
    )
    return tx.exec(query.order_by(col(LoginSession.created_at).desc()).limit(limit)).all()


def is_strange(tx: Session, clinic_id: str, person_id: str, device_hash: str) -> bool:
    """Tell whether a person has signed in on devices that are known, and never on this one.

    Edges: sign-ins that were cleared away, 90 days after they ended, count no more.
    """
    mine = (col(LoginSession.clinic_id) == clinic_id, col(LoginSession.person_id) == person_id)
    marked = select(LoginSession.device_hash).where(*mine, col(LoginSession.device_hash).is_not(None)).distinct()
    known = tx.exec(marked).all()
    return bool(known) and device_hash not in known


def latest_elsewhere(tx: Session, clinic_id: str, session_id: str, since: datetime) -> LoginSession | None:
    """Find the latest sign-in of the same person on another device than this one's, since an instant, that stands."""
    here = tx.get(LoginSession, session_id)
    if here is None or here.clinic_id != clinic_id:
        return None
    query = select(LoginSession).where(
        col(LoginSession.clinic_id) == clinic_id,
        col(LoginSession.person_id) == here.person_id,
        col(LoginSession.device_hash).is_distinct_from(here.device_hash),
        col(LoginSession.created_at) >= since,
        col(LoginSession.ended_at).is_(None),
    )
    return tx.exec(query.order_by(col(LoginSession.created_at).desc()).limit(1)).first()


def end(tx: Session, session_id: str, reason: str, now: datetime) -> bool:
    """End a sign-in. False when it had ended before. Times: aware UTC."""
    live = (col(LoginSession.id) == session_id, col(LoginSession.ended_at).is_(None))
    result = tx.execute(update(LoginSession).where(*live).values(ended_at=now, end_reason=reason))
    return bool(result.rowcount)  # type: ignore[attr-defined]


def own(tx: Session, clinic_id: str, person_id: str, ids: Iterable[str]) -> Sequence[LoginSession]:
    """List those of these sign-ins that are the person's."""
    mine = (col(LoginSession.clinic_id) == clinic_id, col(LoginSession.person_id) == person_id)
    return tx.exec(select(LoginSession).where(*mine, col(LoginSession.id).in_(list(ids)))).all()
