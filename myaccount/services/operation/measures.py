"""What the database says of the work that waits, for whoever watches over a deployment."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from myaccount.store import outbox


@dataclass(frozen=True)
class Waiting:
    """How many messages are due, and for how many seconds the first of them has been."""

    messages: int
    late: float


def waiting(tx: Session, now: datetime) -> Waiting:
    """Count what waits, at all clinics. Times: `now` is aware UTC."""
    messages, since = outbox.due(tx, now)
    return Waiting(messages, (now - since).total_seconds() if since else 0.0)
