"""Read a plain form, within limits."""

from urllib.parse import parse_qsl

from starlette.requests import Request

from myaccount.domain.refusals import NotAllowed
from myaccount.web.body import BodyTooLarge, read_body

LARGEST = 64 * 1024
MOST_FIELDS = 20
ENCODING = "application/x-www-form-urlencoded"


async def form_fields(request: Request) -> dict[str, str]:
    """Read what a form sends; of a field that comes twice, the last.

    Edges: NUL, which a database refuses, becomes the sign for a broken letter.
    Raises: NotAllowed for a body that is too large, or no form.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != ENCODING:
        raise NotAllowed()
    try:
        body = await read_body(request, LARGEST)
    except BodyTooLarge as error:
        raise NotAllowed() from error
    try:
        pairs = parse_qsl(body.decode("latin-1"), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="replace")
    except ValueError as error:
        raise NotAllowed() from error
    return {name: value.replace("\0", "\ufffd") for name, value in pairs}
