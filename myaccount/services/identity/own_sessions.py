"""Manage Sessions: everybody sees and ends their own sign-ins, and nobody else's (S44-53)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from myaccount.domain.identity_refusals import ProofNeeded
from myaccount.domain.refusals import NotFound
from myaccount.domain.sessions import EndReason, SignIn, Status, absolute_deadline, idle_deadline, is_proven, why_ended
from myaccount.domain.time import wall_time
from myaccount.messages import dates, say
from myaccount.models import LoginSession
from myaccount.services import cursors
from myaccount.services.context import PatientContext
from myaccount.services.identity import open_tabs, reauthentication, sessions
from myaccount.services.identity.devices import name_of
from myaccount.services.identity.reauthentication import StoredPassword
from myaccount.services.identity.sign_ins import NewSession
from myaccount.store import sessions as store
from myaccount.views.sessions import SessionPage, SessionRow

PAGE_SIZE = 20
NEWS = timedelta(minutes=5)
LISTED_AT_MOST = 1000
"""Ended sign-ins go after 90 days; nobody reads on after so many."""

End = Callable[..., None]
OTHERS, ALL = "others", "all"
"""What may be asked for in place of one sign-in's id."""

ORDER = (Status.CURRENT, Status.ACTIVE, Status.ENDED)
Place = tuple[int, datetime, str]


@dataclass(frozen=True)
class _Known:
    """A sign-in, how it stands, and when it was used last, or ended."""

    row: LoginSession
    status: Status
    last_at: datetime
    reason: EndReason = EndReason.SELF

    @property
    def place(self) -> Place:
        """Where it stands in the list."""
        return ORDER.index(self.status), self.last_at, self.row.id

    @classmethod
    def of(cls, row: LoginSession, ctx: PatientContext) -> "_Known":
        """Judge a sign-in at `ctx.now`."""
        if row.ended_at is not None:
            return cls(row, Status.ENDED, row.ended_at, EndReason(row.end_reason or EndReason.SELF))
        sign_in, idle = SignIn(row.created_at, row.last_used_at, row.kept), ctx.settings.idle_sign_out_minutes
        if reason := why_ended(sign_in, idle, ctx.now):
            return cls(row, Status.ENDED, min(idle_deadline(sign_in, idle), absolute_deadline(sign_in)), reason)
        is_here = row.id == ctx.session_id
        return cls(row, Status.CURRENT if is_here else Status.ACTIVE, row.last_used_at)


def page(tx: Session, ctx: PatientContext, cursor: str) -> SessionPage:
    """List the caller's sign-ins: the current one, those that stand by their last use, then those that ended.

    Edges: one that has run out is ended, though nobody has cleared up yet. One that was used, or has ended, since the
    page before was shown stands where it belongs now.
    Raises: NotFound for a cursor that no page gave out. Source: S44-50.
    """
    found = [_Known.of(row, ctx) for row in store.of_person(tx, ctx.clinic.id, ctx.person_id, LISTED_AT_MOST)]
    found.sort(key=lambda one: _in_turn(one.place))
    others = sum(one.status is Status.ACTIVE for one in found)
    behind = cursors.ranked(cursor)
    rest = [one for one in found if behind is None or _in_turn(one.place) > _in_turn(behind)]
    here, following = cursors.cut(rest, PAGE_SIZE, lambda one: one.place)
    standing = [one.row.id for one in here if one.status is not Status.ENDED]
    tabs = open_tabs.count(tx, ctx.clinic.id, standing, ctx.now)
    shown = tuple(_row(one, ctx, tabs.get(one.row.id, 0)) for one in here)
    return SessionPage(shown, following, others)


def one(tx: Session, ctx: PatientContext, session_id: str) -> SessionRow:
    """Find one of the caller's sign-ins that stands. Raises: NotFound."""
    found = [_Known.of(row, ctx) for row in store.own(tx, ctx.clinic.id, ctx.person_id, [session_id])]
    if not found or found[0].status is Status.ENDED:
        raise NotFound()
    return _row(found[0], ctx)


def news(tx: Session, ctx: PatientContext) -> str:
    """Say of the latest sign-in on another device that it has just begun; blank when there is none.

    Edges: one that has ended by now is none, and neither is one of more than `NEWS` ago.
    """
    found = store.latest_elsewhere(tx, ctx.clinic.id, ctx.session_id, ctx.now - NEWS)
    if found is None:
        return ""
    return say("sessions.news", ctx.lang, device=name_of(found.browser, found.operating_system, ctx.lang))


def needs_proof(tx: Session, ctx: PatientContext) -> bool:
    """Tell whether the password has to be given again before a sign-in is ended."""
    own = store.own(tx, ctx.clinic.id, ctx.person_id, [ctx.session_id])
    return not (own and is_proven(own[0].proven_at, ctx.now))


def end(tx: Session, ctx: PatientContext, session_id: str) -> None:
    """End one of the caller's sign-ins; its open pages are led away at once.

    Edges: the current one is a way to sign out; one that has ended meanwhile stays as it is.
    Raises: ProofNeeded · NotFound for somebody else's. Source: S51-53.
    """
    check_proof(tx, ctx)
    if not store.own(tx, ctx.clinic.id, ctx.person_id, [session_id]):
        raise NotFound()
    sessions.end(tx, ctx, session_id, ctx.person_id, EndReason.SELF)


def end_others(tx: Session, ctx: PatientContext) -> None:
    """End all of the caller's sign-ins but this one. Raises: ProofNeeded."""
    check_proof(tx, ctx)
    sessions.end_all(tx, ctx, ctx.person_id, EndReason.ALL, ctx.session_id)


def end_all(tx: Session, ctx: PatientContext) -> None:
    """End all of the caller's sign-ins, this one as well. Raises: ProofNeeded."""
    check_proof(tx, ctx)
    sessions.end_all(tx, ctx, ctx.person_id, EndReason.ALL)


def end_with_proof(tx: Session, ctx: PatientContext, proof: StoredPassword, which: str) -> NewSession:
    """End what was asked for with the password that was given for it: one by its id, the others, or all.

    The caller's own sign-in goes on under a new cookie, unless it is among them.
    Raises: WrongPassword · NotFound; nothing is ended then, and nothing renewed.
    """
    session = reauthentication.renew(tx, ctx, proof)
    if which in MANY:
        MANY[which](tx, ctx)
    else:
        end(tx, ctx, which)
    return session


MANY = {OTHERS: end_others, ALL: end_all}


def check_proof(tx: Session, ctx: PatientContext) -> None:
    """Let those pass who have given their password lately. Raises: ProofNeeded."""
    if needs_proof(tx, ctx):
        raise ProofNeeded()


def _in_turn(place: Place) -> tuple[int, float, str]:
    """Go by the status, then by when it was used last, or ended, the latest first."""
    rank, last_at, row_id = place
    return rank, -last_at.timestamp(), row_id


def _row(known: _Known, ctx: PatientContext, tabs: int = 0) -> SessionRow:
    row, lang = known.row, ctx.lang
    is_over = known.status is Status.ENDED
    return SessionRow(
        id=row.id,
        status=known.status.value,
        status_label=say(f"sessions.status.{known.status}", lang),
        ended=say(f"sessions.reason.{known.reason}", lang) if is_over else "",
        signed_in=_moment(row.created_at, ctx),
        last_used=_moment(row.last_used_at, ctx),
        tabs=say("sessions.one_tab" if tabs == 1 else "sessions.tabs", lang, tabs=tabs) if tabs else "",
        how=say(f"sessions.how.{row.how}", lang),
        browser=row.browser or say("sessions.unknown", lang),
        operating_system=row.operating_system or say("sessions.unknown", lang),
        address=row.address or say("sessions.unknown", lang),
        name=name_of(row.browser, row.operating_system, lang) if row.browser else say("sessions.unknown", lang),
    )


def _moment(at: datetime, ctx: PatientContext) -> str:
    return dates.day_and_time(wall_time(at, ctx.time_zone).local, ctx.lang)
