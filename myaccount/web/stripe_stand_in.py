"""`/demo/stripe`: the demo's stand-in for the card processor, under the portal's own address for browsers.

It is not there unless the stand-in is configured. Only what the card form asks is passed on, and no key of a clinic.
"""

import re

import httpx
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from myaccount.config import config
from myaccount.messages import say
from myaccount.web.body import BodyTooLarge, read_body
from myaccount.web.visitor import visitor

SCRIPT = "js.stripe.com/v3/"
ASKED = re.compile(r"v1/(setup_intents/\w+/(confirm|cancel)|payment_intents/\w+/_authenticate)")
LARGEST = 10_000
SECONDS = 20


async def pass_on(request: Request) -> Response:
    """Ask the stand-in what the card form asks."""
    path = request.path_params["path"]
    is_known = path == SCRIPT if request.method == "GET" else ASKED.fullmatch(path)
    if not config().demo_stripe or not is_known:
        return PlainTextResponse(say("guard.no_such_page", visitor(request).lang), 404)
    try:
        body = await read_body(request, LARGEST)
    except BodyTooLarge:
        return PlainTextResponse(say("guard.no_such_page", visitor(request).lang), 413)
    address = f"{config().demo_stripe}/{path}"
    async with httpx.AsyncClient(timeout=SECONDS) as client:
        answer = await client.request(request.method, address, params=dict(request.query_params), content=body)
    return Response(answer.content, answer.status_code, media_type=answer.headers.get("content-type"))


ROUTES = [Route("/demo/stripe/{path:path}", pass_on, methods=["GET", "POST"])]
