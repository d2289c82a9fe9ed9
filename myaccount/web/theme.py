"""The clinic's colour, as a stylesheet of its own: one build of the pages serves every clinic."""

from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from myaccount.domain.colours import theme
from myaccount.web.visitor import visitor

ADDRESS = f"/theme.css?{sha256(theme('#000000').css().encode()).hexdigest()[:8]}"
"""Where a page links it: browsers show what they know of it at first, which has to fit the other stylesheets."""


async def stylesheet(request: Request) -> Response:
    """Serve the clinic's colours for both themes."""
    return Response(theme(visitor(request).clinic.color).css(), media_type="text/css")


ROUTES = [Route("/theme.css", stylesheet)]
