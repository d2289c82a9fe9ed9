"""The headers that every answer leaves with, whoever gave it, and the methods that are answered at all."""

import asyncio
import re
from hashlib import sha256

import pytest
from starlette.datastructures import Headers
from starlette.testclient import TestClient

from myaccount import config as configuration
from myaccount.web import response_headers, theme
from myaccount.web.frontend import RELATIVE
from myaccount.web.guard import Guard


@pytest.fixture(autouse=True)
def _fresh_configuration():
    configuration.config.cache_clear()
    yield
    configuration.config.cache_clear()


def sent(path: str = "/account") -> Headers:
    """Let a bare answer out, and read what it leaves with."""
    said: list[dict] = []

    async def send(message: dict) -> None:
        said.append(message)

    scope = {"type": "http", "path": path, "headers": [(b"host", b"cedar.test")], "query_string": b""}
    asyncio.run(response_headers.secured(scope, send)({"type": "http.response.start", "status": 200, "headers": []}))
    return Headers(raw=said[0]["headers"])


def test_over_https_browsers_are_told_to_stay_there_for_a_year(monkeypatch: pytest.MonkeyPatch):
    assert "strict-transport-security" not in sent()
    monkeypatch.setenv("MYACCOUNT_BASE_URL", "https://portal.test")
    configuration.config.cache_clear()
    assert sent()["strict-transport-security"] == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize("path", ["/account", "/sign-in", "/assets/a.js", "/book/embed", "/healthz"])
def test_no_answer_tells_another_site_where_one_came_from(path: str):
    assert sent(path)["referrer-policy"] == "same-origin"
    assert sent(path)["x-content-type-options"] == "nosniff"


def test_a_file_that_pages_load_allows_nothing_by_itself_in_a_few_words():
    assert sent("/assets/a-BVGF6eGS.js")["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert "script-src 'self' 'sha256-" in sent("/sign-in")["content-security-policy"]


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "CONNECT", "X"])
@pytest.mark.parametrize("path", ["/account", "/assets/a.js", "/healthz", "/sign-in"])
def test_a_method_that_nothing_here_uses_goes_no_further(method: str, path: str):
    async def nobody(*_: object) -> None:
        raise AssertionError("it went on")

    answer = TestClient(Guard(nobody), base_url="http://cedar.localhost").request(method, path)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS, POST")


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/assets/a-BVGF6eGS.js", "public, max-age=31536000, immutable"),
        ("/assets/reflex-env-BVGF6eGS.js", "public, max-age=31536000, immutable"),
        ("/theme.css", "public, max-age=300, stale-while-revalidate=2592000"),
        ("/codes.js", "no-cache"),
        ("/account", "no-store"),
    ],
)
def test_browsers_keep_files_and_no_page(path: str, kept: str):
    assert sent(path)["cache-control"] == kept


def test_the_script_of_the_sockets_address_keeps_its_text_for_as_long_as_its_name():
    """Browsers keep it for a year. Who changes it gives `api_url` in rxconfig.py another address, too."""
    assert sha256(RELATIVE).hexdigest()[:16] == "af930c6d6076f248"


def test_the_colours_have_an_address_of_their_own_for_each_way_of_making_them():
    assert re.fullmatch(r"/theme\.css\?[0-9a-f]{8}", theme.ADDRESS)
