"""A virus scanner that speaks clamd's protocol, and knows one virus: the test file of the antivirus industry."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class _Session(socketserver.StreamRequestHandler):
    """One question, answered as clamd does. Source: clamd(8)."""

    def handle(self) -> None:
        command = self._command()
        if command == b"PING":
            self.wfile.write(b"PONG\0")
        elif command == b"INSTREAM":
            self.wfile.write(self._scanned())
        else:
            self.wfile.write(b"UNKNOWN COMMAND\0")

    def _command(self) -> bytes:
        said = b""
        while (letter := self.rfile.read(1)) not in (b"\0", b""):
            said += letter
        return said.removeprefix(b"z")

    def _scanned(self) -> bytes:
        whole = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            whole += self.rfile.read(size)
            if len(whole) > self.server.most:  # type: ignore[attr-defined]
                return b"INSTREAM size limit exceeded. ERROR\0"
        self.server.seen.append(whole)  # type: ignore[attr-defined]
        return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in whole else b"stream: OK\0"


@contextmanager
def scanner(socket: Path | None = None, most: int = 100 * 1024 * 1024) -> Iterator[tuple[str, list[bytes]]]:
    """Run it on a free port, or at a socket; give its address, and what it has looked into."""
    kind = socketserver.ThreadingUnixStreamServer if socket else socketserver.ThreadingTCPServer
    with kind(str(socket) if socket else ("127.0.0.1", 0), _Session) as server:
        server.most, server.seen = most, []  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"unix://{socket}" if socket else f"tcp://127.0.0.1:{server.server_address[1]}"
        yield address, server.seen  # type: ignore[attr-defined]
        server.shutdown()
