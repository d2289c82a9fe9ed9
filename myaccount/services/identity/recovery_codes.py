"""Recovery codes: each opens a second step once, in place of the authenticator. Their hashes alone are kept."""

import hmac
import secrets
from datetime import datetime

from sqlmodel import Session

from myaccount.crypto.hashes import keyed
from myaccount.domain import two_step as rules
from myaccount.domain.refusals import WrongSecondStep
from myaccount.models import Authenticator, RecoveryCode
from myaccount.store import two_step as store


def make(tx: Session, row: Authenticator) -> tuple[str, ...]:
    """Make the codes that go with an authenticator; this once they can be read."""
    return tuple(_new(tx, row) for _ in range(rules.RECOVERY_CODES))


def take(tx: Session, row: Authenticator, code: str, now: datetime) -> tuple[str, int]:
    """Take a code; tell which it is by its id, and how many are left. Raises: WrongSecondStep, also for a used one."""
    typed = rules.recovery_letters_of(code)
    good = store.unused_codes(tx, row.id)
    meant = [one for one in good if hmac.compare_digest(one.code_hash, _hash(one.id, typed))]
    if not meant:
        raise WrongSecondStep()
    meant[0].used_at = now
    tx.add(meant[0])
    return meant[0].id, len(good) - 1


def left(tx: Session, row: Authenticator) -> int:
    """Count those that are not used."""
    return len(store.unused_codes(tx, row.id))


def _new(tx: Session, row: Authenticator) -> str:
    letters = "".join(secrets.choice(rules.RECOVERY_LETTERS) for _ in range(rules.RECOVERY_LENGTH))
    code = RecoveryCode(clinic_id=row.clinic_id, authenticator_id=row.id, code_hash="")
    code.code_hash = _hash(code.id, letters)
    tx.add(code)
    return rules.in_groups(letters, rules.RECOVERY_LENGTH // 2, "-")


def _hash(code_id: str, letters: str) -> str:
    return keyed("recovery", code_id, letters).hex()
