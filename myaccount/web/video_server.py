"""The ways to the clinic's own video server: made when they are gone, so that no page and no log holds a token."""

import logging
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from myaccount.domain.family import Permission
from myaccount.domain.refusals import CannotBegin, NotAllowed, NotFound
from myaccount.domain.video_server import VideoServerAway
from myaccount.messages import say
from myaccount.services.calls import video_server
from myaccount.services.identity.sessions import ActiveSession
from myaccount.store.engine import in_read, in_tx
from myaccount.web.caller import active_session, on_behalf
from myaccount.web.visitor import Visitor, visitor

log = logging.getLogger(__name__)

SECRET = {"cache-control": "no-store", "referrer-policy": "no-referrer"}
LocationOf = Callable[[Request, ActiveSession], Awaitable[str]]


def redirecting(location_of: LocationOf, page: str) -> Callable[[Request], Awaitable[Response]]:
    """Redirect to where a call is, and while it is closed back to its page, which says why.

    `page` may name the parts of the path. Signed out, the page leads to sign in.
    """

    async def answer(request: Request) -> Response:
        who = visitor(request)
        found = await active_session(who)
        back = RedirectResponse(page.format(**request.path_params), 303)
        if found is None:
            return back
        try:
            return RedirectResponse(await location_of(request, found), 303, headers=SECRET)
        except (NotFound, NotAllowed, CannotBegin):
            return back
        except VideoServerAway as refused:
            log.error("the secret of the video server of %s cannot be read: %s", who.clinic.slug, refused.__cause__)
            return PlainTextResponse(_away(refused, who), 503, headers=SECRET)

    return answer


def _away(refused: VideoServerAway, who: Visitor) -> str:
    """Say that nobody comes in, and how the clinic is reached, as far as it shows that."""
    reach = who.clinic.shown_phone or who.clinic.shown_email
    return say(f"refused.{refused.code}" + ("" if reach else ".unreached"), who.lang, reach=reach)


async def _into_visit(request: Request, found: ActiveSession) -> str:
    """Come into the room of a visit, on one's own side of it or that of somebody of one's family."""
    ctx = await on_behalf(request, found.ctx, Permission.BOOKINGS)
    staff = None if ctx.acting else found.staff
    return await in_tx(video_server.way_in, ctx, staff, request.path_params["appointment_id"])


async def _into_empty_room(_: Request, found: ActiveSession) -> str:
    """Look into an empty room, as the owner."""
    if found.staff is None:
        raise NotFound()
    return await in_read(video_server.empty_room, found.staff)


ROUTES = [
    Route("/call/{appointment_id}/server", redirecting(_into_visit, "/visit/{appointment_id}"), methods=["GET"]),
    Route("/clinic/settings/video-server", redirecting(_into_empty_room, "/clinic/settings"), methods=["GET"]),
]
