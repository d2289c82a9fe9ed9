"""Authenticators and recovery codes in the database, scoped to the clinic."""

from collections.abc import Sequence

from sqlalchemy import delete
from sqlmodel import Session, col, select

from myaccount.models import Account, Authenticator, RecoveryCode


def locked_account(tx: Session, clinic_id: str, person_id: str) -> Account | None:
    """Find a person's account and hold it until the end: one after the other changes its second step."""
    query = select(Account).where(col(Account.clinic_id) == clinic_id, col(Account.person_id) == person_id)
    return tx.exec(query.with_for_update()).one_or_none()


def of_person(tx: Session, clinic_id: str, person_id: str) -> Authenticator | None:
    """Find a person's authenticator, confirmed or not."""
    query = (
        select(Authenticator)
        .join(Account, col(Account.id) == col(Authenticator.account_id))
        .where(col(Account.clinic_id) == clinic_id, col(Account.person_id) == person_id)
    )
    return tx.exec(query).one_or_none()


def unused_codes(tx: Session, authenticator_id: str) -> Sequence[RecoveryCode]:
    """List the recovery codes that are still good."""
    query = select(RecoveryCode).where(
        col(RecoveryCode.authenticator_id) == authenticator_id, col(RecoveryCode.used_at).is_(None)
    )
    return tx.exec(query).all()


def forget(tx: Session, authenticator: Authenticator) -> None:
    """Delete an authenticator and its recovery codes."""
    forget_codes(tx, authenticator)
    tx.execute(delete(Authenticator).where(col(Authenticator.id) == authenticator.id))


def forget_codes(tx: Session, authenticator: Authenticator) -> None:
    """Delete an authenticator's recovery codes, used or not."""
    tx.execute(delete(RecoveryCode).where(col(RecoveryCode.authenticator_id) == authenticator.id))
