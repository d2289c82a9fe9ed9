"""Many open pages: their memory, an event a second from each, and a change that reaches them all."""

import asyncio
from statistics import quantiles
from time import perf_counter

from tests.bench.ratio import Line, of_pairs
from tests.bench.sites import PAGES, Site, both
from tests.bench.tab import Tab, in_time

SENDING = 200
SECONDS = 4
AT_ONCE = 20
"""So many pages are opened at the same time."""
BATCHES, PACES = 3, 5
MEMORY, TIMEOUT, REACH = 1.3, 2.0, 1.3
CHANGES = 5
APART = 0.07


class Crowd:
    """The open pages of one site."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.tabs: list[Tab] = []

    async def grows(self, by: int) -> float:
        """Open more pages, and tell how many KB of memory each of them takes."""
        before = self.site.memory()
        for _ in range(by // AT_ONCE):
            more = [Tab(self.site, len(self.tabs) + number) for number in range(AT_ONCE)]
            await asyncio.gather(*(tab.open() for tab in more))
            self.tabs += more
        return (self.site.memory() - before) / by

    async def acts(self) -> float:
        """Send one event a second from many pages, and tell in how many milliseconds 95 of 100 are answered."""
        took = await asyncio.gather(*(self._acts(tab, n / SENDING) for n, tab in enumerate(self.tabs[:SENDING])))
        return quantiles([one for some in took for one in some], n=20)[-1] * 1000

    async def _acts(self, tab: Tab, after: float) -> list[float]:
        await asyncio.sleep(after)
        took = []
        for _ in range(SECONDS):
            took.append(await tab.acts())
            await asyncio.sleep(max(0.0, 1 - took[-1]))
        return took

    async def hears(self) -> float:
        """Commit a change, and tell after how many milliseconds the last page shows it; that all do is awaited."""
        await asyncio.sleep(APART)  # not in step with whoever looks for changes
        shown = [tab.hears(self.site.pushed) for tab in self.tabs]
        start = perf_counter()
        self.site.change()
        async with in_time(f"a change on every page of {self.site.name}"):
            await asyncio.gather(*shown)
        return (perf_counter() - start) * 1000


def run() -> list[Line]:
    """Measure one crowd of each site, both in turn."""
    with both() as sites:
        return asyncio.run(_measured(Crowd(sites.ours), Crowd(sites.bare)))


async def _measured(ours: Crowd, bare: Crowd) -> list[Line]:
    for crowd in (ours, bare):
        await crowd.grows(AT_ONCE)
    each = PAGES // BATCHES // AT_ONCE * AT_ONCE
    memory = [(await ours.grows(each), await bare.grows(each)) for _ in range(BATCHES)]
    pace = [(await ours.acts(), await bare.acts()) for _ in range(PACES)]
    reach = [(await ours.hears(), await bare.hears()) for _ in range(CHANGES)]
    return [
        of_pairs("memory of one more open page", memory, MEMORY, "KB"),
        of_pairs(f"{SENDING} open pages, an event a second each: 95 of 100 within", pace, TIMEOUT),
        of_pairs(f"a change in another process reaches the last of {len(ours.tabs)} pages", reach, REACH),
    ]
