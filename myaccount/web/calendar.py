"""A visit as a calendar file, and all of a person's visits at their private address. Source: RFC 5545."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from myaccount.domain.family import Permission
from myaccount.domain.refusals import NotFound, TooManyTries
from myaccount.messages import say
from myaccount.services.visits import calendar_feed, calendar_file
from myaccount.store.engine import in_read
from myaccount.web import rate_limits
from myaccount.web.caller import active_session, on_behalf
from myaccount.web.plain import PRIVATE
from myaccount.web.visitor import visitor

CALENDAR = "text/calendar; charset=utf-8"


async def visit(request: Request) -> Response:
    """Serve one of the patient's own visits; somebody else's is not found."""
    who = visitor(request)
    not_found = PlainTextResponse(say("refused.not_found", who.lang), 404)
    found = await active_session(who)
    if found is None:
        return not_found
    try:
        ctx = await on_behalf(request, found.ctx, Permission.BOOKINGS)
        body = await in_read(calendar_file.visit, ctx, request.path_params["appointment_id"])
    except NotFound:
        return not_found
    disposition = {"content-disposition": 'attachment; filename="visit.ics"'}
    return Response(body, media_type=CALENDAR, headers=disposition)


async def feed(request: Request) -> Response:
    """Serve the calendar that a private address stands for: to whoever has it, without a sign-in."""
    who = visitor(request)
    try:
        await run_in_threadpool(rate_limits.before_guess, who.address)
        body, tag = await in_read(calendar_feed.serve, who.context(), request.path_params["token"])
    except NotFound:
        await run_in_threadpool(rate_limits.wrong_guess, who.address)
        return PlainTextResponse(say("refused.not_found", who.lang), 404, headers=PRIVATE)
    except TooManyTries as refused:
        return PlainTextResponse(say("refused.too_many_tries", who.lang, **refused.facts), 429, headers=PRIVATE)
    headers = PRIVATE | {"etag": f'"{tag}"'}
    if f'"{tag}"' in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=CALENDAR, headers=headers)


ROUTES = [
    Route("/calendar/visit/{appointment_id}.ics", visit),
    Route("/calendar/{token}.ics", feed, methods=["GET"]),
]
