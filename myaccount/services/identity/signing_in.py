"""Sign in with a username or an e-mail address and a password; sign out.

Signing in takes three steps, because hashing has no place in a transaction: read the `candidates`, find out with
`proven` which of them the password opens, and `sign_in`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from myaccount.domain import contact_points
from myaccount.domain.contact_points import PEOPLE_AT_MOST
from myaccount.domain.people import casefolded
from myaccount.domain.refusals import SharedPassword, WrongCredentials
from myaccount.domain.sessions import EndReason
from myaccount.models import Account
from myaccount.services.context import ClinicContext
from myaccount.services.identity import passwords, sessions, sign_ins
from myaccount.services.identity.devices import Device
from myaccount.services.identity.sign_ins import NewSession
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import accounts as store
from myaccount.store import sessions as session_store


@dataclass(frozen=True)
class Candidate:
    """An account that may be meant by what was typed."""

    account_id: str
    person_id: str
    password_hash: str = field(repr=False)
    by_username: bool
    disabled: bool


@dataclass(frozen=True)
class Proof:
    """An account, and that the right password was given for it. `new_hash` replaces a hash of weaker settings."""

    account_id: str
    password_hash: str = field(repr=False)
    new_hash: str | None = field(default=None, repr=False)


def candidates(tx: Session, ctx: ClinicContext, name: str) -> tuple[Candidate, ...]:
    """Find the accounts that a username or an e-mail address may mean. Families share an e-mail address.

    Edges: at most eight by e-mail; nothing is looked up for what can be neither.
    """
    key = casefolded(name)
    if not key or len(key) > contact_points.LONGEST or not key.isprintable():
        return ()
    named = store.by_username(tx, ctx.clinic.id, key)
    found = [_candidate(named, by_username=True)] if named else []
    if contact_points.is_email(key):
        family = store.by_email(tx, ctx.clinic.id, key, PEOPLE_AT_MOST)
        found += [_candidate(account, by_username=False) for account in family if account is not named]
    return tuple(found)


def proven(found: Sequence[Candidate], password: str) -> Proof:
    """Find the one account that a password opens. Takes about 30 ms for each: run it off the event loop.

    Edges: all are tried, and a pretended one when there is none. A username wins over the e-mail address of others.
    Raises: WrongCredentials, the same for unknown, wrong and disabled · SharedPassword when it opens several.
    """
    if not found:
        passwords.pretend(password)
    opened = [(candidate, passwords.verify(password, candidate.password_hash)) for candidate in found]
    right = [(candidate, new) for candidate, (ok, new) in opened if ok and not candidate.disabled]
    right = [pair for pair in right if pair[0].by_username] or right
    if not right:
        raise WrongCredentials()
    if len(right) > 1:
        raise SharedPassword()
    candidate, new_hash = right[0]
    return Proof(candidate.account_id, candidate.password_hash, new_hash)


def sign_in(
    tx: Session, ctx: ClinicContext, proof: Proof, keep_signed_in: bool, device: Device, replaces: str | None = None
) -> NewSession:
    """Start a session for a proven account. `replaces` is the session of the same browser, which ends with this.

    Raises: WrongCredentials when the password was changed, or the account disabled, since it was proven.
    """
    account = store.by_id(tx, ctx.clinic.id, proof.account_id)
    if account is None or account.disabled_at or account.password_hash != proof.password_hash:
        raise WrongCredentials()
    if proof.new_hash:
        store.strengthen(tx, account.id, proof.password_hash, proof.new_hash)
    if replaces:
        sign_out(tx, ctx, replaces)
    return sign_ins.start(tx, ctx, account, "password", keep_signed_in, device)


def refuse(tx: Session, ctx: ClinicContext, found: Sequence[Candidate], reason: str) -> None:
    """Write down a refused sign-in: for each person who may have been meant, or for nobody."""
    meant: list[str | None] = [candidate.person_id for candidate in found]
    for person_id in meant or [None]:
        audit.record(tx, ctx, Action.SIGN_IN_REFUSED, person_id=person_id, reason=reason)


def sign_out(tx: Session, ctx: ClinicContext, session_id: str) -> None:
    """End a session at its owner's wish; its open pages hear of it. Edges: one that has ended stays as it is."""
    row = session_store.who(tx, ctx.clinic.id, session_id)
    if row is not None:
        sessions.end(tx, ctx, session_id, row.person_id, EndReason.SELF)


def _candidate(account: Account, *, by_username: bool) -> Candidate:
    return Candidate(
        account_id=account.id,
        person_id=account.person_id,
        password_hash=account.password_hash,
        by_username=by_username,
        disabled=account.disabled_at is not None,
    )
