"""My data over HTTP: asking for a copy, which may take the password, and taking it once."""

import time
from collections.abc import AsyncIterator, Iterator

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from myaccount.domain.refusals import Refused
from myaccount.messages import say
from myaccount.services.context import PatientContext
from myaccount.services.my_data import asking
from myaccount.store import files
from myaccount.store.engine import in_tx
from myaccount.web import cookies, own_account, pace
from myaccount.web.caller import standing
from myaccount.web.flash import drop_flash, refusal, set_flash
from myaccount.web.forms import fields
from myaccount.web.private_files import named, served
from myaccount.web.visitor import visitor

PAGE = "/account/data"


async def ask(request: Request) -> Response:
    """Ask for a copy, for whoever has just shown that it is them."""
    found, started, renewed = await standing(visitor(request)), time.monotonic(), None
    response = RedirectResponse(PAGE, 303)
    if found is None:
        return response
    try:
        renewed = await own_account.proven_if_due(found.ctx, await fields(request))
        await in_tx(asking.ask, found.ctx)
        drop_flash(response)
    except Refused as refused:
        await pace.no_sooner(started)
        set_flash(response, refusal("data", refused))
    return cookies.renewed(response, renewed)


async def take(request: Request, ctx: PatientContext, _person_id: str) -> Response:
    """Stream a copy, once; its file is deleted after that."""
    taken = await in_tx(asking.take, ctx, request.path_params["export_id"])
    headers = named(f"{say('my_data.title', ctx.lang)}.zip", "attachment") | {"content-length": str(taken.size)}
    body = _streamed(files.pieces(taken.file_id, taken.size, 0, taken.size - 1))
    done = BackgroundTask(run_in_threadpool, files.delete, taken.file_id)
    return StreamingResponse(body, 200, headers, "application/zip", done)


async def _streamed(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    while (piece := await run_in_threadpool(next, pieces, None)) is not None:
        yield piece


ROUTES = [
    Route(PAGE, ask, methods=["POST"]),
    Route(PAGE + "/{export_id}.zip", served(take), methods=["GET"]),
]
