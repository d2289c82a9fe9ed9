"""Sign-ins: whose they are, whether they still stand, and how they end."""

import hashlib
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from myaccount.config import config
from myaccount.domain.people import Role
from myaccount.domain.sessions import EndReason, SignIn, absolute_deadline, idle_deadline, why_ended
from myaccount.domain.topics import Topic
from myaccount.messages import language
from myaccount.models import LoginSession
from myaccount.services.clinic import clinics
from myaccount.services.context import ClinicContext, ClinicFacts, PatientContext, StaffContext
from myaccount.services.family.acting import acting
from myaccount.services.identity import account_mails
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import bus
from myaccount.store import sessions as store
from myaccount.store.prepared import DirectReader

NOTED_AT_MOST_EVERY = timedelta(seconds=15)
"""Use of a session is written down no more often than this: every click would be a write."""


@dataclass(frozen=True)
class ActiveSession:
    """A sign-in that stands: who it is, as a patient and as staff, and when it was used last (aware UTC).

    One sign-in, two contexts: which of them acts is decided by the handler. `staff` is None for whoever has no role,
    and for staff who must have a second step and have set up none yet.

    `for_other` is the tab's third: somebody else, for whom it acts. `lapsed` names who that was, once it may not.
    """

    ctx: PatientContext
    last_used_at: datetime
    staff: StaffContext | None = None
    for_other: PatientContext | None = None
    lapsed: str = ""

    @property
    def use_is_due(self) -> bool:
        """Whether a use now is to be written down."""
        return self.ctx.now - self.last_used_at >= NOTED_AT_MOST_EVERY

    @property
    def needs_two_step(self) -> bool:
        """Whether somebody of the clinic has yet to set up a second step, and is a patient only until then."""
        return self.ctx.role is not None and self.staff is None


@dataclass(frozen=True)
class EndedSession:
    """A sign-in that stands no more, and why; no reason when there is none to tell."""

    reason: EndReason | None = None


@dataclass(frozen=True)
class PendingSession(EndedSession):
    """A sign-in whose second step is owed: it has ended, to everybody but the page that asks for that step."""

    ctx: PatientContext = field(kw_only=True)


def resolve(
    tx: Session | DirectReader, clinic_id: str, session_id: str, now: datetime, tab: str = ""
) -> ActiveSession | EndedSession:
    """Tell whose sign-in this is and whether it stands at `now`, and for whom a tab of it acts; asked on every event.

    Edges: exactly at the idle or absolute deadline it has ended. Source: product rules, "Session".
    """
    row = store.who(tx, clinic_id, session_id, tab)
    return _judged(row, clinics.facts_at(tx, clinic_id, row.version), now) if row else EndedSession()


def _judged(row: Row[Any], facts: ClinicFacts, now: datetime) -> ActiveSession | EndedSession:
    if row.disabled_at is not None:
        return EndedSession()
    if row.ended_at is not None:
        return EndedSession(EndReason(row.end_reason) if row.end_reason else None)
    sign_in = SignIn(row.created_at, row.last_used_at, row.kept)
    if reason := why_ended(sign_in, facts.settings.idle_sign_out_minutes, now):
        return EndedSession(reason)
    ctx = _context(row, facts, sign_in, now)
    owes = row.two_step_owed or row.authenticator_at is not None
    if owes and row.two_step_at is None:
        return PendingSession(ctx=ctx)
    for_other, lapsed = acting(ctx, row)
    return ActiveSession(ctx, row.last_used_at, _as_staff(ctx, row), for_other, lapsed)


def by_cookie(tx: Session | DirectReader, clinic_id: str, cookie: str, now: datetime) -> ActiveSession | EndedSession:
    """Find the sign-in of a cookie's value, as it stands."""
    session_id = store.id_by_cookie(tx, clinic_id, hash_of(cookie))
    return resolve(tx, clinic_id, session_id, now) if session_id else EndedSession()


def stay(tx: Session, ctx: PatientContext) -> None:
    """Answer the warning: the session is in use. Its other open pages stop asking."""
    store.used(tx, ctx.session_id, ctx.now)
    announce(tx, ctx)


def announce(tx: Session, ctx: PatientContext) -> None:
    """Let the person's open pages hear that something about their sign-ins has changed."""
    bus.announce(tx, ctx.clinic.id, Topic.SESSION, ctx.now, ctx.person_id)


def end(tx: Session, ctx: ClinicContext, session_id: str, person_id: str, reason: EndReason) -> bool:
    """End one sign-in; its open pages hear of it. False when it had ended before."""
    ended = store.end(tx, session_id, reason.value, ctx.now)
    if ended:
        audit.record(tx, ctx, Action.SESSION_ENDED, subject_id=session_id, person_id=person_id, reason=reason.value)
        bus.announce(tx, ctx.clinic.id, Topic.SESSION, ctx.now, person_id)
    return ended


def end_all(
    tx: Session, ctx: ClinicContext, person_id: str, reason: EndReason, except_session_id: str | None = None
) -> int:
    """End every sign-in of a person but one; tell how many there were."""
    live = [s.id for s in store.of_person(tx, ctx.clinic.id, person_id) if s.ended_at is None]
    return sum(end(tx, ctx, session_id, person_id, reason) for session_id in live if session_id != except_session_id)


def list_sessions(tx: Session, clinic_id: str, person_id: str) -> list[LoginSession]:
    """List a person's sign-ins for the operator, latest first."""
    return list(store.of_person(tx, clinic_id, person_id))


def end_all_by_operator(tx: Session, facts: ClinicFacts, person_id: str, now: datetime) -> int:
    """End every sign-in of a person from the command line; the person is told by mail. Source: S53."""
    ctx = ClinicContext(facts, now, facts.language)
    ended = end_all(tx, ctx, person_id, EndReason.OPERATOR)
    if ended:
        account_mails.sessions_ended(tx, ctx, person_id)
    return ended


def hash_of(cookie: str) -> str:
    """Turn a cookie's value into what the database keeps of it."""
    return hashlib.sha256(cookie.encode()).hexdigest()


def _context(row: Row[Any], facts: ClinicFacts, sign_in: SignIn, now: datetime) -> PatientContext:
    idle = facts.settings.idle_sign_out_minutes
    return PatientContext(
        clinic=facts,
        now=now,
        lang=language(row.language, facts.language),
        person_id=row.person_id,
        session_id=row.id,
        time_zone=row.time_zone or facts.time_zone,
        first_name=row.first_name,
        last_name=row.last_name,
        ends_at=min(idle_deadline(sign_in, idle), absolute_deadline(sign_in)),
        role=Role(row.role) if row.role else None,
        online_booking=row.online_booking,
    )


def _as_staff(ctx: PatientContext, row: Row[Any]) -> StaffContext | None:
    if row.staff_id is None or ctx.role is None or not _has_second_step(row):
        return None
    own = {one.name: getattr(ctx, one.name) for one in fields(PatientContext) if one.name != "role"}
    return StaffContext(**own, role=ctx.role, staff_id=row.staff_id)


def _has_second_step(row: Row[Any]) -> bool:
    """Tell whether a sign-in may act for the clinic. Edges: whoever has an authenticator has given its code by now."""
    return row.two_step_at is not None or config().staff_two_step == "optional"
