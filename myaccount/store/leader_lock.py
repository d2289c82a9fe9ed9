"""Of several processes, one at a time does what need only be done once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from enum import IntEnum

from sqlalchemy import Connection, text

from myaccount.domain.outages import DatabaseUnavailable
from myaccount.store import database_errors
from myaccount.store.engine import Database, database


class Duty(IntEnum):
    """What one process does for all, by the number of its lock on PostgreSQL."""

    HOUSEKEEPING = 7_305_119
    PAYMENTS = 7_305_120


@asynccontextmanager
async def leader_lock(duty: Duty) -> AsyncIterator[bool]:
    """Try to be the one process that does something, as long as the block lasts; tells False while another one is.

    Edges: one that dies leads no more as soon as PostgreSQL notices. With SQLite, which serves one process, it is
    always this one. Raises: DatabaseUnavailable.
    """
    db = database()
    if db.is_sqlite:
        yield True
        return
    line = await db.off_loop(lambda: _asked(db, duty))
    try:
        yield line is not None
    finally:
        if line is not None:
            await db.off_loop(lambda: _given_back(line))


def _asked(db: Database, duty: Duty) -> Connection | None:
    """Take the lock in a transaction that holds nothing else; closing its connection gives it back."""
    with database_errors.translated():
        line = db.reader.connect()
        if line.execute(text("SELECT pg_try_advisory_xact_lock(:n)"), {"n": duty.value}).scalar_one():
            return line
        line.close()
        return None


def _given_back(line: Connection) -> None:
    """Let another one lead. Edges: a connection that has fallen meanwhile has given it back already."""
    with suppress(DatabaseUnavailable), database_errors.translated():
        line.close()
