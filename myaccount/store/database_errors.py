"""What a database says when it is not there, or is full: no bug of anybody's, and told in words."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from myaccount.domain.outages import DatabaseFull, DatabaseUnavailable
from myaccount.domain.refusals import Refused

log = logging.getLogger(__name__)

_SQLITE_FULL = {sqlite3.SQLITE_FULL}
_SQLITE_AWAY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}
_PRIMARY = 0xFF
"""Which bits of an SQLite result say what kind it is. Source: https://www.sqlite.org/rescode.html#extrc."""

_POSTGRES_FULL = ("53100",)
_POSTGRES_AWAY = ("08", "53", "57P")
"""Connection exceptions, insufficient resources, operator intervention. Source: PostgreSQL, appendix A."""


@contextmanager
def translated() -> Iterator[None]:
    """Turn what a database says when it is away or full into a refusal; all else passes as it is."""
    try:
        yield
    except (DBAPIError, NoConnectionFree) as error:
        refusal = _refusal(error)
        if refusal is None:
            raise
        log.warning("the database is %s", refusal.code)
        raise refusal from error


def _refusal(error: DBAPIError | NoConnectionFree) -> Refused | None:
    if isinstance(error, NoConnectionFree) or error.connection_invalidated:
        return DatabaseUnavailable()
    said = error.orig
    if isinstance(said, sqlite3.Error):
        code = (getattr(said, "sqlite_errorcode", None) or 0) & _PRIMARY
        return DatabaseFull() if code in _SQLITE_FULL else DatabaseUnavailable() if code in _SQLITE_AWAY else None
    state = getattr(said, "sqlstate", None)
    if state is None:  # psycopg could not even ask
        return DatabaseUnavailable() if type(said).__name__ in ("OperationalError", "InterfaceError") else None
    if state in _POSTGRES_FULL:
        return DatabaseFull()
    return DatabaseUnavailable() if state.startswith(_POSTGRES_AWAY) else None
