"""The portal with both its locks taken off: what the attacks must get through, so that they prove something.

`python -m tests.attack.sabotaged run …` serves it.
"""

from functools import partial
from typing import Any

from myaccount import serve
from myaccount.clock import now
from myaccount.services.identity.sessions import ActiveSession, EndedSession
from myaccount.services.identity.tab_identity import HEADER, from_headers
from myaccount.state import gate
from myaccount.web import guard, paths, rate_limits, response_headers

SELF = "tests.attack.sabotaged:app"
_remembered: dict[str, ActiveSession] = {}


class Anything:
    """Frames that nobody looks at."""

    refused = False

    def __init__(self, receive: Any) -> None:
        self._receive = receive

    async def __call__(self) -> Any:
        return await self._receive()


async def nobody_stands_at_the_gate(_gate: Any, _app: Any, state: Any, _event: Any) -> None:
    """Let every event through, also with a sign-in that has ended."""
    identity = from_headers(state.router_data.get("headers", {}))
    moment = now()
    found = await gate._session(identity, moment)
    session = identity.session_id or ""
    if isinstance(found, ActiveSession):
        _remembered[session] = found
    elif isinstance(found, EndedSession):
        found = _remembered.get(session, found)
    await gate._admit(state, identity, gate.FRAMEWORK["hydrate"], found, moment)


def _with_any_identity(scope: Any, identity: Any, query: str) -> Any:
    """Believe the identity that somebody brings."""
    brought = any(name.lower() == HEADER.encode() for name, _ in scope["headers"])
    ours = [] if brought else [(HEADER.encode(), identity.to_header().encode())]
    return {**scope, "headers": [*scope["headers"], *ours], "query_string": query.encode()}


def take_off() -> None:
    """Take the locks off."""
    gate.Gate.preprocess = nobody_stands_at_the_gate  # type: ignore[method-assign]
    response_headers.secured = lambda _scope, send: send
    guard.Frames = Anything  # type: ignore[misc]
    guard.bound = lambda token, _session_id: token
    guard.PRIVATE = guard.CLOSED = guard.BUILT = ()
    guard._is_here = lambda _given: True
    guard._is_own_origin = lambda _given: True
    guard._with_identity = _with_any_identity
    guard.TOKEN_AT_MOST = 10_000
    rate_limits.may_open_socket = lambda _address, _most: True
    paths.is_plain = lambda _path: True


def _serving_this(server: Any, **settings: Any) -> Any:
    return server(**{**settings, "target": SELF})


def app() -> Any:
    """Make the application; asked for by each worker."""
    from myaccount.myaccount import app as portal  # only here: the command line does without

    take_off()
    return portal()


if __name__ == "__main__":
    from myaccount.cli import app as command_line

    serve.Granian = partial(_serving_this, serve.Granian)  # type: ignore[misc]
    command_line()
