"""Cookies: how each is set and dropped; the sign-in's own, and the mark by which a browser is known again."""

import re

from starlette.requests import Request
from starlette.responses import Response

from myaccount.config import config
from myaccount.domain.sessions import ABSOLUTE_KEPT
from myaccount.services.identity.sign_ins import NewSession

MARK = "-device"
"""What follows the sign-in cookie's name in that of the mark."""

MARKED_FOR = 400 * 24 * 60 * 60
"""Seconds that a browser keeps the mark: no browser keeps a cookie for longer."""

A_MARK = re.compile(r"[\w-]{22}", re.ASCII)


def mark_of(request: Request) -> str:
    """Read the mark of a browser in which somebody has signed in before; blank for any other."""
    found = request.cookies.get(config().cookie_name + MARK, "")
    return found if A_MARK.fullmatch(found) else ""


def give(response: Response, session: NewSession) -> None:
    """Hand the browser its session: until it closes, or for 30 days with "Keep me signed in"."""
    kept_for = int(ABSOLUTE_KEPT.total_seconds()) if session.keep_signed_in else None
    put(response, config().cookie_name, session.cookie, kept_for)
    if session.mark:
        put(response, config().cookie_name + MARK, session.mark, MARKED_FOR)


def renewed(response: Response, session: NewSession | None) -> Response:
    """Hand the browser its session anew, if it was."""
    if session is not None:
        give(response, session)
    return response


def take_back(response: Response) -> None:
    """Make the browser forget its session."""
    drop(response, config().cookie_name)


def put(response: Response, name: str, value: str, max_age: int | None = None, path: str = "/") -> None:
    """Set a cookie that no script reads and no other site's forms send along.

    Times: `max_age` is in seconds; with None the browser keeps it until it closes.
    """
    response.set_cookie(
        name, value, max_age=max_age, path=path, secure=config().is_secure, httponly=True, samesite="lax"
    )


def drop(response: Response, name: str, path: str = "/") -> None:
    """Make the browser forget a cookie."""
    response.delete_cookie(name, path=path, secure=config().is_secure, httponly=True, samesite="lax")
