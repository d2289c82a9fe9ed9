"""Linked profiles in the database, a clinic's keys at the providers, and who is away at one. Times: aware UTC."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, or_, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from myaccount.models import Account, ProviderKeys, SocialAttempt, SocialIdentity


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
    try:
        with tx.begin_nested():
            tx.add(row)
    except IntegrityError:
        return False
    return True


def used(tx: Session, identity_id: str, now: datetime) -> None:
    """Note that a profile has just signed in."""
    tx.execute(update(SocialIdentity).where(col(SocialIdentity.id) == identity_id).values(last_used_at=now))


def lock_account(tx: Session, account_id: str) -> None:
    """Hold an account until the transaction ends: of two who unlink at once, the second sees what the first left."""
    tx.exec(select(Account.id).where(col(Account.id) == account_id).with_for_update()).one()


def remove(tx: Session, account_id: str, provider: str) -> bool:
    """Unlink a profile, unless it is the last way in to an account without a password. Hold the account before.

    False when it stays, or there is none.
    """
    has_password = select(Account.id).where(col(Account.id) == account_id, col(Account.password_hash) != "")
    others = select(func.count()).select_from(SocialIdentity).where(
        col(SocialIdentity.account_id) == account_id, col(SocialIdentity.provider) != provider
    )  # fmt: skip
    result = tx.execute(
        delete(SocialIdentity).where(
            col(SocialIdentity.account_id) == account_id,
            col(SocialIdentity.provider) == provider,
            or_(has_password.exists(), others.scalar_subquery() > 0),
        )
    )
    return bool(result.rowcount)  # type: ignore[attr-defined]
