"""A real OpenID provider, as a process of its own: a certified one from npm, in front of which ours has to hold."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import httpx

from tests import npm, servers

PROGRAM = Path(__file__).parent / "oidc"


@dataclass(frozen=True)
class OpenId:
    """Where it is reached, which is who it says it is."""

    base: str

    def register(self, callback: str) -> dict[str, str]:
        """Register as a client that comes back to one address (OpenID Connect Dynamic Client Registration)."""
        answer = httpx.post(f"{self.base}/reg", json={"redirect_uris": [callback]})
        assert answer.status_code == 201, answer.text
        return {name: answer.json()[name] for name in ("client_id", "client_secret")}

    def chosen(self, address: str, who: str) -> str:
        """Go where a browser is sent, choose somebody, and tell the address with which one is sent back."""
        with httpx.Client() as browser:
            page = browser.get(address)
            while page.is_redirect and "/choose/" not in page.headers["location"]:
                page = browser.get(urljoin(self.base, page.headers["location"]))
            assert page.is_redirect, page.text
            page = browser.get(urljoin(self.base, f"{page.headers['location']}?who=p-{who}"))
            while page.is_redirect and page.headers["location"].startswith(self.base):
                page = browser.get(page.headers["location"])
            assert page.is_redirect, page.text
            return page.headers["location"]


@contextmanager
def openid() -> Iterator[OpenId]:
    """Install what the lock file names, once, and run it on a free port until the end of the block."""
    folder = npm.installed(PROGRAM)
    port = servers.free_port()
    command = [npm.NODE, folder / "provider.mjs", str(port)]
    with servers.private_folder("openid") as own, servers.running(command, own) as log:
        servers.wait_until(lambda: "listening" in log.read_text(), log)
        yield OpenId(f"http://127.0.0.1:{port}")
