"""Facebook. Source: https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow."""

import hashlib
import hmac

from authlib.integrations.base_client import OAuthError

from myaccount.domain.social import Profile
from myaccount.integrations.oauth.http import asked, document, text
from myaccount.integrations.oauth.provider import (
    AuthorizationRequest,
    AuthorizationResponse,
    Client,
    KeysRefused,
    Untrusted,
)

ISSUER = "https://www.facebook.com"
GRAPH = "https://graph.facebook.com"
VERSION = "v24.0"
SCOPE = "email"


class Facebook:
    """Says who somebody is when asked with the token that their code buys, and a proof that we hold the secret."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._pages = f"{client.base or ISSUER}/{VERSION}"
        self._graph = f"{client.base or GRAPH}/{VERSION}"

    async def check_keys(self, redirect_uri: str) -> None:
        """Try the keys: Facebook gives an app a token of its own for its secret."""
        async with asked(self._client, scope=SCOPE, how="client_secret_post", pkce=False) as session:
            try:
                await session.fetch_token(f"{self._graph}/oauth/access_token", grant_type="client_credentials")
            except OAuthError as fault:
                raise KeysRefused() from fault

    async def authorization_url(self, request: AuthorizationRequest) -> str:
        """Tell where to send a browser."""
        async with asked(self._client, scope=SCOPE, how="client_secret_post", pkce=False) as session:
            address, _ = session.create_authorization_url(
                f"{self._pages}/dialog/oauth", state=request.state, redirect_uri=request.redirect_uri
            )
            return text(address)

    async def fetch_profile(self, request: AuthorizationRequest, answer: AuthorizationResponse) -> Profile:
        """Find out who came back."""
        if answer.issuer and answer.issuer != ISSUER:
            raise Untrusted("an answer of another issuer")
        async with asked(self._client, scope=SCOPE, how="client_secret_post", pkce=False) as session:
            token = await session.fetch_token(
                f"{self._graph}/oauth/access_token", code=answer.code, redirect_uri=request.redirect_uri
            )
            proof = _proof(self._client.client_secret, text(token.get("access_token")))
            me = await document(
                session, f"{self._graph}/me", signed=True, fields="id,name,email", appsecret_proof=proof
            )
            return Profile(ISSUER, text(me.get("id")), str(me.get("email") or me.get("name") or ""))


def _proof(secret: str, token: str) -> str:
    """Show that whoever uses a token holds the secret. Source: Graph API, "Secure Graph API Calls"."""
    return hmac.new(secret.encode(), token.encode(), hashlib.sha256).hexdigest()
