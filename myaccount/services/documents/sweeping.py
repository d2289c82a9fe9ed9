"""Clear up among the files: what arrived and was written down is put where it stays, what nobody needs is deleted."""

import asyncio
from collections.abc import Sequence, Set
from datetime import datetime, timedelta

from myaccount.store import documents as store
from myaccount.store import files
from myaccount.store.engine import in_read, in_tx

WAITS = timedelta(hours=1)
"""How long a file may be on its way: a server may have ended in the middle of it."""

BATCH_SIZE = 200


async def sweep(now: datetime) -> None:
    """Settle or delete what arrived an hour ago and still lies among the incoming files; delete what is unused.

    Times: aware UTC.
    """
    await _settle(now)
    await _delete_unused(now)


async def _settle(now: datetime) -> None:
    found = await asyncio.to_thread(files.unclaimed, now - WAITS, BATCH_SIZE)
    if found:
        claimed = await in_read(store.files_among, found)
        await asyncio.to_thread(_clear, found, claimed)


async def _delete_unused(now: datetime) -> None:
    """Delete what answered a form until an hour ago: from the disk first, so that a row is left of what is not."""
    found = await in_read(store.unused, now - WAITS, BATCH_SIZE)
    if found:
        await asyncio.to_thread(_delete, found)
        await in_tx(store.forget, found)


def _delete(found: Sequence[str]) -> None:
    for one in found:
        files.delete(one)


def _clear(found: Sequence[str], claimed: Set[str]) -> None:
    for one in found:
        if one in claimed:
            files.settle(one)
        else:
            files.drop(one)
