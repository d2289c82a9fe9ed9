"""A list that is shown a page at a time, by cursors: what is added above moves nobody to another page."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from myaccount.state.difference import put


class Paged(rx.State, mixin=True):
    """Whether there are pages before and after. `_cursors` lead back through those seen, the first blank."""

    has_older: bool = False
    has_newer: bool = False
    _cursors: list[str] = [""]
    _next: str = ""

    @property
    def _cursor(self) -> str:
        """Where the page that is turned to begins; blank for the first."""
        return self._cursors[-1]

    def _rewind(self) -> None:
        """Turn to the first page."""
        self._cursors = [""]

    def _turn(self, *, older: bool) -> None:
        """Turn a page on or back, as far as there is one."""
        if not older:
            self._cursors = self._cursors[:-1] or [""]
        elif self._next:
            self._cursors = [*self._cursors, self._next]

    def _turned(self, following: str) -> None:
        """Note where the page after the one that is shown begins; blank when there is none."""
        self._next = following
        put(self, has_older=bool(following), has_newer=len(self._cursors) > 1)


def turns(event: Callable[[Any], Any]) -> tuple[Any, Any]:
    """Make the handlers `older` and `newer` of a list, marked by `event` with who may call them."""

    async def older(self: Any, ctx: Any) -> None:
        """Turn to what was before this."""
        self._turn(older=True)
        await self._show(ctx)

    async def newer(self: Any, ctx: Any) -> None:
        """Turn back to what was after this."""
        self._turn(older=False)
        await self._show(ctx)

    return event(older), event(newer)
