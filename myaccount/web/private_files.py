"""What every file of a patient's has in common when it is served: who may have it, what it may do, how it is named."""

from collections.abc import Awaitable, Callable
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from myaccount.domain.clinic_side import SIDE
from myaccount.domain.documents import (
    FileCutOff,
    FileEmpty,
    FileInfected,
    FileKindRefused,
    FileMismatch,
    FileTooLarge,
    FileUnchecked,
    HeicRefused,
    NoRoom,
)
from myaccount.domain.logo import LogoKindRefused, LogoTooLarge
from myaccount.domain.refusals import NotAllowed, NotFound, NotPrinted, Refused, TooManyTries
from myaccount.domain.superbills import SuperbillIncomplete
from myaccount.messages import say
from myaccount.services.context import PatientContext
from myaccount.web.caller import active_session
from myaccount.web.visitor import Visitor, visitor

PDF = "application/pdf"
OF_ITS_OWN = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
    "x-frame-options": "SAMEORIGIN",
}
"""What a file that is looked at may do: nothing. Browsers dress their viewers with a style of their own."""

STATUS: dict[type[Refused], int] = {
    SuperbillIncomplete: 409,
    TooManyTries: 429,
    FileTooLarge: 413,
    LogoTooLarge: 413,
    LogoKindRefused: 415,
    FileEmpty: 400,
    FileCutOff: 400,
    FileKindRefused: 415,
    FileMismatch: 415,
    HeicRefused: 415,
    FileInfected: 422,
    FileUnchecked: 503,
    NotPrinted: 503,
    NoRoom: 507,
}
"""With what a refusal is answered; everything else is not found."""

Serve = Callable[[Request, PatientContext, str], Awaitable[Response]]
Say = Callable[[str, int], Response]


def served(serve: Serve, say_so: Say = PlainTextResponse) -> Callable[[Request], Awaitable[Response]]:
    """Serve a file to whoever is signed in, or on the clinic's side to whoever acts for it.

    Edges: what is somebody else's, or is no such thing, or may not be seen, is not found: one answer for all.
    """

    async def answer(request: Request) -> Response:
        who = visitor(request)
        ctx = await caller(request, who)
        try:
            if ctx is None:
                raise NotFound()
            return await serve(request, ctx, request.path_params.get("person_id", ""))
        except NotAllowed:
            return _refused(NotFound(), who, say_so)
        except Refused as refused:
            return _refused(refused, who, say_so)

    return answer


async def caller(request: Request, who: Visitor) -> PatientContext | None:
    """Tell who asks: on the clinic's side only somebody who acts for it, and in My Account a patient only."""
    found = await active_session(who)
    if found is None:
        return None
    return found.staff if request.url.path.startswith(f"{SIDE}/") else found.ctx


def named(name: str, disposition: str) -> dict[str, str]:
    """Name a file for whoever saves it. Source: RFC 6266, RFC 8187."""
    plain = "".join(one if one.isascii() and (one.isalnum() or one in " .-") else "_" for one in name)
    return {"content-disposition": f"{disposition}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"}


def _refused(refused: Refused, who: Visitor, say_so: Say) -> Response:
    words = say(f"refused.{refused.code}", who.lang, **refused.facts)
    return say_so(words, STATUS.get(type(refused), 404))
