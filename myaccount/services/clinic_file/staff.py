"""Plan the people who work at the clinic: what they offer, and when."""

from collections.abc import Iterable
from datetime import time
from typing import Any

from sqlmodel import Session

from myaccount.domain.people import full_name
from myaccount.models import Person, Shift, Staff, StaffTreatment, TimeOff
from myaccount.models.columns import new_id
from myaccount.services.clinic_file import people, time_off
from myaccount.services.clinic_file.accounts import Accounts
from myaccount.services.clinic_file.fields import WEEKDAYS, time_of_day
from myaccount.services.clinic_file.names import Practitioner
from myaccount.services.clinic_file.plan import Plan
from myaccount.services.clinic_file.reading import Entry, Sections
from myaccount.services.clinic_file.schema import StaffSection
from myaccount.services.clinic_file.writes import Row
from myaccount.store import clinic_file as store

Hours = tuple[str, int, time, time, str]
PAPERS = ("credentials", "license_number", "signature")
"""What stands on receipts and superbills; what the file does not say stays as it is."""

MINUTES = {"start_interval_minutes": 15, "buffer_minutes": 0}
"""What a staff member begins with when the file does not say."""


def plan(tx: Session, sections: Sections, plan: Plan) -> None:
    """Plan the staff; appointments may also name those of earlier files."""
    found = store.of_clinic(tx, Staff, plan.clinic_id)
    plan.staff_ids.update(row["id"] for row in found)
    persons = {row["id"]: row for row in store.of_owners(tx, Person, "id", [row["person_id"] for row in found])}
    for row in found:
        _enter(plan, row["external_id"] or row["id"], row, persons[row["person_id"]])
    said = [entry.said.account for entry in sections.staff if entry.said.account]
    accounts = Accounts(tx, plan, persons, said)
    known = {row["external_id"]: row for row in found}
    offered = _by_staff(store.of_owners(tx, StaffTreatment, "staff_id", plan.staff_ids))
    hours = _by_staff(store.of_owners(tx, Shift, "staff_id", plan.staff_ids))
    off = _by_staff(store.of_owners(tx, TimeOff, "staff_id", plan.staff_ids))
    for entry in sections.staff:
        staff_id = _member(plan, entry, known.get(entry.said.id), persons, accounts)
        _treatments(plan, entry, staff_id, offered.get(staff_id, []))
        _shifts(plan, entry, staff_id, hours.get(staff_id, []))
        time_off.plan_for(plan, entry, staff_id, off.get(staff_id, []))


def _member(
    plan: Plan,
    entry: Entry[StaffSection],
    before: store.Found | None,
    persons: dict[str, store.Found],
    accounts: Accounts,
) -> str:
    said = entry.said
    profile = persons[before["person_id"]] if before else None
    says = said.model_dump(include={"first_name", "last_name", "email"})
    person_id, profile_outcome = people.put(plan, entry, says, profile, accounts)
    row: Row = {
        "id": before["id"] if before else new_id(),
        "clinic_id": plan.clinic_id,
        "person_id": person_id,
        "external_id": said.id,
        **said.model_dump(include={"registration_number", "npi"}),
        "role": _role(plan, entry, before, profile),
        **{name: getattr(said, name) or (before[name] if before else None) for name in PAPERS},
        **{name: _minutes(said, name, before) for name in MINUTES},
    }
    outcome = plan.writes.put(Staff, row, before)
    plan.count("staff", profile_outcome if outcome == "unchanged" else outcome)
    plan.staff_ids.add(row["id"])
    _enter(plan, said.id, row, says)
    return str(row["id"])


def _role(plan: Plan, entry: Entry[StaffSection], before: store.Found | None, profile: store.Found | None) -> str:
    """Tell which role somebody has: the file's, unless the owner gave them another one in the portal since.

    Edges: of who came in before roles were remembered, the portal's word counts.
    """
    said_before = profile["imported"].get("role") if profile else None
    if before is None or before["role"] in (entry.said.role, said_before):
        return entry.said.role
    plan.kept.append(f"{entry.path}.role")
    return str(before["role"])


def _minutes(said: StaffSection, name: str, before: store.Found | None) -> int:
    """Tell what a number is to be: what the file says, else what it is, else what it begins with."""
    wanted = getattr(said, name)
    if wanted is None:
        wanted = before[name] if before else MINUTES[name]
    return int(wanted)


def _enter(plan: Plan, external_id: str, row: store.Found, person: store.Found) -> None:
    name = full_name(person["first_name"], person["last_name"])
    plan.staff.enter(external_id, Practitioner(row["id"], row["person_id"], name, row["buffer_minutes"]))
    plan.people.enter_unless_known(external_id, row["person_id"])


def _by_staff(rows: Iterable[store.Found]) -> dict[str, list[store.Found]]:
    found: dict[str, list[store.Found]] = {}
    for row in rows:
        found.setdefault(row["staff_id"], []).append(row)
    return found


def _treatments(plan: Plan, entry: Entry[StaffSection], staff_id: str, before: list[store.Found]) -> None:
    named = [
        plan.treatments.find(plan.problems, f"{entry.path}.treatments[{index}]", external_id)
        for index, external_id in enumerate(entry.said.treatments)
    ]
    wanted = {offer.id for offer in named if offer}
    if wanted == {row["treatment_id"] for row in before}:
        return
    if before:
        plan.writes.remove(StaffTreatment, "staff_id", [staff_id])
    for treatment_id in sorted(wanted):
        plan.writes.put(StaffTreatment, {"staff_id": staff_id, "treatment_id": treatment_id}, None)


def _shifts(plan: Plan, entry: Entry[StaffSection], staff_id: str, before: list[store.Found]) -> None:
    wanted = sorted(_hours(plan, entry))
    if wanted == sorted(_hours_of(row) for row in before):
        return
    if before:
        plan.writes.remove(Shift, "staff_id", [staff_id])
    for hours in wanted:
        plan.writes.put(Shift, _shift(plan, staff_id, hours), None)


def _hours(plan: Plan, entry: Entry[StaffSection]) -> set[Hours]:
    found: set[Hours] = set()
    for index, shift in enumerate(entry.said.shifts):
        place = plan.locations.find(plan.problems, f"{entry.path}.shifts[{index}].location", shift.location)
        if place is None:
            continue
        span = (time_of_day(shift.opens), time_of_day(shift.closes), shift.mode)
        found |= {(place.id, WEEKDAYS.index(day), *span) for day in shift.weekdays}
    return found


def _hours_of(row: store.Found) -> Hours:
    return row["location_id"], row["weekday"], row["opens"], row["closes"], row["mode"]


def _shift(plan: Plan, staff_id: str, hours: Hours) -> Row:
    location_id, weekday, opens, closes, mode = hours
    row: dict[str, Any] = {"location_id": location_id, "weekday": weekday, "opens": opens, "closes": closes}
    return {"id": new_id(), "clinic_id": plan.clinic_id, "staff_id": staff_id, "mode": mode} | row
