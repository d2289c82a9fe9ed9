"""`/hooks/stripe`: where Stripe tells a clinic of what has happened. Source: https://docs.stripe.com/webhooks."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from myaccount.domain.refusals import Refused
from myaccount.services.paying import processor_events
from myaccount.services.paying.processor import at_processor
from myaccount.web.body import BodyTooLarge, read_body
from myaccount.web.visitor import visitor

LARGEST = 512 * 1024


async def hear(request: Request) -> Response:
    """Take a message. 400 for what carries no signature of this clinic's, 503 for what has to be sent again."""
    try:
        body = await read_body(request, LARGEST)
    except BodyTooLarge:
        return PlainTextResponse("too large", 413)
    signature = request.headers.get("stripe-signature", "")
    try:
        is_ours = await at_processor(processor_events.process, visitor(request).context(), body, signature)
    except Refused:
        return PlainTextResponse("later", 503)
    return PlainTextResponse("heard", 200) if is_ours else PlainTextResponse("not for us", 400)


ROUTES = [Route("/hooks/stripe", hear, methods=["POST"])]
