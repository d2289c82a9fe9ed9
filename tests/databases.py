"""Fresh databases for tests, each a copy of one that was migrated once."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import create_engine, text

from myaccount.store import migrate

TEMPLATE = "myaccount_template"


def sqlite_template(folder: Path) -> Path:
    """Migrate an SQLite file that others are copied from."""
    path = folder / "template.db"
    migrate.upgrade(f"sqlite:///{path}")
    return path


@contextmanager
def sqlite(template: Path, folder: Path) -> Iterator[str]:
    """Yield the address of a fresh, migrated SQLite database."""
    path = folder / "test.db"
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


def _run(server: str, statement: str) -> None:
    engine = create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
