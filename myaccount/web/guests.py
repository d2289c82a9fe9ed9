"""The guest cookie: it tells one browser from another before anybody has signed in, to book or to use a passkey.

It is set by a plain answer, like the sign-in cookie, and holds nothing but chance: what a guest holds in the database
is found by a keyed hash of it. Source: OWASP Session Management, "Cookies".
"""

import secrets

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from myaccount.config import config
from myaccount.crypto.hashes import keyed
from myaccount.web import cookies, embed

PLACES = ("/book", "/sign-in")
"""Where a browser becomes a guest."""

BYTES = 32
WITHIN_A_FRAME = "; Secure; HttpOnly; Path=/; SameSite=None; Partitioned"
"""What a cookie needs where browsers block those of third parties: a jar for each website around the frame.

Written by hand: Python's own cookies know no `Partitioned` before 3.14. Source: CHIPS, "Partitioned attribute".
"""


def guest_id(cookie: str) -> str:
    """Name the guest that a cookie stands for; blank for none. The name is no secret: no cookie can be made of it."""
    if not cookie:
        return ""
    return keyed("guest", cookie).hex()[:32]


def cookie_name(*, framed: bool) -> str:
    """Name the cookie of a guest: another one within a frame, where both may be sent."""
    return config().frame_cookie_name if framed else config().guest_cookie_name


def give(response: Response) -> str:
    """Make the browser a guest, and tell how it is named."""
    value = secrets.token_urlsafe(BYTES)
    response.headers.append("set-cookie", _cookie(value))
    return guest_id(value)


def introducing(app: ASGIApp) -> ASGIApp:
    """Wrap what answers, so that the browser is a guest from then on: until it closes."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                write = _framed_cookie if embed.is_framed(scope["path"]) else _cookie
                MutableHeaders(scope=message).append("set-cookie", write(secrets.token_urlsafe(BYTES)))
            await send(message)

        await app(scope, receive, send_with_cookie)

    return answer


def _framed_cookie(value: str) -> str:
    return f"{config().frame_cookie_name}={value}{WITHIN_A_FRAME}"


def _cookie(value: str) -> str:
    made = Response()
    cookies.put(made, config().guest_cookie_name, value)
    return made.headers["set-cookie"]
