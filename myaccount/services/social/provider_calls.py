"""Asking a provider: no transaction is open meanwhile, and what is wrong there is said in words."""

import logging
from collections.abc import Awaitable
from typing import TypeVar

from myaccount.crypto.sealing import Unreadable
from myaccount.domain.social import Profile, Provider, SocialFailed, SocialOff, SocialSilent
from myaccount.integrations.oauth.provider import (
    AuthorizationRequest,
    AuthorizationResponse,
    Client,
    SignInProvider,
    Silent,
    Untrusted,
)
from myaccount.services.context import ClinicContext
from myaccount.services.social import keys
from myaccount.store.engine import in_read

log = logging.getLogger(__name__)
T = TypeVar("T")


async def authorization_url(ctx: ClinicContext, provider: Provider, request: AuthorizationRequest) -> str:
    """Tell where to send a browser. Raises: SocialOff · SocialSilent · SocialFailed."""
    return await _answered(provider, (await _opened(ctx, provider)).authorization_url(request))


async def fetch_profile(
    ctx: ClinicContext, provider: Provider, request: AuthorizationRequest, answer: AuthorizationResponse
) -> Profile:
    """Find out who came back. Raises: SocialOff · SocialSilent · SocialFailed."""
    keys.check(ctx, provider)
    return await _answered(provider, (await _opened(ctx, provider)).fetch_profile(request, answer))


async def check_keys(provider: Provider, client: Client, callback: str) -> None:
    """Try a clinic's keys. Raises: KeysRefused · SocialSilent · SocialFailed."""
    await _answered(provider, _open(provider, client).check_keys(callback))


async def _opened(ctx: ClinicContext, provider: Provider) -> SignInProvider:
    try:
        found = await in_read(keys.client, ctx.clinic.id, provider)
    except Unreadable as fault:
        raise SocialFailed(provider=provider.label) from fault
    if found is None:
        raise SocialOff(provider=provider.label)
    return _open(provider, found)


def _open(provider: Provider, client: Client) -> SignInProvider:
    from myaccount.integrations.oauth import facebook, google, x  # only here: they take a while to load

    made: dict[Provider, type[google.Google | facebook.Facebook | x.X]] = {
        Provider.GOOGLE: google.Google,
        Provider.FACEBOOK: facebook.Facebook,
        Provider.X: x.X,
    }
    return made[provider](client)


async def _answered(provider: Provider, asked: Awaitable[T]) -> T:
    try:
        return await asked
    except Silent as fault:
        raise SocialSilent(provider=provider.label) from fault
    except Untrusted as fault:
        log.warning("the answer of %s cannot be trusted: %s", provider.value, fault)
        raise SocialFailed(provider=provider.label) from fault
