"""Signing in: the whole form, against comparing the password; and from the form to the list, against a bare page."""

import asyncio
from dataclasses import replace
from functools import partial
from time import perf_counter

import httpx

from myaccount.services.identity import passwords
from tests.bench.ratio import Line, in_turn, of_pairs
from tests.bench.sites import Pair, Site, both
from tests.bench.tab import Tab
from tests.portal import PASSWORD

TIMES = 15
POST, LIST = 1.5, 1.5
FORM = {"username": "alice", "password": PASSWORD}


def run() -> list[Line]:
    """Measure both."""
    with both() as sites:
        return asyncio.run(_measured(sites))


async def _measured(sites: Pair) -> list[Line]:
    kept = passwords.hash_password(PASSWORD)
    post = await in_turn(partial(_post, sites.ours), partial(_compare, kept), TIMES)
    whole = await in_turn(partial(_to_list, sites.ours), partial(_to_list, sites.bare), TIMES)
    return [
        of_pairs("sign-in, the whole form, against argon2id alone", post, POST),
        of_pairs("sign-in to list: form, page, socket, rows", whole, LIST),
    ]


async def _post(site: Site) -> float:
    async with _client(site) as client:
        return await _signed_in(client)


async def _compare(kept: str) -> float:
    start = perf_counter()
    await asyncio.to_thread(passwords.verify, PASSWORD, kept)
    return (perf_counter() - start) * 1000


async def _to_list(site: Site) -> float:
    """Take every step from the form to the rows."""
    async with _client(site) as client:
        start = perf_counter()
        await _signed_in(client)
        (await client.get(site.path)).raise_for_status()
        cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        tab = Tab(replace(site, cookies=(cookie,)))
        await tab.open(until=site.rows)
        took = perf_counter() - start
        tab.close()
        return took * 1000


async def _signed_in(client: httpx.AsyncClient) -> float:
    start = perf_counter()
    answer = await client.post("/sign-in", data=FORM)
    took = perf_counter() - start
    if answer.status_code != 303 or "sign-in" in answer.headers["location"]:
        raise RuntimeError(f"the sign-in was refused: {answer.status_code}")
    return took * 1000


def _client(site: Site) -> httpx.AsyncClient:
    """Make a visitor who has been here before, but has no sign-in: the connection is open."""
    headers = {"host": site.host, "origin": f"http://{site.host}"}
    return httpx.AsyncClient(base_url=site.url, headers=headers)
