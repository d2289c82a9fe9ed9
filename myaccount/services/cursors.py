"""Where the next page of a list starts: the instant and the id of the last row that was shown."""

from datetime import UTC, datetime

from myaccount.domain.ids import could_be_id
from myaccount.domain.refusals import NotFound


def after(at: datetime, row_id: str) -> str:
    """Write down where a page ended. Times: aware."""
    return f"{at.isoformat()}~{row_id}"


def position(cursor: str) -> tuple[datetime, str] | None:
    """Read where the page before ended; None for the first page. Raises: NotFound for what no page gave out."""
    if not cursor:
        return None
    at, _, row_id = cursor.partition("~")
    try:
        read = datetime.fromisoformat(at)
        instant = read.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise NotFound() from error
    if read.tzinfo is None or not could_be_id(row_id):
        raise NotFound()
    return instant, row_id
