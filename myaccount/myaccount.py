"""The composition root: the app, its pages, and what stands around them."""

import logging
import secrets

import reflex as rx
from starlette.applications import Starlette

from myaccount.components import text
from myaccount.jobs import worker
from myaccount.messages import say
from myaccount.pages import PAGES
from myaccount.state.access import Gate
from myaccount.state.live import Pushes
from myaccount.state.shell import ShellState
from myaccount.web.guard import Guard
from myaccount.web.routes import ROUTES

log = logging.getLogger(__name__)


def report(exception: Exception) -> None:
    """Log what Reflex itself stumbled over, under a reference number and without what was sent."""
    log.error("bug %s in the framework: %s", secrets.token_hex(4), type(exception).__name__)


text.bind(ShellState.lang)
app = rx.App(
    stylesheets=["/portal.css"],
    head_components=[
        rx.el.link(rel="stylesheet", href="/theme.css"),
        rx.el.link(rel="manifest", href="/manifest.webmanifest"),
        rx.el.link(rel="icon", href="/icon.svg", type="image/svg+xml"),
    ],
    html_lang="en",
    toaster=None,
    reset_style=False,
    api_transformer=[Starlette(routes=ROUTES), Guard],
    backend_exception_handler=report,
    frontend_exception_handler=report,
)
app.app_wraps = {key: wrap for key, wrap in app.app_wraps.items() if key[1] == "ErrorBoundary"}
app.add_middleware(Gate())
app.register_lifespan_task(Pushes(app).running)
app.register_lifespan_task(worker.loop)
for page in PAGES:
    app.add_page(page.component, route=page.route, title=say(page.title, "en"), on_load=page.on_load)
