"""`/family/<token>`: an invitation, looked at and answered. Plain HTTP, so no token gets into state or logs.

The token goes into a cookie at once, and the page stands at `/family`: whoever has to sign in first comes back there.
"""

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from myaccount.domain.refusals import LinkExpired, Refused, TooManyTries
from myaccount.messages import say
from myaccount.services.context import PatientContext
from myaccount.services.family import inviting
from myaccount.store.engine import in_read, in_tx
from myaccount.web import cookies, rate_limits
from myaccount.web.caller import active_session
from myaccount.web.flash import Flash, set_flash
from myaccount.web.form_body import form_fields
from myaccount.web.plain import page
from myaccount.web.visitor import Visitor, visitor

COOKIE = "myaccount_invitation"
SECONDS = 30 * 60
PAGE, SECTION = "/family", "/account/family"
T = TypeVar("T")


async def arrive(request: Request) -> Response:
    """Take an invitation's link: the page that follows knows it by a cookie."""
    response = RedirectResponse(PAGE, 303)
    cookies.put(response, COOKIE, request.path_params["token"], SECONDS, PAGE)
    return response


async def show(request: Request) -> Response:
    """Show what is offered, by whom and to whom. Whoever is signed out signs in first."""
    who = visitor(request)
    found = await active_session(who)
    if found is None:
        return RedirectResponse(f"/sign-in?next={PAGE}", 303)
    try:
        offer = await _guarded(who, in_read(inviting.look, found.ctx, _token(request)))
    except Refused as refused:
        return _turned_away(who, found.ctx, refused)
    return page("invitation.html", who.clinic, found.ctx.lang, offer=offer)


async def answer(request: Request) -> Response:
    """Accept an invitation, or turn it down."""
    who = visitor(request)
    found = await active_session(who)
    if found is None:
        return RedirectResponse(f"/sign-in?next={PAGE}", 303)
    is_yes = (await form_fields(request)).get("answer") == "accept"
    use_case: Callable[[Session, PatientContext, str], str | None] = inviting.accept if is_yes else inviting.decline
    try:
        name = await _guarded(who, in_tx(use_case, found.ctx, _token(request)))
    except Refused as refused:
        return _turned_away(who, found.ctx, refused)
    response = RedirectResponse(SECTION, 303)
    set_flash(response, Flash("family", typed={"done": "accepted" if is_yes else "declined", "name": name or ""}))
    _forget(response)
    return response


async def _guarded(who: Visitor, work: Coroutine[Any, Any, T]) -> T:
    """Do something with a token. A wrong one is counted against the address it came from."""
    try:
        await run_in_threadpool(rate_limits.before_guess, who.address)
        return await work
    except LinkExpired:
        await run_in_threadpool(rate_limits.wrong_guess, who.address)
        raise
    finally:
        work.close()


def _token(request: Request) -> str:
    return request.cookies.get(COOKIE, "")


def _turned_away(who: Visitor, ctx: PatientContext, refused: Refused) -> Response:
    return page(
        "turned_away.html",
        who.clinic,
        ctx.lang,
        429 if isinstance(refused, TooManyTries) else 410,
        title=say("link.over_title" if isinstance(refused, LinkExpired) else "invitation.title", ctx.lang),
        words=say(f"refused.{refused.code}", ctx.lang, **refused.facts),
        where=SECTION,
        where_label=say("invitation.elsewhere", ctx.lang),
    )


def _forget(response: Response) -> None:
    cookies.drop(response, COOKIE, PAGE)


ROUTES = [
    Route(PAGE, show, methods=["GET"]),
    Route(PAGE, answer, methods=["POST"]),
    Route(PAGE + "/{token}", arrive, methods=["GET"]),
]
