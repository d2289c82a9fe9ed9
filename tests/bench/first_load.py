"""What a first visit to the sign-in page loads, in bytes, against a blank page of bare Reflex."""

import httpx

from tests.bench.phone import CHROMIUM, WHY_NOT
from tests.bench.ratio import Line, NotRun, Ratio
from tests.bench.sites import Site, both

NAME = "sign-in page, first load, brotli"
AT_MOST = 1.25


def run() -> list[Line]:
    """Let a browser say which files each page loads, and weigh them as they are sent."""
    if not CHROMIUM.exists():
        return [NotRun(NAME, WHY_NOT)]
    with both() as sites:
        ours, bare = _kilobytes(sites.ours, "/sign-in"), _kilobytes(sites.bare, "/")
        return [Ratio(NAME, ours, bare, ours / bare, AT_MOST, "KB")]


def _kilobytes(site: Site, path: str) -> float:
    with httpx.Client(headers={"accept-encoding": "br"}) as client:
        return sum(_weight(client, site, url) for url in _loaded(site, path)) / 1000


def _loaded(site: Site, path: str) -> set[str]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        page, seen = browser.new_page(), set[str]()
        page.on("request", lambda request: seen.add(request.url) if request.method == "GET" else None)
        page.goto(f"http://{site.host}{path}", wait_until="networkidle")
        browser.close()
    return {url for url in seen if url.startswith(f"http://{site.host}/")}


def _weight(client: httpx.Client, site: Site, url: str) -> int:
    path = url.removeprefix(f"http://{site.host}")
    with client.stream("GET", f"{site.url}{path}", headers={"host": site.host}) as answer:
        answer.raise_for_status()
        return sum(len(part) for part in answer.iter_raw())
