"""Plan the claims: what a live booking of the file holds, so that nobody else can."""

from datetime import timedelta

from sqlmodel import Session

from myaccount.domain.claims import CELL_SECONDS, cells
from myaccount.services.clinic_file.plan import Holding, Plan
from myaccount.store import clinic_file as store

Cell = tuple[str, int]
LONGEST = timedelta(days=1)
"""No treatment lasts longer, so what began earlier is over."""


def plan(tx: Session, plan: Plan) -> None:
    """Plan who holds which time and which seat; what was there first in the portal, or the file, stays.

    Edges: what the file's own bookings held before is free again before they take anew.
    """
    first = int((plan.now - LONGEST).timestamp()) // CELL_SECONDS
    staff = [f"staff:{staff_id}" for staff_id in sorted(plan.staff_ids)]
    seats = sorted({f"class:{one.seats_of}" for one in plan.holdings if one.seats_of})
    held = store.claims(tx, staff, first, seats)
    taken = {cell: holder for cell, holder in held.items() if holder not in plan.holders}
    for holding in sorted(plan.holdings, key=lambda one: bool(one.seats_of)):
        _take(holding, taken, held, plan)
    plan.freed = [cell for cell, holder in held.items() if taken.get(cell) != holder]
    plan.taken = [
        {"resource": cell[0], "cell": cell[1], "holder_id": holder}
        for cell, holder in taken.items()
        if held.get(cell) != holder
    ]


def _take(holding: Holding, taken: dict[Cell, str], held: dict[Cell, str], plan: Plan) -> None:
    if holding.seats_of:
        _take_seat(holding, taken, held, plan)
        return
    try:
        wanted = [(f"staff:{holding.staff.id}", cell) for cell in cells(holding.starts_at, holding.minutes)]
    except ValueError:
        plan.problems.add(f"{holding.path}.start", "What is still to come must start on a whole five minutes")
        return
    if any(cell in taken for cell in wanted):
        plan.problems.add(holding.path, f"{holding.staff.name} is already booked at that time")
        return
    taken.update(dict.fromkeys(wanted, holding.holder_id))


def _take_seat(holding: Holding, taken: dict[Cell, str], held: dict[Cell, str], plan: Plan) -> None:
    seats = [(f"class:{holding.seats_of}", seat) for seat in range(holding.capacity)]
    seats.sort(key=lambda seat: held.get(seat) != holding.holder_id)
    free = next((seat for seat in seats if seat not in taken), None)
    if free is None:
        plan.problems.add(holding.path, f"The class is full: it has {holding.capacity} seats")
    else:
        taken[free] = holding.holder_id
