"""Welcome and reset links in the database, scoped to the clinic. Tokens and codes are kept as hashes only."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from myaccount.models import OneTimeLink


def by_token(tx: Session, clinic_id: str, kind: str, token_hash: str) -> OneTimeLink | None:
    """Find a link, whether or not it still opens anything."""
    query = select(OneTimeLink).where(
        col(OneTimeLink.token_hash) == token_hash,
        col(OneTimeLink.clinic_id) == clinic_id,
        col(OneTimeLink.kind) == kind,
    )
    return tx.exec(query).one_or_none()


def void_unused(tx: Session, clinic_id: str, person_id: str, kind: str, now: datetime) -> None:
    """Let a person's unused links of a kind expire now. Times: aware UTC."""
    tx.execute(
        update(OneTimeLink)
        .where(
            col(OneTimeLink.clinic_id) == clinic_id,
            col(OneTimeLink.person_id) == person_id,
            col(OneTimeLink.kind) == kind,
            col(OneTimeLink.used_at).is_(None),
            col(OneTimeLink.expires_at) > now,
        )
        .values(expires_at=now)
    )


def use(tx: Session, link_id: str, now: datetime) -> bool:
    """Compare and set: False when the link was used before. Times: aware UTC."""
    result = tx.execute(
        update(OneTimeLink)
        .where(
            col(OneTimeLink.id) == link_id,
            col(OneTimeLink.used_at).is_(None),
            col(OneTimeLink.expires_at) > now,
        )
        .values(used_at=now)
    )
    return bool(result.rowcount)  # type: ignore[attr-defined]


def with_codes(
    tx: Session,
    clinic_id: str,
    kind: str,
    person_ids: Sequence[str],
    tries: int,
    now: datetime,
    *,
    lock: bool = True,
) -> Sequence[OneTimeLink]:
    """List these people's live links whose code has been tried fewer than so many times.

    They are locked until the end, unless they are only to be looked at.
    """
    query = select(OneTimeLink).where(
        col(OneTimeLink.clinic_id) == clinic_id,
        col(OneTimeLink.kind) == kind,
        col(OneTimeLink.person_id).in_(person_ids),
        col(OneTimeLink.code_hash).is_not(None),
        col(OneTimeLink.tries) < tries,
        col(OneTimeLink.used_at).is_(None),
        col(OneTimeLink.expires_at) > now,
    )
    return tx.exec(query.with_for_update() if lock else query).all()


def made_since(tx: Session, clinic_id: str, person_id: str, kind: str, since: datetime) -> int:
    """Count the links of a kind made for a person after an instant. Times: aware UTC."""
    query = select(func.count(col(OneTimeLink.id))).where(
        col(OneTimeLink.clinic_id) == clinic_id,
        col(OneTimeLink.person_id) == person_id,
        col(OneTimeLink.kind) == kind,
        col(OneTimeLink.created_at) > since,
    )
    return tx.exec(query).one()
