"""The database, and the two ways to use it: a writing and a reading transaction.

On SQLite every writing transaction begins IMMEDIATE, so that two writers queue instead of failing half-way. Those of
one process take turns before they ask: SQLite has whoever finds it busy sleep and try again, for longer each time.

Who writes and who reads have threads of their own: however many wait to write, reading goes on.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext, suppress
from functools import cache, cached_property, partial
from threading import RLock
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, event
from sqlmodel import Session, create_engine

from myaccount.config import config
from myaccount.store import (
    bus,
    database_errors,
    patient_words,  # noqa: F401  # writes the words of every profile that goes through a session
    timeouts,
)
from myaccount.store.prepared import DirectReader, NeedsTransaction

P = ParamSpec("P")
T = TypeVar("T")
Question = Callable[Concatenate[Session | DirectReader, P], T]

READERS = 8
WRITERS = 5
"""Threads that write, on PostgreSQL. SQLite has one writer at a time: more threads than one would only wait there."""
CONNECTIONS = 12
"""At most so many at once to PostgreSQL. Whoever writes, those who ask the card processor too, leaves one of them."""
WRITES = {"myaccount_writes": True}


class Database:
    """One database and two bounded pools of threads to use it from, so that a slow query blocks nobody else.

    `url` is an SQLAlchemy address, sqlite or postgresql.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.reader = _make_engine(url)
        self.writer = self.reader.execution_options(**WRITES)
        self._turn = RLock() if self.is_sqlite else nullcontext()  # for those who write from other threads than ours
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="database")
        self._writers = ThreadPoolExecutor(1 if self.is_sqlite else WRITERS, thread_name_prefix="database-writer")

    @property
    def is_sqlite(self) -> bool:
        """Whether this is SQLite rather than PostgreSQL."""
        return self.reader.dialect.name == "sqlite"

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a transaction that may write; committed at the end, undone on any exception.

        Raises: DatabaseUnavailable · DatabaseFull, when the database does not do its part.
        """
        with self._turn, database_errors.translated(), Session(self.writer, expire_on_commit=False) as tx, tx.begin():
            yield tx
        bus.wake()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a transaction that only reads; it takes no lock that a writer would wait for, and waits for none.

        Edges: SQLite keeps a reader waiting, up to ten seconds, while another process mends the file after a fall.

        Raises: DatabaseUnavailable.
        """
        with database_errors.translated(), Session(self.reader, expire_on_commit=False) as tx:
            yield tx
            tx.rollback()

    def write(self, use_case: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a use case in one writing transaction."""
        with self.writing() as tx:
            return use_case(tx, *args, **kwargs)

    def read(self, use_case: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a use case in one reading transaction."""
        with self.reading() as tx:
            return use_case(tx, *args, **kwargs)

    async def look_up(self, question: Question[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Answer what is asked on every event, from rows by their keys as they are at this moment.

        Edges: should the answer need more than that, or SQLite be busy after all, which for a reader is rare, a thread
        reads it in a transaction.
        """
        if self.is_sqlite:
            with suppress(sqlite3.OperationalError, NeedsTransaction):
                return question(self._direct, *args, **kwargs)
        return await self.off_loop(partial(self.read, question, *args, **kwargs))

    async def off_loop(self, work: Callable[[], T]) -> T:
        """Run blocking work that only reads on a database thread."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, work)

    async def write_off_loop(self, work: Callable[[], T]) -> T:
        """Run blocking work that writes on a thread of its own, in the order in which it is asked for on SQLite."""
        return await asyncio.get_running_loop().run_in_executor(self._writers, work)

    def close(self) -> None:
        """Close every connection and thread."""
        self._writers.shutdown(wait=True)
        self._readers.shutdown(wait=True)
        if "_direct" in self.__dict__:
            self._direct.connection.close()
        self.reader.dispose()

    @cached_property
    def _direct(self) -> DirectReader:
        """The event loop's own connection: it cannot write, is never in a transaction, and does not wait."""
        path = self.url.removeprefix("sqlite:///")
        connection = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA query_only=ON")
        return DirectReader(connection)


@cache
def database() -> Database:
    """Open this deployment's database, once per process."""
    return Database(config().database)


async def in_tx(use_case: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a use case in one writing transaction, off the event loop."""
    db = database()
    return await db.write_off_loop(partial(db.write, use_case, *args, **kwargs))


async def in_read(use_case: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a use case that only reads, off the event loop."""
    db = database()
    return await db.off_loop(partial(db.read, use_case, *args, **kwargs))


async def look_up(question: Question[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Answer what is asked on every event, from rows by their keys as they are at this moment."""
    return await database().look_up(question, *args, **kwargs)


def _make_engine(url: str) -> Engine:
    if url.startswith("sqlite"):
        engine = create_engine(url, pool_size=READERS, connect_args={"check_same_thread": False, "timeout": 10})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(
        url, pool_size=READERS, max_overflow=CONNECTIONS - READERS, pool_pre_ping=True, connect_args=timeouts.POSTGRES
    )


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=10000", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("myaccount_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
