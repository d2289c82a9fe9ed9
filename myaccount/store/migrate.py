"""Bring the database's tables to the form that this version works with.

The whole upgrade is one transaction that holds a lock from its first statement on: two processes that start at once
queue, and an upgrade that fails leaves the database as it was, on SQLite and on PostgreSQL alike.

Whether there is anything to do is asked at every start and by every health check. It is told by the numbers that the
migrations' files begin with, without Alembic, which would have to load them all.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Connection,
    Engine,
    NullPool,
    column,
    create_engine,
    event,
    inspect,
    make_url,
    select,
    table,
    text,
)

from myaccount.config import config

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent / "migrations"
SEEN = table("alembic_version", column("version_num"))
"""Where Alembic writes down the last migration."""

LOCK = 7_246_170
"""The key of PostgreSQL's advisory lock: any number, as long as it never changes."""

LOCK_WAIT_MS = 120_000


def upgrade(url: str | None = None) -> None:
    """Run the migrations that this database has not seen.

    Edges: safe when several processes start at once; the later ones wait and find nothing to do. A database that has
    seen them all is not locked.
    """
    if is_current(url):
        return
    from alembic import command

    with _locked(url or config().database) as connection:
        command.upgrade(alembic_config(connection), "head")
        _check_references(connection)


def is_current(url: str | None = None) -> bool:
    """Tell whether the database has every migration of this version, and none of a later one."""
    return revision(url) == max(_known())


def revision(url: str | None = None) -> str | None:
    """Name the last migration that the database has seen; None for one without tables."""
    url = url or config().database
    _claim_file(url)
    engine = create_engine(url, poolclass=NullPool)  # takes no lock: anybody may ask at any time
    try:
        with engine.connect() as connection:
            return connection.scalar(select(SEEN)) if inspect(connection).has_table(SEEN.name) else None
    finally:
        engine.dispose()


def knows(seen: str) -> bool:
    """Tell whether a migration is one of this version's, rather than of a later one."""
    return seen in _known()


@cache
def _known() -> frozenset[str]:
    """List this version's migrations: four figures each, which count up from the first to the last."""
    return frozenset(path.name[:4] for path in (FOLDER / "versions").glob("[0-9]*.py"))


def alembic_config(connection: Connection | None = None) -> "Config":
    """Tell Alembic where the migrations are, and which connection they run on."""
    from alembic.config import Config

    found = Config(attributes={"connection": connection})
    found.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return found


@contextmanager
def _locked(url: str) -> Iterator[Connection]:
    engine = _make_engine(url)
    try:
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
            yield connection
    finally:
        engine.dispose()


def _claim_file(url: str) -> None:
    """Make the file of an SQLite database before SQLite does, so that only its owner may read it.

    Edges: one that is there is not opened. To close it would drop the locks by which SQLite tells another process that
    this one has it open: that process would take the write-ahead log away, and with it what is written afterwards.
    """
    path = make_url(url).database
    if make_url(url).get_backend_name() == "sqlite" and path and Path(path).parent.is_dir():
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def _make_engine(url: str) -> Engine:
    _claim_file(url)
    engine = create_engine(url, poolclass=NullPool)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    # A batch migration copies a table and drops the old one, which must not cascade: references are checked at the end.
    for pragma in (f"busy_timeout={LOCK_WAIT_MS}", "journal_mode=WAL", "foreign_keys=OFF"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _check_references(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
        raise RuntimeError(f"the migration would leave rows that refer to nothing: {broken[:3]}")
