"""The sign-in cookie, and the mark by which a browser is known again: set and dropped here only."""

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
    response.set_cookie(
        config().cookie_name,
        session.cookie,
        max_age=int(ABSOLUTE_KEPT.total_seconds()) if session.kept else None,
        path="/",
        secure=config().is_secure,
        httponly=True,
        samesite="lax",
    )
    if session.mark:
        response.set_cookie(
            config().cookie_name + MARK,
            session.mark,
            max_age=MARKED_FOR,
            path="/",
            secure=config().is_secure,
            httponly=True,
            samesite="lax",
        )


def renewed(response: Response, session: NewSession | None) -> Response:
    """Hand the browser its session anew, if it was."""
    if session is not None:
        give(response, session)
    return response


def take_back(response: Response) -> None:
    """Make the browser forget its session."""
    name, secure = config().cookie_name, config().is_secure
    response.delete_cookie(name, path="/", secure=secure, httponly=True, samesite="lax")
