"""An open tab without a browser: sends events through the real gate and handlers, and collects what would be sent."""

import asyncio
import contextlib
import dataclasses
import uuid
from collections.abc import AsyncIterator
from typing import Any, TypeVar
from urllib.parse import urlencode

from reflex.istate.manager.memory import StateManagerMemory
from reflex.istate.manager.token import BaseStateToken
from reflex.state import BaseState
from reflex_base.event import Event
from reflex_base.event.processor.base_state_processor import BaseStateEventProcessor

from myaccount.services.identity.tab_identity import HEADER, TabIdentity
from myaccount.state.gate import Gate
from myaccount.state.lazy_hydration import HydrationMiddleware
from myaccount.state.outage import OutageMiddleware

S = TypeVar("S", bound=BaseState)


@dataclasses.dataclass
class Tab:
    """One tab at a clinic's address. `shown` is what the browser holds of each State, by the State's short name."""

    processor: BaseStateEventProcessor
    identity: TabIdentity
    path: str = "/account"
    token: str = dataclasses.field(default_factory=lambda: uuid.uuid4().hex)
    shown: dict[str, dict[str, Any]] = dataclasses.field(default_factory=dict)
    query: dict[str, str] = dataclasses.field(default_factory=dict)
    redirects: list[str] = dataclasses.field(default_factory=list)
    sent: list[Any] = dataclasses.field(default_factory=list)

    async def call(self, handler: Any, /, **arguments: Any) -> None:
        """Send an event as the page's script would; `handler` is a State's handler, or a full name."""
        await self.send(handler if isinstance(handler, str) else full_name(handler), **arguments)

    async def send(self, name: str, /, **arguments: Any) -> None:
        """Send an event by its full name."""
        seen = {
            "pathname": self.path,
            "asPath": f"{self.path}?{urlencode(self.query, errors='replace')}" if self.query else self.path,
            "query": self.query,
            "headers": {HEADER: self.identity.to_header()},
            "token": self.token,
            "ip": "192.0.2.7",
        }
        waiting = await self.processor.enqueue(self.token, Event(name=name, payload=arguments, router_data=seen))
        async with asyncio.timeout(10):
            await waiting.wait_all()

    async def hydrate(self) -> "Tab":
        """Do what a browser does first, except the page's own loader."""
        await self.send("reflex___state____state.hydrate")
        self.sent.clear()
        return self

    def var(self, state: type, name: str) -> Any:
        """What the browser holds of one var; the State's default when it was never sent."""
        full = state.get_full_name()
        return self.shown.get(full, {}).get(f"{name}_rx_state_", state.get_fields()[name].default_value())

    def take(self, delta: dict[str, dict[str, Any]]) -> None:
        """Receive what the server sends."""
        self.sent.append(delta)
        for state, values in delta.items():
            self.shown.setdefault(state, {}).update(values)


class Browser:
    """Everybody's tabs at once, on one server."""

    def __init__(self, processor: BaseStateEventProcessor) -> None:
        self._processor = processor
        self.tabs: dict[str, Tab] = {}
        self.bugs: list[Exception] = []

    def open(self, clinic_id: str, session_id: str | None, path: str = "/account", **flash: Any) -> Tab:
        """Open a tab."""
        tab = Tab(self._processor, TabIdentity(clinic_id, session_id, "en", "192.0.2.7", flash), path)
        self.tabs[tab.token] = tab
        return tab

    async def state(self, tab: Tab, wanted: type[S]) -> S:
        """Tell what the server keeps of a tab."""
        manager = self._processor._root_context.state_manager
        return await (await manager.get_state(BaseStateToken(ident=tab.token, cls=wanted))).get_state(wanted)


@contextlib.asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    """Run Reflex's own event pipeline with the gate in front, and no server around it."""
    pipeline = BaseStateEventProcessor(
        middleware=_Gates(),
        backend_exception_handler=lambda bug: ours.bugs.append(bug),  # noqa: PLW0108  (`ours` is made below)
        graceful_shutdown_timeout=1,
    )
    ours = Browser(pipeline)

    async def deliver(token: str, delta: dict[str, dict[str, Any]]) -> None:
        ours.tabs[token].take(delta)

    async def direct(token: str, *events: Event) -> None:
        ours.tabs[token].redirects += [event.payload["path"] for event in events if event.name == "_redirect"]

    pipeline.configure(state_manager=StateManagerMemory())
    pipeline._root_context = dataclasses.replace(
        pipeline._root_context, emit_delta_impl=deliver, emit_event_impl=direct
    )
    async with pipeline:
        yield ours


class _Gates:
    """What Reflex asks of its app: run the middleware."""

    async def _preprocess(self, state: Any, event: Event) -> Any:
        answer = await OutageMiddleware(Gate()).preprocess(None, state, event)  # type: ignore[arg-type]
        return answer or await HydrationMiddleware().preprocess(None, state, event)  # type: ignore[arg-type]


def full_name(handler: Any) -> str:
    """Tell by what name a handler is called over the socket."""
    return f"{handler.state_full_name}.{handler.fn.__name__}"
