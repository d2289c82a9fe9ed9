"""Invite somebody by an e-mail address or a mobile number, without learning whether the clinic knows them.

Families share an address, so it is no key: the invitation is accepted by whoever has its link and signs in.
"""

import secrets
from collections.abc import Collection
from datetime import date, timedelta

from sqlmodel import Session

from myaccount.domain import contact_points
from myaccount.domain.contact_points import PEOPLE_AT_MOST
from myaccount.domain.family import (
    INVITATION_LASTS,
    INVITATIONS_A_DAY,
    NobodyInvited,
    OwnInvitation,
    Permission,
    TooManyInvitations,
    check_terms,
    read_permissions,
    tidy_label,
    write_permissions,
)
from myaccount.domain.people import full_name
from myaccount.domain.refusals import LinkExpired, NotFound
from myaccount.domain.topics import Topic
from myaccount.messages import say
from myaccount.models import Invitation, Person
from myaccount.services.context import PatientContext
from myaccount.services.family import mails, words
from myaccount.services.family.granting import check_on, grant
from myaccount.services.identity import one_time_links
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import accounts, bus, people
from myaccount.store import family as store
from myaccount.views.family import Offer


def whom(ctx: PatientContext, typed: str) -> tuple[str, str]:
    """Read whom to invite: an e-mail address and a mobile number, one of them blank. Raises: NobodyInvited."""
    email, mobile = contact_points.email_key(typed), contact_points.mobile_key(typed, ctx.clinic.country)
    if not email and not mobile:
        raise NobodyInvited()
    return email or "", mobile or ""


def invite(
    tx: Session,
    ctx: PatientContext,
    typed: str,
    label: str,
    *,
    permissions: Collection[Permission],
    expires_on: date | None,
) -> None:
    """Offer permissions to whoever accepts. A mail goes to the address, or to those of the people with that mobile.

    Edges: ten within 24 hours. Only to verified addresses of people who sign in here. Whether anybody is known there
    makes no difference to the inviter.
    Raises: FamilyOff · NothingGranted · PastExpiry · NobodyInvited · TooManyInvitations.
    """
    check_on(ctx)
    check_terms(permissions, expires_on, ctx.today)
    email, mobile = whom(ctx, typed)
    people.own_to_change(tx, ctx.clinic.id, ctx.person_id)  # a person's invitations come one after the other
    if store.invitations_since(tx, ctx.clinic.id, ctx.person_id, ctx.now - timedelta(days=1)) >= INVITATIONS_A_DAY:
        raise TooManyInvitations(most=INVITATIONS_A_DAY)
    token = secrets.token_urlsafe(32)
    row = Invitation(
        clinic_id=ctx.clinic.id,
        from_id=ctx.person_id,
        sent_to=email or mobile,
        token_hash=one_time_links.hash_of(token),
        label=tidy_label(label),
        permissions=write_permissions(permissions),
        grant_expires_on=expires_on,
        created_at=ctx.now,
        expires_at=ctx.now + INVITATION_LASTS,
    )
    tx.add(row)
    reached = [person for _, person in accounts.recoverable(tx, ctx.clinic.id, email, mobile, PEOPLE_AT_MOST)]
    mails.invited(tx, ctx, row, reached, token)
    _note(tx, ctx, Action.FAMILY_INVITED, row)


def withdraw(tx: Session, ctx: PatientContext, invitation_id: str) -> None:
    """Take an invitation back: its link opens nothing any more. Raises: NotFound, also once it was answered."""
    own = {row.id: row for row in store.invitations(tx, ctx.clinic.id, ctx.person_id, ctx.now)}
    if invitation_id not in own or not store.close_invitation(tx, invitation_id, ctx.now):
        raise NotFound()
    _note(tx, ctx, Action.FAMILY_WITHDRAWN, own[invitation_id])


def look(tx: Session, ctx: PatientContext, token: str) -> Offer:
    """Show what an invitation offers to whoever is signed in. Looking does not answer it.

    Raises: FamilyOff · LinkExpired · OwnInvitation.
    """
    row, whose = _open(tx, ctx, token)
    offered = read_permissions(row.permissions)
    return Offer(
        who=full_name(ctx.first_name, ctx.last_name),
        whose=full_name(whose.first_name, whose.last_name),
        about=words.label(row.label, ctx.lang),
        may=tuple(say(f"family.permission.{one}", ctx.lang) for one in Permission if one in offered),
        until=words.until(row.grant_expires_on, ctx.lang),
    )


def accept(tx: Session, ctx: PatientContext, token: str) -> str:
    """Accept an invitation, and tell the name of whom one may act for. Of two who accept at once, one does.

    Raises: FamilyOff · LinkExpired, the same for unknown, another clinic's, answered, past · OwnInvitation ·
    PastExpiry when its last day has gone by.
    """
    row, whose = _open(tx, ctx, token)
    if not store.close_invitation(tx, row.id, ctx.now):
        raise LinkExpired()
    pair = (whose, people.own(tx, ctx.clinic.id, ctx.person_id))
    grant(tx, ctx, pair, read_permissions(row.permissions), row.grant_expires_on, row.label)
    return full_name(whose.first_name, whose.last_name)


def decline(tx: Session, ctx: PatientContext, token: str) -> None:
    """Turn an invitation down. Raises: FamilyOff · LinkExpired · OwnInvitation."""
    row, whose = _open(tx, ctx, token)
    if not store.close_invitation(tx, row.id, ctx.now):
        raise LinkExpired()
    audit.record(tx, ctx, Action.FAMILY_DECLINED, subject_id=row.id, person_id=whose.id)
    bus.announce(tx, ctx.clinic.id, Topic.FAMILY, ctx.now, whose.id)


def _open(tx: Session, ctx: PatientContext, token: str) -> tuple[Invitation, Person]:
    check_on(ctx)
    row = store.invitation_by_token(tx, ctx.clinic.id, one_time_links.hash_of(token))
    if row is None or row.closed_at is not None or row.expires_at <= ctx.now:
        raise LinkExpired()
    if row.from_id == ctx.person_id:
        raise OwnInvitation()
    return row, people.own(tx, ctx.clinic.id, row.from_id)


def _note(tx: Session, ctx: PatientContext, action: Action, row: Invitation) -> None:
    audit.record(tx, ctx, action, subject_id=row.id, permissions=row.permissions)
    bus.announce(tx, ctx.clinic.id, Topic.FAMILY, ctx.now, ctx.person_id)
