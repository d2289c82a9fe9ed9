"""Stand-ins for Google, Facebook and X: they speak the real protocols, and let one choose who one is.

Codes are good once, for a minute, for one client and one address; Google and X ask for PKCE and HTTP Basic, Facebook
for the app's secret and a proof of it. Google signs its ID tokens.
"""

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from demo.sign_in_people import NAMES, PEOPLE, email_of, people_page

HOST = "127.0.0.1"
CLIENT_ID, CLIENT_SECRET = "demo-client.stand-in", "demo-secret-of-the-stand-in"
CODE_LASTS, TOKEN_LASTS = 60, 600
FACEBOOK_VERSION = "v24.0"

Form = dict[str, str]


@dataclass
class Grant:
    """What a code, and then a token, stands for."""

    provider: str
    asked: Form
    subject: str
    until: float


@dataclass
class StandIns:
    """The three providers. `claims` and `header` are put into ID tokens in place of what belongs there, for tests.

    So is `delay`, in seconds, before every answer to the portal; `status` answers it with a fault.
    """

    base: str = ""
    codes: dict[str, Grant] = field(default_factory=dict)
    tokens: dict[str, Grant] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}))
    signing_key: Any = None
    claims: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=dict)
    about: dict[str, Any] = field(default_factory=dict)
    delay: float = 0.0
    status: int = 200

    def behave(self) -> None:
        """Do as the protocols say again."""
        self.signing_key, self.claims, self.header, self.about, self.delay, self.status = None, {}, {}, {}, 0.0, 200

    def base_of(self, provider: str) -> str:
        """Where a provider is reached, and who it says it is."""
        return f"{self.base}/{provider}"

    def granted(self, provider: str, asked: Form, subject: str) -> str:
        """Give out a code for who was chosen, and write the address that it goes back with."""
        code = secrets.token_urlsafe(24)
        self.codes[code] = Grant(provider, asked, subject, time.time() + CODE_LASTS)
        said = {"code": code, "state": asked.get("state", "")}
        return f"{asked['redirect_uri']}?{urlencode(said | self._issuer(provider))}"

    def declined(self, provider: str, asked: Form) -> str:
        """Write the address that somebody goes back with who does not want to."""
        said = {"error": "access_denied", "state": asked.get("state", "")}
        return f"{asked['redirect_uri']}?{urlencode(said | self._issuer(provider))}"

    def discovery(self) -> dict[str, Any]:
        """Say where what is (OpenID Connect Discovery)."""
        here = self.base_of("google")
        return {
            "issuer": here,
            "authorization_endpoint": f"{here}/authorize",
            "token_endpoint": f"{here}/token",
            "jwks_uri": f"{here}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
        } | self.about

    def token(self, provider: str, form: Form, basic: tuple[str, str]) -> tuple[int, dict[str, Any]]:
        """Change a code for a token: once, for whoever proves to be the client that asked."""
        given = (form.get("client_id", ""), form.get("client_secret", "")) if provider == "facebook" else basic
        if given != (CLIENT_ID, CLIENT_SECRET):
            return 401, {"error": "invalid_client"}
        if provider == "facebook" and form.get("grant_type") == "client_credentials":
            return 200, {"access_token": f"{CLIENT_ID}|app", "token_type": "bearer"}
        grant = self.codes.pop(form.get("code", ""), None)
        if grant is None or grant.provider != provider or grant.until < time.time():
            return 400, {"error": "invalid_grant"}
        if form.get("redirect_uri") != grant.asked["redirect_uri"] or not _pkce_holds(grant.asked, form):
            return 400, {"error": "invalid_grant"}
        token = secrets.token_urlsafe(24)
        self.tokens[token] = Grant(provider, grant.asked, grant.subject, time.time() + TOKEN_LASTS)
        answer: dict[str, Any] = {"access_token": token, "token_type": "Bearer", "expires_in": TOKEN_LASTS}
        return 200, answer | ({"id_token": self._id_token(grant)} if provider == "google" else {})

    def me(self, provider: str, token: str, query: Form) -> tuple[int, dict[str, Any]]:
        """Say who a token stands for."""
        grant = self.tokens.get(token)
        if grant is None or grant.provider != provider or grant.until < time.time():
            return 401, {"error": {"message": "Invalid OAuth access token."}}
        if provider == "x":
            return 200, {"data": {"id": f"x-{grant.subject}", "username": f"{grant.subject}_demo"}}
        proof = hmac.new(CLIENT_SECRET.encode(), token.encode(), hashlib.sha256).hexdigest()
        if query.get("appsecret_proof") != proof:
            return 400, {"error": {"message": "Invalid appsecret_proof provided in the API argument"}}
        return 200, {
            "id": f"fb-{grant.subject}",
            "name": PEOPLE.get(grant.subject, ""),
            "email": email_of(grant.subject),
        }

    def _issuer(self, provider: str) -> Form:
        return {"iss": self.base_of(provider)} if provider == "google" else {}

    def _id_token(self, grant: Grant) -> str:
        now = int(time.time())
        claims = {
            "iss": self.base_of("google"),
            "sub": f"google-{grant.subject}",
            "aud": grant.asked["client_id"],
            "iat": now,
            "exp": now + TOKEN_LASTS,
            "nonce": grant.asked.get("nonce", ""),
            "email": email_of(grant.subject),
            "email_verified": True,
        } | self.claims
        header = {"alg": "RS256", "kid": "one"} | self.header
        kept = {name: value for name, value in claims.items() if value is not None}
        if header["alg"] in ("none", "HS256"):
            return _by_hand(header, kept, self.signing_key)
        return jwt.encode(header, kept, self.signing_key or self.key, algorithms=[header["alg"]])


def _by_hand(header: dict[str, Any], claims: dict[str, Any], secret: bytes | None) -> str:
    """Write a token as no library would: unsigned, or signed with a secret that is none."""
    signed = ".".join(_packed(json.dumps(part).encode()) for part in (header, claims))
    return f"{signed}.{_packed(hmac.new(secret, signed.encode(), hashlib.sha256).digest()) if secret else ''}"


def _packed(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).decode().rstrip("=")


def _pkce_holds(asked: Form, form: Form) -> bool:
    if asked.get("provider") == "facebook":
        return True
    digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
    return hmac.compare_digest(_packed(digest), asked.get("code_challenge", ""))


def problem(provider: str, asked: Form) -> str:
    """Say what is wrong with a question that a browser brings; blank for nothing."""
    if asked.get("client_id") != CLIENT_ID or not asked.get("redirect_uri"):
        return "This app is not known here."
    if asked.get("response_type") != "code" or not asked.get("state"):
        return "A code, and a state, have to be asked for."
    if provider != "facebook" and (asked.get("code_challenge_method") != "S256" or not asked.get("code_challenge")):
        return "PKCE is required."
    if provider == "google" and "openid" not in asked.get("scope", "").split():
        return "The scope openid has to be asked for."
    return ""


class Handler(BaseHTTPRequestHandler):
    """Answers browsers, and the portal."""

    stand_ins: StandIns

    def do_GET(self) -> None:
        """Answer what is read. The name is the HTTP library's."""
        url = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        provider, _, rest = url.path.lstrip("/").partition("/")
        if provider in NAMES and rest == AUTHORIZE[provider]:
            self._page(provider, query | {"provider": provider})
        elif provider in NAMES and rest == "chosen":
            self._chosen(provider, query)
        else:
            self._tell(provider, rest, query)

    def do_POST(self) -> None:
        """Change a code for a token. The name is the HTTP library's."""
        provider, _, rest = urlsplit(self.path).path.lstrip("/").partition("/")
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), 10_000)).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        if TOKEN.get(provider) != rest:
            return self._json(404, {})
        return self._json(*self.stand_ins.token(provider, form, _basic(self.headers.get("Authorization", ""))))

    def _tell(self, provider: str, rest: str, query: Form) -> None:
        bearer = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if provider == "google" and rest == ".well-known/openid-configuration":
            self._json(200, self.stand_ins.discovery())
        elif provider == "google" and rest == "keys":
            self._json(200, {"keys": [self.stand_ins.key.as_dict(private=False)]})
        elif ME.get(provider) == rest:
            self._json(*self.stand_ins.me(provider, bearer, query))
        else:
            self._json(404, {})

    def _page(self, provider: str, asked: Form) -> None:
        if wrong := problem(provider, asked):
            return self._html(400, f"<!doctype html><title>Not possible</title><p>{escape(wrong)}")
        return self._html(200, people_page(provider, asked))

    def _chosen(self, provider: str, asked: Form) -> None:
        if problem(provider, asked):
            return self._html(400, "")
        who = asked.get("who", "")
        back = self.stand_ins.granted(provider, asked, who) if who else self.stand_ins.declined(provider, asked)
        self.send_response(302)
        self.send_header("Location", back)
        self.send_header("Content-Length", "0")
        return self.end_headers()

    def _json(self, status: int, said: dict[str, Any]) -> None:
        time.sleep(self.stand_ins.delay)
        faulty = self.stand_ins.status != 200
        self._answer(self.stand_ins.status if faulty else status, "application/json", json.dumps(said))

    def _html(self, status: int, page: str) -> None:
        self._answer(status, "text/html; charset=utf-8", page)

    def _answer(self, status: int, kind: str, content: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content.encode())))
        self.end_headers()
        self.wfile.write(content.encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep quiet."""


AUTHORIZE = {"google": "authorize", "facebook": f"{FACEBOOK_VERSION}/dialog/oauth", "x": "i/oauth2/authorize"}
TOKEN = {"google": "token", "facebook": f"{FACEBOOK_VERSION}/oauth/access_token", "x": "2/oauth2/token"}
ME = {"facebook": f"{FACEBOOK_VERSION}/me", "x": "2/users/me"}


def _basic(header: str) -> tuple[str, str]:
    """Read what HTTP Basic says."""
    kind, _, packed = header.partition(" ")
    try:
        name, _, secret = base64.b64decode(packed).decode().partition(":")
    except ValueError:
        return "", ""
    return (name, secret) if kind == "Basic" else ("", "")


@contextmanager
def sign_in_stand_ins() -> Iterator[StandIns]:
    """Run all three while the block runs."""
    stand_ins = StandIns()
    server = ThreadingHTTPServer((HOST, 0), type("Here", (Handler,), {"stand_ins": stand_ins}))
    stand_ins.base = f"http://{HOST}:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield stand_ins
    finally:
        server.shutdown()
        server.server_close()


def environment(stand_ins: StandIns) -> dict[str, str]:
    """Write the configuration with which a portal asks them."""
    told: dict[str, str] = {}
    for provider in NAMES:
        name = f"MYACCOUNT_OAUTH_{provider.upper()}"
        told |= {
            f"{name}_CLIENT_ID": CLIENT_ID,
            f"{name}_CLIENT_SECRET": CLIENT_SECRET,
            f"{name}_BASE": stand_ins.base_of(provider),
        }
    return told
