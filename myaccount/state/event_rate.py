"""How many events a tab may send. Counted in this process: a tab's socket stays where it was opened."""

from time import monotonic

from myaccount.domain.rate_limit import FixedWindow

LIMIT = 150
SECONDS = 10.0
"""A tab may send 150 events in ten seconds: a person sends a few. What the server sends is not counted."""
TOLD_EVERY = 1.0
"""Seconds. A tab that may send no more is told so, but not each time: an answer costs as well."""


class EventRate:
    """Counts the events of each tab."""

    def __init__(self) -> None:
        self._windows: dict[str, FixedWindow] = {}
        self._told: dict[str, float] = {}
        self._swept_at = monotonic()

    def allows(self, token: str) -> bool:
        """Count an event of a tab, and tell whether it may have it."""
        now = monotonic()
        self._sweep(now)
        return self._windows.setdefault(token, FixedWindow(LIMIT, SECONDS)).allows(now)

    def is_to_be_told(self, token: str) -> bool:
        """Tell whether a tab that may send no more is to be told so now, and count it as told."""
        now = monotonic()
        is_due = now - self._told.get(token, now - TOLD_EVERY) >= TOLD_EVERY
        if is_due:
            self._told[token] = now
        return is_due

    def _sweep(self, now: float) -> None:
        """Forget the tabs that have been quiet, now and then."""
        if now - self._swept_at < SECONDS:
            return
        self._swept_at = now
        self._windows = {token: window for token, window in self._windows.items() if not window.is_over(now)}
        self._told = {token: at for token, at in self._told.items() if token in self._windows}
