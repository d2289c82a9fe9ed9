"""Claims: what a live booking holds, so that nobody else can.

A booking holds one cell for every five minutes of its practitioner's time, or one seat of a class. Each cell is
a row with a unique key, so the database itself refuses the second holder.
"""

from collections.abc import Callable
from datetime import datetime

CELL_MINUTES = 5
CELL_SECONDS = CELL_MINUTES * 60


def cells(starts_at: datetime, minutes: int) -> range:
    """List the five-minute cells of time that a booking takes.

    Times: aware UTC, on a five-minute boundary. Edges: half-open; a visit ending at 10:00 and one starting then
    share no cell.
    Raises: ValueError when start or length is not a multiple of five minutes.
    """
    seconds = int(starts_at.timestamp())
    if seconds % CELL_SECONDS or starts_at.microsecond or minutes % CELL_MINUTES or minutes <= 0:
        raise ValueError("appointments start and last in multiples of five minutes")
    first = seconds // CELL_SECONDS
    return range(first, first + minutes // CELL_MINUTES)


def kept_free(starts_at: datetime, minutes: int, buffer_minutes: int, is_free: Callable[[int], bool]) -> range:
    """List the cells that are kept free after a booking: its buffer, as far as nobody else's booking lies in it.

    Times: aware UTC. Edges: with another booking right after it there are none.
    Raises: ValueError as for the booking's own cells.
    """
    after = cells(starts_at, minutes + buffer_minutes)[minutes // CELL_MINUTES :]
    end = next((cell for cell in after if not is_free(cell)), after.stop)
    return range(after.start, end)
