"""The one way to write a handler. The gate in front of all of them is `gate.py`.

Every public method of a State can be called by anybody over the websocket, with any arguments. So a handler carries
a mark that says who may call it, its arguments are checked strictly against its annotations, and the gate turns away
whatever has no mark, no live sign-in, or other arguments, before the handler runs.
"""

import inspect
import logging
import secrets
from collections.abc import Awaitable, Callable
from time import perf_counter
from typing import Any, Concatenate, ParamSpec, TypeVar

import reflex as rx
from pydantic import ConfigDict, validate_call

from myaccount import metrics
from myaccount.domain.family import ForOthers, Permission
from myaccount.domain.people import Role
from myaccount.domain.refusals import Refused
from myaccount.messages import say
from myaccount.services.context import ClinicContext, PatientContext, StaffContext
from myaccount.state.caller import caller
from myaccount.state.marks import MARK, Access, Kind, Mark
from myaccount.state.notice import NoticeState, tell

log = logging.getLogger(__name__)
P = ParamSpec("P")
S = TypeVar("S", bound=rx.State)
C = TypeVar("C", bound=ClinicContext)


Handler = Callable[Concatenate[S, C, P], Awaitable[Any]]


Needed = Permission | ForOthers
Roles = frozenset[Role]
NEVER = ForOthers.NEVER


def public_event(fn: Handler[S, ClinicContext, P]) -> Any:
    """Make a handler that anybody may call, signed in or not."""
    return _handler(fn, Access.PUBLIC, Kind.ACT)


def public_family_event(needed: Needed) -> Callable[[Handler[S, ClinicContext, P]], Any]:
    """Make a handler that anybody may call, and that is done for somebody else by whoever may `needed` for them."""
    return lambda fn: _handler(fn, Access.PUBLIC, Kind.ACT, others=needed)


def public_family_opening_event(needed: Needed) -> Callable[[Handler[S, ClinicContext, P]], Any]:
    """Make the handler that runs when anybody opens a page, for somebody else too by whoever may `needed` for them."""
    return lambda fn: _handler(fn, Access.PUBLIC, Kind.OPENING, others=needed)


def public_opening_event(fn: Handler[S, ClinicContext, P]) -> Any:
    """Make the handler that runs when anybody opens a page, and again when a lost connection is back."""
    return _handler(fn, Access.PUBLIC, Kind.OPENING)


def patient_event(fn: Handler[S, PatientContext, P]) -> Any:
    """Make a handler that somebody signed in may call for themselves; whoever acts for another is refused."""
    return _handler(fn, Access.PATIENT, Kind.ACT)


def family_event(needed: Needed) -> Callable[[Handler[S, PatientContext, P]], Any]:
    """Make a handler that somebody signed in may call, and that is done for another by whoever may `needed` for them.

    With ONESELF it is done for whoever is signed in, whomever their tab acts for.
    """
    return lambda fn: _handler(fn, Access.PATIENT, Kind.ACT, others=needed)


def opening_event(fn: Handler[S, PatientContext, P]) -> Any:
    """Make the handler that runs when somebody signed in opens a page, and again when a lost connection is back."""
    return _handler(fn, Access.PATIENT, Kind.OPENING)


def family_opening_event(needed: Needed) -> Callable[[Handler[S, PatientContext, P]], Any]:
    """Make the handler that runs when somebody opens a page of their own, or of another for whom they may `needed`."""
    return lambda fn: _handler(fn, Access.PATIENT, Kind.OPENING, others=needed)


def staff_event(*roles: Role) -> Callable[[Handler[S, StaffContext, P]], Any]:
    """Make a handler that somebody of the clinic may call who has one of these roles; any role when none is named."""
    return lambda fn: _handler(fn, Access.STAFF, Kind.ACT, frozenset(roles or Role))


def staff_opening_event(*roles: Role) -> Callable[[Handler[S, StaffContext, P]], Any]:
    """Make the handler that runs when somebody of the clinic opens a page of the clinic's side."""
    return lambda fn: _handler(fn, Access.STAFF, Kind.OPENING, frozenset(roles or Role))


def pushed_event(fn: Handler[S, ClinicContext, P]) -> Any:
    """Make a handler that the server calls when something changed, or a page by itself: no use of a sign-in."""
    return _handler(fn, Access.PUBLIC, Kind.PUSH, others=ForOthers.ANY)


def _handler(
    fn: Callable[..., Awaitable[Any]], access: Access, kind: Kind, roles: Roles = frozenset(), others: Needed = NEVER
) -> Any:
    shape = inspect.signature(fn, eval_str=True)
    own = [p for name, p in shape.parameters.items() if name not in ("self", "ctx")]

    async def handle(self: rx.State, **given: Any) -> Any:
        who = caller()
        ctx = (who.staff if access is Access.STAFF else None) or who.ctx
        outcome, begun = "done", perf_counter()
        try:
            if kind is not Kind.PUSH:
                await tell(self, problem=who.fallen_back)
            if who.closed:
                return await _turn_away(self, ctx, kind, fn, who.closed)
            return await fn(self, ctx, **given)
        except Refused as refused:
            outcome = "refused"
            await tell(self, problem=say(f"refused.{refused.code}", ctx.lang, **refused.facts))
        except Exception:  # one of the edges: a bug becomes a reference number
            outcome, reference = "bug", secrets.token_hex(4)
            log.exception("bug %s in %s", reference, fn.__qualname__)
            await tell(self, problem=say("refused.bug", ctx.lang, reference=reference))
        finally:
            metrics.EVENTS.labels(outcome).inc()
            metrics.EVENT_SECONDS.observe(perf_counter() - begun)
            if kind is not Kind.PUSH:
                (await self.get_state(NoticeState)).answers += 1
        return None

    first = inspect.Parameter("self", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    handle.__name__, handle.__qualname__, handle.__doc__ = fn.__name__, fn.__qualname__, fn.__doc__
    handle.__module__ = fn.__module__
    handle.__signature__ = shape.replace(parameters=[first, *own], return_annotation=None)  # type: ignore[attr-defined]
    handle.__annotations__ = {p.name: p.annotation for p in own}
    setattr(handle, MARK, Mark(access, strict(own), kind, roles, others))
    return rx.event(handle)


async def _turn_away(self: rx.State, ctx: ClinicContext, kind: Kind, fn: Any, closed: Refused) -> None:
    """Refuse what is not open to whoever acts for another. A page that they open shows its frame, which says so."""
    if kind is Kind.ACT:
        raise closed
    if show_frame := getattr(fn, "show_frame", None):
        await show_frame(self, ctx)


def strict(parameters: list[inspect.Parameter]) -> Callable[..., object]:
    """Build a check of a handler's arguments: all of them, nothing else, of exactly these types."""

    def accepts(**_given: object) -> None:
        """Accept."""

    keyword_only = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in parameters]
    accepts.__signature__ = inspect.Signature(keyword_only)  # type: ignore[attr-defined]
    accepts.__annotations__ = {p.name: p.annotation for p in parameters}
    return validate_call(config=ConfigDict(strict=True, allow_inf_nan=False, str_max_length=5000))(accepts)
