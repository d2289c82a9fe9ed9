"""Who carries what leaves: each clinic's mail over its own server, the rest over the deployment's, and texts.

Whatever goes one way is a lane of its own: a server that is down or slow holds up its own lane and no other.
"""

import asyncio
import logging
import secrets
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from myaccount.config import config
from myaccount.domain.mail_server import Server
from myaccount.integrations.mail.mailer import Mailer
from myaccount.integrations.texts.console import ConsoleTexter
from myaccount.integrations.texts.http import HttpTexter
from myaccount.integrations.texts.texter import Texter
from myaccount.services.outgoing.mail_server import open_mailer

log = logging.getLogger(__name__)

FAREWELL = 2.0
"""Seconds that what is on its way has when its sender is told to stop; a server's worker has three for all it ends."""


def _nobody() -> None:
    """Tell nobody that a lane is free."""


@dataclass(frozen=True)
class Carriers:
    """Who carries mail over the deployment's server and over those of clinics, and who carries texts.

    `on_free` is called when a lane that was busy is free again.
    """

    mailer: Mailer
    texter: Texter
    on_free: Callable[[], None] = _nobody
    _own: dict[str, tuple[Server, Mailer]] = field(default_factory=dict)
    _lanes: dict[str, asyncio.Task[None]] = field(default_factory=dict)

    @property
    def busy(self) -> frozenset[str]:
        """The lanes on which something is on its way."""
        return frozenset(self._lanes)

    async def of_clinic(self, clinic_id: str, server: Server | None) -> Mailer:
        """Find who carries a clinic's mail, over a connection that is kept. Without a server it is the deployment's.

        Edges: a clinic that has changed its server has another mailer, and the connection before is closed.
        """
        known = self._own.get(clinic_id)
        if known is not None and known[0] == server:
            return known[1]
        if known is not None:
            del self._own[clinic_id]
            await known[1].close()
        if server is None:
            return self.mailer
        return self._own.setdefault(clinic_id, (server, open_mailer(server)))[1]

    def start(self, lane: str, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Begin to work on a lane, which is busy until that is done."""
        task = self._lanes[lane] = asyncio.create_task(work)
        task.add_done_callback(lambda done: self._free(lane, done))
        return task

    async def close(self) -> None:
        """Let what is on its way arrive, or stop it where that takes too long, and let go of every connection.

        Edges: what was stopped after its server had taken it goes once more, when its lease has run out.
        """
        lanes = list(self._lanes.values())
        if lanes:
            await asyncio.wait(lanes, timeout=FAREWELL)
        for task in lanes:
            task.cancel()
        await asyncio.gather(*lanes, return_exceptions=True)
        await asyncio.gather(*(mailer.close() for mailer in (self.mailer, *(own for _, own in self._own.values()))))
        await self.texter.close()

    def _free(self, lane: str, done: asyncio.Task[None]) -> None:
        if self._lanes.get(lane) is done:
            del self._lanes[lane]
        if not done.cancelled() and (error := done.exception()):
            log.error("bug %s in outbox", secrets.token_hex(4), exc_info=error)
        self.on_free()


def open_carriers(on_free: Callable[[], None] = _nobody) -> Carriers:
    """Choose who carries mail and texts: the configured servers, or the console where there is none."""
    texter = HttpTexter(config().text_url, config().text_from) if config().text_url else ConsoleTexter()
    return Carriers(open_mailer(), texter, on_free)
