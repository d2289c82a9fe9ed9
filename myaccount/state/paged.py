"""Lists that are shown a page at a time, by cursors: what is added above moves nobody to another page."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import reflex as rx

from myaccount.state.vars import set_vars


@dataclass(frozen=True)
class Place:
    """How far a list has been turned: where each page seen so far begins, the first blank, and where the next would."""

    begins: tuple[str, ...] = ("",)
    following: str = ""

    @property
    def cursor(self) -> str:
        """Where the page that is turned to begins; blank for the first."""
        return self.begins[-1]

    @property
    def has_newer(self) -> bool:
        """Whether there is a page before this one."""
        return len(self.begins) > 1

    def turned(self, *, older: bool) -> "Place":
        """Turn a page on or back, as far as there is one."""
        if not older:
            return replace(self, begins=self.begins[:-1] or ("",))
        return replace(self, begins=(*self.begins, self.following)) if self.following else self


class Paged(rx.State, mixin=True):
    """One list of a page. Whether there are pages before and after the one that is shown."""

    has_older: bool = False
    has_newer: bool = False
    _place: Place = Place()

    @property
    def _cursor(self) -> str:
        return self._place.cursor

    def _rewind(self) -> None:
        """Turn to the first page."""
        self._place = Place()

    def _turn(self, *, older: bool) -> None:
        self._place = self._place.turned(older=older)

    def _turned(self, following: str) -> None:
        """Note where the page after the one that is shown begins; blank when there is none."""
        self._place = replace(self._place, following=following)
        set_vars(self, has_older=bool(following), has_newer=self._place.has_newer)


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
