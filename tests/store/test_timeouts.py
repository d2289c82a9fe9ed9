"""Servers that are there and do not answer: whoever asks is told soon, and whoever listens finds out."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlmodel import text

from myaccount import config as configuration
from myaccount.clock import now
from myaccount.domain.topics import Topic
from myaccount.store import bus, timeouts
from myaccount.store.bus import Notice
from myaccount.store.call_wire import CallWire
from myaccount.store.engine import Database
from myaccount.web import rate_limits
from tests.line import line_to

SHORT = 0.3
SOON = 5.0


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeouts, "REDIS", dict.fromkeys(timeouts.REDIS, SHORT))
    monkeypatch.setattr(timeouts, "SIGN_OF_LIFE", SHORT)
    monkeypatch.setattr(timeouts, "ANSWER", SHORT)


@pytest.fixture
def mute_redis(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of somebody who takes what is said and never answers, as this deployment's Redis."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"redis://127.0.0.1:{server.getsockname()[1]}/0"
        monkeypatch.setenv("MYACCOUNT_REDIS_URL", url)
        configuration.config.cache_clear()
        rate_limits._shared.cache_clear()
        yield url
    rate_limits._shared.cache_clear()
    configuration.config.cache_clear()


def test_tries_are_counted_here_while_redis_says_nothing(mute_redis: str):
    begun = time.monotonic()
    rate_limits.before_print("cedar", "alice")
    assert time.monotonic() - begun < SOON


async def test_a_word_of_a_call_waits_for_no_redis_that_says_nothing(mute_redis: str):
    wire = CallWire(mute_redis)
    async with asyncio.timeout(SOON):
        await wire.tell({"kind": "signal"})
        await wire.close()


@pytest.mark.redis
async def test_who_hears_a_call_finds_out_that_the_line_is_dead(redis_url: str):
    heard: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    async with line_to(redis_url) as line, listening(CallWire(line.url), heard):
        speaker = CallWire(redis_url)
        await until_heard(speaker, heard, "before")
        await asyncio.sleep(4 * SHORT)  # a server that is only quiet is asked, and answers
        await until_heard(speaker, heard, "still")
        line.die()
        await until_heard(speaker, heard, "after")
        await speaker.close()


@asynccontextmanager
async def listening(wire: CallWire, heard: asyncio.Queue[dict[str, Any]]) -> AsyncIterator[None]:
    """Listen on a wire."""
    task = asyncio.create_task(wire.listen(heard.put))
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await wire.close()


async def until_heard(speaker: CallWire, heard: asyncio.Queue[dict[str, Any]], word: str) -> None:
    """Say something until it is heard: whoever comes back has missed what was said meanwhile."""
    async with asyncio.timeout(2 * SOON):
        while True:
            await speaker.tell({"word": word})
            try:
                while (await asyncio.wait_for(heard.get(), 0.2))["word"] != word:
                    pass
            except TimeoutError:
                continue
            return


@pytest.mark.postgres
async def test_who_listens_for_changes_finds_out_that_the_line_is_dead(postgres_url: str):
    place, told = Database(postgres_url), asyncio.Queue[Notice]()

    async def tell(notices: list[Notice]) -> None:
        for one in notices:
            told.put_nowait(one)

    async with line_to(postgres_url) as line, asyncio.timeout(4 * SOON):
        task = asyncio.create_task(bus.listen(line.url, tell))
        while told.empty():
            place.write(bus.announce, "cedar", "visit", now())
            await asyncio.sleep(0.1)
        await asyncio.sleep(4 * SHORT)
        while not told.empty():
            assert told.get_nowait().topic == "visit"
        line.die()
        assert (await told.get()).topic == Topic.EVERYTHING
        place.write(bus.announce, "cedar", "receipt", now())
        assert (await told.get()).topic == "receipt"
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    place.close()


@pytest.mark.postgres
async def test_changes_that_come_together_are_told_together(postgres_url: str):
    place, lists = Database(postgres_url), []
    ready = asyncio.Event()

    async def tell(notices: list[Notice]) -> None:
        lists.append(len(notices))
        ready.set()

    def announce_many(tx: Any) -> None:
        for number in range(200):
            bus.announce(tx, "cedar", "visit", now(), str(number))

    task = asyncio.create_task(bus.listen(postgres_url, tell))
    async with asyncio.timeout(SOON):
        while not ready.is_set():
            place.write(bus.announce, "cedar", "visit", now())
            await asyncio.sleep(0.1)
        lists.clear()
        place.write(announce_many)
        while sum(lists) < 200:
            ready.clear()
            await ready.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    place.close()
    assert len(lists) < 20


@pytest.mark.postgres
def test_a_connection_finds_out_that_the_other_end_is_gone(postgres_url: str):
    place = Database(postgres_url)
    with place.reader.connect() as connection:
        connection.execute(text("SELECT 1"))
        end = socket.socket(fileno=connection.connection.dbapi_connection.pgconn.socket)
        found = {
            "keepalives_idle": end.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE),
            "keepalives_interval": end.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL),
            "keepalives_count": end.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT),
            "tcp_user_timeout": end.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT),
        }
        end.detach()
    place.close()
    assert found.items() <= timeouts.POSTGRES.items()
