"""The rooms of the calls: who has a page in which, here, and what they say to each other.

A room has two sides. On each the newest page counts: it takes over from an older one, which is told so. What one says
goes to the other side's pages in this process, and over the wire to those of the other processes.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from myaccount.config import config
from myaccount.domain.calls import Over, Side
from myaccount.store.bus import Notice
from myaccount.store.call_wire import CallWire

Say = Callable[[dict[str, Any]], Awaitable[None]]


@dataclass(eq=False)
class Member:
    """A page that is in a room: its side, and the name it gave itself. `judge` tells why it may stay no more.

    `say` tells it something, and `hang_up` ends it with a reason.
    """

    clinic_id: str
    appointment_id: str
    side: Side
    tab: str
    say: Say
    hang_up: Callable[[Over], Awaitable[None]]
    judge: Callable[[], Awaitable[Over | None]]
    id: str = field(default_factory=lambda: secrets.token_hex(8))

    @property
    def room(self) -> str:
        """The room it is in."""
        return f"{self.clinic_id}/{self.appointment_id}"


class Rooms:
    """Every room that somebody of this process is in."""

    def __init__(self) -> None:
        self._members: set[Member] = set()
        self._wire = CallWire("")

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Keep the wire to the other processes while the server runs."""
        self._wire = CallWire(config().redis_url)
        listening = asyncio.create_task(self._wire.listen(self._hear))
        try:
            yield
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
            await self._wire.close()

    async def enter(self, member: Member) -> None:
        """Come into a room: whoever is there hears of it, and an older page of the same side gives way."""
        self._members.add(member)
        await self._tell(member, "came")

    async def signal(self, member: Member, body: dict[str, Any]) -> None:
        """Say something to the other side."""
        await self._tell(member, "signal", body)

    async def leave(self, member: Member, why: str = "lost") -> None:
        """Go out of a room; the other side hears how: "left" for good, "lost" for a connection, or the reason why."""
        if member in self._members:
            self._members.discard(member)
            await self._tell(member, "gone", {"why": why})

    async def heard(self, notices: Sequence[Notice]) -> None:
        """Judge anew whoever a change may concern: a sign-in that ended, or a visit that was cancelled."""
        clinics = {notice.clinic_id for notice in notices}
        concerned = [one for one in self._members if "" in clinics or one.clinic_id in clinics]
        await asyncio.gather(*(self._judge(one) for one in concerned))

    async def _judge(self, member: Member) -> None:
        over = await member.judge()
        if over is not None and member in self._members:
            await self.leave(member, over.value)
            await member.hang_up(over)

    async def _tell(self, member: Member, kind: str, body: dict[str, Any] | None = None) -> None:
        about = {"room": member.room, "side": member.side.value, "tab": member.tab, "id": member.id}
        said = {**about, "kind": kind, "body": body}
        await self._hear(said)
        await self._wire.tell(said)

    async def _hear(self, said: dict[str, Any]) -> None:
        """Hear what a page of a room has said, here or in another process."""
        here = [one for one in self._members if one.room == said["room"] and one.id != said["id"]]
        own = [one for one in here if one.side.value == said["side"]]
        others = [one for one in here if one.side.value != said["side"]]
        if said["kind"] == "came":
            for one in own:
                self._members.discard(one)
                await one.hang_up(Over.ELSEWHERE)
            for one in others:
                await self._tell(one, "here")
        await _say_to(others, said)


async def _say_to(members: Iterable[Member], said: dict[str, Any]) -> None:
    if said["kind"] == "signal":
        message = {"signal": said["body"], "tab": said["tab"]}
    elif said["kind"] == "gone":
        message = {"peer": said["body"]["why"], "tab": said["tab"]}
    else:
        message = {"peer": "here", "tab": said["tab"]}
    for one in members:
        await one.say(message)


rooms = Rooms()
