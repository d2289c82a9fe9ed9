"""The guard: the outermost layer, around Reflex and everything else that speaks HTTP.

It finds the clinic by host and the sign-in by cookie, keeps the cookie from the pages' server, binds a tab's token to
the sign-in (a stolen token opens nothing), turns away other origins, odd addresses and malformed frames, sends
signed-out visitors to the sign-in page before any state exists, and puts the security headers on every answer.
"""

import logging
import secrets
from collections import Counter
from urllib.parse import parse_qs, urlencode

from sqlmodel import Session
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from myaccount import clock, metrics
from myaccount.config import config
from myaccount.crypto.hashes import keyed
from myaccount.domain.clinic_side import home_of, may_open
from myaccount.domain.outages import DatabaseFull, DatabaseUnavailable
from myaccount.domain.people import Role
from myaccount.domain.social import Provider
from myaccount.messages import Language, language, say
from myaccount.services.clinic import clinics
from myaccount.services.context import ClinicFacts
from myaccount.services.identity import sessions
from myaccount.services.identity.sessions import ActiveSession, EndedSession, PendingSession
from myaccount.services.identity.tab_identity import HEADER, TabIdentity
from myaccount.services.identity.uses import uses
from myaccount.store.engine import look_up
from myaccount.store.prepared import DirectReader
from myaccount.web import embed, guests, paths, rate_limits, response_headers
from myaccount.web.frames import REFUSED, Frames
from myaccount.web.frontend import file_served, page_served
from myaccount.web.metrics import ADDRESS as METRICS
from myaccount.web.request_headers import address_of, cookie_of, flash_of, headers_of
from myaccount.web.visitor import Visitor, attach

log = logging.getLogger(__name__)

SOCKET = "/_event"
CALLS = "/call"
PRIVATE = ("/account", "/visit", "/clinic", "/two-step")
CLINIC_SIDE = ("/clinic",)
SECOND_STEP = ("/two-step",)
CLOSED = (SOCKET, "/_upload", "/_all_routes", "/_health", "/ping", "/auth-codespace")
BUILT = (".html", ".br", ".gz")
"""How the build names its documents. A page is asked for by its address."""

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
METHODS = SAFE_METHODS | {"POST"}
COMES_BACK = tuple(f"/auth/{provider.value}/callback" for provider in Provider)
"""Where sign-in providers send people back to, at the deployment's own address: from there to their clinic's."""

NO_CLINIC_NEEDED = ("/healthz", "/readyz", METRICS)

AGAIN_AFTER = "5"
"""After how many seconds a browser may try again when the database is away."""

TOKEN_AT_MOST = 100
SOCKET_REFUSED = 4403


class Guard:
    """An ASGI layer around the whole application."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._sockets: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer it."""
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, _counted(response_headers.secured(scope, send)))
        else:
            await self.app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = headers_of(scope)
        try:
            await (await self._answer(scope, headers))(scope, receive, send)
        except (DatabaseUnavailable, DatabaseFull) as refused:
            sentence = say(f"refused.{refused.code}", language(headers.get("accept-language")))
            await PlainTextResponse(sentence, 503, {"Retry-After": AGAIN_AFTER})(scope, receive, send)
        except Exception:  # one of the edges: a bug becomes a reference number
            reference = secrets.token_hex(4)
            log.exception("bug %s at %s", reference, paths.place(scope["path"]))
            sentence = say("refused.bug", language(headers.get("accept-language")), reference=reference)
            await PlainTextResponse(sentence, 500)(scope, receive, send)

    async def _answer(self, scope: Scope, headers: dict[str, str]) -> ASGIApp:
        """Choose who answers a request: the application, or the guard itself."""
        path = scope["path"]
        lang = language(headers.get("accept-language"))
        if odd := _odd(scope, lang):
            return odd
        if response_headers.is_static(path) or path in NO_CLINIC_NEEDED:
            return file_served(self.app)
        found = await _visitor(scope, headers)
        if found is None and path in COMES_BACK and scope["method"] in SAFE_METHODS:
            return self.app
        if found is None:
            return PlainTextResponse(say("guard.no_clinic", lang), 404)
        if _starts(path, CLOSED) or path.endswith(BUILT):
            return PlainTextResponse(say("guard.no_such_page", found.lang), 404)
        if scope["method"] not in SAFE_METHODS and not _is_own_origin(headers):
            return PlainTextResponse(say("guard.other_origin", found.lang), 403)
        attach(scope, found)
        if scope["method"] not in SAFE_METHODS:
            return self.app
        answer = _redirect(path, scope, found) or page_served(self.app)
        return guests.introducing(answer) if _starts(path, guests.PLACES) and not found.guest_id else answer

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = headers_of(scope)
        token = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        is_call = _is_call(scope, headers)
        try:
            found = await _visitor(scope, headers, token) if is_call or _is_socket(scope, headers, token) else None
        except (DatabaseUnavailable, DatabaseFull):  # the page tries again by itself
            found = None
        if found is None or (is_call and found.session_id is None) or not self._has_room(found.address):
            await receive()
            await send({"type": "websocket.close", "code": SOCKET_REFUSED})
            return
        self._sockets[found.address] += 1
        metrics.OPEN_SOCKETS.inc()
        try:
            await (
                self._call(scope, found, receive, send) if is_call else self._tab(scope, found, token, receive, send)
            )
        finally:
            metrics.OPEN_SOCKETS.dec()
            self._sockets[found.address] -= 1
            self._sockets += Counter()  # drops addresses that have none left

    async def _tab(self, scope: Scope, found: Visitor, token: str, receive: Receive, send: Send) -> None:
        """Let an open page in, to the pages' server."""
        own = bound(token, found.session_id or found.guest_id)
        query = urlencode({"EIO": "4", "transport": "websocket", "token": own})
        flash = flash_of(headers_of(scope))
        identity = TabIdentity(found.clinic.id, found.session_id, found.lang, found.address, flash, found.guest_id)
        frames = Frames(receive)
        await self.app(_with_identity(scope, identity, query), frames, send)
        if frames.refused:
            await send({"type": "websocket.close", "code": REFUSED})

    async def _call(self, scope: Scope, found: Visitor, receive: Receive, send: Send) -> None:
        """Let the line of a call in: it knows whose it is, and sees no cookie."""
        attach(scope, found)
        kept = [(name, value) for name, value in scope["headers"] if name.lower() != b"cookie"]
        await self.app({**scope, "headers": kept, "query_string": b""}, receive, send)

    def _has_room(self, address: str) -> bool:
        most = int(config().sockets_per_address)
        return self._sockets[address] < most and rate_limits.may_open_socket(address, most)


def _counted(send: Send) -> Send:
    """Wrap an answer's way out, so that it is counted."""

    async def send_counted(message: Message) -> None:
        if message["type"] == "http.response.start":
            metrics.REQUESTS.labels(f"{message['status'] // 100}xx").inc()
        await send(message)

    return send_counted


def bound(token: str, owner: str) -> str:
    """Bind a tab's token to a sign-in, or before one to a guest: with another one it names another state."""
    return keyed(owner, token).hex()[:32]


async def _visitor(scope: Scope, headers: dict[str, str], token: str = "") -> Visitor | None:
    host, framed = paths.host_name(headers.get("host", "")), embed.is_framed(scope["path"], token)
    cookie = "" if framed else cookie_of(headers, config().cookie_name)
    clinic, signed_in = await look_up(_found, host, cookie) if host else (None, EndedSession())
    if clinic is None:
        return None
    active = signed_in if isinstance(signed_in, ActiveSession) else None
    pending_id = signed_in.ctx.session_id if isinstance(signed_in, PendingSession) else None
    if active and active.use_is_due and _starts(scope["path"], PRIVATE):  # opening a page is use
        await uses.note(active.ctx.session_id, active.ctx.now)
    preferences = (embed.language_asked(token), headers.get("accept-language"), clinic.language)
    lang = active.ctx.lang if active else language(*preferences)
    role = active.staff.role if active and active.staff else None
    session_id = active.ctx.session_id if active else None
    needs_two_step = active is not None and active.needs_two_step
    guest_id = guests.guest_id(cookie_of(headers, guests.cookie_name(framed=framed)))
    return Visitor(clinic, session_id, address_of(scope, headers), lang, role, needs_two_step, guest_id, pending_id)


def _found(
    tx: Session | DirectReader, host: str, cookie: str
) -> tuple[ClinicFacts | None, ActiveSession | EndedSession]:
    clinic = clinics.by_host(tx, host)
    if clinic is None or not cookie:
        return clinic, EndedSession()
    return clinic, sessions.by_cookie(tx, clinic.id, cookie, clock.now())


def _odd(scope: Scope, lang: Language) -> Response | None:
    """Answer what no browser of ours sends: another method, an address that is not written plainly."""
    no_page = say("guard.no_such_page", lang)
    if scope["method"] not in METHODS:
        return PlainTextResponse(no_page, 405, {"allow": ", ".join(sorted(METHODS))})
    return None if paths.is_plain(scope["path"]) else PlainTextResponse(no_page, 404)


def _redirect(path: str, scope: Scope, found: Visitor) -> Response | None:
    """Answer what needs no page: the bare address, a private page signed out, the sign-in page signed in."""
    bare = path.rstrip("/")
    if bare == "" or (bare == "/sign-in" and found.session_id):
        return RedirectResponse(paths.home(found.role), 303)
    if _starts(path, CLINIC_SIDE) and found.needs_two_step:
        return RedirectResponse(_second_step(path, scope), 303)
    if _starts(path, CLINIC_SIDE) and found.session_id and not _has_clinic_page(found, bare):
        return RedirectResponse(home_of(found.role) or paths.HOME, 303)
    if _starts(path, PRIVATE) and found.pending_id:
        return None if _starts(path, SECOND_STEP) else RedirectResponse(_second_step(path, scope), 303)
    if _starts(path, PRIVATE) and found.session_id is None:
        where = "/sign-in" if bare == "/account" else f"/sign-in?{urlencode({'next': _asked(path, scope)})}"
        return RedirectResponse(where, 303)
    return None


def _second_step(path: str, scope: Scope) -> str:
    return f"/two-step?{urlencode({'next': _asked(path, scope)})}"


def _asked(path: str, scope: Scope) -> str:
    return path + (f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else "")


def _has_clinic_page(found: Visitor, path: str) -> bool:
    """Tell whether an address is a page for this visitor; to staff an unknown one is "not found"."""
    is_known = any(may_open(role, path) for role in Role)
    return found.role is not None and (may_open(found.role, path) or not is_known)


def _is_socket(scope: Scope, headers: dict[str, str], token: str) -> bool:
    return _starts(scope["path"], (SOCKET,)) and _is_here(headers) and 0 < len(token) <= TOKEN_AT_MOST


def _is_call(scope: Scope, headers: dict[str, str]) -> bool:
    return _starts(scope["path"], (CALLS,)) and paths.is_plain(scope["path"]) and _is_here(headers)


def _is_own_origin(headers: dict[str, str]) -> bool:
    """Tell whether a form was sent by a page of this very host. A client that says neither is no browser."""
    if "origin" in headers:
        return _is_here(headers)
    return headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")


def _is_here(headers: dict[str, str]) -> bool:
    """Tell whether the Origin is the host that is asked; over https, where this deployment is reached by it."""
    scheme, _, host = headers.get("origin", "").partition("://")
    schemes = ("https",) if config().is_secure else ("http", "https")
    return scheme in schemes and host == headers.get("host", "")


def _starts(path: str, places: tuple[str, ...]) -> bool:
    return any(path == place or path.startswith(f"{place}/") for place in places)


def _with_identity(scope: Scope, identity: TabIdentity, query: str) -> Scope:
    dropped = (b"cookie", HEADER.encode())
    kept = [(k, v) for k, v in scope["headers"] if k.lower() not in dropped]
    passed = (HEADER.encode(), identity.to_header().encode())
    return {**scope, "headers": [*kept, passed], "query_string": query.encode()}
