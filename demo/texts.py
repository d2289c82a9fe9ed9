"""A stand-in for a carrier of texts: it takes the form that such carriers take, and keeps it as files.

Where it is asked to, it tells a moment later that the text arrived; to a number that ends in 99, that it did not.
"""

import itertools
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx

from myaccount.clock import now
from myaccount.integrations.texts.receipts import HEADER, signature

HOST = "127.0.0.1"
LONGEST = 10_000
ACCOUNT = "demo:demo"
NOBODY = "99"
ON_THE_WAY = 1.0
_number = itertools.count()


class Carrier(BaseHTTPRequestHandler):
    """Keeps every text as a .text file beside the mails; their names sort by the time they came."""

    def __init__(self, folder: Path, *connection: Any) -> None:
        self._folder = folder
        super().__init__(*connection)

    def do_POST(self) -> None:
        """Take a text. The name is the HTTP library's."""
        length = min(int(self.headers.get("Content-Length", 0)), LONGEST)
        form = parse_qs(self.rfile.read(length).decode())
        kept = {name: form.get(name, [""])[0] for name in ("To", "Body")}
        path = self._folder / f"{now():%Y%m%dT%H%M%S}-{next(_number):06}.part"
        path.write_text(json.dumps(kept), encoding="utf-8")
        path.rename(path.with_suffix(".text"))
        self.send_response(201)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")
        if receipt := form.get("StatusCallback", [""])[0]:
            threading.Timer(ON_THE_WAY, tell, (receipt, kept["To"])).start()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep quiet."""


def tell(receipt: str, mobile: str) -> None:
    """Tell what became of a text, signed as the carrier signs."""
    failed = mobile.endswith(NOBODY)
    form = {"To": mobile, "MessageStatus": "undelivered" if failed else "delivered"}
    if failed:
        form["ErrorCode"] = "30003"
    signed = {HEADER: signature(f"http://{ACCOUNT}@{HOST}", receipt, form)}
    with suppress(httpx.HTTPError):  # the portal has gone
        httpx.post(receipt, data=form, headers=signed)


@contextmanager
def texts(folder: Path) -> Iterator[str]:
    """Run the carrier while the block runs; give its address, "http://demo:demo@127.0.0.1:40125"."""
    folder.mkdir(parents=True, exist_ok=True)
    server = ThreadingHTTPServer((HOST, 0), partial(Carrier, folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{ACCOUNT}@{HOST}:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
