"""Ask a provider over HTTP: within a time, without following redirects, and with every fault given one of two names."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

import httpx2
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from joserfc.errors import JoseError

from myaccount.integrations.oauth.provider import AuthorizationRequest, Client, KeysRefused, Silent, Untrusted

SECONDS = 8.0
"""For how long a provider may take over everything that it is asked at once."""

SERVER_FAULT = 500
NO_CODE = "a-code-that-is-none"
NOT_US = ("invalid_client", "unauthorized_client")


@asynccontextmanager
async def asked(client: Client, *, scope: str, how: str, pkce: bool) -> AsyncIterator[AsyncOAuth2Client]:
    """Open a way to a provider. `how` is how we show our secret. Raises: Silent · Untrusted, for whatever happens."""
    method = "S256" if pkce else None
    try:
        async with (
            asyncio.timeout(SECONDS),
            AsyncOAuth2Client(
                client.client_id,
                client.client_secret,
                token_endpoint_auth_method=how,
                scope=scope,
                code_challenge_method=method,
                timeout=SECONDS,
                verify=_trust(),
            ) as session,
        ):
            yield session
    except (TimeoutError, httpx2.HTTPError) as fault:
        raise Silent() from fault
    except (OAuthError, JoseError, httpx2.InvalidURL, ValueError) as fault:
        raise Untrusted(type(fault).__name__) from fault


async def document(session: AsyncOAuth2Client, address: str, *, signed: bool = False, **query: str) -> dict[str, Any]:
    """Read what stands at an address, with the access token where it is `signed`. Raises: Untrusted."""
    answer = await session.request("GET", address, params=query or None, withhold_token=not signed)
    if answer.status_code >= SERVER_FAULT:
        raise Silent()
    found = answer.json() if answer.status_code == httpx2.codes.OK else None
    if not isinstance(found, dict):
        raise Untrusted(f"status {answer.status_code}")
    return found


async def try_keys(session: AsyncOAuth2Client, address: str, request: AuthorizationRequest) -> None:
    """Ask for a token with a code that is none: whoever takes our keys finds fault with the code only.

    Raises: KeysRefused · Untrusted for a token. Source: RFC 6749, section 5.2.
    """
    try:
        await session.fetch_token(
            address, code=NO_CODE, redirect_uri=request.redirect_uri, code_verifier=request.verifier or None
        )
    except OAuthError as fault:
        if fault.error in NOT_US:
            raise KeysRefused() from fault
        return
    raise Untrusted("a token for no code")


@cache
def _trust() -> ssl.SSLContext:
    """Read once whose certificates count: it takes a while."""
    return httpx2.create_ssl_context()


def text(value: object) -> str:
    """Take what has to be a text. Raises: Untrusted for anything else, and for a blank one."""
    if not isinstance(value, str) or not value:
        raise Untrusted("a blank")
    return value
