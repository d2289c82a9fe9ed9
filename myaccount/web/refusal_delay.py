"""How long a refusal takes: as long whatever was wrong, so that the time tells nothing."""

import asyncio
import time

REFUSED_AFTER = 0.5
"""Seconds, from the moment a request came in."""


async def no_sooner(started: float) -> None:
    """Wait until a refusal may be told. `started` is of the monotonic clock, when the request came in."""
    await asyncio.sleep(max(0.0, started + REFUSED_AFTER - time.monotonic()))
