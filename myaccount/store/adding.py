"""Add a row that may be there already."""

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel


def is_new(tx: Session, row: SQLModel) -> bool:
    """Add a row. False when the database has one that excludes it; what else the transaction did stands."""
    try:
        with tx.begin_nested():
            tx.add(row)
    except IntegrityError:
        return False
    return True
