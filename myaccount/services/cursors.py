"""Where the next page of a list starts: behind the last row that was shown, which is named by what the list goes by."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from myaccount.domain.ids import could_be_id
from myaccount.domain.refusals import NotFound

MOST_DIGITS = 18
T = TypeVar("T")


def after(*last: datetime | date | int | str) -> str:
    """Write down where a page ended. Times: an instant is aware."""
    return "~".join(one.isoformat() if isinstance(one, date) else str(one) for one in last)


def cut(found: Sequence[T], page_size: int, by: Callable[[T], tuple[Any, ...]]) -> tuple[Sequence[T], str]:
    """Take a page of what was found: one row more says that there is another. Tell where that one starts, or blank.

    `by` names a row by what the list goes by.
    """
    shown = found[:page_size]
    return shown, after(*by(shown[-1])) if len(found) > page_size else ""


def position(cursor: str) -> tuple[datetime, str] | None:
    """Read an instant and an id; None for the first page.

    Times: gives aware UTC. Raises: NotFound for what no page gave out, as the others here do.
    """
    found: tuple[datetime, str] | None = _read(cursor, _instant, _id)
    return found


def day_position(cursor: str) -> tuple[date, str] | None:
    """Read a day and an id; None for the first page. Times: a plain day, in no zone. Raises: NotFound."""
    found: tuple[date, str] | None = _read(cursor, date.fromisoformat, _id)
    return found


def numbered(cursor: str) -> tuple[date, int] | None:
    """Read a day and a number; None for the first page. Times: a plain day, in no zone. Raises: NotFound."""
    found: tuple[date, int] | None = _read(cursor, date.fromisoformat, _number)
    return found


def ranked(cursor: str) -> tuple[int, datetime, str] | None:
    """Read a rank, an instant and an id; None for the first page. Times: gives aware UTC. Raises: NotFound."""
    found: tuple[int, datetime, str] | None = _read(cursor, _number, _instant, _id)
    return found


def number(cursor: str) -> int | None:
    """Read a number alone; None for the first page. Raises: NotFound."""
    found = _read(cursor, _number)
    return found[0] if found else None


def _read(cursor: str, *kinds: Callable[[str], Any]) -> Any:
    if not cursor:
        return None
    parts = cursor.split("~")
    try:
        return tuple(read(part) for read, part in zip(kinds, parts, strict=True))
    except (ValueError, OverflowError) as error:
        raise NotFound() from error


def _instant(part: str) -> datetime:
    found = datetime.fromisoformat(part)
    if found.tzinfo is None:
        raise ValueError("an instant without a zone")
    return found.astimezone(UTC)


def _id(part: str) -> str:
    if not could_be_id(part):
        raise ValueError("no id")
    return part


def _number(part: str) -> int:
    if not (part.isascii() and part.isdigit() and len(part) <= MOST_DIGITS):
        raise ValueError("no number")
    return int(part)
