"""A line to a server that can go dead without a word: what is sent is taken, and nothing comes back."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit


class Line:
    """Passes on what is said in both directions, until it is dead; connections made later work again."""

    def __init__(self, url: str) -> None:
        self._there = urlsplit(url)
        self._tasks: set[asyncio.Task[None]] = set()
        self._dead: set[asyncio.StreamWriter] = set()
        self._open: set[asyncio.StreamWriter] = set()
        self.port = 0

    @property
    def url(self) -> str:
        """The server's address by this line."""
        user = f"{self._there.username}@" if self._there.username else ""
        return self._there._replace(netloc=f"{user}127.0.0.1:{self.port}").geturl()

    def die(self) -> None:
        """Let what is connected now hear nothing more."""
        self._dead |= self._open

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Connect somebody with the server."""
        ahead_reader, ahead = await asyncio.open_connection(self._there.hostname, self._there.port)
        self._open |= {writer, ahead}
        for source, sink in ((reader, ahead), (ahead_reader, writer)):
            task = asyncio.create_task(self._pass_on(source, sink))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _pass_on(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while said := await source.read(65536):
                if sink not in self._dead:
                    sink.write(said)
                    await sink.drain()
        sink.close()

    def close(self) -> None:
        """End all that is connected."""
        for task in list(self._tasks):
            task.cancel()
        for writer in self._open:
            writer.close()


@asynccontextmanager
async def line_to(url: str) -> AsyncIterator[Line]:
    """Lay a line to the server at an address."""
    line = Line(url)
    server = await asyncio.start_server(line.accept, "127.0.0.1", 0)
    line.port = server.sockets[0].getsockname()[1]
    try:
        yield line
    finally:
        server.close()
        line.close()
