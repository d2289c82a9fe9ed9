"""Going to a provider and coming back: once, within ten minutes, in the same browser, to the same clinic.

Two random values make an attempt: its state, which travels to the provider and back, and a cookie of the browser. The
database keeps a hash of each; the nonce and the verifier are made of both, so that nobody who reads the database, or
an address, has them. Source: OAuth 2.0 Security Best Current Practice (RFC 9700), sections 2.1 and 4.7.
"""

import base64
import hashlib
import secrets
from dataclasses import dataclass, field

from sqlmodel import Session

from myaccount.config import config
from myaccount.crypto.hashes import keyed
from myaccount.domain.social import ATTEMPT_LASTS, Provider, Purpose, SocialOver
from myaccount.integrations.oauth.provider import AuthorizationRequest
from myaccount.models import SocialAttempt
from myaccount.services import links
from myaccount.services.context import ClinicContext
from myaccount.services.social import keys
from myaccount.store import social as store

BYTES = 32


@dataclass(frozen=True)
class Intent:
    """What somebody goes to a provider for: `session_id` names the sign-in that asks for a profile to be linked."""

    purpose: Purpose
    session_id: str = ""
    next_path: str = ""
    keep_signed_in: bool = False


@dataclass(frozen=True)
class StartedAttempt:
    """An attempt that begins. The cookie's value exists here and in the browser, nowhere else."""

    request: AuthorizationRequest
    cookie: str = field(repr=False)


@dataclass(frozen=True)
class FinishedAttempt:
    """An attempt that has just ended: taken, so that nobody takes it again."""

    request: AuthorizationRequest
    provider: Provider
    intent: Intent


def begin(tx: Session, ctx: ClinicContext, provider: Provider, intent: Intent) -> StartedAttempt:
    """Let somebody go. Raises: SocialOff."""
    keys.check(ctx, provider)
    state, cookie = secrets.token_urlsafe(BYTES), secrets.token_urlsafe(BYTES)
    tx.add(
        SocialAttempt(
            clinic_id=ctx.clinic.id,
            provider=provider.value,
            purpose=intent.purpose.value,
            state_hash=_hash(state),
            browser_hash=_hash(cookie),
            session_id=intent.session_id,
            next_path=intent.next_path,
            kept=intent.keep_signed_in,
            created_at=ctx.now,
            expires_at=ctx.now + ATTEMPT_LASTS,
        )
    )
    return StartedAttempt(_request(provider, state, cookie), cookie)


def home_of(tx: Session, state: str) -> tuple[str, str]:
    """Tell at which clinic an attempt began, and at which address that clinic answers; blanks for none of ours."""
    row = store.by_state(tx, _hash(state)) if state else None
    return (row.clinic_id, links.address(tx, row.clinic_id, "")) if row else ("", "")


def take(tx: Session, ctx: ClinicContext, provider: Provider, state: str, cookie: str) -> FinishedAttempt:
    """Take somebody who comes back.

    Edges: half-open; exactly after ten minutes it is too late. Raises: SocialOver for a state that is none, was
    taken, began elsewhere, in another browser or with another provider.
    """
    row = store.by_state(tx, _hash(state)) if state and cookie else None
    is_ours = row is not None and (row.clinic_id, row.provider) == (ctx.clinic.id, provider.value)
    if row is None or not is_ours or not store.take(tx, row, _hash(cookie), ctx.now):
        raise SocialOver()
    intent = Intent(Purpose(row.purpose), row.session_id, row.next_path, row.kept)
    return FinishedAttempt(_request(provider, state, cookie), provider, intent)


def callback(provider: Provider) -> str:
    """Name the address at which a provider sends people back: one for every clinic of the deployment."""
    return f"{config().base_url.rstrip('/')}/auth/{provider.value}/callback"


def _request(provider: Provider, state: str, cookie: str) -> AuthorizationRequest:
    return AuthorizationRequest(
        callback(provider), state, _made_of("nonce", state, cookie), _made_of("verifier", state, cookie)
    )


def _made_of(what: str, state: str, cookie: str) -> str:
    return base64.urlsafe_b64encode(keyed(what, state, cookie)).decode().rstrip("=")


def _hash(value: str) -> str:
    return hashlib.sha256(value.encode("utf-8", "replace")).hexdigest()
