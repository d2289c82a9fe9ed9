"""One small bus: what changed, told to every process that has pages open.

The database is the carrier. A change is announced inside the transaction that makes it, so nobody hears of what was
rolled back, and a command line or a worker in another process is heard like anybody else. On SQLite the change is a
row, noticed by `PRAGMA data_version`; on PostgreSQL it is a NOTIFY. See docs/adr/0003-the-database-is-the-bus.md.
"""

import asyncio
import json
import logging
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import text
from sqlmodel import Session

from myaccount.domain.topics import Topic
from myaccount.models import Change
from myaccount.store import timeouts

if TYPE_CHECKING:
    from psycopg import AsyncConnection

log = logging.getLogger(__name__)

CHANNEL = "myaccount_changes"
POLL_SECONDS = 0.25


@dataclass(frozen=True)
class Notice:
    """Something changed: for one person of a clinic, for the whole clinic, or (clinic "") for everybody."""

    clinic_id: str
    topic: str
    person_id: str | None = None


Listener = Callable[[Sequence[Notice]], Awaitable[None]]

_wake: tuple[asyncio.AbstractEventLoop, asyncio.Event] | None = None


def announce(tx: Session, clinic_id: str, topic: str, now: datetime, person_id: str | None = None) -> None:
    """Say inside a writing transaction what it changes; heard after its commit. `topic` is a Topic, or a setting's.

    Times: aware UTC.
    """
    if tx.get_bind().dialect.name == "sqlite":
        tx.add(Change(clinic_id=clinic_id, topic=topic, person_id=person_id, at=now))
        return
    payload = json.dumps(asdict(Notice(clinic_id, topic, person_id)))
    tx.execute(text("SELECT pg_notify(:channel, :payload)"), {"channel": CHANNEL, "payload": payload})


def wake() -> None:
    """Look for changes at once: a transaction of this process has just been committed. Any thread may call it."""
    if _wake is not None and not _wake[0].is_closed():
        _wake[0].call_soon_threadsafe(_wake[1].set)


async def listen(url: str, tell: Listener) -> None:
    """Tell `tell` of every change from now on, until cancelled.

    Edges: after a lost connection one notice about everything is told, since some may have been missed.
    """
    await (_listen_sqlite(url, tell) if url.startswith("sqlite") else _listen_postgres(url, tell))


async def _listen_sqlite(url: str, tell: Listener) -> None:
    global _wake
    path = url.removeprefix("sqlite:///")
    ours = asyncio.Event()
    _wake = (asyncio.get_running_loop(), ours)
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        seen_version = _scalar(connection, "PRAGMA data_version")
        last = _scalar(connection, "SELECT coalesce(max(id), 0) FROM change")
        while True:
            try:
                await asyncio.wait_for(ours.wait(), POLL_SECONDS)
            except TimeoutError:
                pass
            ours.clear()
            version = _scalar(connection, "PRAGMA data_version")
            if version == seen_version:
                continue
            seen_version = version
            rows = connection.execute(
                "SELECT id, clinic_id, topic, person_id FROM change WHERE id > ? ORDER BY id", (last,)
            ).fetchall()
            if rows:
                last = rows[-1][0]
                await tell([Notice(*row[1:]) for row in rows])
    finally:
        connection.close()


async def _listen_postgres(url: str, tell: Listener) -> None:
    import psycopg

    address = url.replace("postgresql+psycopg://", "postgresql://", 1)
    connect = partial(psycopg.AsyncConnection.connect, address, autocommit=True, **timeouts.POSTGRES)
    missed = False
    while True:
        try:
            async with await connect() as connection:
                await connection.execute(f"LISTEN {CHANNEL}")
                if missed:
                    await tell([Notice("", Topic.EVERYTHING)])
                while True:
                    if notices := await _next_notices(connection):
                        await tell(notices)
        except psycopg.OperationalError:
            log.warning("lost the connection that listens for changes; trying again")
        missed = True
        await asyncio.sleep(1)


async def _next_notices(connection: "AsyncConnection[Any]") -> list[Notice]:
    """Wait for the next changes, and take all that have come; none after a long silence, if the server is there."""
    heard = [one async for one in connection.notifies(timeout=timeouts.SIGN_OF_LIFE, stop_after=1)]
    if heard:
        heard += [one async for one in connection.notifies(timeout=0)]
    else:
        await _ask_for_a_sign_of_life(connection)
    return [Notice(**json.loads(one.payload)) for one in heard]


async def _ask_for_a_sign_of_life(connection: "AsyncConnection[Any]") -> None:
    """Have the server answer something. Raises: OperationalError, when it does not."""
    from psycopg import OperationalError

    asked = asyncio.ensure_future(connection.execute("SELECT 1"))
    await asyncio.wait({asked}, timeout=timeouts.ANSWER)
    if asked.done():
        await asked
        return
    connection.pgconn.finish()  # giving up in order, psycopg would wait for that server once more
    asked.cancel()
    await asyncio.gather(asked, return_exceptions=True)
    raise OperationalError("no sign of life")


def _scalar(connection: sqlite3.Connection, query: str) -> Any:
    return connection.execute(query).fetchone()[0]
