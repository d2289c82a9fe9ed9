"""My data over HTTP: asking for a copy, which may take the password, and taking it once."""

import time

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from myaccount.domain.refusals import Refused
from myaccount.messages import say
from myaccount.services.context import PatientContext
from myaccount.services.my_data import asking
from myaccount.store.engine import in_tx
from myaccount.web import cookies, own_account, refusal_delay
from myaccount.web.byte_ranges import ranged_response
from myaccount.web.caller import active_session
from myaccount.web.flash import drop_flash, refusal, set_flash
from myaccount.web.form_body import form_fields
from myaccount.web.private_files import named, served
from myaccount.web.visitor import visitor

PAGE = "/account/data"


async def ask(request: Request) -> Response:
    """Ask for a copy, for whoever has just shown that it is them."""
    found, started, renewed = await active_session(visitor(request)), time.monotonic(), None
    response = RedirectResponse(PAGE, 303)
    if found is None:
        return response
    try:
        renewed = await own_account.proven_if_due(found.ctx, await form_fields(request))
        await in_tx(asking.ask, found.ctx)
        drop_flash(response)
    except Refused as refused:
        await refusal_delay.no_sooner(started)
        set_flash(response, refusal("data", refused))
    return cookies.renewed(response, renewed)


async def take(request: Request, ctx: PatientContext, _person_id: str) -> Response:
    """Stream a copy, once. What was cut off goes on where it was, or begins anew, for the same sign-in and a while."""
    taken = await in_tx(asking.take, ctx, request.path_params["export_id"])
    headers = named(f"{say('my_data.title', ctx.lang)}.zip", "attachment") | {"etag": f'"{taken.sha256}"'}
    return ranged_response(request, taken.file_id, taken.size, headers, "application/zip")


ROUTES = [
    Route(PAGE, ask, methods=["POST"]),
    Route(PAGE + "/{export_id}.zip", served(take), methods=["GET"]),
]
