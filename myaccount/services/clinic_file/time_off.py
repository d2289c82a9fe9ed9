"""Plan time off: what the file names is noted once, and what the portal has besides stays."""

from collections.abc import Iterable

from myaccount.clock import zone_data_version
from myaccount.models import TimeOff
from myaccount.models.columns import new_id
from myaccount.services.clinic_file import times
from myaccount.services.clinic_file.plan import Plan
from myaccount.services.clinic_file.reading import Entry
from myaccount.services.clinic_file.schema import StaffSection, TimeOffSection
from myaccount.services.clinic_file.writes import Row
from myaccount.store import clinic_file as store

SAME = ("starts_local", "ends_local", "zone", "note")
"""What makes two the same time off: importing again adds nothing."""


def plan_for(plan: Plan, entry: Entry[StaffSection], staff_id: str, before: Iterable[store.Found]) -> None:
    """Plan the time off of a staff member that is not noted yet."""
    known = {tuple(row[name] for name in SAME) for row in before}
    for index, said in enumerate(entry.said.time_off):
        row = _row(plan, f"{entry.path}.time_off[{index}]", staff_id, said)
        key = tuple(row[name] for name in SAME) if row else ()
        if row and key not in known:
            known.add(key)
            plan.writes.put(TimeOff, row, None)


def _row(plan: Plan, path: str, staff_id: str, said: TimeOffSection) -> Row | None:
    """Spell out time off in the columns of the table, or None when one of its times cannot be read."""
    starts = plan.problems.attempt(f"{path}.from", lambda: times.start(said.starts, plan.zone, plan.now))
    ends = plan.problems.attempt(f"{path}.to", lambda: times.start(said.ends, plan.zone, plan.now))
    if starts is None or ends is None:
        return None
    if ends.instant <= starts.instant:
        plan.problems.add(f"{path}.to", "Time off ends after it begins")
        return None
    return {
        "id": new_id(),
        "clinic_id": plan.clinic_id,
        "staff_id": staff_id,
        "starts_local": starts.wall.local,
        "ends_local": ends.wall.local,
        "zone": plan.zone,
        "zone_data": zone_data_version(),
        "starts_at": starts.instant,
        "ends_at": ends.instant,
        "note": said.note,
    }
