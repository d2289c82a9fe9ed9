"""The built front end: which document a page is, and one script that must not know where it was built."""

from functools import cache
from pathlib import Path

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

BUILD = Path(".web/build/client")
ENVIRONMENT = "/assets/reflex-env-"
FALLBACK = "__spa-fallback.html"

RELATIVE = (
    b"const o=location.origin,s=o.replace(/^http/,'ws');"
    b"const e={PING:o+'/ping',EVENT:s+'/_event',UPLOAD:o+'/_upload',AUTH_CODESPACE:o,HEALTH:o+'/_health',"
    b"ALL_ROUTES:o+'/_all_routes',TRANSPORT:'websocket',TEST_MODE:!1};export{e as t};"
)
"""The build bakes the address of the machine it ran on into this script; here it is the page's own address.

Browsers keep it for as long as its name, which the build makes of what it baked in: whoever changes this text gives
`api_url` in rxconfig.py another address, and with it the script another name.
"""


def document_of(path: str) -> str:
    """Name the built document that a path shows; the one for pages with an id in their address where none is built."""
    page = path.strip("/")
    document = f"{page}/index.html" if page else "index.html"
    return document if document in _documents() else FALLBACK


def page_served(app: ASGIApp) -> ASGIApp:
    """Serve a built page under its plain address, without a detour over a trailing slash."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        if not path.endswith("/") and document_of(path) != FALLBACK:
            scope = {**scope, "path": f"{path}/", "raw_path": f"{path}/".encode()}
        await app(scope, receive, send)

    return serve


def file_served(app: ASGIApp) -> ASGIApp:
    """Serve a file of the front end."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"].startswith(ENVIRONMENT) and scope["path"].endswith(".js"):
            await Response(RELATIVE, media_type="text/javascript")(scope, receive, send)
        else:
            await app(scope, receive, send)

    return serve


@cache
def _documents() -> frozenset[str]:
    return frozenset(str(place.relative_to(BUILD)) for place in BUILD.rglob("index.html"))
