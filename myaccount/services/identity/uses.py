"""Uses of sign-ins: written down beside what they were for, which waits for that a moment at most.

A sign-in is used by reading as well. So it holds up nobody that the database is locked, full or away: the note is lost
then, and the next use is noted instead.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

from sqlmodel import Session

from myaccount.domain.outages import DatabaseFull, DatabaseUnavailable
from myaccount.store import sessions as store
from myaccount.store.engine import in_tx

A_MOMENT = 0.25
"""Seconds. A database that is well has written by then, and whoever comes next reads it."""


class Uses:
    """The uses that this process has yet to write down: one transaction at a time, with all that came meanwhile."""

    def __init__(self) -> None:
        self._waiting: dict[str, datetime] = {}
        self._writing: asyncio.Task[None] | None = None

    async def note(self, session_id: str, now: datetime) -> None:
        """Have it written down that a session has just been used.

        Edges: whoever comes while others are being written down waits for nothing.
        """
        self._waiting[session_id] = now
        if self._writing is not None and not self._writing.done():
            return
        self._writing = asyncio.create_task(self._write())
        done, _ = await asyncio.wait({self._writing}, timeout=A_MOMENT)
        for one in done:
            one.result()  # a bug is told where it was met

    async def _write(self) -> None:
        with suppress(DatabaseUnavailable, DatabaseFull):
            while self._waiting:
                taken, self._waiting = self._waiting, {}
                await in_tx(write_down, taken)


def write_down(tx: Session, used: Mapping[str, datetime]) -> None:
    """Write down when sessions were used last.

    Times: aware UTC. Edges: in one order everywhere, so that two processes never deadlock.
    """
    for session_id, at in sorted(used.items()):
        store.used(tx, session_id, at)


uses = Uses()
