"""Plan what the clinic offers, and where: locations and treatments."""

from sqlmodel import Session

from myaccount.models import Location, Treatment, TreatmentLocation
from myaccount.models.columns import new_id
from myaccount.services.clinic_file.names import Offer, Place
from myaccount.services.clinic_file.plan import Plan
from myaccount.services.clinic_file.reading import Entry, Sections
from myaccount.services.clinic_file.schema import TreatmentSection
from myaccount.services.clinic_file.writes import Row
from myaccount.store import clinic_file as store


def plan(tx: Session, sections: Sections, plan: Plan) -> None:
    """Plan the locations and the treatments."""
    _locations(tx, sections, plan)
    _treatments(tx, sections, plan)


def _locations(tx: Session, sections: Sections, plan: Plan) -> None:
    found = {row["external_id"] or row["id"]: row for row in store.of_clinic(tx, Location, plan.clinic_id)}
    for name, row in found.items():
        plan.locations.enter(name, Place(row["id"], row["time_zone"]))
    for entry in sections.locations:
        before = found.get(entry.said.id)
        row = _row(entry.said.model_dump(), before, plan) | {"time_zone": entry.said.time_zone or plan.zone}
        plan.put("locations", Location, row, before)
        plan.locations.enter(entry.said.id, Place(row["id"], row["time_zone"]))


def _treatments(tx: Session, sections: Sections, plan: Plan) -> None:
    found = {row["external_id"] or row["id"]: row for row in store.of_clinic(tx, Treatment, plan.clinic_id)}
    for name, row in found.items():
        plan.treatments.enter(name, _offer(row))
    offered: dict[str, set[str]] = {}
    for pair in store.of_owners(tx, TreatmentLocation, "treatment_id", [row["id"] for row in found.values()]):
        offered.setdefault(pair["treatment_id"], set()).add(pair["location_id"])
    for entry in sections.treatments:
        before = found.get(entry.said.id)
        row = _row(entry.said.model_dump(exclude={"locations"}), before, plan)
        outcome = plan.writes.put(Treatment, row, before)
        moved = _places(plan, entry, row["id"], offered.get(row["id"], set()))
        plan.count("treatments", "updated" if moved and outcome == "unchanged" else outcome)
        plan.treatments.enter(entry.said.id, _offer(row))


def _places(plan: Plan, entry: Entry[TreatmentSection], treatment_id: str, before: set[str]) -> bool:
    """Plan where a treatment is offered; tell whether that changes. Left out, it stays as it is."""
    if entry.said.locations is None:
        return False
    named = [
        plan.locations.find(plan.problems, f"{entry.path}.locations[{index}]", external_id)
        for index, external_id in enumerate(entry.said.locations)
    ]
    wanted = {place.id for place in named if place}
    if wanted == before:
        return False
    plan.writes.remove(TreatmentLocation, "treatment_id", [treatment_id])
    for location_id in sorted(wanted):
        plan.writes.put(TreatmentLocation, {"treatment_id": treatment_id, "location_id": location_id}, None)
    return True


def _row(said: Row, before: store.Found | None, plan: Plan) -> Row:
    external_id = said.pop("id")
    return said | {
        "id": before["id"] if before else new_id(),
        "clinic_id": plan.clinic_id,
        "external_id": external_id,
    }


def _offer(row: store.Found) -> Offer:
    return Offer(row["id"], row["minutes"], row["online"], row["capacity"], row["buffer_minutes"])
