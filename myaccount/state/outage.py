"""What a page is told when its event never reaches a handler: the database is away or full, or it sends too many."""

import reflex as rx
from reflex.middleware.middleware import Middleware
from reflex.state import BaseState, StateUpdate
from reflex_base.event import Event

from myaccount.domain.outages import DatabaseFull, DatabaseUnavailable
from myaccount.domain.refusals import Refused, TooManyTries
from myaccount.messages import language, say
from myaccount.services.identity.tab_identity import from_headers
from myaccount.state.notice import NoticeState

PUSHED = ".refresh"
"""How an event ends that the server sends by itself: nobody waits for its answer."""


class OutageMiddleware(Middleware):
    """Answers an event with a notice when the database is unavailable or full, so that the gate cannot judge it."""

    def __init__(self, gate: Middleware) -> None:
        self._gate = gate

    async def preprocess(self, app: rx.App, state: BaseState, event: Event) -> StateUpdate | None:
        """Let the gate judge an event; answer in its place when it cannot."""
        try:
            return await self._gate.preprocess(app, state, event)
        except (DatabaseUnavailable, DatabaseFull, TooManyTries) as refused:
            return StateUpdate() if event.name.endswith(PUSHED) else await _answer(state, refused)


async def _answer(state: BaseState, refused: Refused) -> StateUpdate:
    identity = from_headers(state.router_data.get("headers", {}))
    notices = await state.get_state(NoticeState)
    lang = language(identity.lang if identity else None)
    notices._say(problem=say(f"refused.{refused.code}", lang, **refused.facts))
    notices.answers += 1
    root = state._get_root_state()
    delta = await root._get_resolved_delta()
    root._clean()
    return StateUpdate(delta=delta)
