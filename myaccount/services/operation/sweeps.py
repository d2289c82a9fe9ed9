"""Housekeeping: end what has run out, delete what nobody needs any more."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlmodel import Session

from myaccount.domain.booking import HOLD
from myaccount.domain.sessions import ABSOLUTE, SignIn, why_ended
from myaccount.models import LoginSession
from myaccount.services.clinic import clinics
from myaccount.services.context import ClinicContext
from myaccount.services.identity import sessions
from myaccount.services.identity.open_tabs import SEEN_FOR
from myaccount.store import clinics as clinic_store
from myaccount.store import family, holds, newcomers, open_tabs, passkeys, social
from myaccount.store import sweeps as store

BATCH_SIZE = 500
SESSIONS_STAY = timedelta(days=90)
LINKS_STAY = timedelta(days=30)
CHANGES_STAY = timedelta(hours=1)


def end_expired_sessions(tx: Session, now: datetime, clinic_ids: Collection[str] | None = None) -> int:
    """End the sign-ins that ran out, so that lists show it and open pages hear of it; tell how many.

    Those of all clinics, or of some. Times: aware UTC. Edges: exactly at its deadline a sign-in is over.
    Source: product rules, "Session".
    """
    return sum(_end_expired_of(tx, clinic_id, now) for clinic_id in clinic_ids or clinic_store.ids(tx))


def free_expired_holds(tx: Session, now: datetime) -> int:
    """Give back the times and seats of holds that ran out; tell how many. They count as free before that, too.

    So are those of visits that a clinic file brought as only held. Times: aware UTC. Edges: exactly at its end a hold
    is over.
    """
    return holds.free_expired(tx, now) + holds.archive_reserved(tx, now - HOLD)


def delete_old(tx: Session, now: datetime) -> None:
    """Delete ended sign-ins after 90 days, one-time links 30 days after their end, changes after an hour.

    What guests said of themselves who did not book, or have booked, goes two hours after their last word.

    Whoever is away at a sign-in provider and did not come back in time begins anew.

    Source: product rules, "Readings decided".
    """
    open_tabs.delete_before(tx, now - SEEN_FOR)
    store.delete_sessions_ended_before(tx, now - SESSIONS_STAY)
    store.delete_links_done_before(tx, now - LINKS_STAY)
    store.delete_changes_before(tx, now - CHANGES_STAY)
    social.delete_attempts_before(tx, now)
    passkeys.delete_challenges_before(tx, now)
    newcomers.delete_past(tx, now)
    family.delete_acting_of_ended_sessions(tx)


def _end_expired_of(tx: Session, clinic_id: str, now: datetime) -> int:
    facts = clinics.facts(tx, clinic_id)
    ctx = ClinicContext(facts, now, facts.language)
    idle = facts.settings.idle_sign_out_minutes
    rows = store.maybe_over(tx, clinic_id, now - timedelta(minutes=idle), now - ABSOLUTE, BATCH_SIZE)
    return sum(_end_if_over(tx, ctx, row, idle) for row in rows)


def _end_if_over(tx: Session, ctx: ClinicContext, row: LoginSession, idle: int) -> bool:
    reason = why_ended(SignIn(row.created_at, row.last_used_at, row.kept), idle, ctx.now)
    return bool(reason and sessions.end(tx, ctx, row.id, row.person_id, reason))
