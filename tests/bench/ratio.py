"""Time two things in turn, and tell the median ratio."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from statistics import median
from time import perf_counter

PAIRS = 25


@dataclass(frozen=True)
class Ratio:
    """Ours and the reference, medians; `ratio` is the median of the pairs' own ratios.

    `limit` is the most that the ratio may be, or the least for what is better when there is more of it. Without one the
    reference is a floor, that tells how far down it goes.
    """

    name: str
    ours: float
    reference: float
    ratio: float
    limit: float | None
    unit: str = "ms"
    more_is_better: bool = False

    @property
    def is_missed(self) -> bool:
        """Whether ours is worse than it may be."""
        if self.limit is None:
            return False
        return self.ratio < self.limit if self.more_is_better else self.ratio > self.limit

    def as_row(self) -> str:
        """Lay it out as a line of the table."""
        ours, reference = f"{self.ours:,.1f} {self.unit}", f"{self.reference:,.1f} {self.unit}"
        return f"{self.name:66}{ours:>14}{reference:>14}{self.ratio:7.2f}{self._verdict()}"

    def _verdict(self) -> str:
        if self.limit is None:
            return f"{'–':>8}  floor"
        limit = f"{'≥' if self.more_is_better else '≤'} {self.limit:.2f}"
        return f"{limit:>8}  {'missed' if self.is_missed else 'met'}"

    def as_dict(self) -> dict[str, object]:
        """Lay it out for JSON."""
        return asdict(self) | {"missed": self.is_missed}


@dataclass(frozen=True)
class NotRun:
    """A line that could not be measured here; its limit does not count."""

    name: str
    why: str
    is_missed: bool = False

    def as_row(self) -> str:
        """Lay it out as a line of the table."""
        return f"{self.name:66}not run: {self.why}"

    def as_dict(self) -> dict[str, object]:
        """Lay it out for JSON."""
        return {"name": self.name, "not_run": self.why}


Line = Ratio | NotRun


def of_pairs(
    name: str, pairs: list[tuple[float, float]], limit: float | None, unit: str = "ms", *, more: bool = False
) -> Ratio:
    """Sum up measured pairs of ours and the reference."""
    return Ratio(
        name,
        median(one for one, _ in pairs),
        median(other for _, other in pairs),
        median(one / other for one, other in pairs),
        limit,
        unit,
        more,
    )


def compare(name: str, ours: Callable[[], object], reference: Callable[[], object], limit: float | None) -> Ratio:
    """Run both in turn, each going first every other time."""
    pairs = [_pair(ours, reference, ours_first=bool(number % 2)) for number in range(PAIRS + 2)][2:]
    return of_pairs(name, [(ours * 1000, reference * 1000) for ours, reference in pairs], limit)


async def in_turn(
    measure_ours: Callable[[], Awaitable[float]], measure_reference: Callable[[], Awaitable[float]], times: int
) -> list[tuple[float, float]]:
    """Let both be measured in turn, each going first every other time; the first pair warms up and does not count."""
    pairs = []
    for number in range(times + 1):
        if number % 2:
            ours = await measure_ours()
            pairs.append((ours, await measure_reference()))
        else:
            reference = await measure_reference()
            pairs.append((await measure_ours(), reference))
    return pairs[1:]


def _pair(ours: Callable[[], object], reference: Callable[[], object], *, ours_first: bool) -> tuple[float, float]:
    if ours_first:
        return _timed(ours), _timed(reference)
    second = _timed(reference)
    return _timed(ours), second


def _timed(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start
