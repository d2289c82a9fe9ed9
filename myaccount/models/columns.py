"""Column types that refuse what would be stored wrongly, and the ids of rows."""

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, DateTime, Dialect, String
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

# Every constraint has a name on both databases, so that a later migration can change it.
SQLModel.metadata.naming_convention = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
}


Bytewise = String().with_variant(String(collation="C"), "postgresql")
"""A text that is compared byte by byte, as SQLite does anyway, and not as a language orders its letters."""


def new_id() -> str:
    """Make an id that tells nothing and cannot be guessed: 128 random bits, 22 characters."""
    return secrets.token_urlsafe(16)


def one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    """Let the database itself refuse a value that is none of these."""
    listed = ", ".join(f"'{value}'" for value in sorted(values))
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def at_most(column: str, length: int) -> CheckConstraint:
    """Let the database itself refuse a text of more characters than this."""
    return CheckConstraint(f"length({column}) <= {length}", name=column)


class UtcDateTime(TypeDecorator[datetime]):
    """An instant, stored in UTC and read back aware.

    SQLite drops the zone of a datetime silently, so a naive one is refused here.
    Raises: ValueError for a naive datetime.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Bring an instant to the form in which the database keeps it."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant needs a zone: {value!r}")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Read an instant as aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class WallDateTime(TypeDecorator[datetime]):
    """A date and time on the wall of a place, without a zone; the row names the zone in a column of its own.

    Raises: ValueError for an aware datetime.
    """

    impl = DateTime(timezone=False)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Check that the time carries no zone."""
        if value is not None and value.tzinfo is not None:
            raise ValueError(f"a wall time has no zone: {value!r}")
        return value


class Cents(TypeDecorator[int]):
    """Money in minor units of the clinic's currency: whole cents only.

    Raises: TypeError for a float, a Decimal or a bool.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> int | None:
        """Check that the amount is whole."""
        if value is None or type(value) is int:
            return value
        raise TypeError(f"money is a whole number of cents, not {value!r}")
