"""Links that open one account once: how they are made, found and used up."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum

from sqlmodel import Session

from myaccount.crypto.hashes import keyed
from myaccount.domain.refusals import LinkExpired
from myaccount.models import OneTimeLink
from myaccount.services.context import ClinicContext
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import one_time_links as store


class Kind(StrEnum):
    """What a link is for."""

    WELCOME = "welcome"
    RESET = "reset"
    VERIFY = "verify"
    VERIFY_MOBILE = "verify_mobile"


HALF_AN_HOUR = timedelta(minutes=30)
LASTS = {
    Kind.WELCOME: timedelta(days=7),
    Kind.RESET: HALF_AN_HOUR,
    Kind.VERIFY: HALF_AN_HOUR,
    Kind.VERIFY_MOBILE: HALF_AN_HOUR,
}
CODE_DIGITS = 8
CODE_TRIES = 5
"""How often a code may be typed wrongly before it opens nothing."""


def make(
    tx: Session,
    ctx: ClinicContext,
    kind: Kind,
    person_id: str,
    sent_to: str | None,
    code: str = "",
    *,
    voids_earlier: bool = True,
) -> str:
    """Make a link and give its token; earlier unused ones of the person open nothing any more, unless they are to."""
    if voids_earlier:
        void(tx, ctx, kind, person_id)
    token = secrets.token_urlsafe(32)
    link = OneTimeLink(
        clinic_id=ctx.clinic.id,
        person_id=person_id,
        kind=kind.value,
        token_hash=hash_of(token),
        sent_to=sent_to,
        created_at=ctx.now,
        expires_at=ctx.now + LASTS[kind],
    )
    link.code_hash = code_hash(link, code) if code else None
    tx.add(link)
    return token


def void(tx: Session, ctx: ClinicContext, kind: Kind, person_id: str) -> None:
    """Let the unused links of a person open nothing any more."""
    store.void_unused(tx, ctx.clinic.id, person_id, kind.value, ctx.now)


def find(tx: Session, ctx: ClinicContext, kind: Kind, token: str) -> OneTimeLink:
    """Find a link that still opens something. Looking does not use it up: mail programs look as well.

    Edges: exactly at its end it has expired. Raises: LinkExpired, the same for unknown, another clinic's, used, past.
    """
    link = store.by_token(tx, ctx.clinic.id, kind.value, hash_of(token))
    if link is None or link.used_at is not None or link.expires_at <= ctx.now:
        raise LinkExpired()
    return link


def use(tx: Session, ctx: ClinicContext, kind: Kind, token: str) -> OneTimeLink:
    """Use a link up. Of two at the same time one gets through. Raises: LinkExpired."""
    link = find(tx, ctx, kind, token)
    if not store.use(tx, link.id, ctx.now):
        raise LinkExpired()
    return link


def refuse(tx: Session, ctx: ClinicContext, kind: Kind, token: str) -> None:
    """Write down that a link was refused, with whose it was when that is known."""
    link = store.by_token(tx, ctx.clinic.id, kind.value, hash_of(token))
    person_id = link.person_id if link else None
    audit.record(
        tx, ctx, Action.LINK_REFUSED, subject_id=link.id if link else None, person_id=person_id, kind=kind.value
    )


def hash_of(token: str) -> str:
    """Turn a token into what the database keeps of it."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def code_hash(link: OneTimeLink, code: str) -> str:
    """Turn a short code into what the database keeps of it: keyed, since eight digits are soon guessed offline."""
    return keyed("code", link.id, code).hex()


def new_code() -> str:
    """Draw the digits of a short code."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


def meant(live: Sequence[OneTimeLink], typed: str) -> OneTimeLink | None:
    """Find among some links the one that a typed code belongs to. Edges: blanks and dashes between digits are fine."""
    code = "".join(letter for letter in typed if letter in "0123456789")
    matches = [link for link in live if hmac.compare_digest(link.code_hash or "", code_hash(link, code))]
    return matches[0] if matches else None
