"""What a tab may send over its socket: what our own pages send, and no more.

Anything else ends the socket before the pages' server parses it, so a stranger's text reaches neither a State nor a
log. Sources: the Engine.IO protocol, revision 4; the Socket.IO protocol, revision 5.
"""

import json
from time import monotonic
from typing import Any

from starlette.types import Message, Receive

from myaccount.domain.rate_limit import FixedWindow

LARGEST = 64 * 1024
LIMIT = 300
SECONDS = 10.0
"""A tab may send 300 frames in ten seconds. A person at a keyboard sends a few."""

LONGEST_ADDRESS = 2000
CONNECT, LEAVE, EVENT = "40/_event,", "41/_event,", "42/_event,"
KEEP_ALIVE = ("1", "3")
"""Engine.IO's own: good-bye, and the answer to the server's ping."""

REFUSED = 1008


class Frames:
    """A socket's way in. `refused` tells whether it was ended here."""

    def __init__(self, receive: Receive) -> None:
        self.refused = False
        self._receive = receive
        self._connected = False
        self._rate = FixedWindow(LIMIT, SECONDS)

    async def __call__(self) -> Message:
        """Receive the next message; the end of the socket in place of one that no page of ours sends."""
        message = await self._receive()
        if message["type"] != "websocket.receive" or self._passes(message.get("text")):
            return message
        self.refused = True
        return {"type": "websocket.disconnect", "code": REFUSED}

    def _passes(self, text: str | None) -> bool:
        if not text or not self._rate.allows(monotonic()) or is_too_large(text):
            return False
        if text in KEEP_ALIVE or text == LEAVE:
            return True
        if text.startswith(CONNECT) and not self._connected:
            self._connected = True
            return text == CONNECT or _is_greeting(_parsed(text.removeprefix(CONNECT)))
        return text.startswith(EVENT) and _is_call(_parsed(text.removeprefix(EVENT)))


def is_too_large(text: str) -> bool:
    """Tell whether a frame is longer than 64 KiB."""
    return len(text) > LARGEST or len(text.encode("utf-8", "replace")) > LARGEST


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return None


def _no_number(name: str) -> None:
    raise ValueError(name)


def _is_greeting(said: Any) -> bool:
    """Check what comes with a tab's first packet: its first event, and which version of the pages it has."""
    if not isinstance(said, dict) or not said.keys() <= {"event", "state_schema"}:
        return False
    return _is_event(said.get("event")) and isinstance(said.get("state_schema", ""), str)


def _is_call(said: Any) -> bool:
    if not isinstance(said, list) or len(said) != 2:
        return False
    kind, what = said
    return (kind == "event" and _is_event(what)) or (kind == "client_error" and isinstance(what, dict))


def _is_event(said: Any) -> bool:
    return (
        isinstance(said, dict)
        and isinstance(said.get("name"), str)
        and isinstance(said.get("payload", {}), dict)
        and _is_place(said.get("router_data"))
    )


def _is_place(said: Any) -> bool:
    """Check where a tab says that it is: a page, an address, and the parts of that address by name."""
    if not isinstance(said, dict) or not said.keys() <= {"pathname", "asPath", "query"}:
        return False
    query = said.get("query", {})
    texts = [said.get("pathname", ""), said.get("asPath", ""), *(query.values() if isinstance(query, dict) else [None])]
    return all(_is_text(text) for text in texts)


def _is_text(said: Any) -> bool:
    """Check a part of an address; that of a page that is not there comes in pieces."""
    pieces = said if isinstance(said, list) else [said]
    return all(isinstance(piece, str) and len(piece) <= LONGEST_ADDRESS for piece in pieces)
