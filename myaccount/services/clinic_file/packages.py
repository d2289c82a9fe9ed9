"""Plan packages and memberships. What was changed of one in the portal since the last import is kept."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session

from myaccount.domain.redemption import Cycle, PassKind
from myaccount.domain.time import wall_time
from myaccount.models import Package, PackageTreatment
from myaccount.models.columns import new_id
from myaccount.services.clinic_file import times
from myaccount.services.clinic_file.merging import merge, plain
from myaccount.services.clinic_file.plan import Plan
from myaccount.services.clinic_file.reading import Entry, Sections
from myaccount.services.clinic_file.schema import PackageSection
from myaccount.services.clinic_file.writes import Row
from myaccount.store import clinic_file as store

IN_THE_FILE = {"purchased_on": "purchased", "expires_on": "expires", "used_before": "used"}


def plan(tx: Session, sections: Sections, plan: Plan) -> None:
    """Plan the packages, and what each of them covers."""
    named = [entry.said.id for entry in sections.packages]
    found = store.by_external_id(tx, Package, plan.clinic_id, named)
    covered: dict[str, set[str]] = {}
    for row in store.of_owners(tx, PackageTreatment, "package_id", [one["id"] for one in found.values()]):
        covered.setdefault(row["package_id"], set()).add(row["treatment_id"])
    for entry in sections.packages:
        before = found.get(entry.said.id)
        _package(entry, before, covered.get(before["id"], set()) if before else set(), plan)


def _package(entry: Entry[PackageSection], before: store.Found | None, covered: set[str], plan: Plan) -> None:
    said, path = entry.said, entry.path
    person_id = plan.people.find(plan.problems, f"{path}.patient", said.patient)
    offers = [
        plan.treatments.find(plan.problems, f"{path}.treatments[{index}]", name)
        for index, name in enumerate(said.treatments)
    ]
    if person_id is None or None in offers:
        return
    if before and before["person_id"] != person_id:
        plan.problems.add(f"{path}.patient", "This package is somebody else's: only who bought it has it")
        return
    says = _facts(entry, plan)
    if says is None:
        return
    says_before: Mapping[str, Any] = before["imported"] if before else {}
    values, kept = merge(says, before, says_before)
    plan.kept += [f"{path}.{IN_THE_FILE.get(name, name)}" for name in kept]
    row: Row = {**(before or _blank(entry, person_id, plan)), **values}
    treatments = sorted({one.id for one in offers if one})
    row["imported"] = {name: plain(value) for name, value in says.items()} | {"treatments": treatments}
    if before is None or before["used_before"] != row["used_before"]:
        row["used_on"] = wall_time(plan.now, plan.zone).local.date()
    plan.put("packages", Package, row, before)
    _cover(f"{path}.treatments", row["id"], sorted(covered), treatments, says_before.get("treatments"), plan)


def _cover(
    path: str, package_id: str, covered: list[str], wanted: list[str], said_before: list[str] | None, plan: Plan
) -> None:
    """Plan what a package covers, unless that was changed in the portal since."""
    if covered == wanted:
        return
    if said_before is not None and covered != said_before:
        plan.kept.append(path)
        return
    plan.writes.remove(PackageTreatment, "package_id", [package_id])
    for treatment_id in wanted:
        plan.writes.put(PackageTreatment, {"package_id": package_id, "treatment_id": treatment_id}, None)


def _facts(entry: Entry[PackageSection], plan: Plan) -> Row | None:
    """Spell out what the file says in the columns of the table, or None when its days cannot be."""
    said, path = entry.said, entry.path
    purchased, expires = _day(f"{path}.purchased", said.purchased, plan), _day(f"{path}.expires", said.expires, plan)
    if purchased is None or (expires is None and said.expires is not None):
        return None
    if expires is not None and expires < purchased:
        plan.problems.add(path, "It cannot expire before it is bought")
        return None
    is_membership = PassKind(said.kind) is PassKind.MEMBERSHIP
    return {
        "name": said.name,
        "kind": said.kind,
        "quantity": said.quantity,
        "cycle": (said.cycle or Cycle.MONTH.value) if is_membership else None,
        "used_before": said.used,
        "purchased_on": purchased,
        "expires_on": expires,
    }


def _day(path: str, text: str | None, plan: Plan) -> date | None:
    if text is None:
        return None
    found: date | None = plan.problems.attempt(path, lambda: times.day(text, plan.zone, plan.now))
    return found


def _blank(entry: Entry[PackageSection], person_id: str, plan: Plan) -> Row:
    return {
        "id": new_id(),
        "clinic_id": plan.clinic_id,
        "external_id": entry.said.id,
        "person_id": person_id,
        "used_on": None,
        "ended_at": None,
        "price_cents": None,
        "tax_ppm": 0,
        "bill_on": None,
        "created_at": plan.now,
    }
