"""The line of a call: a websocket on which the two sides of an online visit find each other.

Sound and picture never pass here. The guard has looked at the host, the Origin and the cookie before; everything that
is said is judged anew: the sign-in, the visit, its time, and whose side it is.
"""

import asyncio
import logging
import secrets
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import Any

from starlette.routing import BaseRoute, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from myaccount.domain.call_signals import Greeting, Leaving, Said, Signal, parse
from myaccount.domain.calls import Over
from myaccount.domain.outages import DatabaseFull, DatabaseUnavailable
from myaccount.domain.rate_limit import FixedWindow
from myaccount.services.calls import attendance
from myaccount.services.calls import participants as calls
from myaccount.services.calls import relay as call_relay
from myaccount.services.calls.participants import Participant
from myaccount.store.engine import in_tx
from myaccount.web.frames import is_too_large
from myaccount.web.rooms import Member, rooms
from myaccount.web.visitor import KEY, Visitor

log = logging.getLogger(__name__)

TIMEOUT = 10.0
"""How many seconds a page has for its first words."""
SILENCE = 45.0
"""After how many seconds of silence a page has gone. It says every fifteen that it is there."""
LIMIT, SECONDS = 200, 10.0
"""A page may say 200 things in ten seconds; finding each other takes fewer than ten."""
WAITING_AT_MOST = 200
"""How many words may wait for a page that does not take them."""
CLOSED = 4000


@dataclass(frozen=True)
class Pass:
    """Who is on the line, and what they have shown."""

    clinic_id: str
    session_id: str
    appointment_id: str
    ticket: str

    async def judge(self, *, is_use: bool) -> Participant | Over:
        """Tell what it opens at this moment."""
        return await calls.admit(self.clinic_id, self.session_id, self.appointment_id, self.ticket, is_use=is_use)

    async def why_over(self) -> Over | None:
        """Tell why it opens nothing any more, when somebody else has changed something."""
        found = await self.judge(is_use=False)
        return found if isinstance(found, Over) else None


class Line:
    """One page's socket. What it is told waits in a queue, so that a slow page holds nobody else up."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket
        self._rate = FixedWindow(LIMIT, SECONDS)
        self._out: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue(WAITING_AT_MOST)
        self._over: Over | None = None
        self._ended = asyncio.Event()

    async def say(self, message: dict[str, Any]) -> None:
        """Tell the page something."""
        try:
            self._out.put_nowait(message)
        except asyncio.QueueFull:
            await self.hang_up(Over.TOO_MUCH)

    async def hang_up(self, over: Over) -> None:
        """End the line, and say why."""
        self._over = self._over or over
        self._ended.set()

    async def hear(self, seconds: float) -> Said | None:
        """Hear the next thing that the page says; None when it has gone, or says what no page of ours does."""
        heard = asyncio.create_task(self._socket.receive())
        ended = asyncio.create_task(self._ended.wait())
        try:
            await asyncio.wait({heard, ended}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            if self._ended.is_set() or not heard.done() or heard.result()["type"] != "websocket.receive":
                return None
            return self._taken(heard.result().get("text"))
        finally:
            heard.cancel()
            ended.cancel()

    def _taken(self, text: str | None) -> Said | None:
        said = parse(text) if text and self._rate.allows(monotonic()) and not is_too_large(text) else None
        if said is None:
            self._over = Over.TOO_MUCH
        return said

    async def write(self) -> None:
        """Send what waits, as it comes."""
        while (message := await self._out.get()) is not None:
            await self._socket.send_json(message)

    async def close(self) -> None:
        """Say the last word, if there is one, and hang up."""
        with suppress(RuntimeError, WebSocketDisconnect):
            if self._over is not None:
                await self._socket.send_json({"over": self._over.value})
            await self._socket.close(CLOSED)


async def call(socket: WebSocket) -> None:
    """Serve a page of a call from its first word to its last."""
    await socket.accept()
    line = Line(socket)
    writing = asyncio.create_task(line.write())
    try:
        await _serve(socket, line)
    except (DatabaseUnavailable, DatabaseFull):
        pass  # what runs between the two runs on; the page opens its line again
    except Exception:  # one of the edges: a bug becomes a reference number
        log.exception("bug %s on the line of a call", secrets.token_hex(4))
    finally:
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)
        await line.close()


async def _serve(socket: WebSocket, line: Line) -> None:
    who: Visitor = socket.scope[KEY]
    first = await line.hear(TIMEOUT)
    if not isinstance(first, Greeting) or who.session_id is None:
        return
    shown = Pass(who.clinic.id, who.session_id, socket.path_params["appointment_id"], first.ticket)
    participant = await shown.judge(is_use=True)
    if isinstance(participant, Over):
        await line.hang_up(participant)
        return
    member = Member(
        who.clinic.id, participant.appointment_id, participant.side, first.tab, line.say, line.hang_up, shown.why_over
    )
    relay = {"ice": call_relay.servers(participant), "relay": call_relay.hides_addresses(participant)}
    await line.say({"welcome": {"offers": participant.side.offers, **relay}})
    why = "lost"
    try:
        await rooms.enter(member)
        await in_tx(attendance.note_present, participant)
        why = await _talk(line, member, shown, participant)
    finally:
        await rooms.leave(member, why)


async def _talk(line: Line, member: Member, shown: Pass, participant: Participant) -> str:
    """Pass on what the page says until it goes; tell the other side how it went."""
    while (said := await line.hear(SILENCE)) is not None:
        found = await shown.judge(is_use=True)
        if isinstance(found, Over):
            await line.hang_up(found)
            return found.value
        participant = found
        if isinstance(said, Leaving):
            await in_tx(attendance.note_left, participant)
            return "left"
        if isinstance(said, Signal):
            await rooms.signal(member, said.body)
        else:
            await in_tx(attendance.note_present, participant)
    return "lost"


ROUTES: list[BaseRoute] = [WebSocketRoute("/call/{appointment_id}", call)]
