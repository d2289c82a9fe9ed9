"""What is asked of a sign-in provider."""

import secrets
from dataclasses import dataclass, field
from typing import Protocol

from myaccount.domain.social import Profile


class Silent(Exception):
    """A provider does not answer, or not in time."""


class Untrusted(Exception):
    """A provider says something that does not prove who somebody is; the text says what, and names nobody."""


class KeysRefused(Exception):
    """A provider does not know the client id, or the secret is not its."""


@dataclass(frozen=True)
class Client:
    """Who we are at a provider. `base` is where it is reached; blank for its own addresses."""

    client_id: str
    client_secret: str = field(repr=False)
    base: str = ""


@dataclass(frozen=True)
class AuthorizationRequest:
    """One way to the provider and back. Only who began it knows `nonce` (OpenID Connect) and `verifier` (RFC 7636)."""

    redirect_uri: str
    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)

    @classmethod
    def to_try(cls, redirect_uri: str) -> "AuthorizationRequest":
        """Make one that nobody goes on."""
        return cls(redirect_uri, "", "", secrets.token_urlsafe(32))


@dataclass(frozen=True)
class AuthorizationResponse:
    """What comes back with a browser: a code, and who says so (RFC 9207; blank where a provider does not say)."""

    code: str = field(repr=False)
    issuer: str = ""


class SignInProvider(Protocol):
    """A provider. All three raise Silent · Untrusted."""

    async def check_keys(self, redirect_uri: str) -> None:
        """Try the keys, as far as a provider lets one: with a code that is none. Raises: KeysRefused."""
        ...

    async def authorization_url(self, request: AuthorizationRequest) -> str:
        """Tell where to send a browser."""
        ...

    async def fetch_profile(self, request: AuthorizationRequest, answer: AuthorizationResponse) -> Profile:
        """Find out who came back."""
        ...
