"""X, once Twitter. Source: https://docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code."""

from myaccount.domain.social import Profile
from myaccount.integrations.oauth.http import asked, document, text, try_keys
from myaccount.integrations.oauth.provider import AuthorizationRequest, AuthorizationResponse, Client, Untrusted

ISSUER = "https://x.com"
API = "https://api.x.com"
SCOPE = "users.read tweet.read"
"""The least with which X tells who somebody is."""


class X:
    """Says who somebody is when asked with the token that their code buys. It shows no e-mail address."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._pages = client.base or ISSUER
        self._api = client.base or API

    async def check_keys(self, redirect_uri: str) -> None:
        """Try the keys."""
        async with asked(self._client, scope=SCOPE, how="client_secret_basic", pkce=True) as session:
            await try_keys(session, f"{self._api}/2/oauth2/token", AuthorizationRequest.to_try(redirect_uri))

    async def authorization_url(self, request: AuthorizationRequest) -> str:
        """Tell where to send a browser."""
        async with asked(self._client, scope=SCOPE, how="client_secret_basic", pkce=True) as session:
            address, _ = session.create_authorization_url(
                f"{self._pages}/i/oauth2/authorize",
                state=request.state,
                redirect_uri=request.redirect_uri,
                code_verifier=request.verifier,
            )
            return text(address)

    async def fetch_profile(self, request: AuthorizationRequest, answer: AuthorizationResponse) -> Profile:
        """Find out who came back."""
        if answer.issuer and answer.issuer != ISSUER:
            raise Untrusted("an answer of another issuer")
        async with asked(self._client, scope=SCOPE, how="client_secret_basic", pkce=True) as session:
            await session.fetch_token(
                f"{self._api}/2/oauth2/token",
                code=answer.code,
                code_verifier=request.verifier,
                redirect_uri=request.redirect_uri,
            )
            me = (await document(session, f"{self._api}/2/users/me", signed=True)).get("data")
            if not isinstance(me, dict):
                raise Untrusted("nobody")
            return Profile(ISSUER, text(me.get("id")), f"@{text(me.get('username'))}")
