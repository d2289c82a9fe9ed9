"""Keep for a page, and tell it as it opens, only what it shows.

Reflex makes every State of an app for each tab, lays all of them out as its page opens, keeps all their defaults, and
compares them with what the browser says that its page was built with. Most States belong to other pages. Here a State
is made when something asks for it; and where the browser's page was built from the very States of this server, one of
which nothing has been read or written is left out of the first message. Source: docs/adr/0018.

A page that comes back to a server that does not know it, since it was begun anew, is told everything as well, but last:
told first, it would fall back to how every page begins, and what was being typed in it would be gone.
"""

from contextvars import ContextVar
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import reflex as rx
from reflex.middleware.middleware import Middleware
from reflex.state import BaseState, StateUpdate, _initial_snapshot_cache
from reflex_base.event import Event
from reflex_base.event.context import EventContext
from reflex_base.registry import RegistrationContext

from myaccount.services.context import PatientContext
from myaccount.state.caller import caller

FIRST = f"{rx.State.get_full_name()}.hydrate_and_load"
LAST = "set_is_hydrated"
"""The end of the name of the event with which Reflex says that a page has been filled."""

OWED = "_snapshot_owed"

_knows_what_was_built: ContextVar[bool] = ContextVar("knows_what_was_built", default=False)


class HydrationMiddleware(Middleware):
    """Notes before each event whether the page that it comes from holds what this server's States begin with."""

    async def preprocess(self, app: rx.App, state: BaseState, event: Event) -> StateUpdate | None:
        """Let every event through. The last of an opening page is preceded by what it was not told at first."""
        hashes, root = event.payload.get("hashes"), state._get_root_state()
        _knows_what_was_built.set(event.name == FIRST and _is_as_built(hashes))
        if event.name == FIRST:
            _owe(root, not hashes and _is_signed_in() and _is_unknown(root) and _loads_something(event))
        elif event.name.endswith(f".{LAST}") and _is_owed(root):
            _owe(root, False)
            await EventContext.get().emit_delta(delta=root.dict())
        return None


def install_lazy_hydration() -> None:
    """Patch `rx.State` so that States are made on demand and untouched ones are left out of a page's first message.

    Nor are values of browser storage looked for: the portal keeps none there.
    """
    rx.State.__init__ = _begin  # type: ignore[method-assign]
    rx.State.dict = _laid_out  # type: ignore[method-assign]
    rx.State._reset_client_storage = lambda _self: None  # type: ignore[method-assign]


class OnDemand(dict[str, BaseState]):
    """The States below another one, each made when it is asked for. Going through them finds those that have been."""

    def __init__(self, above: BaseState) -> None:
        super().__init__()
        self._above = above

    def __contains__(self, name: object) -> bool:
        return name in _below(type(self._above))

    def __missing__(self, name: str) -> BaseState:
        made = self[name] = _below(type(self._above))[name](parent_state=self._above, _reflex_internal_init=True)
        return made

    def make_all(self) -> None:
        """Make those that have not been asked for."""
        for name in _below(type(self._above)):
            self[name]


@cache
def _below(above: type[BaseState]) -> dict[str, type[BaseState]]:
    return {state.get_name(): state for state in above.get_substates()}


def _begin(self: BaseState, parent_state: BaseState | None = None, init_substates: bool = True, **more: Any) -> None:
    """Make a State. With Redis its manager puts together what is below it, and asks for nothing here."""
    BaseState.__init__(self, parent_state, False, **more)
    if init_substates:
        object.__setattr__(self, "substates", OnDemand(self))


def _is_as_built(hashes: object) -> bool:
    """Compare what a page was built with and what this server begins with.

    Edges: what it begins with is known once Reflex has compared a first page itself.
    """
    built = _initial_snapshot_cache.get(rx.State)
    return built is not None and hashes == [built.names_digest, *(built.hashes[name] for name in sorted(built.hashes))]


def _is_signed_in() -> bool:
    """Tell whether the gate has let somebody in: what stands on the page of an ended sign-in goes at once."""
    return isinstance(caller().ctx, PatientContext)


def _is_unknown(root: BaseState) -> bool:
    """Tell whether a page that comes back is new to this server. With Redis its States outlast a server."""
    return isinstance(root.substates, OnDemand) and not root.substates


def _owe(root: BaseState, is_owed: bool) -> None:
    object.__setattr__(root, OWED, is_owed)


def _is_owed(state: BaseState) -> bool:
    """Tell whether a page is told everything last. Said of the root alone."""
    return bool(state.__dict__.get(OWED))


def _loads_something(event: Event) -> bool:
    """Tell whether the page is filled by loaders: only then does an event come last."""
    path = urlsplit(str(event.router_data.get("asPath", ""))).path
    return bool(RegistrationContext.get().app.get_load_events(path))


def _laid_out(self: BaseState, include_computed: bool = True, initial: bool = False, **more: Any) -> dict[str, Any]:
    if _is_owed(self) and not initial:
        return {}
    spares = _knows_what_was_built.get() and not initial
    if not spares and isinstance(self.substates, OnDemand):
        self.substates.make_all()
    if not spares or not _is_untouched(self):
        return BaseState.dict(self, include_computed, initial, **more)
    found: dict[str, Any] = {}
    for below in self.substates.values():
        found |= below.dict(include_computed, initial, **more)
    return found


def _is_untouched(state: BaseState) -> bool:
    """Tell whether none of a State's own values is there: Reflex puts each in its place when it is first asked for."""
    return not state.computed_vars and state.__dict__.keys().isdisjoint(state.base_vars)
