"""Acting for somebody else: whether a tab may, at this moment, and as whom.

docs/adr/0014 says how the person a tab acts for is bound to it.
"""

from dataclasses import replace
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from myaccount.domain.family import ACTING, Permission, ends, may, read_permissions, stands
from myaccount.domain.people import full_name
from myaccount.domain.refusals import NotFound
from myaccount.models import Person, Relationship
from myaccount.services.context import Acting, PatientContext
from myaccount.services.trail import audit
from myaccount.services.trail.audit import BY, Action
from myaccount.store import family as store


def acting(ctx: PatientContext, row: Row[Any]) -> tuple[PatientContext | None, str]:
    """Tell as whom a tab acts, by what was read with its sign-in; or, once it may not, the name of whom it acted for.

    Edges: the clinic's switch, an end, the last day, and whether anything that was granted opens a page, all count.
    """
    if row.relationship_id is None:
        return None, ""
    name = full_name(row.other_first or "", row.other_last or "")
    holds = row.other_id is not None and _holds(ctx, row.relation_ended_at, row.relation_expires_on)
    permissions = read_permissions(row.permissions or "")
    if not holds or not ACTING & permissions:
        return None, name or "–"
    by = Acting(
        actor=ctx,
        relationship_id=row.relationship_id,
        label=row.relation,
        permissions=permissions,
        until=ends(row.relation_expires_on, ctx.clinic.time_zone),
    )
    names = (row.other_first, row.other_last)
    return _as_other(ctx, row.other_id, names, row.other_online_booking, by), ""


def one_act(tx: Session, ctx: PatientContext, relationship_id: str, needed: Permission) -> PatientContext:
    """Act for somebody in one request, where no tab can be known. Raises: NotFound unless that is allowed now."""
    row = store.one(tx, ctx.clinic.id, ctx.person_id, relationship_id)
    permissions = read_permissions(row.permissions)
    is_theirs = row.to_id == ctx.person_id and _holds(ctx, row.ended_at, row.expires_on)
    if not is_theirs or not may(permissions, needed):
        raise NotFound()
    person = tx.get_one(Person, row.from_id)
    until = ends(row.expires_on, ctx.clinic.time_zone)
    by = Acting(actor=ctx, relationship_id=row.id, label=row.label, permissions=permissions, until=until)
    return _as_other(ctx, person.id, (person.first_name, person.last_name), person.online_booking, by)


def may_act_for(ctx: PatientContext, row: Relationship) -> bool:
    """Tell whether a relationship opens pages of My Account to the one who may act, today."""
    return _holds(ctx, row.ended_at, row.expires_on) and bool(ACTING & read_permissions(row.permissions))


def _holds(ctx: PatientContext, ended_at: Any, expires_on: Any) -> bool:
    return ctx.settings.family_profiles and stands(ended_at, expires_on, ctx.today)


def _as_other(
    ctx: PatientContext, person_id: str, names: tuple[str, str], online_booking: str | None, by: Acting
) -> PatientContext:
    return replace(
        ctx,
        person_id=person_id,
        first_name=names[0],
        last_name=names[1],
        online_booking=online_booking,
        role=None,
        acting=by,
    )


def begin(tx: Session, ctx: PatientContext, tab: str, relationship_id: str) -> frozenset[Permission]:
    """Let a tab act for somebody from now on, and tell what it may; it is written down.

    Raises: NotFound unless that is allowed now.
    """
    row = store.one(tx, ctx.clinic.id, ctx.person_id, relationship_id)
    if row.to_id != ctx.person_id or not may_act_for(ctx, row):
        raise NotFound()
    store.act(tx, tab, ctx.session_id, row.id, ctx.now)
    audit.record(tx, ctx, Action.FAMILY_ACTED, subject_id=row.id, person_id=row.from_id, **{BY: row.id})
    return read_permissions(row.permissions)


def stop(tx: Session, tab: str) -> bool:
    """Let a tab act for whoever is signed in again. False when it did."""
    return store.stop(tx, tab)
