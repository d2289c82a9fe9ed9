"""Make the copies of their data that people have asked for, one after the other."""

import asyncio
import logging
import secrets
from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from myaccount.clock import now
from myaccount.domain.outages import DatabaseFull, DatabaseUnavailable
from myaccount.domain.refusals import NotPrinted
from myaccount.jobs.isolation import isolated
from myaccount.services.my_data import archive

log = logging.getLogger(__name__)

RENEW_EVERY = 60.0
TRIES = 5
"""How many may begin a copy before it counts as one that cannot be made: a worker may be ended in the middle."""


async def make_waiting(moment: datetime) -> int:
    """Make the copy that waits longest, and forget those that are over; tell how many were made or given up.

    Times: aware UTC. Edges: while the database is away or full, or nothing prints, it waits until its lease is over.
    """
    with isolated("forgetting copies"):
        await archive.forget_over(moment)
    asked = await archive.claim(moment)
    if asked is None:
        return 0
    renewing = asyncio.create_task(_renew_lease(asked))
    try:
        return await _make(asked, moment)
    finally:
        renewing.cancel()
        with suppress(asyncio.CancelledError):
            await renewing


async def _make(asked: Row[Any], moment: datetime) -> int:
    try:
        if asked.attempts > TRIES:
            log.error("copy %s was begun %d times and never made", asked.id, TRIES)
            await archive.give_up(asked, moment)
        else:
            await archive.make(asked, moment)
    except (DatabaseUnavailable, DatabaseFull, NotPrinted) as refused:
        log.warning("copy %s waits: %s", asked.id, refused.code)
        return 0
    except Exception:  # one of the edges: a copy that cannot be made must not hold up the others
        log.exception("bug %s in copy %s", secrets.token_hex(4), asked.id)
        await archive.give_up(asked, moment)
    return 1


async def _renew_lease(asked: Row[Any]) -> None:
    while True:
        await asyncio.sleep(RENEW_EVERY)
        with isolated("holding a copy"):
            await archive.renew_lease(asked, now())
