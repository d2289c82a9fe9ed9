"""When a message that was refused is tried again, and when it is given up."""

from datetime import datetime, timedelta

FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(minutes=15)
GIVEN_UP_AFTER = timedelta(days=2)
DOUBLINGS = 10
"""More of them lead past the longest wait anyway."""


def next_try(tried: int, made_at: datetime, now: datetime, *, is_given_up: bool = True) -> datetime | None:
    """Tell when a message that was `tried` so often is tried next: after 15 s, 30 s, 1 min … up to 15 min.

    None when it is given up; one that is not is tried for as long as it holds, as a reminder is until the visit.

    Times: aware UTC. Edges: exactly two days after it was made it is tried once more.
    """
    if is_given_up and now - made_at > GIVEN_UP_AFTER:
        return None
    wait: timedelta = min(FIRST_WAIT * 2 ** min(tried - 1, DOUBLINGS), LONGEST_WAIT)
    return now + wait
