"""The gate in front of every event. What makes a handler stands in `access.py`."""

import inspect
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlencode

import reflex as rx
from pydantic import ValidationError
from reflex.middleware.middleware import Middleware
from reflex.state import BaseState, StateUpdate
from reflex_base.event import Event
from reflex_base.registry import RegistrationContext
from reflex_base.utils.form import form_data_as_dict

from myaccount import metrics
from myaccount.clock import now
from myaccount.domain.family import ForOthers
from myaccount.domain.refusals import TooManyTries
from myaccount.domain.sessions import EndReason
from myaccount.messages import language, say
from myaccount.services.clinic import clinics
from myaccount.services.context import ClinicContext
from myaccount.services.family import acting
from myaccount.services.identity import sessions
from myaccount.services.identity.sessions import ActiveSession, EndedSession
from myaccount.services.identity.tab_identity import TabIdentity, from_headers
from myaccount.services.identity.uses import uses
from myaccount.services.trail import audit
from myaccount.state.access import strict
from myaccount.state.caller import Caller, note
from myaccount.state.event_rate import EventRate
from myaccount.state.marks import MARK, Access, Kind, Mark
from myaccount.state.principal import principal_of
from myaccount.state.refreshes import Push
from myaccount.store.engine import in_read, in_tx, look_up
from myaccount.store.presence import Tab, presence

_event_rate = EventRate()


def _hydrate() -> None:
    """Take the arguments of Reflex's own handlers that only start something: none."""


def _hydrate_and_load(hashes: list[str] | None = None) -> None:
    """Take which States the page knows already. Values of browser storage are not taken: the portal keeps none."""


def _set_is_hydrated(value: bool) -> None:
    """Take what Reflex tells itself when a page has been filled."""


def _framework_mark(shape: Callable[..., object]) -> Mark:
    parameters = list(inspect.signature(shape, eval_str=True).parameters.values())
    return Mark(Access.PUBLIC, strict(parameters), Kind.OPENING, others=ForOthers.ANY)


FRAMEWORK = {
    "hydrate": _framework_mark(_hydrate),
    "hydrate_and_load": _framework_mark(_hydrate_and_load),
    "on_load_internal": _framework_mark(_hydrate),
    "set_is_hydrated": _framework_mark(_set_is_hydrated),
}
"""Reflex's own handlers that its pages need, by name; the gate turns all others away."""


class Gate(Middleware):
    """Stands in front of every event: ordinary, chained, in the background, or pushed."""

    async def preprocess(self, app: rx.App, state: BaseState, event: Event) -> StateUpdate | None:
        """Let an event through (None), or answer in its place. Raises: TooManyTries, for what is told in words."""
        identity = from_headers(state.router_data.get("headers", {}))
        mark = _mark_of(event)
        if identity is None or mark is None or not _fits(mark, event) or not _within_limit(state, event):
            metrics.TURNED_AWAY.inc()
            return StateUpdate()
        moment = now()
        found = await _session(identity, moment, state.router_data.get("token", ""))
        if isinstance(found, EndedSession):
            is_just_over = identity.session_id is not None and not _is_cleared(state)
            if is_just_over:
                state._get_root_state().reset()
            if mark.access is not Access.PUBLIC or (is_just_over and mark.kind is Kind.PUSH):
                return await _to_sign_in(state, identity, found.reason)
        elif not _may(found, mark):
            metrics.TURNED_AWAY.inc()
            await in_tx(audit.refused, found.ctx, event.name.rpartition(".")[2])
            return StateUpdate()
        await _admit(state, identity, mark, found, moment, event.name.rpartition(".")[2])
        return None


def _may(found: ActiveSession, mark: Mark) -> bool:
    """Tell whether a role allows a handler. My Account asks for no role, and none opens anything there.

    Edges: in a tab that acts for somebody a role does nothing, but for opening a page, which ends that.
    """
    if mark.access is not Access.STAFF:
        return True
    in_own_right = found.for_other is None or mark.kind is Kind.OPENING
    return found.staff is not None and found.staff.role in mark.roles and in_own_right


async def _admit(
    state: BaseState,
    identity: TabIdentity,
    mark: Mark,
    found: ActiveSession | EndedSession,
    moment: datetime,
    what: str = "",
) -> None:
    if isinstance(found, EndedSession):
        facts = await in_read(clinics.facts, identity.clinic_id)
        ctx = ClinicContext(facts, moment, language(identity.lang), identity.address, identity.guest_id)
        note(Caller(ctx, flash=identity.flash))
    else:
        found = await _follow(state, mark, found)
        principal = principal_of(found, mark)
        ctx = replace(principal.ctx, guest_id=identity.guest_id) if identity.guest_id else principal.ctx
        gone = say("refused.no_longer_acting", ctx.lang, name=found.lapsed) if found.lapsed else ""
        note(Caller(ctx, principal.staff, found.for_other, principal.closed, gone, identity.flash))
        if principal.closed and mark.kind is Kind.ACT:
            await in_tx(audit.refused, principal.ctx, what)
        known = presence.shows(state.router_data.get("token", ""), state.router_data.get("pathname", ""))
        if mark.is_use(known) and found.use_is_due:
            await uses.note(found.ctx.session_id, moment)
    _note_tab(state, identity, found)


async def _session(identity: TabIdentity, moment: datetime, tab: str = "") -> ActiveSession | EndedSession:
    if identity.session_id is None:
        return EndedSession()
    return await look_up(sessions.resolve, identity.clinic_id, identity.session_id, moment, tab)


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


def _within_limit(state: BaseState, event: Event) -> bool:
    """Tell whether a tab may send one more event; what the server sends it is no event of its own.

    Raises: TooManyTries instead of saying no, once in a while.
    """
    token = state.router_data.get("token", "")
    if isinstance(event, Push) or _event_rate.allows(token):
        return True
    if _event_rate.is_to_be_told(token):
        metrics.TURNED_AWAY.inc()
        raise TooManyTries(minutes=1)
    return False


def _is_cleared(state: BaseState) -> bool:
    """Tell whether a tab has been let in as somebody signed out already: what it shows since then is nobody's."""
    tab = presence.get(state.router_data.get("token", ""))
    return tab is not None and tab.session_id is None


async def _to_sign_in(state: BaseState, identity: TabIdentity, reason: EndReason | None) -> StateUpdate:
    """Send a tab whose sign-in is over to the sign-in page, with nothing of it left on the screen."""
    root = state._get_root_state()
    delta = await root._get_resolved_delta()
    root._clean()
    here = state.router_data.get("asPath", "/account")
    presence.forget(state.router_data.get("token", ""))
    asked = {"next": here} | ({"ended": reason.value} if reason else {})
    where = rx.redirect(f"/sign-in?{urlencode(asked)}", replace=True)
    return StateUpdate(delta=delta, events=Event.from_event_type(where))


def _note_tab(state: BaseState, identity: TabIdentity, found: ActiveSession | EndedSession) -> None:
    active = found if isinstance(found, ActiveSession) else None
    presence.seen(
        Tab(
            token=state.router_data.get("token", ""),
            clinic_id=identity.clinic_id,
            session_id=active.ctx.session_id if active else None,
            person_id=active.ctx.person_id if active else None,
            path=state.router_data.get("pathname", ""),
            router_data=state.router_data,
            session_at=_next_moment(active) if active else None,
            acting_for=active.for_other.person_id if active and active.for_other else None,
        )
    )


def _next_moment(found: ActiveSession) -> datetime:
    """Tell when a tab has something to say next about the sign-in, or about acting for somebody."""
    by = found.for_other.acting if found.for_other else None
    return min(found.ctx.next_session_moment, by.until) if by and by.until else found.ctx.next_session_moment


async def _follow(state: BaseState, mark: Mark, found: ActiveSession) -> ActiveSession:
    """Clear a tab that may no longer act for somebody. It goes on as whoever is signed in, and says so.

    Its State goes before anything else is sent; which tab acted for whom is forgotten as its next page is opened. A
    page of the clinic's side ends it as well.
    """
    token = state.router_data.get("token", "")
    is_over = bool(found.lapsed) or (mark.access is Access.STAFF and found.for_other is not None)
    if not is_over:
        return found
    tab = presence.get(token)
    if tab is None or tab.acting_for is not None:
        state._get_root_state().reset()
    if mark.kind is Kind.OPENING and mark not in FRAMEWORK.values():
        await in_tx(acting.stop, token)
    return replace(found, for_other=None)
