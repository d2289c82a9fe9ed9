"""One event after the other by one client, through guard and gate, against a counter of bare Reflex."""

import asyncio
import shutil
from time import perf_counter

from tests.bench.ratio import Line, NotRun, in_turn, of_pairs
from tests.bench.sites import Site, both
from tests.bench.tab import Tab
from tests.servers import redis

TABS = 40
"""A tab may send 150 events in ten seconds: one client takes turns on several, on both sites."""
A_ROUND = 5
ROUNDS = 15
AT_LEAST = 0.7
NAME = "events per second, one after the other"


def run() -> list[Line]:
    """Measure with the state kept in memory, and with Redis where it is installed."""
    return [in_memory(), with_redis()]


def in_memory() -> Line:
    with both() as sites:
        return asyncio.run(measured(f"{NAME}, memory", sites.ours, sites.bare))


def with_redis() -> Line:
    name = f"{NAME}, Redis"
    if not shutil.which("redis-server"):
        return NotRun(name, "redis-server is not installed")
    with redis() as one, redis() as other, both((one, other)) as sites:
        return asyncio.run(measured(name, sites.ours, sites.bare))


async def measured(name: str, ours: Site, bare: Site) -> Line:
    """Let both sites answer in turn."""
    ours_tabs, bare_tabs = [[await Tab(site, number).open() for number in range(TABS)] for site in (ours, bare)]
    pairs = await in_turn(lambda: _rate(ours_tabs), lambda: _rate(bare_tabs), ROUNDS)
    return of_pairs(name, pairs, AT_LEAST, "/s", more=True)


async def _rate(tabs: list[Tab]) -> float:
    start = perf_counter()
    for _ in range(A_ROUND):
        for tab in tabs:
            await tab.acts()
    return A_ROUND * len(tabs) / (perf_counter() - start)
