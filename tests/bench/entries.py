"""Coming in and going on: entries of fifty people at once, one page after another, and others while many sign in."""

import asyncio
from dataclasses import replace
from statistics import median, quantiles
from time import perf_counter

import httpx

from tests.bench.ratio import Line, in_turn, of_pairs
from tests.bench.sites import Pair, Site, both
from tests.bench.tab import Tab
from tests.portal import PASSWORD

AT_ONCE, TIMES = 50, 9
SIGN_INS_A_SECOND, SECONDS, LOOKING_ON = 20, 3, 20
ENTRIES, CHANGE, DISTURBED = 0.7, 5.0, 2.0
TURNS = 20
FORM = {"username": "charlie", "password": PASSWORD}
"""Somebody else than who looks on: their pages hear of each new sign-in of their own."""


def run() -> list[Line]:
    """Measure all three."""
    with both() as sites:
        return asyncio.run(_measured(sites))


async def _measured(sites: Pair) -> list[Line]:
    entries = await in_turn(lambda: _entries(sites.ours), lambda: _entries(sites.bare), TIMES)
    changes = await in_turn(lambda: _change_of_page(sites.ours), lambda: _round_trip(sites.bare), TIMES)
    tabs = [await Tab(sites.ours, number).open() for number in range(LOOKING_ON)]
    disturbed = await in_turn(lambda: _while_many_sign_in(sites.ours, tabs), lambda: _answers(tabs), TIMES)
    return [
        of_pairs(f"page entries per second, {AT_ONCE} people at once", entries, ENTRIES, "/s", more=True),
        of_pairs("change of page, at the wire, against one event of bare Reflex", changes, CHANGE),
        of_pairs(f"events of others while {SIGN_INS_A_SECOND} sign in each second: 95 of 100", disturbed, DISTURBED),
    ]


async def _entries(site: Site) -> float:
    """Let everybody fetch the page, connect, and see their rows; tell how many did so in a second."""
    limits = httpx.Limits(max_connections=AT_ONCE)
    async with httpx.AsyncClient(base_url=site.url, headers={"host": site.host}, limits=limits) as client:
        start = perf_counter()
        tabs = await asyncio.gather(*(_enter(client, site, number) for number in range(AT_ONCE)))
        took = perf_counter() - start
    for tab in tabs:
        tab.close()
    return AT_ONCE / took


async def _enter(client: httpx.AsyncClient, site: Site, number: int) -> Tab:
    (await client.get(site.path, headers={"cookie": site.cookie(number)})).raise_for_status()
    return await Tab(site, number).open(until=site.rows)


async def _change_of_page(site: Site) -> float:
    """Go to another page of the same tab until its content is there; tell in how many milliseconds, in the middle."""
    tab = await Tab(site).open(until=site.rows)
    other = replace(site, path="/account/history")
    took = []
    for _ in range(TURNS):
        for place in (other, site):
            tab.site = place
            start = perf_counter()
            await tab.goes()
            took.append(perf_counter() - start)
    tab.close()
    return median(took) * 1000


async def _round_trip(site: Site) -> float:
    tab = await Tab(site).open()
    took = [await tab.acts() for _ in range(TURNS)]
    tab.close()
    return median(took) * 1000


async def _while_many_sign_in(site: Site, tabs: list[Tab]) -> float:
    headers = {"host": site.host, "origin": f"http://{site.host}"}
    async with httpx.AsyncClient(base_url=site.url, headers=headers, timeout=60) as client:
        crowd = asyncio.create_task(_crowd(client))
        took = await _answers(tabs)
        await crowd
    return took


async def _crowd(client: httpx.AsyncClient) -> None:
    coming = []
    for _ in range(SIGN_INS_A_SECOND * SECONDS):
        coming.append(asyncio.create_task(client.post("/sign-in", data=FORM)))
        await asyncio.sleep(1 / SIGN_INS_A_SECOND)
    for answer in await asyncio.gather(*coming):
        if answer.status_code != 303 or "sign-in" in answer.headers["location"]:
            raise RuntimeError(f"a sign-in was refused: {answer.status_code}")


async def _answers(tabs: list[Tab]) -> float:
    """Send an event a second from each tab, and tell in how many milliseconds 95 of 100 are answered."""
    took = await asyncio.gather(*(_acts(tab, number / len(tabs)) for number, tab in enumerate(tabs)))
    return quantiles([one for some in took for one in some], n=20)[-1] * 1000


async def _acts(tab: Tab, after: float) -> list[float]:
    await asyncio.sleep(after)
    took = []
    for _ in range(SECONDS):
        took.append(await tab.acts())
        await asyncio.sleep(max(0.0, 1 - took[-1]))
    return took
