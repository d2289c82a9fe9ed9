"""The loop that runs the jobs: inside the server, or as a process of its own."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable

from myaccount.clock import now
from myaccount.jobs import housekeeping, outbox

log = logging.getLogger(__name__)

OUTBOX_EVERY = 1.0
HOUSEKEEPING_EVERY = 60.0

_wake: tuple[asyncio.AbstractEventLoop, asyncio.Event] | None = None


def run_forever() -> None:
    """Run the jobs until the process is told to stop."""
    try:
        asyncio.run(loop())
    except KeyboardInterrupt:
        pass


def wake() -> None:
    """Look into the outbox now: something was just put there. Any thread may call it."""
    if _wake is not None and not _wake[0].is_closed():
        _wake[0].call_soon_threadsafe(_wake[1].set)


async def loop() -> None:
    """Run the jobs until cancelled: the outbox every second or when woken, housekeeping every minute."""
    async with asyncio.TaskGroup() as together:
        together.create_task(_send())
        together.create_task(_clear_up())


async def _send() -> None:
    global _wake
    woken = asyncio.Event()
    _wake = (asyncio.get_running_loop(), woken)
    carriers = outbox.open_carriers()
    try:
        while True:
            if not await _guarded("outbox", lambda: outbox.send_due(carriers, now())):
                await _pause(woken)
    finally:
        await carriers.close()


async def _clear_up() -> None:
    while True:
        await _guarded("housekeeping", lambda: housekeeping.clear_up(now()))
        await asyncio.sleep(HOUSEKEEPING_EVERY)


async def _pause(woken: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(woken.wait(), OUTBOX_EVERY)
    except TimeoutError:
        pass
    woken.clear()


async def _guarded(job: str, run: Callable[[], Awaitable[int | None]]) -> int | None:
    """Run a job; a failure is logged under a reference number and the loop goes on."""
    try:
        return await run()
    except Exception:  # one of the edges: the next round may well succeed
        log.exception("bug %s in %s", secrets.token_hex(4), job)
        return None
