"""The refreshes of open pages: one after the other in each tab, and never two in line."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import reflex as rx
from reflex_base.event import Event

from myaccount.store.presence import Tab, presence


@dataclass(frozen=True)
class Push(Event):
    """An event that the server itself has made.

    No page can send one, whatever it calls its event: Reflex makes a plain Event of all that comes over a socket.
    """


class Refreshes:
    """Sends a tab the refresh of a name; what is asked for while one is under way becomes one more after it."""

    def __init__(self, app: rx.App, name: str) -> None:
        self._app, self._name = app, name
        self._asked: dict[str, dict[str, bool]] = {}
        self._under_way: dict[str, asyncio.Task[None]] = {}

    def ask(self, tab: Tab, *, frame_only: bool = False, signed_in: bool = False) -> None:
        """Ask for a refresh of a tab. Edges: of several the whole page is shown if one of them asked for it."""
        said = self._asked.setdefault(tab.token, {"frame_only": True, "signed_in": False})
        said["frame_only"] = said["frame_only"] and frame_only
        said["signed_in"] = said["signed_in"] or signed_in
        if tab.token not in self._under_way:
            self._begin(tab.token)

    def open_tokens(self) -> Mapping[str, str]:
        """List the tabs that are connected to this process."""
        namespace = self._app.event_namespace
        return namespace.token_to_sid if namespace else {}

    async def stop(self) -> None:
        """Send no more."""
        self._asked.clear()
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _begin(self, token: str) -> None:
        self._under_way[token] = asyncio.create_task(self._send(token))
        self._under_way[token].add_done_callback(lambda _: self._ended(token))

    def _ended(self, token: str) -> None:
        """Go on for whoever has asked between the last look and now."""
        del self._under_way[token]
        if token in self._asked:
            self._begin(token)

    async def _send(self, token: str) -> None:
        while said := self._asked.pop(token, None):
            tab = presence.get(token)
            if tab is None or token not in self.open_tokens():
                continue
            push = Push(self._name, dict(tab.router_data), dict[str, object](said))
            await asyncio.wait({await self._app.event_processor.enqueue(token, push)})
