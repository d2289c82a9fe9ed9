"""The security and caching headers of every answer.

The pages' inline scripts are fixed when the front end is built, so the policy names each by its hash and allows no
other. Source: OWASP Secure Headers; W3C Content Security Policy Level 3.
"""

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Scope, Send

from myaccount.config import config
from myaccount.services.clinic.shell import LOGO
from myaccount.web import embed, paths
from myaccount.web.frontend import BUILD, document_of

INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.S)
STATIC_SUFFIXES = (".css", ".svg", ".png", ".ico", ".webmanifest", ".js", ".txt")
ASSETS = "/assets/"
"""Where the build lays what pages load, under names that change with what is in it."""
THEME = "/theme.css"
LOADER_LASTS = 300
"""For how many seconds a website's visitors may keep the script that shows online booking there."""
THEME_LASTS = "public, max-age=300, stale-while-revalidate=2592000"
"""A page is painted in the colours that the browser knows, of the last month at most, while it asks for newer ones."""
CARD_PAGES = ("/account/cards", "/account/balance", "/book")
FORMS = "/account/forms/"
"""Below it is each form of a patient's, which may end with a page for the card on file."""
STRIPE = "js.stripe.com"
NO_SENSORS = "camera=(), microphone=(), display-capture=(), geolocation=(), payment=(), usb=()"
CALL_SENSORS = "camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=(), usb=()"

NOBODY = ("'none'",)
NOTHING = "default-src 'none'; frame-ancestors 'none'"
"""The policy of a file that only pages load: theirs is the one that counts, and a first visit fetches some fifteen."""

FIXED = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


def is_static(path: str) -> bool:
    """Tell whether a path is one of the front end's own files, the same for everybody."""
    if path in (THEME, embed.LOADER):  # each clinic's own
        return False
    return path.startswith(ASSETS) or (path.count("/") == 1 and path.endswith(STATIC_SUFFIXES))


def secured(scope: Scope, send: Send) -> Send:
    """Wrap an answer's way out, so that it leaves with the headers on it."""
    path, host = scope["path"], dict(scope["headers"]).get(b"host", b"").decode("latin-1")

    async def send_secured(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in FIXED.items():
                headers.setdefault(name, value)
            framers = embed.framers(scope)
            allowed = NOTHING if path.startswith(ASSETS) else policy(path, host, framers)
            headers.setdefault("content-security-policy", allowed)
            if not framers:
                headers.setdefault("x-frame-options", "DENY")
            headers.setdefault("permissions-policy", CALL_SENSORS if path.startswith("/visit/") else NO_SENSORS)
            _set_caching(headers, path, message["status"])
            if config().is_secure:
                headers["strict-transport-security"] = "max-age=31536000; includeSubDomains"
        await send(message)

    return send_secured


def policy(path: str, host: str, framers: tuple[str, ...] = ()) -> str:
    """Write the content security policy of a page. `framers` are those who may show it in a frame.

    Where a card is taken, the processor's addresses are open as well.
    Source: https://docs.stripe.com/security/guide#content-security-policy.
    """
    hashes = " ".join(_hashes(document_of(path)))
    sockets = f" ws://{host} wss://{host}" if paths.host_name(host) else ""
    cards = processor_sources(config().stripe_js_url) if _takes_card(path.rstrip("/")) else NO_PROCESSOR
    return (
        "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; "
        f"frame-ancestors {' '.join(framers or NOBODY)}; "
        f"script-src 'self' {hashes}{cards.script}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        f"font-src 'self'; connect-src 'self'{sockets}{cards.connect}; manifest-src 'self'{cards.frame}"
    )


def _takes_card(path: str) -> bool:
    return path in CARD_PAGES or path.startswith(FORMS)


@dataclass(frozen=True)
class Sources:
    """What a page that takes a card may load besides: each begins with a blank, or is a whole directive."""

    script: str = ""
    connect: str = ""
    frame: str = ""


NO_PROCESSOR = Sources()


def processor_sources(script: str) -> Sources:
    """Tell what the script of the card form needs. Edges: one of our own addresses needs nothing."""
    url = urlsplit(script)
    if not url.netloc:
        return NO_PROCESSOR
    if url.netloc == STRIPE:
        pages = f" https://{STRIPE} https://*.{STRIPE}"
        return Sources(pages, " https://api.stripe.com", f"; frame-src{pages} https://hooks.stripe.com")
    origin = f" {url.scheme}://{url.netloc}"
    return Sources(origin, origin, f"; frame-src{origin}")


def _set_caching(headers: MutableHeaders, path: str, status: int) -> None:
    if path.startswith((ASSETS, f"{LOGO}/")) and status == 200:
        headers["cache-control"] = "public, max-age=31536000, immutable"
    elif path == embed.LOADER and status == 200:
        headers["cache-control"] = f"public, max-age={LOADER_LASTS}"
    elif path == THEME and status == 200:
        headers["cache-control"] = THEME_LASTS
    elif is_static(path) and status in (200, 304):
        headers["cache-control"] = "no-cache"
    else:
        headers["cache-control"] = "no-store"


@cache
def _hashes(document: str) -> tuple[str, ...]:
    try:
        html = (BUILD / document).read_text()
    except OSError:
        return ()
    found = {hashlib.sha256(script.encode()).digest() for script in INLINE_SCRIPT.findall(html)}
    return tuple(sorted(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in found))
