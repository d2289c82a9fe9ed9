"""The wire between the processes of a call: what is said in one is heard in the others, through Redis.

One process needs no wire. Nothing of it is kept anywhere, and while Redis is away only calls whose two sides happen
to be in one process find each other; what runs already runs on, since sound and picture never pass through here.
"""

import asyncio
import json
import logging
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.exceptions import ConnectionError as Lost
from redis.exceptions import RedisError

from myaccount.store import timeouts

log = logging.getLogger(__name__)

CHANNEL = "myaccount:calls"
TRY_AGAIN_SECONDS = 1.0

Hear = Callable[[dict[str, Any]], Awaitable[None]]


class CallWire:
    """Carries words to the other processes of the deployment at a Redis address; to nobody while that is blank."""

    def __init__(self, url: str) -> None:
        self._own = secrets.token_hex(8)
        self._redis: Redis | None = Redis.from_url(url, **timeouts.REDIS) if url else None

    async def tell(self, said: dict[str, Any]) -> None:
        """Tell the other processes."""
        if self._redis is None:
            return
        try:
            await self._redis.publish(CHANNEL, json.dumps({"by": self._own, "said": said}))
        except (RedisError, OSError):
            log.warning("Redis does not answer; a call whose sides are in two processes waits")

    async def listen(self, hear: Hear) -> None:
        """Hear what the other processes tell, until cancelled; a lost connection is made again."""
        while self._redis is not None:
            try:
                async with self._redis.pubsub() as heard:
                    await heard.subscribe(CHANNEL)
                    while True:
                        message = await _next(heard)
                        if message["type"] == "message":
                            await self._pass_on(json.loads(message["data"]), hear)
            except (RedisError, OSError):
                log.warning("lost the connection to Redis that calls are heard on; trying again")
            await asyncio.sleep(TRY_AGAIN_SECONDS)

    async def _pass_on(self, told: dict[str, Any], hear: Hear) -> None:
        if told["by"] != self._own:
            await hear(told["said"])

    async def close(self) -> None:
        """Hang up."""
        if self._redis is not None:
            await self._redis.aclose()


async def _next(heard: PubSub) -> dict[str, Any]:
    """Wait for what comes next; after a long silence ask whether anybody is there. Raises: RedisError."""
    message: dict[str, Any] | None = await heard.get_message(timeout=timeouts.SIGN_OF_LIFE)
    if message is None:
        await heard.ping()
        message = await heard.get_message(timeout=timeouts.ANSWER)
    if message is None:
        raise Lost()
    return message
