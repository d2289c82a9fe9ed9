"""Plan the codes that superbills say of appointments. Those that staff have entered in the portal stay."""

from sqlmodel import Session

from myaccount.models import VisitCodes
from myaccount.services.clinic_file.plan import Plan
from myaccount.services.clinic_file.reading import Sections
from myaccount.services.clinic_file.schema import CodesSection
from myaccount.services.clinic_file.writes import Row
from myaccount.store import clinic_file as store


def plan(tx: Session, sections: Sections, plan: Plan, ids: dict[str, str]) -> None:
    """Plan the codes; `ids` are those of the appointments by their names in the file."""
    coded = [entry for entry in sections.appointments if entry.said.codes and entry.said.id in ids]
    known = store.of_owners(tx, VisitCodes, "appointment_id", [ids[entry.said.id] for entry in coded])
    found = {row["appointment_id"]: row for row in known}
    for entry in coded:
        assert entry.said.codes is not None
        row = {"appointment_id": ids[entry.said.id], "clinic_id": plan.clinic_id, **_columns(entry.said.codes)}
        before = found.get(row["appointment_id"])
        if before is None:
            plan.writes.put(VisitCodes, row, None)
        elif before != row:
            plan.kept.append(f"{entry.path}.codes")


def _columns(said: CodesSection) -> Row:
    return {
        "cpt": said.cpt or "",
        "modifiers": " ".join(said.modifiers),
        "diagnoses": " ".join(dict.fromkeys(said.diagnoses)),
        "units": said.units,
    }
