"""An open page without a browser: a small client of Reflex's websocket."""

import asyncio
import json
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from time import perf_counter

from wsproto import ConnectionType, WSConnection
from wsproto.events import CloseConnection, Event, Ping, RejectConnection, Request, TextMessage

from tests.bench.sites import Site

TIMEOUT = 30
ROOT = "reflex___state____state"
HYDRATED = '"is_hydrated_rx_state_":true'
VERSION = "0.10.1"


class NotAnswered(Exception):
    """The server closed the socket, or refused an event by saying nothing: such haste is no speed."""


@asynccontextmanager
async def in_time(what: str) -> AsyncIterator[None]:
    """Wait for something, but not for ever. Raises: NotAnswered."""
    try:
        async with asyncio.timeout(TIMEOUT):
            yield
    except TimeoutError:
        raise NotAnswered(f"waited {TIMEOUT} s in vain for {what}") from None


class Tab(asyncio.Protocol):
    """One page on one socket."""

    def __init__(self, site: Site, number: int = 0) -> None:
        self.site = site
        self._number = number
        self._socket = WSConnection(ConnectionType.CLIENT)
        self._heard: asyncio.Future[None] | None = None
        self._wanted = ""
        self._partial: list[str] = []

    async def open(self, until: str = HYDRATED) -> "Tab":
        """Do what a browser does: connect, and have the page loaded with the very first message."""
        loop = asyncio.get_running_loop()
        token = uuid.uuid4()
        self._transport, _ = await loop.create_connection(lambda: self, "127.0.0.1", self.site.port)
        cookie = self.site.cookie(self._number)
        headers = [
            (b"origin", f"http://{self.site.host}".encode()),
            *([(b"cookie", cookie.encode())] if cookie else []),
        ]
        target = f"/_event/?EIO=4&transport=websocket&token={token}"
        await self._asks(Request(self.site.host, target, extra_headers=headers, subprotocols=[VERSION]), '0{"sid"')
        load = json.dumps({"event": self._event(f"{ROOT}.hydrate_and_load", {"hashes": self.site.hashes})})
        await self.says(f"40/_event,{load}", until)
        return self

    async def acts(self) -> float:
        """Send the site's cheap event, and wait for what it changes. Tells how many seconds that took."""
        start = perf_counter()
        await self.says(
            "42/_event," + json.dumps(["event", self._event(self.site.event, self.site.payload())]), self.site.answer
        )
        return perf_counter() - start

    async def goes(self) -> None:
        """Go to the page that the site names now, as a link within the portal does, until it has been filled."""
        name = f"{ROOT}.reflex___state____on_load_internal_state.on_load_internal"
        await self.says("42/_event," + json.dumps(["event", self._event(name)]), HYDRATED)

    async def says(self, message: str, answer: str) -> None:
        """Send a message, and wait for one that holds the answer."""
        await self._asks(TextMessage(message), answer)

    def hears(self, wanted: str) -> "asyncio.Future[None]":
        """Promise a message that holds these words."""
        self._heard = asyncio.get_running_loop().create_future()
        self._wanted = wanted
        return self._heard

    def close(self) -> None:
        """Leave the page."""
        self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._socket.receive_data(data)
        for event in self._socket.events():
            if isinstance(event, TextMessage):
                self._partial.append(event.data)
                if event.message_finished:
                    self._take("".join(self._partial))
                    self._partial.clear()
            elif isinstance(event, Ping):
                self._send(event.response())
            elif isinstance(event, CloseConnection | RejectConnection):
                self._fail(f"{type(event).__name__} from {self.site.name}")

    def connection_lost(self, exc: Exception | None) -> None:
        self._fail(f"the connection to {self.site.name} was lost: {exc}")

    async def _asks(self, event: Event, answer: str) -> None:
        waiting = self.hears(answer)
        self._send(event)
        async with in_time(f"{answer} from {self.site.name}"):
            await waiting

    def _take(self, message: str) -> None:
        if message == "2":
            self._send(TextMessage("3"))
            return
        if self._heard and not self._heard.done() and self._wanted in message:
            self._heard.set_result(None)

    def _fail(self, why: str) -> None:
        if self._heard and not self._heard.done():
            self._heard.set_exception(NotAnswered(why))

    def _send(self, event: Event) -> None:
        self._transport.write(self._socket.send(event))

    def _event(self, name: str, payload: Mapping[str, object] | None = None) -> dict[str, object]:
        path = self.site.path
        router = {"pathname": path, "asPath": path, "query": dict(self.site.query)}
        return {"name": name, "payload": payload or {}, "router_data": router}
