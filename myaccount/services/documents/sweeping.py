"""Clear up among the files that arrived: what was written down is put where it stays, the rest is deleted."""

import asyncio
from collections.abc import Sequence, Set
from datetime import datetime, timedelta

from myaccount.store import documents as store
from myaccount.store import files
from myaccount.store.engine import in_read

WAITS = timedelta(hours=1)
"""How long a file may be on its way: a server may have ended in the middle of it."""

AT_A_TIME = 200


async def sweep(now: datetime) -> None:
    """Settle or delete what arrived an hour ago and still lies among the incoming files. Times: aware UTC."""
    found = await asyncio.to_thread(files.unclaimed, now - WAITS, AT_A_TIME)
    if found:
        claimed = await in_read(store.files_among, found)
        await asyncio.to_thread(_clear, found, claimed)


def _clear(found: Sequence[str], claimed: Set[str]) -> None:
    for one in found:
        if one in claimed:
            files.settle(one)
        else:
            files.drop(one)
