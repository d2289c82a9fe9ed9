"""Who saw my data: what the audit trail says about a person, in plain words, for that person."""

from collections.abc import Sequence
from itertools import groupby
from typing import Literal

from sqlalchemy import ColumnElement, and_, func, or_, true
from sqlmodel import Session, col

from myaccount.domain.sessions import EndReason
from myaccount.messages import dates
from myaccount.models import AuditEntry
from myaccount.services import cursors
from myaccount.services.context import PatientContext
from myaccount.services.trail.access_words import Words
from myaccount.services.trail.audit import BY, Action
from myaccount.store import audit as store
from myaccount.views.access_log import AccessDay, AccessEntry, AccessPage

PAGE_SIZE = 20
Shown = Literal["everybody", "clinic", "you"]

OWN_ACTS = (Action.SIGNED_IN, Action.PASSWORD_RESET, Action.WELCOME_ACCEPTED)
"""What is written before its actor is signed in, and is done by whoever the account belongs to."""
OWN_ENDS = (EndReason.SELF, EndReason.ALL, EndReason.PASSWORD_CHANGE)


def page(tx: Session, ctx: PatientContext, shown: Shown, cursor: str) -> AccessPage:
    """Show what was done with a person's data, latest first, twenty at a time, by days of the clinic's calendar.

    Edges: what somebody was refused is the clinic's matter, unless it was about this very person. An act of another
    version of the portal, which this one has no words for, is left out.
    Raises: NotFound for a cursor that no page gave out.
    """
    found = store.log_of(tx, ctx.clinic.id, ctx.person_id, _filter(ctx, shown), cursors.number(cursor), PAGE_SIZE + 1)
    entries, following = cursors.cut(found, PAGE_SIZE, lambda row: (row.id,))
    return AccessPage(_days(tx, ctx, entries), following)


def _filter(ctx: PatientContext, shown: Shown) -> ColumnElement[bool]:
    action = col(AuditEntry.action)
    actor = func.nullif(col(AuditEntry.actor_id), "")  # wrapped: the index to read by is the one of the person
    plain = action.in_([one.value for one in Action if one is not Action.REFUSED])
    about_them = and_(action == Action.REFUSED.value, col(AuditEntry.subject_id) == ctx.person_id)
    own_end = and_(action == Action.SESSION_ENDED.value, _reason().in_([reason.value for reason in OWN_ENDS]))
    own_act = and_(actor.is_(None), or_(action.in_([one.value for one in OWN_ACTS]), own_end))
    asked = {
        "everybody": true(),
        "clinic": and_(actor.is_not(None), actor != ctx.person_id, _by_family().is_(None)),
        "you": or_(actor == ctx.person_id, own_act),
    }
    return and_(or_(plain, about_them), asked[shown])


def _reason() -> ColumnElement[str]:
    facts = col(AuditEntry.facts)
    reason: ColumnElement[str] = facts["reason"].as_string()
    return reason


def _by_family() -> ColumnElement[str]:
    facts = col(AuditEntry.facts)
    by: ColumnElement[str] = facts[BY].as_string()
    return by


def _days(tx: Session, ctx: PatientContext, entries: Sequence[AuditEntry]) -> tuple[AccessDay, ...]:
    words = Words.of(tx, ctx, entries)
    walls = [(ctx.clinic.local(entry.at), entry) for entry in entries]
    days = []
    for day, pairs in groupby(walls, key=lambda pair: pair[0].date()):
        name = dates.long_day(day, ctx.lang) if day.year == ctx.today.year else dates.full_day(day, ctx.lang)
        said = [AccessEntry(words.who(one), words.what(one), dates.time_of_day(at, ctx.lang)) for at, one in pairs]
        days.append(AccessDay(name, said))
    return tuple(days)
