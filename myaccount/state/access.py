"""The one way to write a handler, and the gate in front of all of them.

Every public method of a State can be called by anybody over the websocket, with any arguments. So a handler carries
a mark that says who may call it, its arguments are checked strictly against its annotations, and the gate turns away
whatever has no mark, no live sign-in, or other arguments, before the handler runs.
"""

import inspect
import logging
import secrets
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import replace
from datetime import datetime
from time import perf_counter
from typing import Any, Concatenate, ParamSpec, TypeVar
from urllib.parse import urlencode

import reflex as rx
from pydantic import ConfigDict, ValidationError, validate_call
from reflex.middleware.middleware import Middleware
from reflex.state import BaseState, StateUpdate
from reflex_base.event import Event
from reflex_base.registry import RegistrationContext
from reflex_base.utils.form import form_data_as_dict

from myaccount import metrics
from myaccount.clock import now
from myaccount.domain.people import Role
from myaccount.domain.refusals import Refused
from myaccount.domain.sessions import EndReason
from myaccount.messages import language, say
from myaccount.services import audit, clinics, sessions
from myaccount.services.context import ClinicContext, PatientContext, StaffContext
from myaccount.services.passport import Passport, read
from myaccount.services.sessions import Ended, Standing
from myaccount.state.marks import MARK, Access, Kind, Mark
from myaccount.state.notice import NoticeState
from myaccount.state.pace import Pace
from myaccount.store.engine import in_read, in_tx
from myaccount.store.presence import Tab, presence

log = logging.getLogger(__name__)
P = ParamSpec("P")
S = TypeVar("S", bound=rx.State)
C = TypeVar("C", bound=ClinicContext)

_caller: ContextVar[ClinicContext] = ContextVar("caller")
_staff: ContextVar[StaffContext | None] = ContextVar("staff", default=None)
_flash: ContextVar[dict[str, Any]] = ContextVar("flash", default={})  # noqa: B039  # never written to
_pace = Pace()

Handler = Callable[Concatenate[S, C, P], Awaitable[Any]]


def public_event(fn: Handler[S, ClinicContext, P]) -> Any:
    """Make a handler that anybody may call, signed in or not."""
    return _handler(fn, Access.PUBLIC, Kind.ACT)


def public_opening_event(fn: Handler[S, ClinicContext, P]) -> Any:
    """Make the handler that runs when anybody opens a page, and again when a lost connection is back."""
    return _handler(fn, Access.PUBLIC, Kind.OPENING)


def patient_event(fn: Handler[S, PatientContext, P]) -> Any:
    """Make a handler that somebody signed in may call; it acts for nobody else."""
    return _handler(fn, Access.PATIENT, Kind.ACT)


def opening_event(fn: Handler[S, PatientContext, P]) -> Any:
    """Make the handler that runs when somebody signed in opens a page, and again when a lost connection is back."""
    return _handler(fn, Access.PATIENT, Kind.OPENING)


def staff_event(*roles: Role) -> Callable[[Handler[S, StaffContext, P]], Any]:
    """Make a handler that somebody of the clinic may call who has one of these roles; any role when none is named."""
    return lambda fn: _handler(fn, Access.STAFF, Kind.ACT, frozenset(roles or Role))


def staff_opening_event(*roles: Role) -> Callable[[Handler[S, StaffContext, P]], Any]:
    """Make the handler that runs when somebody of the clinic opens a page of the clinic's side."""
    return lambda fn: _handler(fn, Access.STAFF, Kind.OPENING, frozenset(roles or Role))


def pushed_event(fn: Handler[S, ClinicContext, P]) -> Any:
    """Make a handler that the server calls when something changed. It does not count as use of a sign-in."""
    return _handler(fn, Access.PUBLIC, Kind.PUSH)


def acting_staff() -> StaffContext | None:
    """Tell who of the clinic a push is for; None for whoever has no role."""
    return _staff.get()


def flash() -> dict[str, Any]:
    """Read what the last plain form said to the page that follows it."""
    return _flash.get()


def _handler(
    fn: Callable[..., Awaitable[Any]], access: Access, kind: Kind, roles: frozenset[Role] = frozenset()
) -> Any:
    shape = inspect.signature(fn, eval_str=True)
    own = [p for name, p in shape.parameters.items() if name not in ("self", "ctx")]

    async def handle(self: rx.State, **given: Any) -> Any:
        ctx = (_staff.get() if access is Access.STAFF else None) or _caller.get()
        outcome, begun = "done", perf_counter()
        try:
            if kind is not Kind.PUSH:
                await _tell(self, "")
            return await fn(self, ctx, **given)
        except Refused as refused:
            outcome = "refused"
            await _tell(self, say(f"refused.{refused.code}", ctx.lang, **refused.facts))
        except Exception:  # one of the edges: a bug becomes a reference number
            outcome, reference = "bug", secrets.token_hex(4)
            log.exception("bug %s in %s", reference, fn.__qualname__)
            await _tell(self, say("refused.bug", ctx.lang, reference=reference))
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
    setattr(handle, MARK, Mark(access, _strict(own), kind, roles))
    return rx.event(handle)


def _strict(parameters: list[inspect.Parameter]) -> Callable[..., object]:
    """Build a check of a handler's arguments: all of them, nothing else, of exactly these types."""

    def accepts(**_given: object) -> None:
        """Accept."""

    keyword_only = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in parameters]
    accepts.__signature__ = inspect.Signature(keyword_only)  # type: ignore[attr-defined]
    accepts.__annotations__ = {p.name: p.annotation for p in parameters}
    return validate_call(config=ConfigDict(strict=True, allow_inf_nan=False, str_max_length=5000))(accepts)


def _hydrate() -> None:
    """Take the arguments of Reflex's own handlers that only start something: none."""


def _hydrate_and_load(hashes: list[str] | None = None) -> None:
    """Take which States the page knows already. Values of browser storage are not taken: the portal keeps none."""


def _set_is_hydrated(value: bool) -> None:
    """Take what Reflex tells itself when a page has been filled."""


def _framework_mark(shape: Callable[..., object]) -> Mark:
    return Mark(Access.PUBLIC, _strict(list(inspect.signature(shape, eval_str=True).parameters.values())), Kind.OPENING)


FRAMEWORK = {
    "hydrate": _framework_mark(_hydrate),
    "hydrate_and_load": _framework_mark(_hydrate_and_load),
    "on_load_internal": _framework_mark(_hydrate),
    "set_is_hydrated": _framework_mark(_set_is_hydrated),
}
"""Reflex's own handlers that its pages need, by name; the gate turns all others away."""


async def _tell(state: rx.State, problem: str) -> None:
    notices = await state.get_state(NoticeState)
    notices._say(problem=problem)


class Gate(Middleware):
    """Stands in front of every event: ordinary, chained, in the background, or pushed."""

    async def preprocess(self, app: rx.App, state: BaseState, event: Event) -> StateUpdate | None:
        """Let an event through (None), or answer in its place."""
        passport = read(state.router_data.get("headers", {}))
        mark = _mark_of(event)
        if passport is None or mark is None or not _fits(mark, event) or not _within_limit(state):
            metrics.TURNED_AWAY.inc()
            return StateUpdate()
        moment = now()
        found = await _standing(passport, moment)
        if isinstance(found, Ended):
            is_just_over = passport.session_id is not None and not _is_cleared(state)
            if is_just_over:
                state._get_root_state().reset()
            if mark.access is not Access.PUBLIC or (is_just_over and mark.kind is Kind.PUSH):
                return await _to_sign_in(state, passport, found.reason)
        elif not _may(found, mark):
            metrics.TURNED_AWAY.inc()
            await in_tx(audit.refused, found.ctx, event.name.rpartition(".")[2])
            return StateUpdate()
        await _admit(state, passport, mark, found, moment)
        return None


def _may(found: Standing, mark: Mark) -> bool:
    """Tell whether a role allows a handler. My Account asks for no role, and none opens anything there."""
    return mark.access is not Access.STAFF or (found.staff is not None and found.staff.role in mark.roles)


async def _admit(state: BaseState, passport: Passport, mark: Mark, found: Standing | Ended, moment: datetime) -> None:
    _flash.set(passport.flash)
    _staff.set(None)
    if isinstance(found, Ended):
        facts = await in_read(clinics.facts, passport.clinic_id)
        _caller.set(ClinicContext(facts, moment, language(passport.lang), passport.address, passport.guest_id))
    else:
        _caller.set(replace(found.ctx, guest_id=passport.guest_id) if passport.guest_id else found.ctx)
        _staff.set(found.staff)
        known = presence.shows(state.router_data.get("token", ""), state.router_data.get("pathname", ""))
        if mark.is_use(known) and found.use_is_due:
            await in_tx(sessions.note_use, found.ctx.session_id, moment)
    _note_tab(state, passport, found)


async def _standing(passport: Passport, moment: datetime) -> Standing | Ended:
    if passport.session_id is None:
        return Ended()
    return await sessions.standing_now(passport.clinic_id, passport.session_id, moment)


def _mark_of(event: Event) -> Mark | None:
    registered = RegistrationContext.get().event_handlers.get(event.name)
    if registered is None:
        return None
    fn = registered.handler.fn
    if fn.__module__.startswith("reflex."):
        return FRAMEWORK.get(fn.__name__)
    mark: Mark | None = getattr(fn, MARK, None)
    return mark


def _fits(mark: Mark, event: Event) -> bool:
    """Check the arguments. A form arrives as pairs of name and value: its handler is given a dict of them."""
    try:
        mark.accepts(**{name: form_data_as_dict(value) for name, value in event.payload.items()})
    except (ValidationError, TypeError, ValueError):
        return False
    return True


def _within_limit(state: BaseState) -> bool:
    return _pace.allows(state.router_data.get("token", ""))


def _is_cleared(state: BaseState) -> bool:
    """Tell whether a tab has been let in as somebody signed out already: what it shows since then is nobody's."""
    tab = presence.get(state.router_data.get("token", ""))
    return tab is not None and tab.session_id is None


async def _to_sign_in(state: BaseState, passport: Passport, reason: EndReason | None) -> StateUpdate:
    """Send a tab whose sign-in is over to the sign-in page, with nothing of it left on the screen."""
    root = state._get_root_state()
    delta = await root._get_resolved_delta()
    root._clean()
    here = state.router_data.get("asPath", "/account")
    presence.forget(state.router_data.get("token", ""))
    asked = {"next": here} | ({"ended": reason.value} if reason else {})
    where = rx.redirect(f"/sign-in?{urlencode(asked)}", replace=True)
    return StateUpdate(delta=delta, events=Event.from_event_type(where))


def _note_tab(state: BaseState, passport: Passport, found: Standing | Ended) -> None:
    standing = found if isinstance(found, Standing) else None
    presence.seen(
        Tab(
            token=state.router_data.get("token", ""),
            clinic_id=passport.clinic_id,
            session_id=standing.ctx.session_id if standing else None,
            person_id=standing.ctx.person_id if standing else None,
            path=state.router_data.get("pathname", ""),
            router_data=state.router_data,
            session_at=standing.ctx.next_session_moment if standing else None,
        )
    )
