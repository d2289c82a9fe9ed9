"""`/demo/site`: a page of the demo clinic's own website, with online booking in it. Only in the demo.

It is served at the other name of this computer, which to a browser is another website.
"""

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from myaccount.config import config
from myaccount.messages import say
from myaccount.web.plain import page
from myaccount.web.visitor import visitor

PATH = "/demo/site"
NAME = "127.0.0.1"


async def site(request: Request) -> Response:
    """Show the page, under a policy as strict as a careful website's."""
    who, home = visitor(request), config().base_url.rstrip("/")
    if not config().demo_mailbox:
        return PlainTextResponse(say("guard.no_such_page", who.lang), 404)
    if request.url.hostname != NAME:
        return RedirectResponse(f"http://{NAME}:{urlsplit(home).port}{PATH}", 303)
    shown = page("website.html", who.clinic, who.lang, home=home)
    shown.headers["content-security-policy"] = (
        f"default-src 'none'; script-src {home}; frame-src {home}; style-src 'unsafe-inline'; frame-ancestors 'none'"
    )
    return shown


ROUTES = [Route(PATH, site, methods=["GET"])]
