"""`/book/account` and `/book/continue`: where booking goes on outside its page, in plain HTTP.

Whoever has just booked for the first time goes on to choose a username and a password: the token of a Welcome link may
be in no state. Who books within a frame on a clinic's website goes on in a window of its own, with a ticket that the
page carries.
"""

from contextlib import suppress
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from myaccount.domain.refusals import LinkExpired, NotAllowed
from myaccount.services.booking import handover, newcomers
from myaccount.services.identity.one_time_links import Kind
from myaccount.store.engine import in_tx
from myaccount.web import guests, link_pages
from myaccount.web.form_body import form_fields
from myaccount.web.visitor import Visitor, visitor

BOOK = "/book"
SIGN_IN = "/sign-in?next=/book"
ACCOUNT = "account"
PAYMENT = "payment"


async def account(request: Request) -> Response:
    """Lead on to the Welcome page."""
    return await _to_account(visitor(request))


async def go_on(request: Request) -> Response:
    """Take what a guest holds, or has booked, along into this window: to signing in, to paying, or to an account.

    Edges: a ticket that opens nothing leads there all the same; only then nothing is held.
    """
    response, who = RedirectResponse(BOOK, 303), visitor(request)
    if not who.guest_id:
        who = replace(who, guest_id=guests.give(response))
    typed: dict[str, str] = {}
    with suppress(LinkExpired, NotAllowed):
        typed = await form_fields(request)
        await in_tx(handover.redeem, who.context(), typed.get("ticket", ""))
    if typed.get("to") == ACCOUNT:
        return _with_cookies(await _to_account(who), response)
    stays = who.session_id or typed.get("to") == PAYMENT
    response.headers["location"] = BOOK if stays else SIGN_IN
    return response


async def _to_account(who: Visitor) -> Response:
    try:
        token = await in_tx(newcomers.account_link, who.context())
    except LinkExpired as refused:
        return link_pages.turned_away(who, Kind.WELCOME, refused)
    return RedirectResponse(f"/welcome/{token}", 303)


def _with_cookies(answer: Response, given: Response) -> Response:
    for cookie in given.headers.getlist("set-cookie"):
        answer.headers.append("set-cookie", cookie)
    return answer


ROUTES = [
    Route("/book/account", account, methods=["POST"]),
    Route("/book/continue", go_on, methods=["POST"]),
]
