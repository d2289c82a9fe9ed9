"""Give somebody permission, change it, and take it back: by the one whose data it is, and nobody else."""

from collections.abc import Collection
from datetime import date

from sqlmodel import Session

from myaccount.domain.family import FamilyOff, Permission, check_terms, read_permissions, tidy_label, write_permissions
from myaccount.domain.refusals import NotFound
from myaccount.domain.topics import Topic
from myaccount.models import Person, Relationship
from myaccount.services.context import ClinicContext, PatientContext
from myaccount.services.family import mails
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import bus, people
from myaccount.store import family as store


def check_on(ctx: ClinicContext) -> None:
    """Let nobody pass while the clinic has Family turned off. Raises: FamilyOff."""
    if not ctx.settings.family_profiles:
        raise FamilyOff()


def grant(
    tx: Session,
    ctx: ClinicContext,
    pair: tuple[Person, Person],
    permissions: Collection[Permission],
    expires_on: date | None,
    label: str,
    action: Action = Action.FAMILY_GRANTED,
) -> str:
    """Write down what the first of a pair grants the second, and tell both; what stood before it is replaced.

    The caller has judged who may; `action` is as what it is put down.
    Times: `expires_on` is the last day, by the clinic's calendar.
    Raises: NothingGranted · PastExpiry.
    """
    whose, who = pair
    check_terms(permissions, expires_on, ctx.today)
    people.own_to_change(tx, ctx.clinic.id, whose.id)  # what one person grants is written one after the other
    row = store.between(tx, whose.id, who.id) or Relationship(
        clinic_id=ctx.clinic.id, from_id=whose.id, to_id=who.id, permissions="", created_at=ctx.now
    )
    row.label, row.expires_on = tidy_label(label), expires_on
    row.permissions = write_permissions(permissions)
    tx.add(row)
    tx.flush()
    note(tx, ctx, action, row)
    mails.granted(tx, ctx, row, whose, who)
    return row.id


def change(
    tx: Session,
    ctx: PatientContext,
    relationship_id: str,
    *,
    permissions: Collection[Permission],
    expires_on: date | None,
) -> None:
    """Change what somebody may do for the patient. Both are told of what is new.

    Raises: FamilyOff · NotFound, also for who may act and has granted nothing · NothingGranted · PastExpiry.
    """
    check_on(ctx)
    row = _own(tx, ctx, relationship_id)
    amend(tx, ctx, row, permissions, expires_on, row.label)


def amend(
    tx: Session,
    ctx: ClinicContext,
    row: Relationship,
    permissions: Collection[Permission],
    expires_on: date | None,
    label: str,
) -> None:
    """Change what a relationship says; both are told of what is new. The caller has judged who may.

    Raises: NothingGranted · PastExpiry.
    """
    before = (read_permissions(row.permissions), row.expires_on)
    check_terms(permissions, expires_on, ctx.today)
    if (*before, row.label) == (frozenset(permissions), expires_on, tidy_label(label)):
        return
    row.permissions, row.expires_on, row.label = write_permissions(permissions), expires_on, tidy_label(label)
    tx.add(row)
    note(tx, ctx, Action.FAMILY_CHANGED, row)
    if _is_more(before, frozenset(permissions), expires_on):
        mails.granted(tx, ctx, row, *_pair(tx, row))


def revoke(tx: Session, ctx: PatientContext, relationship_id: str) -> None:
    """End it at once: by the one whose data it is, or by the one who may act and would rather not.

    Edges: it works while the clinic has Family turned off, too.
    Raises: NotFound, also when it has ended before.
    """
    end(tx, ctx, store.one(tx, ctx.clinic.id, ctx.person_id, relationship_id))


def end(tx: Session, ctx: ClinicContext, row: Relationship) -> None:
    """End a relationship; open pages hear of it, and both are told by mail. The caller has judged who may."""
    if not store.end(tx, row.id, ctx.now):
        raise NotFound()
    note(tx, ctx, Action.FAMILY_REVOKED, row)
    mails.ended(tx, ctx, row, *_pair(tx, row))


def note(tx: Session, ctx: ClinicContext, action: Action, row: Relationship) -> None:
    """Write down what happened to a relationship, for the one whose data it is, and let both their pages hear of it."""
    audit.record(tx, ctx, action, subject_id=row.id, person_id=row.from_id, permissions=row.permissions)
    for person_id in (row.from_id, row.to_id):
        bus.announce(tx, ctx.clinic.id, Topic.FAMILY, ctx.now, person_id)


def _own(tx: Session, ctx: PatientContext, relationship_id: str) -> Relationship:
    row = store.one(tx, ctx.clinic.id, ctx.person_id, relationship_id)
    if row.from_id != ctx.person_id:
        raise NotFound()
    return row


def _pair(tx: Session, row: Relationship) -> tuple[Person, Person]:
    return tx.get_one(Person, row.from_id), tx.get_one(Person, row.to_id)


def _is_more(
    before: tuple[frozenset[Permission], date | None], after: frozenset[Permission], expires_on: date | None
) -> bool:
    longer = before[1] is not None and (expires_on is None or expires_on > before[1])
    return longer or not after <= before[0]
