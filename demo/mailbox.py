"""A stand-in for a mail server: it speaks SMTP and keeps what it is given as files."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from demo.ports import free_port
from myaccount.clock import now

HOST = "127.0.0.1"


class Keep:
    """Keeps every mail as an .eml file; their names sort by the time they came."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._number = itertools.count()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Take a mail. The name is the SMTP library's."""
        name = f"{now():%Y%m%dT%H%M%S}-{next(self._number):06}"
        partial = self._folder / f"{name}.part"
        partial.write_bytes(envelope.original_content)
        partial.rename(self._folder / f"{name}.eml")
        return "250 Kept"


@contextmanager
def mailbox(folder: Path) -> Iterator[str]:
    """Run the server while the block runs; give its address, "smtp://127.0.0.1:40123"."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port(HOST)
    server = Controller(Keep(folder), hostname=HOST, port=port)
    server.start()
    try:
        yield f"smtp://{HOST}:{port}"
    finally:
        server.stop()
