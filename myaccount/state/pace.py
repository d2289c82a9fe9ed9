"""How many events a tab may send. Counted in this process: a tab's socket stays where it was opened."""

from time import monotonic

MOST = 150
SECONDS = 10.0
"""A tab may send 150 events in a span of ten seconds: a person at a keyboard sends a few.

Spans do not overlap, so up to twice as many can fall within any ten seconds. What the server sends is not counted.
"""
TOLD_EVERY = 1.0
"""Seconds. A tab that may send no more is told so, but not each time: an answer costs as well."""


class Pace:
    """Counts the events of each tab, in spans of ten seconds, each of which begins with the first event in it."""

    def __init__(self) -> None:
        self._spans: dict[str, tuple[float, int]] = {}
        self._told: dict[str, float] = {}
        self._swept_at = monotonic()

    def allows(self, token: str) -> bool:
        """Count an event of a tab, and tell whether it may have it."""
        now = monotonic()
        self._sweep(now)
        since, count = self._spans.get(token, (now, 0))
        if now - since >= SECONDS:
            since, count = now, 0
        self._spans[token] = since, count + 1
        return count < MOST

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
        self._spans = {token: span for token, span in self._spans.items() if now - span[0] < SECONDS}
        self._told = {token: at for token, at in self._told.items() if token in self._spans}
