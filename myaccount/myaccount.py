"""The composition root: the app, its pages, and what stands around them."""

import asyncio
import gc
import logging
import secrets

import reflex as rx
from reflex.event import noop
from starlette.applications import Starlette

from myaccount import logs
from myaccount.components.frame.crash import crash_boundary
from myaccount.components.frame.storage import storage
from myaccount.components.kit import text
from myaccount.jobs import worker
from myaccount.messages import LANGUAGES
from myaccount.pages import PAGES
from myaccount.services.identity import devices, passwords
from myaccount.state.gate import Gate
from myaccount.state.lazy_hydration import HydrationMiddleware, install_lazy_hydration
from myaccount.state.live import Pushes
from myaccount.state.outage import OutageMiddleware
from myaccount.state.shell import ShellState
from myaccount.web import theme
from myaccount.web.guard import Guard
from myaccount.web.rooms import rooms
from myaccount.web.routes import ROUTES

log = logging.getLogger(__name__)


def report(exception: Exception) -> None:
    """Log what Reflex itself stumbled over, under a reference number and without what was sent."""
    log.error("bug %s in the framework: %s", secrets.token_hex(4), type(exception).__name__)


async def warm_up() -> None:
    """Do before the first patient comes what is slow the first time.

    What has been loaded by then stays, and is not looked through for garbage any more: that held up open pages.
    """
    await asyncio.to_thread(devices.warm)
    await asyncio.to_thread(passwords.warm)
    gc.collect()
    gc.freeze()


SECTIONS = (
    "visits", "fields", "requests", "cards", "dialog", "alone", "booking", "sessions", "receipts", "frame",
    "packages", "documents", "forms", "social", "passkeys", "family", "preferences", "calls",
)  # fmt: skip
"""Whose looks follow those that all pages share; later ones win."""

PICTURE = "/icon-512.png"
"""What stands beside a link to a page where others show one."""

text.bind(ShellState.lang)
rx.App._add_cors = staticmethod(lambda api: None)  # noqa: SLF001  # no other origin has any business here
app = rx.App(
    stylesheets=["/portal.css", *(f"/css/{section}.css" for section in SECTIONS)],
    head_components=[
        storage(),
        rx.el.link(rel="preload", href=theme.ADDRESS, custom_attrs={"as": "style"}),  # asked for before any script
        rx.el.link(rel="stylesheet", href=theme.ADDRESS),
        rx.el.link(rel="manifest", href="/manifest.webmanifest"),
        rx.el.link(rel="icon", href="/icon.svg", type="image/svg+xml"),
        rx.el.link(rel="apple-touch-icon", href="/apple-touch-icon.png"),
        rx.el.meta(name="theme-color", content="#ffffff", custom_attrs={"media": "(prefers-color-scheme: light)"}),
        rx.el.meta(name="theme-color", content="#201e1b", custom_attrs={"media": "(prefers-color-scheme: dark)"}),
    ],
    html_lang=LANGUAGES[0],
    toaster=None,
    reset_style=False,
    api_transformer=[Starlette(routes=ROUTES), Guard],
    backend_exception_handler=report,
    frontend_exception_handler=report,
)
app.app_wraps = {(55, "ErrorBoundary"): lambda stateful: crash_boundary(**({} if stateful else {"on_error": noop()}))}
app.add_middleware(OutageMiddleware(Gate()))
app.add_middleware(HydrationMiddleware())
install_lazy_hydration()
app.register_lifespan_task(logs.keep)
app.register_lifespan_task(Pushes(app, rooms.heard).running)
app.register_lifespan_task(rooms.running)
app.register_lifespan_task(worker.loop_in_server)
app.register_lifespan_task(warm_up)
for page in PAGES:
    app.add_page(page.component, route=page.route, title=text.t(page.title), image=PICTURE, on_load=page.on_load)
