"""Leave out of a page's first message what the page was built with.

Reflex lays out every State of an app as a page opens, keeps all their defaults, and compares them with what the browser
says that its page was built with. Most States belong to other pages, and one of which nothing has been read or written
is as it was built. Where the browser's page was built from the very States of this server, such a State is left out.
Source: docs/adr/0018.
"""

from contextvars import ContextVar
from typing import Any

import reflex as rx
from reflex.middleware.middleware import Middleware
from reflex.state import BaseState, StateUpdate, _initial_snapshot_cache
from reflex_base.event import Event

FIRST = f"{rx.State.get_full_name()}.hydrate_and_load"

_knows_what_was_built: ContextVar[bool] = ContextVar("knows_what_was_built", default=False)


class AsBuilt(Middleware):
    """Notes before each event whether the page that it comes from holds what this server's States begin with."""

    async def preprocess(self, app: rx.App, state: BaseState, event: Event) -> StateUpdate | None:
        """Let every event through."""
        _knows_what_was_built.set(event.name == FIRST and _is_as_built(event.payload.get("hashes")))
        return None


def spare_untouched() -> None:
    """Have Reflex leave untouched States out of a first message; and look for no values of browser storage."""
    rx.State.dict = _laid_out  # type: ignore[method-assign]
    rx.State._reset_client_storage = lambda _self: None  # type: ignore[method-assign]  # the portal keeps none there


def _is_as_built(hashes: object) -> bool:
    """Compare what a page was built with and what this server begins with.

    Edges: what it begins with is known once Reflex has compared a first page itself.
    """
    built = _initial_snapshot_cache.get(rx.State)
    return built is not None and hashes == [built.names_digest, *(built.hashes[name] for name in sorted(built.hashes))]


def _laid_out(self: BaseState, include_computed: bool = True, initial: bool = False, **more: Any) -> dict[str, Any]:
    if not _knows_what_was_built.get() or initial or not _is_untouched(self):
        return BaseState.dict(self, include_computed, initial, **more)
    found: dict[str, Any] = {}
    for below in self.substates.values():
        found |= below.dict(include_computed, initial, **more)
    return found


def _is_untouched(state: BaseState) -> bool:
    """Tell whether none of a State's own values is there: Reflex puts each in its place when it is first asked for."""
    return not state.computed_vars and state.__dict__.keys().isdisjoint(state.base_vars)
