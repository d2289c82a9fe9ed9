"""An open tab without a browser, as an attacker would write one: any token, any header, any frame.

Source: the Engine.IO protocol, revision 4; the Socket.IO protocol, revision 5.
"""

import collections
import json
import select
import socket
import time
import uuid
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, CloseConnection, Message, Ping, RejectConnection, Request, TextMessage
from wsproto.utilities import RemoteProtocolError

ROOT = "reflex___state____state"
HYDRATE = f"{ROOT}.hydrate"
TIMEOUT = 5.0


class Refused(Exception):
    """The server let the socket not in."""


@dataclass
class Said:
    """What the server said: each State's values, the browser's orders, and whether it hung up."""

    shown: dict[str, dict[str, Any]] = field(default_factory=dict)
    orders: list[dict[str, Any]] = field(default_factory=list)
    frames: list[str] = field(default_factory=list)
    hung_up: bool = False

    @property
    def text(self) -> str:
        """All of it, to look for what should not be in it."""
        return "\n".join(self.frames)

    def var(self, name: str) -> Any:
        """The value of a var by its short name; of several States that have it, one that is not blank."""
        found = [values[key] for values in self.shown.values() if (key := f"{name}_rx_state_") in values]
        return next((value for value in found if value), found[0] if found else None)

    @property
    def redirect(self) -> str:
        """Where the browser was sent last."""
        return next((o["payload"]["path"] for o in reversed(self.orders) if o["name"] == "_redirect"), "")


class Wire:
    """One websocket at an address of the portal, under any header: what it is told waits in a queue."""

    def __init__(self, port: int, host: str, target: str, headers: dict[str, str]) -> None:
        self.hung_up = False
        self._frames: collections.deque[str] = collections.deque()
        self._part, self._status = "", 0
        self._wire, self._socket = WSConnection(ConnectionType.CLIENT), socket.create_connection(("127.0.0.1", port), 5)
        named = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
        self._out(Request(host=host, target=target, extra_headers=named))
        end = time.monotonic() + TIMEOUT
        while self._status == 0 and self._pump(end - time.monotonic()):
            pass
        if self._status != 101:
            self._socket.close()
            raise Refused(self._status)

    def say(self, frame: str) -> None:
        """Send a frame as it is."""
        try:
            self._out(TextMessage(data=frame))
        except (OSError, RemoteProtocolError):
            self.hung_up = True

    def close(self) -> None:
        """Go."""
        try:
            self._out(CloseConnection(code=1000))
        except (OSError, RemoteProtocolError):
            pass
        self._socket.close()

    def _next(self, seconds: float) -> str | None:
        end = time.monotonic() + seconds
        while not self._frames:
            if self.hung_up or not self._pump(end - time.monotonic()):
                return None
        return self._frames.popleft()

    def _pump(self, seconds: float) -> bool:
        if not select.select([self._socket], [], [], max(0.0, seconds))[0]:
            return False
        try:
            data = self._socket.recv(65536)
        except OSError:
            data = b""
        self.hung_up = self.hung_up or not data
        if data:
            self._wire.receive_data(data)
        for heard in self._wire.events():
            self._take(heard)
        return bool(data)

    def _take(self, heard: Any) -> None:
        if isinstance(heard, AcceptConnection):
            self._status = 101
        elif isinstance(heard, RejectConnection):
            self._status = heard.status_code
        elif isinstance(heard, Ping):
            self._out(heard.response())
        elif isinstance(heard, CloseConnection):
            self.hung_up = True
        elif isinstance(heard, Message):
            self._part += str(heard.data)
            if heard.message_finished:
                self._frames.append(self._part)
                self._part = ""

    def _out(self, what: Any) -> None:
        self._socket.sendall(self._wire.send(what))


class Tab(Wire):
    """One websocket. It stands at a page, and says so with each event."""

    def __init__(
        self,
        port: int,
        host: str,
        *,
        cookie: str = "",
        token: str = "",
        origin: str | None = "",
        path: str = "/account",
        headers: dict[str, str] | None = None,
        query: dict[str, str] | None = None,
    ) -> None:
        self.token, self.path = token or uuid.uuid4().hex, path
        given = {"EIO": "4", "transport": "websocket", "token": self.token, **(query or {})}
        extra = dict(headers or {})
        if origin is not None:
            extra["Origin"] = origin or f"http://{host}"
        if cookie:
            extra["Cookie"] = cookie
        super().__init__(port, host, f"/_event/?{urlencode(given)}", extra)
        self._greet()

    def __enter__(self) -> "Tab":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def call(self, name: str, /, **arguments: Any) -> Said:
        """Send an event, and hear everything that comes of it."""
        self.send(name, **arguments)
        return self.hear()

    def send(self, name: str, /, **arguments: Any) -> None:
        """Send an event, and do not wait."""
        self.say(event(name, self.path, arguments))

    def hear(self, seconds: float = TIMEOUT) -> Said:
        """Hear everything up to the answer to a hydration, which is asked for here and comes in its turn."""
        sign = f"{self.path}?{uuid.uuid4().hex}"
        self.say(event(HYDRATE, self.path, {}, sign))
        return self._hear(seconds, sign)

    def listen(self, seconds: float) -> Said:
        """Hear whatever comes by itself."""
        return self._hear(seconds)

    def _hear(self, seconds: float, sign: str = "") -> Said:
        said, end = Said(), time.monotonic() + seconds
        while (frame := self._next(end - time.monotonic())) is not None:
            said.frames.append(frame)
            if frame.startswith("42"):
                _take(said, frame)
            if sign and sign in frame:
                break
        said.hung_up = self.hung_up
        return said

    def _greet(self) -> None:
        if self._next(TIMEOUT) is None:
            self._socket.close()
            raise Refused(self._status)
        self.say("40/_event,")
        while not (frame := self._next(TIMEOUT) or "").startswith("40"):
            if not frame:
                raise Refused(self._status)

    def _next(self, seconds: float) -> str | None:
        """Give the next frame; the server's ping is answered on the way."""
        end = time.monotonic() + seconds
        while (frame := super()._next(end - time.monotonic())) == "2":
            self.say("3")
        return frame


def event(name: str, path: str, arguments: dict[str, Any], address: str = "") -> str:
    """Write the frame of an event."""
    place = {"pathname": path, "asPath": address or path}
    return "42/_event," + json.dumps(["event", {"name": name, "payload": arguments, "router_data": place}])


def _take(said: Said, frame: str) -> None:
    """Take in what a frame says."""
    kind, body = [*json.loads(frame.partition(",")[2]), None][:2]
    if kind != "event" or not isinstance(body, dict):
        return
    for state, values in (body.get("delta") or {}).items():
        said.shown.setdefault(state, {}).update(values)
    said.orders += body.get("events") or []
