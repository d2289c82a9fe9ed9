"""Reauthentication: the password is given again, before a step that whoever finds an open browser must not take.

As in signing in, hashing has no place in a transaction: read the `stored_password`, judge it with `verify`, and `renew`
the sign-in, which goes on under a new cookie.
"""

from dataclasses import dataclass, field

from sqlmodel import Session

from myaccount.domain.identity_refusals import WrongPassword
from myaccount.domain.refusals import NotFound
from myaccount.models import Account
from myaccount.services.context import PatientContext
from myaccount.services.identity import passwords, sign_ins
from myaccount.services.identity.sign_ins import NewSession
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import accounts as store


@dataclass(frozen=True)
class StoredPassword:
    """What is kept of the password of whoever is signed in."""

    account_id: str
    password_hash: str = field(repr=False)


def stored_password(tx: Session, ctx: PatientContext) -> StoredPassword:
    """Read what is kept of the caller's own password. Raises: NotFound."""
    account = store.of_person(tx, ctx.clinic.id, ctx.person_id)
    if account is None or account.disabled_at:
        raise NotFound()
    return StoredPassword(account.id, account.password_hash)


def verify(known: StoredPassword, password: str) -> StoredPassword:
    """Judge a password that was given again. Takes about 30 ms: run it off the event loop. Raises: WrongPassword."""
    matches, _ = passwords.verify(password, known.password_hash)
    if not matches:
        raise WrongPassword()
    return known


def account_of(tx: Session, ctx: PatientContext, proof: StoredPassword) -> Account:
    """Find the account that was proven to be the caller's.

    Raises: WrongPassword when the password was changed, or the account disabled, since.
    """
    account = store.of_person(tx, ctx.clinic.id, ctx.person_id)
    if account is None or account.disabled_at or account.password_hash != proof.password_hash:
        raise WrongPassword()
    return account


def renew(tx: Session, ctx: PatientContext, proof: StoredPassword) -> NewSession:
    """Note that the password was given again, and hand the sign-in a new cookie. Raises: WrongPassword · NotFound."""
    account_of(tx, ctx, proof)
    return sign_ins.proven_again(tx, ctx)


def refuse(tx: Session, ctx: PatientContext) -> None:
    """Write down that a password given again was wrong."""
    audit.record(tx, ctx, Action.PROOF_REFUSED)
