"""Insert a row that may be there already."""

import sqlite3

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel

_IS_THERE = {sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY}
_UNIQUE_VIOLATION = "23505"
"""As PostgreSQL calls it."""


def insert_if_absent(tx: Session, row: SQLModel) -> bool:
    """Insert a row. False when the database has one that excludes it; what else the transaction did stands.

    Raises: IntegrityError for a row that could never be added, as one that belongs to nothing.
    """
    try:
        with tx.begin_nested():
            tx.add(row)
    except IntegrityError as error:
        if not _is_there(error):
            raise
        return False
    return True


def _is_there(error: IntegrityError) -> bool:
    code = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorcode", None)
    return code == _UNIQUE_VIOLATION or code in _IS_THERE
