"""The places where the clinic sees people, changed by its owner."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session

from myaccount.domain import places as rules
from myaccount.domain.parsing import FieldError
from myaccount.domain.people import Role
from myaccount.domain.refusals import NotAcceptable
from myaccount.messages import dates, say
from myaccount.models import Location
from myaccount.services import form_merge
from myaccount.services.context import StaffContext
from myaccount.services.form_merge import audit_facts, differences, word_problems
from myaccount.services.practice import changes as practice
from myaccount.services.roles import only
from myaccount.services.trail.audit import Action
from myaccount.store import practice as store
from myaccount.views.practice import LocationForm, LocationRow, Outcome

CODES = frozenset({"time_zone"})
"""What the trail may say of a location besides its id."""

COLUMNS = ("name", "address", "phone", "time_zone")


def rows(tx: Session, ctx: StaffContext) -> Sequence[LocationRow]:
    """List the locations by name, archived ones last. Raises: NotAllowed."""
    only(ctx, Role.OWNER)
    return [
        LocationRow(
            id=one.id,
            name=one.name,
            address=one.address,
            phone=one.phone,
            zone=dates.zone_time(one.time_zone, ctx.lang),
            archived=one.archived_at is not None,
        )
        for one in store.locations(tx, ctx.clinic.id)
    ]


def form(tx: Session, ctx: StaffContext, location_id: str) -> LocationForm:
    """Show a location, to change it; a blank id begins a new one. Raises: NotAllowed · NotFound."""
    only(ctx, Role.OWNER)
    row = _found(tx, ctx, location_id)
    return LocationForm(
        id=location_id,
        name=row.name,
        fields={name: getattr(row, name) for name in COLUMNS},
        visits=practice.stays(_visits(tx, ctx, location_id), ctx) if location_id else "",
        archived=row.archived_at is not None,
    )


def save(tx: Session, ctx: StaffContext, location_id: str, typed: Mapping[str, str]) -> Outcome:
    """Take the form of a location back: write what the owner changed in it, all of it or nothing.

    Edges: the time zone cannot change while visits are booked there: they are agreed at a wall time.
    Raises: NotAllowed · NotFound.
    """
    before = form(tx, ctx, location_id)
    merged = form_merge.merge(typed, before.fields)
    values, problems = rules.read_location(merged.values)
    row = _found(tx, ctx, location_id)
    if location_id and values.get("time_zone", row.time_zone) != row.time_zone:
        problems |= _zone_problem(tx, ctx, row)
    if problems or merged.clashed:
        return Outcome(location_id, word_problems(problems, ctx.lang), merged.clashed)
    changes = differences({name: getattr(row, name) for name in COLUMNS}, values)
    for name, value in values.items():
        setattr(row, name, value)
    tx.add(row)
    tx.flush()
    if changes:
        action = Action.LOCATION_CHANGED if location_id else Action.LOCATION_ADDED
        practice.note(tx, ctx, action, row.id, **audit_facts(changes, CODES))
    return Outcome(row.id, changed=bool(changes))


def archive(tx: Session, ctx: StaffContext, location_id: str) -> str:
    """Take a location out of every list to choose from; say how many booked visits stay as they are.

    Raises: NotAllowed · NotFound · NotAcceptable for the last one.
    """
    only(ctx, Role.OWNER)
    row = store.one(tx, Location, ctx.clinic.id, location_id)
    if not any(one.archived_at is None and one.id != row.id for one in store.locations(tx, ctx.clinic.id)):
        raise NotAcceptable(field="archive", reason=say("locations.last", ctx.lang))
    if row.archived_at is None:
        row.archived_at = ctx.now
        tx.add(row)
        practice.note(tx, ctx, Action.LOCATION_ARCHIVED, row.id)
    return practice.stays(_visits(tx, ctx, row.id), ctx)


def restore(tx: Session, ctx: StaffContext, location_id: str) -> None:
    """Use a location again."""
    only(ctx, Role.OWNER)
    row = store.one(tx, Location, ctx.clinic.id, location_id)
    if row.archived_at is not None:
        row.archived_at = None
        tx.add(row)
        practice.note(tx, ctx, Action.LOCATION_RESTORED, row.id)


def _found(tx: Session, ctx: StaffContext, location_id: str) -> Location:
    if location_id:
        return store.one(tx, Location, ctx.clinic.id, location_id)
    return Location(clinic_id=ctx.clinic.id, name="", address="", phone="", time_zone=ctx.clinic.time_zone)


def _zone_problem(tx: Session, ctx: StaffContext, row: Location) -> dict[str, FieldError]:
    count = _visits(tx, ctx, row.id) + store.count_sittings(tx, ctx.clinic.id, row.id, ctx.now)
    if count == 0:
        return {}
    key = "locations.zone_fixed_one" if count == 1 else "locations.zone_fixed"
    return {"time_zone": FieldError(key, count=count, zone=dates.zone_time(row.time_zone, ctx.lang))}


def _visits(tx: Session, ctx: StaffContext, location_id: str) -> int:
    return store.count_coming(tx, ctx.clinic.id, ctx.now, location_id=location_id)
