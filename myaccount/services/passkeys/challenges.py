"""What a device is asked: chance that one browser may answer once, within five minutes.

A question is signed and kept nowhere, so that whoever opens the sign-in page writes nothing. Only when it is answered
is it written down as spent. Source: W3C Web Authentication, "Cryptographic Challenges".
"""

import hashlib
import hmac
import secrets
from datetime import UTC, datetime

from sqlmodel import Session

from myaccount.crypto.hashes import keyed
from myaccount.domain.passkeys import CHALLENGE_LASTS, PasskeyOver, Purpose
from myaccount.models import SpentChallenge
from myaccount.services.context import ClinicContext
from myaccount.store import passkeys as store

CHANCE, SECONDS, SIGNED = 16, 8, 32
"""Bytes of its three parts: what nobody can guess, until when it may be answered, and our signature."""


def make(ctx: ClinicContext, purpose: Purpose, browser: str, rp_id: str) -> bytes:
    """Make a question for a browser: `browser` names its sign-in, or before one its guest."""
    until = int((ctx.now + CHALLENGE_LASTS).timestamp())
    told = secrets.token_bytes(CHANCE) + until.to_bytes(SECONDS, "big")
    return told + _signature(ctx, purpose, browser, rp_id, told)


def spend(tx: Session, ctx: ClinicContext, purpose: Purpose, browser: str, rp_id: str, challenge: bytes) -> None:
    """Take the answer to a question, whatever it is worth: nobody answers it again.

    Edges: half-open; exactly after five minutes it is too late. Raises: PasskeyOver for a question of another browser,
    clinic, host or purpose, one that was answered, and none of ours at all.
    """
    told, signed = challenge[:-SIGNED], challenge[-SIGNED:]
    if len(told) != CHANCE + SECONDS or not browser:
        raise PasskeyOver()
    if not hmac.compare_digest(signed, _signature(ctx, purpose, browser, rp_id, told)):
        raise PasskeyOver()
    until = datetime.fromtimestamp(int.from_bytes(told[CHANCE:], "big"), UTC)
    digest = hashlib.sha256(challenge).hexdigest()
    row = SpentChallenge(challenge_hash=digest, clinic_id=ctx.clinic.id, expires_at=until)
    if ctx.now >= until or not store.spend(tx, row):
        raise PasskeyOver()


def _signature(ctx: ClinicContext, purpose: Purpose, browser: str, rp_id: str, told: bytes) -> bytes:
    return keyed("passkey", ctx.clinic.id, purpose.value, browser, rp_id, told.hex())
