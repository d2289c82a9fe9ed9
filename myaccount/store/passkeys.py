"""Passkeys in the database, scoped to the clinic, and the questions to devices that were answered. Times: aware UTC."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from myaccount.models import Account, Passkey, SpentChallenge
from myaccount.store.inserting import insert_if_absent


def of_person(tx: Session, clinic_id: str, person_id: str) -> Sequence[Passkey]:
    """List a person's passkeys, the first made first."""
    query = (
        select(Passkey)
        .join(Account, col(Account.id) == col(Passkey.account_id))
        .where(col(Account.clinic_id) == clinic_id, col(Account.person_id) == person_id)
    )
    return tx.exec(query.order_by(col(Passkey.made_at), col(Passkey.id))).all()


def by_credential(tx: Session, clinic_id: str, rp_id: str, credential_id: str) -> Passkey | None:
    """Find a passkey by what its device calls it, and hold it: one after the other counts its uses."""
    query = select(Passkey).where(
        col(Passkey.clinic_id) == clinic_id,
        col(Passkey.rp_id) == rp_id,
        col(Passkey.credential_id) == credential_id,
    )
    return tx.exec(query.with_for_update()).one_or_none()


def add(tx: Session, row: Passkey) -> bool:
    """Keep a new passkey. False when it is kept already, whoever's it is."""
    return insert_if_absent(tx, row)


def remove(tx: Session, passkey_id: str) -> None:
    """Forget a passkey."""
    tx.execute(delete(Passkey).where(col(Passkey.id) == passkey_id))


def remove_all(tx: Session, clinic_id: str, person_id: str) -> int:
    """Forget every passkey of a person; tell how many there were."""
    found = of_person(tx, clinic_id, person_id)
    for row in found:
        remove(tx, row.id)
    return len(found)


def spend(tx: Session, row: SpentChallenge) -> bool:
    """Note that a question was answered. False when it had been answered before."""
    return insert_if_absent(tx, row)


def delete_challenges_before(tx: Session, moment: datetime) -> None:
    """Forget the questions that nobody can answer any more."""
    tx.execute(delete(SpentChallenge).where(col(SpentChallenge.expires_at) <= moment))
