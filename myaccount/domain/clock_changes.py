"""What a change of the clocks, in a newer zone database, does to times that were agreed before it.

A time is agreed on the wall of a place. Its instant is derived anew; whether its holder can be there then is decided
for all of a practitioner's times at once, since most of them move together.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from myaccount.domain.claims import CELL_MINUTES
from myaccount.domain.time import NoSuchTime, WallTime

Cell = tuple[str, int]
"""A resource, and a five-minute cell of its time."""


class Obstacle(StrEnum):
    """Why a time that was agreed cannot be followed."""

    SKIPPED = "skipped"
    TAKEN = "taken"


@dataclass(frozen=True)
class Holder:
    """Who holds a cell; with `keeps_free` it is only kept free after their visit."""

    id: str
    keeps_free: bool = False


def derived(agreed: WallTime) -> datetime | None:
    """Derive the instant of a wall time by the zone database in use; None when the clocks skip it now.

    Times: aware UTC.
    """
    try:
        return agreed.instant()
    except NoSuchTime:
        return None


def rearranged(
    held: Mapping[Cell, Holder], shifts: Mapping[str, timedelta]
) -> tuple[dict[Cell, Holder], frozenset[str]]:
    """Move what some holders hold by so much each; tell who holds what then, and who has to stay.

    `shifts` names the holders in the order in which they booked: of two that come together, the earlier goes. Whoever
    stays keeps their cells, and may be in another's way in turn.

    Times: shifts are multiples of five minutes, as all zones differ by quarters of an hour. Edges: cells that are only
    kept free after a visit are in nobody's way; those for which there is no room any more are given up.
    """
    cells: dict[str, set[Cell]] = {}
    for cell, holder in held.items():
        if not holder.keeps_free:
            cells.setdefault(holder.id, set()).add(cell)
    staying: frozenset[str] = frozenset()
    while True:
        taken = {cell for one, theirs in cells.items() if one not in shifts or one in staying for cell in theirs}
        found = set()
        for one, shift in shifts.items():
            wanted = _shifted(cells.get(one, ()), shift)
            if one in staying:
                continue
            if taken & wanted:
                found.add(one)
            taken |= wanted
        if not found:
            return _after(held, {one: shift for one, shift in shifts.items() if one not in staying}), staying
        staying |= found


def _after(held: Mapping[Cell, Holder], shifts: Mapping[str, timedelta]) -> dict[Cell, Holder]:
    after: dict[Cell, Holder] = {}
    for cell, holder in sorted(held.items(), key=lambda pair: pair[1].keeps_free):
        [there] = _shifted([cell], shifts.get(holder.id, timedelta(0)))
        after.setdefault(there, holder)
    return after


def _shifted(cells: Iterable[Cell], shift: timedelta) -> set[Cell]:
    by = shift // timedelta(minutes=CELL_MINUTES)
    return {(resource, cell + by) for resource, cell in cells}
