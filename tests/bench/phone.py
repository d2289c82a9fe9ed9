"""A slow phone on a slow line: Chromium, slowed down through its own debugging protocol."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

CHROMIUM = Path("/usr/bin/chromium")
WHY_NOT = "Chromium is not installed"
SIZE = {"width": 390, "height": 844}
SLOWER = 4
LINE = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
"""What Lighthouse calls slow 4G: milliseconds there and back, and bytes a second."""

SEEN = 0.1
"""What moves by more than this, the Web Vitals call no longer good."""

QUIET_MS = 1_500
WATCH = """
  let seen;
  window.watched = { shift: 0, busyUntil: 0, rowAt: 0 };
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) window.watched.shift += one.value;
  }).observe({ type: "layout-shift", buffered: true });
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) window.watched.busyUntil = one.startTime + one.duration;
  }).observe({ type: "longtask", buffered: true });
  const look = () => {
    const row = document.querySelector(SELECTOR);
    if (!row?.textContent.trim()) return requestAnimationFrame(look);
    window.watched.rowAt = performance.now();
    setTimeout(seen, QUIET);
  };
  window.rowSeen = new Promise((done) => { seen = done; look(); });
"""
READ = """() => ({
  paint: performance.getEntriesByName("first-contentful-paint")[0].startTime, ...window.watched,
})"""


@dataclass(frozen=True)
class Load:
    """How a page came, in milliseconds from the click: first paint, first row, last long task; and what it shifted."""

    paint: float
    row: float
    interactive: float
    shift: float


@contextmanager
def chromium() -> Iterator["Browser"]:
    """Start the browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def profile(browser: "Browser", site_url: str, cookie: str = "") -> Iterator["BrowserContext"]:
    """Use a profile of a phone's that knows nothing yet but a sign-in."""
    context = browser.new_context(viewport=SIZE, is_mobile=True, has_touch=True, device_scale_factor=2)
    if cookie:
        name, _, value = cookie.partition("=")
        context.add_cookies([{"name": name, "value": value, "url": site_url}])
    yield context
    context.close()


def slowed(context: "BrowserContext", *, line: bool = True) -> "Page":
    """Open a tab on a slow processor, and on a slow line unless told otherwise."""
    page = context.new_page()
    session: Any = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    if line:
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", LINE)
    return page


def load(context: "BrowserContext", url: str, selector: str) -> Load:
    """Open a page in a new tab, and tell how it came. A row is an element of `selector` with words in it."""
    page = slowed(context)
    page.add_init_script(WATCH.replace("SELECTOR", repr(selector)).replace("QUIET", str(QUIET_MS)))
    page.goto(url)
    page.evaluate("window.rowSeen")
    seen: dict[str, float] = page.evaluate(READ)
    page.close()
    return Load(seen["paint"], seen["rowAt"], max(seen["paint"], seen["busyUntil"]), seen["shift"])
