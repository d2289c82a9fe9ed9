"""A real browser in front of a served portal. Anything in its console that should not be there fails the test."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from tests.portal import Clinic, Portal

CHROMIUM = "/usr/bin/chromium"
HEADLESS = shutil.which("chromium-headless-shell") or CHROMIUM
"""The same engine without the windows, menus and profiles around it, which take two thirds of Chromium's time."""

FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1280, "height": 800}
EXPECTED = ("Disconnect websocket on page navigation", "WebSocket is closed before the connection is established")

SOON = 5_000
"""By then (milliseconds) an open page shows what somebody else has changed, also on a crowded machine."""

Opened = Callable[..., Page]

expect.set_options(timeout=15_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder as one that drives a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.ui)


@contextmanager
def browser(program: str, *flags: str) -> Iterator[Browser]:
    """Start a browser, and end it with the block."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=[*FLAGS, *flags])
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser. One for each file: it keeps an event loop running, which tests of async code cannot have."""
    with browser(HEADLESS) as launched:
        yield launched


@pytest.fixture
def clinic(portal: Portal) -> Clinic:
    """A clinic of this test's own."""
    return portal.clinic()


@pytest.fixture
def opened(chromium: Browser) -> Iterator[Opened]:
    """Open a page in a browser profile of its own; on a phone unless told otherwise.

    `listening=False` for a page whose loads are to fail: the browser complains of that in the console.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not any(one in message.text for one in EXPECTED):
            complaints.append(message.text)

    def open_page(
        url: str = "",
        *,
        viewport: dict[str, int] | None = None,
        dark: bool = False,
        listening: bool = True,
        **more: object,
    ) -> Page:
        scheme = "dark" if dark else "light"
        context = chromium.new_context(viewport=viewport or PHONE, color_scheme=scheme, **more)
        contexts.append(context)
        page = context.new_page()
        if listening:
            page.on("console", listen)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if url:
            page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints
