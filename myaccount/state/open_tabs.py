"""Count the pages that are open in this process, for their owners to see; written down only when the count changes."""

import secrets
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta

from myaccount.domain.outages import DatabaseFull, DatabaseUnavailable
from myaccount.services.identity import open_tabs
from myaccount.services.identity.open_tabs import SEEN_FOR, Opened
from myaccount.store.engine import in_tx
from myaccount.store.presence import Tab

SAID_EVERY = SEEN_FOR / 3
AGAIN_AFTER = timedelta(seconds=5)
"""When it is tried again to write down what found the database away or full."""


class OpenTabs:
    """What this process has said of its open pages."""

    def __init__(self) -> None:
        self._process = secrets.token_urlsafe(12)
        self._said: dict[str, Opened] = {}
        self._said_at: datetime | None = None
        self._again_at: datetime | None = None

    async def tell(self, tabs: Iterable[Tab], now: datetime) -> None:
        """Write down what has changed, or from time to time that nothing has. Times: aware UTC.

        Edges: where the database is away or full it is left for later; the pages have lost nothing by that.
        """
        if self._again_at is not None and now < self._again_at:
            return
        try:
            await self._tell(tabs, now)
            self._again_at = None
        except (DatabaseUnavailable, DatabaseFull):
            self._again_at = now + AGAIN_AFTER

    async def _tell(self, tabs: Iterable[Tab], now: datetime) -> None:
        found = _counted(tabs)
        gone = [Opened(one.session_id, one.person_id, one.clinic_id, 0) for one in self._said.values()]
        known = {one.session_id: one for one in gone} | found
        changed = [one for one in known.values() if self._said.get(one.session_id) != one]
        if changed:
            await in_tx(open_tabs.note, self._process, changed, now)
        elif found and (self._said_at is None or now - self._said_at >= SAID_EVERY):
            await in_tx(open_tabs.seen, self._process, now)
        else:
            return
        self._said, self._said_at = found, now

    async def leave(self) -> None:
        """Take back what was said: this process stops. Edges: where that cannot be written it runs out by itself."""
        with suppress(DatabaseUnavailable, DatabaseFull):
            if self._said:
                await in_tx(open_tabs.leave, self._process)


def _counted(tabs: Iterable[Tab]) -> dict[str, Opened]:
    whose = [(tab.session_id, tab.person_id, tab.clinic_id) for tab in tabs if tab.session_id and tab.person_id]
    return {
        session_id: Opened(session_id, person_id, clinic_id, number)
        for (session_id, person_id, clinic_id), number in Counter(whose).items()
        if session_id and person_id
    }
