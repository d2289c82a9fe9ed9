"""What the database says of the work that waits, for whoever watches over a deployment."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from myaccount.store import outbox


@dataclass(frozen=True)
class Backlog:
    """How many messages are due, and for how many seconds the first of them has been."""

    messages: int
    late: float


def backlog(tx: Session, now: datetime) -> Backlog:
    """Count what waits, at all clinics. Times: `now` is aware UTC."""
    messages, since = outbox.due(tx, now)
    return Backlog(messages, (now - since).total_seconds() if since else 0.0)
