"""Welcome and reset links in the database, scoped to the clinic. Tokens and codes are kept as hashes only."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
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
    tx: Session, clinic_id: str, kind: str, person_ids: Sequence[str], tries: int, now: datetime
) -> Sequence[OneTimeLink]:
    """List these people's live links whose code has been tried fewer than so many times, locked until the end."""
    query = select(OneTimeLink).where(
        col(OneTimeLink.clinic_id) == clinic_id,
        col(OneTimeLink.kind) == kind,
        col(OneTimeLink.person_id).in_(person_ids),
        col(OneTimeLink.code_hash).is_not(None),
        col(OneTimeLink.tries) < tries,
        col(OneTimeLink.used_at).is_(None),
        col(OneTimeLink.expires_at) > now,
    )
    return tx.exec(query.with_for_update()).all()
