"""The plain HTTP side of the portal in front of a clinic, as the guard would hand requests to it."""

from http.cookies import SimpleCookie

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from myaccount.messages import Language
from myaccount.web.routes import ROUTES
from myaccount.web.visitor import Visitor, attach
from tests.scenes import Scene


class As:
    """Tells every request who it comes from."""

    def __init__(self, app: ASGIApp, visitor: Visitor) -> None:
        self.app = app
        self.visitor = visitor

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            attach(scope, self.visitor)
        await self.app(scope, receive, send)


def portal(
    scene: Scene,
    slug: str = "cedar",
    *,
    session_id: str | None = None,
    lang: Language = "en",
    address: str = "192.0.2.7",
    host: str = "cedar.test",
    guest_id: str = "",
    pending_id: str | None = None,
) -> TestClient:
    """Open a clinic's portal as somebody; redirects are answers, not followed."""
    visitor = Visitor(
        scene.clinic_ctx(slug).clinic, session_id, address, lang, guest_id=guest_id, pending_id=pending_id
    )
    app = Starlette(routes=ROUTES, middleware=[Middleware(As, visitor=visitor)])
    return TestClient(app, base_url=f"http://{host}", follow_redirects=False)


def cookies_of(response) -> SimpleCookie:
    """Read every cookie that a response sets, with its attributes."""
    found: SimpleCookie = SimpleCookie()
    for header in response.headers.get_list("set-cookie"):
        found.load(header)
    return found
