"""How often something may happen: counted in fixed windows of time."""


class FixedWindow:
    """Counts what one sender sends, in windows of so many seconds, each of which begins with the first in it.

    Windows do not overlap, so up to twice as many can fall within any span as long as one.
    """

    def __init__(self, limit: int, seconds: float) -> None:
        self._limit, self._seconds = limit, seconds
        self._since, self._count = float("-inf"), 0

    def allows(self, now: float) -> bool:
        """Count one more, and tell whether it may come. Times: seconds of a clock that only goes on.

        Edges: half-open; exactly at the end of a window the next one begins.
        """
        if self.is_over(now):
            self._since, self._count = now, 0
        self._count += 1
        return self._count <= self._limit

    def is_over(self, now: float) -> bool:
        """Tell whether the window has ended. Times: as `allows` takes them."""
        return now - self._since >= self._seconds
