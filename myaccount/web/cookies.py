"""The sign-in cookie: set and dropped here only."""

from starlette.responses import Response

from myaccount.config import config
from myaccount.domain.sessions import ABSOLUTE_KEPT
from myaccount.services.sign_ins import NewSession


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


def take_back(response: Response) -> None:
    """Make the browser forget its session."""
    name, secure = config().cookie_name, config().is_secure
    response.delete_cookie(name, path="/", secure=secure, httponly=True, samesite="lax")
