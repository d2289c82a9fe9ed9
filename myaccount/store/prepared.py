"""Rows that are read by their keys on every event: each query is put together once, and costs next to nothing to ask.

On SQLite it goes straight to the driver, on the event loop: a reader waits for no writer there, and finding one row by
its key takes a tenth of what it takes to have another thread do it. Elsewhere it is a query in a transaction.
"""

import sqlite3
from collections import namedtuple
from collections.abc import Callable
from typing import Any

from sqlalchemy import Select
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import MultipleResultsFound
from sqlmodel import Session

_DIALECT = sqlite.dialect(paramstyle="named")


class NeedsTransaction(Exception):
    """What is asked for cannot be told by looking at single rows."""


class DirectReader:
    """A look at single rows as they are now, from a connection that is in no transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection


class PreparedQuery:
    """A query for at most one row, with a named parameter for each part of the key."""

    def __init__(self, query: Select[*tuple[Any, ...]]) -> None:
        self._query = query
        compiled = query.compile(dialect=_DIALECT)
        self._text = str(compiled)
        self._constants = {name: value for name, value in compiled.params.items() if value is not None}
        self._row: Any = namedtuple("_row", [column.key for column in query.selected_columns])  # type: ignore[misc]
        self._readers = [_reader(column) for column in query.selected_columns]

    def row(self, tx: Session | DirectReader, /, **key: str) -> Any | None:
        """Read the row in a transaction, or straight from the driver."""
        return self._seen(tx, key) if isinstance(tx, DirectReader) else tx.execute(self._query, key).one_or_none()

    def _seen(self, at: DirectReader, key: dict[str, str]) -> Any | None:
        found = at.connection.execute(self._text, {**self._constants, **key}).fetchall()
        if len(found) > 1:
            raise MultipleResultsFound()
        return self._row._make(map(_read, self._readers, found[0])) if found else None


Reader = Callable[[Any], Any] | None


def _reader(column: Any) -> Reader:
    """Find what turns a stored value of a column into ours."""
    reader: Reader = column.type.dialect_impl(_DIALECT).result_processor(_DIALECT, None)
    return reader


def _read(reader: Reader, value: Any) -> Any:
    return reader(value) if reader else value
