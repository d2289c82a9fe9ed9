"""`/hooks/texts/…`: where the carrier of texts tells what became of one. See docs/texts.md."""

from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from myaccount.integrations.texts.receipts import HEADER
from myaccount.services.outgoing import text_receipts
from myaccount.store.engine import in_tx
from myaccount.web.body import BodyTooLarge, read_body
from myaccount.web.visitor import visitor

LARGEST = 16 * 1024
FIELDS = 60


async def hear(request: Request) -> Response:
    """Take a receipt. 400 for one that is forged, that was heard already, or that is of an earlier try."""
    try:
        body = await read_body(request, LARGEST)
    except BodyTooLarge:
        return PlainTextResponse("too large", 413)
    form = _form(body)
    named = request.path_params
    is_ours = form is not None and await in_tx(
        text_receipts.hear,
        visitor(request).context(),
        named["message_id"],
        named["key"],
        form,
        request.headers.get(HEADER, ""),
    )
    return PlainTextResponse("heard", 200) if is_ours else PlainTextResponse("not for us", 400)


def _form(body: bytes) -> dict[str, str] | None:
    try:
        return dict(parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=FIELDS))
    except ValueError:
        return None


ROUTES = [Route(text_receipts.ROUTE, hear, methods=["POST"])]
