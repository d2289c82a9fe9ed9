"""How many events a tab may send. Counted in this process: a tab's socket stays where it was opened."""

from time import monotonic

MOST = 150
SECONDS = 10.0
"""A tab may send 150 events in ten seconds. A person at a keyboard sends a few."""


class Pace:
    """Counts the events of each tab, in spans of ten seconds that begin with its first."""

    def __init__(self) -> None:
        self._spans: dict[str, tuple[float, int]] = {}
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

    def _sweep(self, now: float) -> None:
        """Forget the tabs that have been quiet, now and then."""
        if now - self._swept_at < SECONDS:
            return
        self._swept_at = now
        self._spans = {token: span for token, span in self._spans.items() if now - span[0] < SECONDS}
