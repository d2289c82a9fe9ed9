"""The loop that runs the jobs: inside the server, or as a process of its own."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime

from myaccount.clock import now
from myaccount.config import config
from myaccount.jobs import data_exports, housekeeping, outbox, payments
from myaccount.jobs.carriers import open_carriers
from myaccount.jobs.isolation import isolated

OUTBOX_EVERY = 1.0
HOUSEKEEPING_EVERY = 60.0
PAYMENTS_EVERY = 60.0
"""Beside the housekeeping: a processor that takes long to answer holds up nothing else."""
COPIES_EVERY = 5.0
"""Somebody waits for a copy; and a large one keeps nothing else waiting."""


def run_forever() -> None:
    """Run the jobs until the process is told to stop: from a keyboard, or by SIGTERM, as service managers do."""
    with suppress(KeyboardInterrupt, asyncio.CancelledError):
        asyncio.run(_until_told())


async def _until_told() -> None:
    running = asyncio.create_task(loop())
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, running.cancel)
    await running


async def loop_in_server() -> None:
    """Run the jobs beside the requests, unless the deployment leaves them to processes of their own."""
    if config().jobs == "on":
        await loop()


async def loop() -> None:
    """Run the jobs beside each other until cancelled: the outbox each second, or as a carrier is free; the others."""
    async with asyncio.TaskGroup() as together:
        together.create_task(_send())
        together.create_task(_every(HOUSEKEEPING_EVERY, "housekeeping", housekeeping.clear_up))
        together.create_task(_every(PAYMENTS_EVERY, "looking up payments", payments.look_up))
        together.create_task(_every(COPIES_EVERY, "copies", data_exports.make_waiting))


async def _send() -> None:
    woken = asyncio.Event()
    carriers = open_carriers(woken.set)
    try:
        while True:
            if not await _guarded("outbox", lambda: outbox.send_due(carriers, now())):
                await _pause(woken)
    finally:
        await carriers.close()


async def _every(seconds: float, job: str, run: Callable[[datetime], Awaitable[int | None]]) -> None:
    """Run a job again and again: at once when it has done something, of which there may be more, or after a while."""
    while True:
        if not await _guarded(job, lambda: run(now())):
            await asyncio.sleep(seconds)


async def _pause(woken: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(woken.wait(), OUTBOX_EVERY)
    except TimeoutError:
        pass
    woken.clear()


async def _guarded(job: str, run: Callable[[], Awaitable[int | None]]) -> int | None:
    """Run a job; a failure is logged under a reference number and the loop goes on."""
    done: int | None = None
    with isolated(job):
        done = await run()
    return done  # noqa: RET504  # what fails within gives nothing
