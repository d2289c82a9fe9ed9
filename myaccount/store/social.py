"""Linked profiles in the database, a clinic's keys at the providers, and who is away at one. Times: aware UTC."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from myaccount.models import ProviderKeys, SocialAttempt, SocialIdentity
from myaccount.store.inserting import insert_if_absent


def keys(tx: Session, clinic_id: str, provider: str) -> ProviderKeys | None:
    """Find a clinic's own keys at a provider."""
    return tx.get(ProviderKeys, (clinic_id, provider))


def by_state(tx: Session, state_hash: str) -> SocialAttempt | None:
    """Find whose answer comes back, at whatever clinic: what it says decides nothing before it is `taken`."""
    return tx.exec(select(SocialAttempt).where(col(SocialAttempt.state_hash) == state_hash)).one_or_none()


def take(tx: Session, attempt: SocialAttempt, browser_hash: str, now: datetime) -> bool:
    """Take an answer, once: False for another browser, a second time, and from its end on."""
    fits = (
        col(SocialAttempt.id) == attempt.id,
        col(SocialAttempt.browser_hash) == browser_hash,
        col(SocialAttempt.used_at).is_(None),
        col(SocialAttempt.expires_at) > now,
    )
    result = tx.execute(update(SocialAttempt).where(*fits).values(used_at=now))
    return bool(result.rowcount)  # type: ignore[attr-defined]


def delete_attempts_before(tx: Session, moment: datetime) -> None:
    """Forget who was away at a provider, after their time."""
    tx.execute(delete(SocialAttempt).where(col(SocialAttempt.expires_at) <= moment))


def identity(tx: Session, clinic_id: str, issuer: str, subject: str) -> SocialIdentity | None:
    """Find a profile that is linked at a clinic."""
    query = select(SocialIdentity).where(
        col(SocialIdentity.clinic_id) == clinic_id,
        col(SocialIdentity.issuer) == issuer,
        col(SocialIdentity.subject) == subject,
    )
    return tx.exec(query).one_or_none()


def of_account(tx: Session, account_id: str) -> Sequence[SocialIdentity]:
    """List the profiles that sign in to an account, the first linked first."""
    query = select(SocialIdentity).where(col(SocialIdentity.account_id) == account_id)
    return tx.exec(query.order_by(col(SocialIdentity.linked_at))).all()


def add(tx: Session, row: SocialIdentity) -> bool:
    """Link a profile. False when it is linked at the clinic already, or the account has one of this provider."""
    return insert_if_absent(tx, row)


def used(tx: Session, identity_id: str, now: datetime) -> None:
    """Note that a profile has just signed in."""
    tx.execute(update(SocialIdentity).where(col(SocialIdentity.id) == identity_id).values(last_used_at=now))


def remove(tx: Session, account_id: str, provider: str) -> None:
    """Unlink a profile."""
    tx.execute(
        delete(SocialIdentity).where(
            col(SocialIdentity.account_id) == account_id, col(SocialIdentity.provider) == provider
        )
    )
