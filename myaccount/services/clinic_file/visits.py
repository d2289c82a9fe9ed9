"""Plan the appointments. What was done to one in the portal since the last import stays done."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from myaccount.domain.appointments import LIVE, AppointmentState
from myaccount.domain.booking import has_run_out
from myaccount.models import Appointment
from myaccount.models.columns import new_id
from myaccount.services.clinic_file import codes, times
from myaccount.services.clinic_file.classes import agree, when
from myaccount.services.clinic_file.merging import plain
from myaccount.services.clinic_file.names import Offer, Place, Practitioner, Sitting
from myaccount.services.clinic_file.plan import Draft, Holding, Plan
from myaccount.services.clinic_file.reading import Entry, Sections
from myaccount.services.clinic_file.schema import AppointmentSection
from myaccount.services.clinic_file.writes import Row
from myaccount.store import clinic_file as store

BLANK: Row = {
    "buffer_minutes": 0, "cancelled_at": None, "cancel_reason": None, "moved_from_id": None, "version": 1,
    "imported": {},
}  # fmt: skip
SLOT = (
    "staff_id", "treatment_id", "location_id", "class_id", "online", "minutes", "starts_local", "fold", "zone",
    "zone_data", "starts_at", "ends_at",
)  # fmt: skip
"""What moves together when an appointment is moved."""

OFF = frozenset({AppointmentState.CANCELLED, AppointmentState.ARCHIVED})


def plan(tx: Session, sections: Sections, plan: Plan) -> None:
    """Plan the appointments."""
    named = [entry.said.id for entry in sections.appointments]
    found = store.by_external_id(tx, Appointment, plan.clinic_id, named)
    ids = {}
    for entry in sections.appointments:
        if row := _appointment(entry, found.get(entry.said.id), plan):
            ids[entry.said.id] = row["id"]
    codes.plan(tx, sections, plan, ids)


def _appointment(entry: Entry[AppointmentSection], before: store.Found | None, plan: Plan) -> Row | None:
    said, path = entry.said, entry.path
    place = plan.locations.find(plan.problems, f"{path}.location", said.location)
    offer = plan.treatments.find(plan.problems, f"{path}.treatment", said.treatment)
    staff = plan.staff.find(plan.problems, f"{path}.staff", said.staff)
    person_id = plan.people.find(plan.problems, f"{path}.patient", said.patient)
    sitting = plan.classes.find(plan.problems, f"{path}.class", said.class_id) if said.class_id else None
    if not (place and offer and staff and person_id) or (said.class_id and not sitting):
        return None
    if offer.capacity and not said.class_id:
        plan.problems.add(f"{path}.class", f"The treatment {said.treatment!r} is a class: name the class")
    facts = _facts(entry, place, offer, staff, sitting, plan)
    if facts is None:
        return None
    if sitting:
        agree(entry, sitting, facts, plan)
    row = _merged(entry, facts | {"person_id": person_id}, before, plan)
    plan.drafts.append(Draft("appointments", Appointment, row, before))
    if before and before["state"] not in OFF and row["state"] in OFF:
        plan.called_off.append(row["id"])
    _hold(entry, row, before, (staff, offer), sitting, plan)
    return row


def _facts(
    entry: Entry[AppointmentSection],
    place: Place,
    offer: Offer,
    staff: Practitioner,
    sitting: Sitting | None,
    plan: Plan,
) -> Row | None:
    """Spell out what the file says in the columns of the table, or None when one of its times cannot be read."""
    said = entry.said
    start = plan.problems.attempt(f"{entry.path}.start", lambda: times.start(said.start, place.zone, plan.now))
    booked = plan.problems.attempt(
        f"{entry.path}.booked_at", lambda: times.instant_of(said.booked_at, place.zone, plan.now)
    )
    if start is None or booked is None:
        return None
    return {
        "staff_id": staff.id,
        "treatment_id": offer.id,
        "location_id": place.id,
        "class_id": sitting.row["id"] if sitting else None,
        "online": offer.online,
        "minutes": offer.minutes,
        "state": _state(said.state, booked.instant, plan),
        "call_url": said.call_url,
        "booked_at": _booked_at(said.state, booked.instant, plan),
        **when(start, offer.minutes),
    }


def _state(said: str, booked_at: datetime, plan: Plan) -> str:
    """Tell what state a visit comes in. Edges: one that was only held, and has run out by now, is archived."""
    is_over = said == AppointmentState.RESERVED and has_run_out(booked_at, plan.now)
    return AppointmentState.ARCHIVED.value if is_over else said


def _booked_at(said: str, booked_at: datetime, plan: Plan) -> datetime:
    """Tell when a visit was booked. Edges: nobody holds a time from a later instant on, so that counts as now."""
    return min(booked_at, plan.now) if said == AppointmentState.RESERVED else booked_at


def _merged(entry: Entry[AppointmentSection], says: Row, before: store.Found | None, plan: Plan) -> Row:
    """Choose between the file's word and what was done since; a change grows the row's version."""
    row = {
        **(before or BLANK | {"id": new_id(), "clinic_id": plan.clinic_id, "external_id": entry.said.id}),
        **says,
        "imported": _said(says),
    }
    if before is None:
        return row
    if plan.keeps_visits:
        _keep(entry, row, before, plan)
    if row["state"] != before["state"]:
        row |= {"cancelled_at": None, "cancel_reason": None}
    return row | {"version": before["version"] + (row != before)}


def _keep(entry: Entry[AppointmentSection], row: Row, before: store.Found, plan: Plan) -> None:
    was, wants = _said(before), row["imported"]
    for name, columns in (("start", SLOT), ("state", ("state",)), ("call_url", ("call_url",))):
        part = "slot" if name == "start" else name
        if was[part] not in (before["imported"].get(part, was[part]), wants[part]):
            plan.kept.append(f"{entry.path}.{name}")
            row.update({column: before[column] for column in columns})


def _said(row: store.Found) -> dict[str, Any]:
    """Say what `imported` keeps of an appointment. A seat in a class is where and when its class is."""
    slot = [row["class_id"]]
    if row["class_id"] is None:
        slot = [
            plain(row[name]) for name in ("staff_id", "treatment_id", "location_id", "starts_local", "fold", "zone")
        ]
    return {"slot": slot, "state": row["state"], "call_url": row["call_url"]}


def _hold(
    entry: Entry[AppointmentSection],
    row: Row,
    before: store.Found | None,
    says: tuple[Practitioner, Offer],
    sitting: Sitting | None,
    plan: Plan,
) -> None:
    """Plan the time or the seat that a live appointment holds; one that is over or off gives back what it held.

    Edges: after a seat nothing is kept free of its own, but after the class.
    """
    if before:
        plan.holders.add(row["id"])
    if row["state"] not in LIVE or row["ends_at"] <= plan.now:
        return
    staff, offer = says
    if row["staff_id"] != staff.id:
        staff = plan.staff.by(lambda one: one.id)[row["staff_id"]]
    if row["treatment_id"] != offer.id:
        offer = plan.treatments.by(lambda one: one.id)[row["treatment_id"]]
    if sitting is None or row["class_id"] is None:
        plan.holdings.append(Holding(entry.path, row, staff, row["minutes"], staff.buffer_after(offer)))
    else:
        seat = (row["class_id"], sitting.capacity)
        plan.holdings.append(Holding(entry.path, row, staff, row["minutes"], 0, *seat))
