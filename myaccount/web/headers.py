"""The security and caching headers of every answer.

The pages' inline scripts are fixed when the front end is built, so the policy names each by its hash and allows no
other. Source: OWASP Secure Headers; W3C Content Security Policy Level 3.
"""

import base64
import hashlib
import re
from functools import cache

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Scope, Send

from myaccount.config import config
from myaccount.web import paths
from myaccount.web.frontend import BUILD, document_of

INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.S)
STATIC_SUFFIXES = (".css", ".svg", ".png", ".ico", ".webmanifest", ".js", ".txt")
THEME = "/theme.css"
NO_SENSORS = "camera=(), microphone=(), display-capture=(), geolocation=(), payment=(), usb=()"
CALL_SENSORS = "camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=(), usb=()"

FIXED = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
}


def is_static(path: str) -> bool:
    """Tell whether a path is one of the front end's own files, the same for everybody."""
    if path == THEME:  # a stylesheet, but each clinic's own
        return False
    return path.startswith("/assets/") or (path.count("/") == 1 and path.endswith(STATIC_SUFFIXES))


def secured(scope: Scope, send: Send) -> Send:
    """Wrap an answer's way out, so that it leaves with the headers on it."""
    path, host = scope["path"], dict(scope["headers"]).get(b"host", b"").decode("latin-1")

    async def send_secured(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in FIXED.items():
                headers.setdefault(name, value)
            headers.setdefault("content-security-policy", policy(path, host))
            headers.setdefault("permissions-policy", CALL_SENSORS if path.startswith("/visit/") else NO_SENSORS)
            _set_caching(headers, path, message["status"])
            if config().is_secure:
                headers["strict-transport-security"] = "max-age=31536000; includeSubDomains"
        await send(message)

    return send_secured


def policy(path: str, host: str) -> str:
    """Write the content security policy of a page."""
    scripts = " ".join(_hashes(document_of(path)))
    sockets = f" ws://{host} wss://{host}" if paths.host_name(host) else ""
    return (
        "default-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action 'self'; "
        f"script-src 'self' {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
        f"connect-src 'self'{sockets}; manifest-src 'self'"
    )


def _set_caching(headers: MutableHeaders, path: str, status: int) -> None:
    if path.startswith("/assets/") and status == 200 and "reflex-env" not in path:
        headers["cache-control"] = "public, max-age=31536000, immutable"
    elif (is_static(path) or path == THEME) and status in (200, 304):
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
