"""Fresh databases for tests, each a copy of one that was migrated once."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import NullPool, create_engine, text

from myaccount.store import migrate

TEMPLATE = "myaccount_template"
OTHERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
EMPTY = """
    DO $$ DECLARE one regclass; BEGIN
        PERFORM set_config('session_replication_role', 'replica', true);  -- no trigger, no foreign key
        FOR one IN SELECT oid FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'alembic_version'
        LOOP EXECUTE 'DELETE FROM ' || one; END LOOP;
    END $$
"""
LARGE = 64 * 2**20


def sqlite_template(folder: Path) -> Path:
    """Migrate an SQLite file that others are copied from."""
    path = folder / "template.db"
    migrate.upgrade(f"sqlite:///{path}")
    return path


@contextmanager
def sqlite(template: Path) -> Iterator[str]:
    """Yield the address of a fresh, migrated SQLite database: the same one each time, so that an engine can be kept."""
    path = template.with_name("test.db")
    for left in ("", "-wal", "-shm"):
        path.with_name(path.name + left).unlink(missing_ok=True)
    shutil.copyfile(template, path)
    yield f"sqlite:///{path}"


def postgres_template(server: str) -> str:
    """Migrate a database that others are copied from; give back the server's address."""
    _run(server, f"CREATE DATABASE {TEMPLATE}")
    migrate.upgrade(f"{server}/{TEMPLATE}")
    return server


@contextmanager
def postgres(server: str, template: str = TEMPLATE) -> Iterator[str]:
    """Yield the address of a fresh database, migrated unless another template is named; dropped at the end."""
    name = f"test_{uuid4().hex}"
    _run(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield f"{server}/{name}"
    finally:
        _run(server, f"DROP DATABASE {name} WITH (FORCE)")


class Emptied:
    """One PostgreSQL database for test after test: to copy one takes most of a second, to empty it milliseconds."""

    def __init__(self, server: str) -> None:
        self._server = server
        self._kept = ExitStack()
        self._url: str | None = None

    @contextmanager
    def taken(self) -> Iterator[str]:
        """Yield the address of the database, which is empty, and empty it at the end."""
        self._url = self._url or self._kept.enter_context(postgres(self._server))
        yield self._url
        if self._emptied(self._url) > LARGE:
            self.close()

    def close(self) -> None:
        """Drop the database; the next test gets a new one."""
        self._kept.close()
        self._url = None

    def _emptied(self, url: str) -> int:
        """Empty the database, whoever still uses it, and tell how many bytes it takes all the same."""
        engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            connection.execute(text(OTHERS))
            connection.execute(text(EMPTY))
            return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())


def _run(server: str, statement: str) -> None:
    engine = create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
