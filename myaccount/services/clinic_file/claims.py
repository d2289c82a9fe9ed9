"""Plan the claims: what a live booking of the file holds, so that nobody else can.

The diary that a file comes from has its visits as close together as they are: what is only kept free after a visit
gives way to a visit, as at the desk.
"""

from datetime import timedelta

from sqlmodel import Session

from myaccount.domain.claims import CELL_MINUTES, CELL_SECONDS, cells, kept_free
from myaccount.services.clinic_file.plan import Holding, Plan
from myaccount.store import clinic_file as store
from myaccount.store.claims import BUFFER, of_class, of_staff

Cell = tuple[str, int]
LONGEST = timedelta(days=1)
"""No treatment lasts longer, so what began earlier is over."""


def plan(tx: Session, plan: Plan) -> None:
    """Plan who holds which time and which seat; what was there first in the portal, or the file, stays.

    Edges: what the file's own bookings held before is free again before they take anew. What is kept free after one
    ends where another begins.
    """
    first = int((plan.now - LONGEST).timestamp()) // CELL_SECONDS
    staff = [of_staff(staff_id) for staff_id in sorted(plan.staff_ids)]
    seats = sorted({of_class(one.seats_of) for one in plan.holdings if one.seats_of})
    held = store.claims(tx, staff, first, seats)
    taken = {cell: holder for cell, holder in held.items() if holder.removesuffix(BUFFER) not in plan.holders}
    alone = [holding for holding in plan.holdings if not holding.seats_of]
    placed = [holding for holding in alone if _take(holding, taken, plan)]
    for holding in plan.holdings:
        if holding.seats_of:
            _take_seat(holding, taken, held, plan)
    for holding in placed:
        _keep_free(holding, taken)
    plan.freed = [cell for cell, holder in held.items() if taken.get(cell) != holder]
    plan.taken = [
        {"resource": cell[0], "cell": cell[1], "holder_id": holder}
        for cell, holder in taken.items()
        if held.get(cell) != holder
    ]


def _take(holding: Holding, taken: dict[Cell, str], plan: Plan) -> bool:
    """Take a practitioner's time; tell whether that is possible."""
    try:
        wanted = [(of_staff(holding.staff.id), cell) for cell in cells(holding.starts_at, holding.minutes)]
    except ValueError:
        plan.problems.add(f"{holding.path}.start", "What is still to come must start on a whole five minutes")
        return False
    if any(_is_booked(cell, taken) for cell in wanted):
        plan.problems.add(holding.path, f"{holding.staff.name} is already booked at that time")
        return False
    taken.update(dict.fromkeys(wanted, holding.holder_id))
    return True


def _keep_free(holding: Holding, taken: dict[Cell, str]) -> None:
    """Keep free what is free after a booking, up to its buffer, and write into its row how much that is."""
    resource = of_staff(holding.staff.id)
    found = kept_free(
        holding.starts_at, holding.minutes, holding.buffer_minutes, lambda cell: not _is_booked((resource, cell), taken)
    )
    taken.update(dict.fromkeys([(resource, cell) for cell in found], holding.holder_id + BUFFER))
    holding.row["buffer_minutes"] = len(found) * CELL_MINUTES


def _is_booked(cell: Cell, taken: dict[Cell, str]) -> bool:
    """Tell whether somebody is booked then; time that is only kept free does not count."""
    return not taken.get(cell, BUFFER).endswith(BUFFER)


def _take_seat(holding: Holding, taken: dict[Cell, str], held: dict[Cell, str], plan: Plan) -> None:
    seats = [(of_class(holding.seats_of), seat) for seat in range(holding.capacity)]
    seats.sort(key=lambda seat: held.get(seat) != holding.holder_id)
    free = next((seat for seat in seats if seat not in taken), None)
    if free is None:
        plan.problems.add(holding.path, f"The class is full: it has {holding.capacity} seats")
    else:
        taken[free] = holding.holder_id
