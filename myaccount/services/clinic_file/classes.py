"""Plan the sittings of classes, each of which holds its practitioner's time."""

from datetime import timedelta

from sqlmodel import Session

from myaccount.clock import zone_data_version
from myaccount.models import ClassSession
from myaccount.models.columns import new_id
from myaccount.services.clinic_file import times
from myaccount.services.clinic_file.names import Offer, Place, Practitioner, Sitting
from myaccount.services.clinic_file.plan import Draft, Holding, Plan
from myaccount.services.clinic_file.reading import Entry, Sections
from myaccount.services.clinic_file.schema import AppointmentSection, ClassSection
from myaccount.services.clinic_file.writes import Row
from myaccount.store import clinic_file as store

WHEN = ("starts_local", "fold", "zone", "starts_at", "ends_at", "staff_id", "location_id", "treatment_id")


def plan(tx: Session, sections: Sections, plan: Plan) -> None:
    """Plan the classes; appointments may also name those of earlier files."""
    named = {entry.said.id for entry in sections.classes}
    named |= {entry.said.class_id for entry in sections.appointments if entry.said.class_id}
    found = store.by_external_id(tx, ClassSession, plan.clinic_id, named)
    practitioners = plan.staff.by(lambda one: one.id)
    offers = plan.treatments.by(lambda one: one.id)
    for external_id, row in found.items():
        offer = offers[row["treatment_id"]]
        plan.classes.enter(external_id, Sitting(dict(row), practitioners[row["staff_id"]], offer.capacity or 0))
    for entry in sections.classes:
        _class(entry, found.get(entry.said.id), plan)


def agree(entry: Entry[AppointmentSection], sitting: Sitting, row: Row, plan: Plan) -> None:
    """Check that an appointment in a class says the same as the class."""
    for key, column in (
        ("treatment", "treatment_id"),
        ("staff", "staff_id"),
        ("location", "location_id"),
        ("start", "starts_at"),
    ):
        if row[column] != sitting.row[column]:
            plan.problems.add(f"{entry.path}.{key}", f"This differs from the class {entry.said.class_id!r}")


def when(moment: times.Moment, minutes: int) -> Row:
    """Spell out a time in the columns of a table: the wall time that was agreed, and what follows from it."""
    return {
        "starts_local": moment.wall.local,
        "fold": moment.wall.fold,
        "zone": moment.wall.zone,
        "zone_data": zone_data_version(),
        "starts_at": moment.instant,
        "ends_at": moment.instant + timedelta(minutes=minutes),
    }


def _class(entry: Entry[ClassSection], before: store.Found | None, plan: Plan) -> None:
    said, path = entry.said, entry.path
    place = plan.locations.find(plan.problems, f"{path}.location", said.location)
    offer = plan.treatments.find(plan.problems, f"{path}.treatment", said.treatment)
    staff = plan.staff.find(plan.problems, f"{path}.staff", said.staff)
    if offer and offer.capacity is None:
        plan.problems.add(f"{path}.treatment", f"The treatment {said.treatment!r} is not a class")
    moment = _start(entry, place, plan)
    if not (place and offer and offer.capacity and staff and moment):
        plan.classes.breaks(said.id)
        return
    row = _row(entry, before, place, offer, staff, plan) | when(moment, offer.minutes)
    plan.drafts.append(Draft("classes", ClassSession, row, before))
    if before and any(before[name] != row[name] for name in WHEN):
        plan.moved_classes.append(row)
    plan.classes.enter(said.id, Sitting(row, staff, offer.capacity))
    if before:
        plan.holders.add(row["id"])
    if row["ends_at"] > plan.now:
        plan.holdings.append(Holding(path, row, staff, offer.minutes, staff.buffer_after(offer)))


def _start(entry: Entry[ClassSection], place: Place | None, plan: Plan) -> times.Moment | None:
    if place is None:
        return None
    zone, text = place.zone, entry.said.start
    found: times.Moment | None = plan.problems.attempt(f"{entry.path}.start", lambda: times.start(text, zone, plan.now))
    return found


def _row(
    entry: Entry[ClassSection],
    before: store.Found | None,
    place: Place,
    offer: Offer,
    staff: Practitioner,
    plan: Plan,
) -> Row:
    return {
        "id": before["id"] if before else new_id(),
        "clinic_id": plan.clinic_id,
        "external_id": entry.said.id,
        "treatment_id": offer.id,
        "staff_id": staff.id,
        "location_id": place.id,
        "buffer_minutes": before["buffer_minutes"] if before else 0,
    }
