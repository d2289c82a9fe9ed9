"""A database that is away or full says so in words, and everything else stays the bug that it is."""

import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlmodel import text

from myaccount.domain.outages import DatabaseFull, DatabaseUnavailable
from myaccount.domain.refusals import Refused
from myaccount.store import database_errors, migrate
from myaccount.store.engine import Database

NOBODY = "postgresql+psycopg://nobody@127.0.0.1:9/nothing"


class Sqlite(sqlite3.OperationalError):
    """What SQLite says, by the number it gives it."""

    def __init__(self, code: int) -> None:
        super().__init__("said")
        self.sqlite_errorcode = code


class Postgres(Exception):
    """What PostgreSQL says, by the state it gives it."""

    def __init__(self, state: str) -> None:
        super().__init__("said")
        self.sqlstate = state


AWAY = [
    Sqlite(sqlite3.SQLITE_BUSY), Sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT), Sqlite(sqlite3.SQLITE_IOERR_WRITE),
    Sqlite(sqlite3.SQLITE_CANTOPEN), Postgres("08006"), Postgres("53300"), Postgres("57P01"), Postgres("57P03"),
]  # fmt: skip
FULL = [Sqlite(sqlite3.SQLITE_FULL), Postgres("53100")]
BUGS = [Sqlite(sqlite3.SQLITE_ERROR), Sqlite(sqlite3.SQLITE_CORRUPT), Postgres("42P01"), Postgres("23505")]


def said(error: Exception) -> type[Exception]:
    with pytest.raises(Exception) as raised, database_errors.translated():  # which one is what is asked
        raise OperationalError("SELECT 1", {}, error)
    return raised.type


def test_each_kind_is_told_apart():
    assert {said(error) for error in AWAY} == {DatabaseUnavailable}
    assert {said(error) for error in FULL} == {DatabaseFull}
    assert {said(error) for error in BUGS} == {OperationalError}


@pytest.mark.parametrize("error", [IntegrityError("INSERT", {}, Postgres("23505")), ValueError(), Refused()])
def test_what_has_nothing_to_do_with_it_passes(error: Exception):
    with pytest.raises(type(error)), database_errors.translated():
        raise error


def test_a_statement_that_is_wrong_is_a_bug(database: Database):
    with pytest.raises((OperationalError, ProgrammingError)):
        database.read(lambda tx: tx.execute(text("SELECT 1 FROM nothing_of_that_name")))


def test_no_connection_is_free():
    with pytest.raises(DatabaseUnavailable), database_errors.translated():
        raise NoConnectionFree()


def test_nobody_is_there():
    with closing(Database(NOBODY)) as place, pytest.raises(DatabaseUnavailable):
        place.read(lambda tx: tx.execute(text("SELECT 1")))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of four megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small disk")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_full_disk_is_told_and_what_there_is_can_be_read(small_disk: Path):
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(2**20))
    url = f"sqlite:///{small_disk / 'small.db'}"
    migrate.upgrade(url)
    with closing(Database(url)) as place:
        place.write(lambda tx: tx.execute(text("CREATE TABLE filler (content BLOB)")))
        kept = until_full(place)
        assert kept > 2
        assert place.read(count) == kept
        with pytest.raises(DatabaseFull):
            place.write(fill)
        assert place.read(count) == kept
        ballast.unlink()
        place.write(fill)
        assert place.read(count) == kept + 1


def until_full(place: Database) -> int:
    """Fill the disk; tell how many rows found room."""
    for kept in range(1000):
        try:
            place.write(fill)
        except DatabaseFull:
            return kept
    raise AssertionError("it is never full")


def fill(tx) -> None:
    tx.execute(text("INSERT INTO filler VALUES (zeroblob(65536))"))


def count(tx) -> int:
    return tx.execute(text("SELECT count(*) FROM filler")).scalar_one()
