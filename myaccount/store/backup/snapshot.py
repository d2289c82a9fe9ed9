"""The database as it is at one instant, copied out while others write; and put back, all of it or nothing.

SQLite copies itself over its own backup interface, a read transaction that no writer waits for. PostgreSQL is asked by
its own tools, `pg_dump` and `psql`, which must not be older than the server.
"""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import make_url

SQLITE = "sqlite"
_WHOLE = ("--no-owner", "--no-privileges", "--format=plain", "--encoding=UTF8")
_EMPTY = "DROP SCHEMA IF EXISTS public CASCADE"


class BadBackup(Exception):
    """A backup that cannot be made, or not be put back here; the message says why, and nothing has changed."""


def kind(url: str) -> str:
    """Name the kind of database that an SQLAlchemy address leads to: sqlite or postgresql."""
    return make_url(url).get_backend_name()


def take(url: str, file: Path) -> None:
    """Copy a database into a new file. Raises: BadBackup."""
    if kind(url) == SQLITE:
        _copy(_sqlite_path(url), file)
    else:
        _run("pg_dump", url, *_WHOLE, "--schema=public", f"--file={file}")


def put_back(file: Path, url: str) -> None:
    """Replace a database by a copy of it, in one transaction. Raises: BadBackup, with nothing changed."""
    if kind(url) == SQLITE:
        _check(file)
        _copy(file, _sqlite_path(url))
    else:
        once = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1")
        _run("psql", url, *once, f"--command={_EMPTY}", f"--file={file}")


def _copy(source: Path, target: Path) -> None:
    try:
        with closing(sqlite3.connect(source, timeout=60)) as one, closing(sqlite3.connect(target, timeout=60)) as other:
            one.backup(other)
    except sqlite3.Error as error:
        raise BadBackup(f"SQLite could not copy {source.name} to {target.name}: {error}") from error


def _check(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        try:
            found = connection.execute("PRAGMA integrity_check").fetchone()[0]
        except sqlite3.DatabaseError as error:
            found = str(error)
    if found != "ok":
        raise BadBackup(f"The database in the backup is damaged: {found}")


def _sqlite_path(url: str) -> Path:
    return Path(make_url(url).database or "")


def _run(tool: str, url: str, *words: str) -> None:
    """Run one of PostgreSQL's tools; what it needs to sign in never stands on its command line."""
    if not shutil.which(tool):
        raise BadBackup(f"{tool} is not installed: it comes with PostgreSQL's client (apt install postgresql-client).")
    done = subprocess.run([tool, *words], env=os.environ | _place(url), capture_output=True, text=True, check=False)
    if done.returncode:
        raise BadBackup(f"{tool} failed: {(done.stderr.strip().splitlines() or ['without a word'])[0]}")


def _place(url: str) -> dict[str, str]:
    """Tell PostgreSQL's tools in their environment where the database is. Source: libpq, environment variables."""
    where = make_url(url)
    query = {f"PG{key.upper()}": value for key, value in where.query.items() if isinstance(value, str)}
    parts = {
        "PGHOST": where.host,
        "PGPORT": where.port and str(where.port),
        "PGUSER": where.username,
        "PGPASSWORD": where.password,
        "PGDATABASE": where.database,
    }
    return query | {name: part for name, part in parts.items() if part}
