"""Ask a virus scanner about a file, as clamd is asked. Source: clamd(8), INSTREAM."""

import socket
import struct
from collections.abc import Iterable
from urllib.parse import urlsplit

PORT = 3310
TIMEOUT = 60.0
"""For how many seconds the scanner may say nothing: it looks into archives."""

_ANSWER_AT_MOST = 4096
_FOUND = " FOUND"


class Silent(Exception):
    """A scanner that cannot be asked, or does not say whether the file is clean."""


def found_in(address: str, pieces: Iterable[bytes]) -> str:
    """Give a file to the scanner at `tcp://host:3310` or `unix:///path`, and tell what it found; blank for nothing.

    Raises: Silent.
    """
    try:
        with _connected(address) as scanner:
            scanner.sendall(b"zINSTREAM\0")
            _send(scanner, pieces)
            said = _answer(scanner)
    except OSError as error:
        raise Silent(str(error)) from error
    if said == "stream: OK":
        return ""
    if said.startswith("stream: ") and said.endswith(_FOUND):
        return said.removeprefix("stream: ").removesuffix(_FOUND)
    raise Silent(said)


def why_silent(address: str) -> str:
    """Tell why the scanner cannot be asked; blank when it can."""
    try:
        with _connected(address) as scanner:
            scanner.sendall(b"zPING\0")
            said = _answer(scanner)
    except OSError as error:
        return str(error)
    return "" if said == "PONG" else f"It said {said!r}."


def _connected(address: str) -> socket.socket:
    url = urlsplit(address)
    if url.scheme == "tcp":
        return socket.create_connection((url.hostname or "localhost", url.port or PORT), TIMEOUT)
    line = socket.socket(socket.AF_UNIX)
    try:
        line.settimeout(TIMEOUT)
        line.connect(url.path)
    except OSError:
        line.close()
        raise
    return line


def _send(scanner: socket.socket, pieces: Iterable[bytes]) -> None:
    """Send a file in pieces, each after its length, and then one of none.

    Edges: a scanner that has heard enough hangs up, and has said why before.
    """
    try:
        for piece in pieces:
            scanner.sendall(struct.pack("!L", len(piece)) + piece)
        scanner.sendall(struct.pack("!L", 0))
    except (BrokenPipeError, ConnectionResetError):
        pass


def _answer(scanner: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < _ANSWER_AT_MOST and (more := scanner.recv(_ANSWER_AT_MOST)):
        said += more
    return said.rstrip(b"\0\n").decode("utf-8", "replace")
