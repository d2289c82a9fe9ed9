"""Stand-ins for those who carry messages: a mail server and a carrier of texts, which answer as they are told."""

import asyncio
import base64
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.servers import free_port

P = TypeVar("P", bound="Post")


class Post:
    """A mail server that keeps what it is given, and answers as it is told; each mail takes it `seconds`."""

    def __init__(self, seconds: float = 0) -> None:
        self.url = ""
        self.mails: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.connections = 0
        self.answer = "250 OK"
        self.rcpt_answer = "250 OK"
        self.sender_answer = "250 OK"
        self.seconds = seconds

    async def handle_EHLO(  # noqa: N802  # the server's own name for it
        self, server: SMTP, session: Session, envelope: Envelope, name: str, answers: list[str]
    ) -> list[str]:
        session.host_name = name
        self.connections += 1
        return answers

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.sender_answer

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.rcpt_answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt_answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        await asyncio.sleep(self.seconds)
        if self.answer.startswith("250"):
            self.mails.append(message_from_bytes(envelope.content, policy=default))
            self.recipients += envelope.rcpt_tos
        return self.answer


@contextmanager
def mail_server(handler: P, **how: Any) -> Iterator[P]:
    """Run a mail server while the block runs; `how` tells how it encrypts, and whether one signs in."""
    controller = Controller(handler, hostname="127.0.0.1", port=free_port(), **how)
    controller.start()
    handler.url = f"smtp://127.0.0.1:{controller.port}"
    try:
        yield handler
    finally:
        controller.stop()


class Texts(ThreadingHTTPServer):
    """A carrier of texts that keeps what it is given, and answers with `status`."""

    status = 201

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Request)
        self.taken: list[dict[str, str]] = []
        self.url = f"http://account:s%2Fecret@127.0.0.1:{self.server_address[1]}"


class _Request(BaseHTTPRequestHandler):
    server: Texts

    def do_POST(self) -> None:  # the server's own name for it
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        asked = "/2010-04-01/Accounts/account/Messages.json"
        known = "Basic " + base64.b64encode(b"account:s/ecret").decode()
        status = 401 if self.headers["Authorization"] != known or self.path != asked else self.server.status
        if status < 300:
            self.server.taken.append(dict(parse_qsl(body)))
        self.send_response(status)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the server's own name for it
        """Say nothing."""


@contextmanager
def text_carrier() -> Iterator[Texts]:
    """Run a carrier of texts while the block runs."""
    server = Texts()
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
