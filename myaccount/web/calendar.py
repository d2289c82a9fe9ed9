"""A visit as a calendar file. Source: RFC 5545."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from myaccount.clock import now
from myaccount.domain.refusals import NotFound
from myaccount.messages import say
from myaccount.services import calendar_file, sessions
from myaccount.services.sessions import Ended
from myaccount.store.engine import in_read
from myaccount.web.visitor import visitor


async def visit(request: Request) -> Response:
    """Serve one of the patient's own visits; somebody else's is not found."""
    who = visitor(request)
    not_found = PlainTextResponse(say("refused.not_found", who.lang), 404)
    if who.session_id is None:
        return not_found
    found = await in_read(sessions.standing, who.clinic.id, who.session_id, now())
    if isinstance(found, Ended):
        return not_found
    try:
        body = await in_read(calendar_file.visit, found.ctx, request.path_params["appointment_id"])
    except NotFound:
        return not_found
    disposition = {"content-disposition": 'attachment; filename="visit.ics"'}
    return Response(body, media_type="text/calendar; charset=utf-8", headers=disposition)


ROUTES = [Route("/calendar/visit/{appointment_id}.ics", visit)]
