"""Accounts in the database, scoped to the clinic."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, update
from sqlmodel import Session, col, select

from myaccount.domain.refusals import NotFound
from myaccount.models import Account, Passkey, Person, SocialIdentity


def by_username(tx: Session, clinic_id: str, username_key: str) -> Account | None:
    """Find the account with a username, in the form in which two are compared."""
    query = select(Account).where(col(Account.clinic_id) == clinic_id, col(Account.username_key) == username_key)
    return tx.exec(query).one_or_none()


def by_email(tx: Session, clinic_id: str, email_key: str, limit: int) -> Sequence[Account]:
    """List the accounts of the people who share an e-mail address and have verified it, oldest profile first."""
    query = (
        select(Account)
        .join(Person, col(Person.id) == col(Account.person_id))
        .where(
            col(Person.clinic_id) == clinic_id,
            col(Person.email_key) == email_key,
            col(Person.email_verified_at).is_not(None),
        )
        .order_by(col(Person.created_at), col(Person.id))
        .limit(limit)
    )
    return tx.exec(query).all()


def of_person(tx: Session, clinic_id: str, person_id: str) -> Account | None:
    """Find a person's account."""
    query = select(Account).where(col(Account.clinic_id) == clinic_id, col(Account.person_id) == person_id)
    return tx.exec(query).one_or_none()


def own(tx: Session, clinic_id: str, person_id: str) -> Account:
    """Find the account of a person that stands. Raises: NotFound, also when it is disabled."""
    account = of_person(tx, clinic_id, person_id)
    if account is None or account.disabled_at:
        raise NotFound()
    return account


def by_id(tx: Session, clinic_id: str, account_id: str) -> Account | None:
    """Find an account of a clinic by its id."""
    query = select(Account).where(col(Account.clinic_id) == clinic_id, col(Account.id) == account_id)
    return tx.exec(query).one_or_none()


def ways_in(tx: Session, account: Account) -> int:
    """Count how its owner can sign in to an account: with a password, with linked profiles, with passkeys."""
    others = (
        select(func.count()).select_from(table).where(col(table.account_id) == account.id)
        for table in (SocialIdentity, Passkey)
    )
    return bool(account.password_hash) + sum(tx.exec(query).one() for query in others)


def lock(tx: Session, account_id: str) -> None:
    """Hold an account until the transaction ends: of two who take a way in away, the second sees what is left."""
    tx.exec(select(Account.id).where(col(Account.id) == account_id).with_for_update()).one()


def recoverable(
    tx: Session, clinic_id: str, email_key: str | None, mobile: str | None, limit: int
) -> Sequence[tuple[Account, Person]]:
    """List the accounts behind an e-mail address or a verified mobile number that a verified address can reach."""
    by_mobile = and_(col(Person.mobile) == mobile, col(Person.mobile_verified_at).is_not(None))
    contact = col(Person.email_key) == email_key if email_key else by_mobile
    query = (
        select(Account, Person)
        .join(Person, col(Person.id) == col(Account.person_id))
        .where(
            col(Person.clinic_id) == clinic_id,
            contact,
            col(Person.email).is_not(None),
            col(Person.email_verified_at).is_not(None),
            col(Account.disabled_at).is_(None),
        )
        .order_by(col(Person.created_at), col(Person.id))
        .limit(limit)
    )
    return tx.exec(query).all()


def disable(tx: Session, clinic_id: str, person_id: str, now: datetime) -> bool:
    """Disable a person's account. False when there is none, or it is disabled already. Times: aware UTC."""
    return _changed(tx, clinic_id, person_id, col(Account.disabled_at).is_(None), now)


def enable(tx: Session, clinic_id: str, person_id: str) -> bool:
    """Enable a person's disabled account. False when there is none."""
    return _changed(tx, clinic_id, person_id, col(Account.disabled_at).is_not(None), None)


def _changed(
    tx: Session, clinic_id: str, person_id: str, before: ColumnElement[bool], disabled_at: datetime | None
) -> bool:
    its = (col(Account.clinic_id) == clinic_id, col(Account.person_id) == person_id, before)
    change = update(Account).where(*its).values(disabled_at=disabled_at)
    return bool(tx.execute(change).rowcount)  # type: ignore[attr-defined]


def set_password(tx: Session, account_id: str, password_hash: str, now: datetime) -> None:
    """Keep a new password's hash. Times: aware UTC."""
    tx.execute(
        update(Account)
        .where(col(Account.id) == account_id)
        .values(password_hash=password_hash, password_changed_at=now)
    )


def strengthen(tx: Session, account_id: str, old_hash: str, new_hash: str) -> None:
    """Replace a hash by a stronger one of the same password, unless the password has changed meanwhile."""
    tx.execute(
        update(Account)
        .where(col(Account.id) == account_id, col(Account.password_hash) == old_hash)
        .values(password_hash=new_hash)
    )
