"""A stand-in for a video service: a page that shows that the call was reached."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOST = "127.0.0.1"
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Video room</title>
<meta name="viewport" content="width=device-width">
<style>body { font: 1.25rem system-ui; margin: 15vh auto; max-width: 30rem }</style>
<h1>Video room</h1><p>In a real clinic, your practitioner would join you here.</p></html>"""


class Room(BaseHTTPRequestHandler):
    """Every address is a room, and all look the same."""

    def do_GET(self) -> None:
        """Show the room. The name is the HTTP library's."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE.encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep quiet."""


@contextmanager
def video_rooms() -> Iterator[str]:
    """Run the service while the block runs; give its address, "http://127.0.0.1:40124"."""
    server = ThreadingHTTPServer((HOST, 0), Room)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{HOST}:{server.server_address[1]}"
    finally:
        server.shutdown()
