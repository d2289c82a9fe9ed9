"""Google, or whoever else speaks OpenID Connect. Source: https://developers.google.com/identity/openid-connect."""

from typing import Any
from urllib.parse import urlsplit

from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.jwk import KeySet

from myaccount.domain.social import Profile
from myaccount.integrations.oauth.http import asked, document, text, try_keys
from myaccount.integrations.oauth.provider import AuthorizationRequest, AuthorizationResponse, Client, Untrusted

BASE = "https://accounts.google.com"
SCOPE = "openid email"
ALGORITHMS = ["RS256", "ES256", "PS256"]
"""How an ID token may be signed: never with our own secret, and never not at all."""

LEEWAY = 60
"""Seconds by which the provider's clock may differ from ours."""


class Google:
    """Says who somebody is with a signed ID token."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._base = client.base or BASE

    async def check_keys(self, redirect_uri: str) -> None:
        """Try the keys: the provider is who we ask, says where what is, and takes us for its client."""
        async with self._asked() as session:
            about = await self._about(session)
            await try_keys(session, text(about.get("token_endpoint")), AuthorizationRequest.to_try(redirect_uri))

    async def authorization_url(self, request: AuthorizationRequest) -> str:
        """Tell where to send a browser."""
        async with self._asked() as session:
            about = await self._about(session)
            address, _ = session.create_authorization_url(
                text(about.get("authorization_endpoint")),
                state=request.state,
                redirect_uri=request.redirect_uri,
                code_verifier=request.verifier,
                nonce=request.nonce,
                prompt="select_account",
            )
            return text(address)

    async def fetch_profile(self, request: AuthorizationRequest, answer: AuthorizationResponse) -> Profile:
        """Find out who came back: the token is signed by the provider, for this request of ours, and fresh."""
        async with self._asked() as session:
            about = await self._about(session)
            self._check_issuer(about, answer)
            token = await session.fetch_token(
                text(about.get("token_endpoint")),
                code=answer.code,
                code_verifier=request.verifier,
                redirect_uri=request.redirect_uri,
            )
            keys: Any = await document(session, text(about.get("jwks_uri")))  # anew: keys turn over
            claims = self._claims(request, token, KeySet.import_key_set(keys))
            return Profile(self._base, text(claims.get("sub")), str(claims.get("email") or ""))

    def _asked(self) -> Any:
        return asked(self._client, scope=SCOPE, how="client_secret_basic", pkce=True)

    async def _about(self, session: AsyncOAuth2Client) -> dict[str, Any]:
        about = await document(session, f"{self._base}/.well-known/openid-configuration")
        if about.get("issuer") != self._base:
            raise Untrusted("another issuer than was asked")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            if urlsplit(text(about.get(name))).scheme != urlsplit(self._base).scheme:
                raise Untrusted(f"the address of {name}")
        return about

    def _check_issuer(self, about: dict[str, Any], answer: AuthorizationResponse) -> None:
        """Refuse the answer of another provider. Source: RFC 9207."""
        must_say = about.get("authorization_response_iss_parameter_supported") is True
        if (answer.issuer or must_say) and answer.issuer != self._base:
            raise Untrusted("an answer of another issuer")

    def _claims(self, request: AuthorizationRequest, token: dict[str, Any], keys: KeySet) -> CodeIDToken:
        read = jwt.decode(text(token.get("id_token")), keys, algorithms=ALGORITHMS)
        essential = {"essential": True}
        claims = CodeIDToken(
            read.claims,
            read.header,
            {
                "iss": essential | {"value": self._base},
                "aud": essential | {"value": self._client.client_id},
                "exp": essential,
                "iat": essential,
                "sub": essential,
                "nonce": essential | {"value": request.nonce},
            },
            {"nonce": request.nonce, "client_id": self._client.client_id, "access_token": token.get("access_token")},
        )
        claims.validate(leeway=LEEWAY)
        return claims
