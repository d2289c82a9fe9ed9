"""Lists that are read a page at a time: each page begins behind the last row of the one before."""

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import Select, or_
from sqlalchemy.orm import Mapped

Query = TypeVar("Query", bound=Select[*tuple[Any, ...]])
Keys = tuple[Mapped[Any], Mapped[Any]]


def latest_first(query: Query, keys: Keys, behind: Sequence[Any] | None, limit: int) -> Query:
    """Order by two keys, of which the second is another for each row, the greatest first; from behind a row on."""
    first, second = keys
    if behind is not None:
        query = query.where(first <= behind[0], or_(first < behind[0], second < behind[1]))
    return query.order_by(first.desc(), second.desc()).limit(limit)


def oldest_first(query: Query, keys: Keys, behind: Sequence[Any] | None, limit: int) -> Query:
    """Order by two keys, of which the second is another for each row, the smallest first; from behind a row on."""
    first, second = keys
    if behind is not None:
        query = query.where(first >= behind[0], or_(first > behind[0], second > behind[1]))
    return query.order_by(first, second).limit(limit)
