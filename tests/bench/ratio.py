"""Time two things in turn, and tell the median ratio."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from statistics import median
from time import perf_counter

PAIRS = 25


@dataclass(frozen=True)
class Ratio:
    """Seconds for ours and for the reference, medians; `ratio` is the median of the pairs' own ratios."""

    name: str
    ours: float
    reference: float
    ratio: float
    at_most: float

    @property
    def is_missed(self) -> bool:
        """Whether ours takes more than it may."""
        return self.ratio > self.at_most

    def as_dict(self) -> dict[str, object]:
        """Lay it out for JSON."""
        return asdict(self) | {"missed": self.is_missed}


def compare(name: str, ours: Callable[[], object], reference: Callable[[], object], at_most: float) -> Ratio:
    """Run both in turn, each going first every other time."""
    pairs = [_pair(ours, reference, ours_first=bool(number % 2)) for number in range(PAIRS + 2)][2:]
    return Ratio(
        name,
        median(one for one, _ in pairs),
        median(other for _, other in pairs),
        median(one / other for one, other in pairs),
        at_most,
    )


def _pair(ours: Callable[[], object], reference: Callable[[], object], *, ours_first: bool) -> tuple[float, float]:
    if ours_first:
        return _timed(ours), _timed(reference)
    second = _timed(reference)
    return _timed(ours), second


def _timed(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start
