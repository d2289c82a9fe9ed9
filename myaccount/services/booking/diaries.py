"""What the search for free times knows of each practitioner: hours, time off, and what is booked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from myaccount.domain.availability import Practitioner, span, taken
from myaccount.domain.people import full_name
from myaccount.domain.shift_cells import Hours, ShiftMode
from myaccount.models import Location, Treatment
from myaccount.services.booking.criteria import SearchWindow
from myaccount.services.context import ClinicContext
from myaccount.store import availability
from myaccount.store import offers as store


@dataclass(frozen=True)
class Diary:
    """One practitioner, with what is known of their time at one location."""

    staff_id: str
    name: str
    time: Practitioner


def diaries(
    tx: Session, ctx: ClinicContext, treatment: Treatment, location: Location, staff_id: str, window: SearchWindow
) -> list[Diary]:
    """Read the diaries of those who give a treatment at a location, or of one of them, in order of their names."""
    gives = store.gives(tx, treatment.id)
    team = [row for row in store.practitioners(tx, ctx.clinic.id, staff_id) if row.id in gives]
    ids = [row.id for row in team]
    shifts = _by_staff(store.shifts(tx, ids, location.id))
    away = _by_staff(store.time_off(tx, ids, window.since, window.until))
    busy = availability.busy(tx, ids, window.since, window.until, ctx.now, window.holder, window.moving)
    return [
        Diary(
            row.id,
            full_name(row.first_name, row.last_name),
            Practitioner(
                hours=tuple(sorted(map(_hours, shifts[row.id]), key=str)),
                interval_minutes=row.start_interval_minutes,
                buffer_minutes=row.buffer_minutes,
                busy=busy[row.id],
                away=taken(span(one.starts_at, one.ends_at) for one in away.get(row.id, ())),
            ),
        )
        for row in team
        if row.id in shifts
    ]


def _by_staff(rows: Sequence[Row[Any]]) -> dict[str, list[Row[Any]]]:
    found: dict[str, list[Row[Any]]] = {}
    for row in rows:
        found.setdefault(row.staff_id, []).append(row)
    return found


def _hours(row: Row[Any]) -> Hours:
    return Hours(row.weekday, row.opens, row.closes, ShiftMode(row.mode))
