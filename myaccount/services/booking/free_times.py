"""The free times of what is wanted: visits of practitioners, and seats of classes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from myaccount.domain.availability import Wanted, cell_of, free_starts, instant
from myaccount.domain.booking import Lateness, TooSoonTimes
from myaccount.domain.people import full_name
from myaccount.domain.time import wall_time
from myaccount.models import Location, Treatment
from myaccount.services.booking.criteria import SearchCriteria, SearchWindow
from myaccount.services.booking.diaries import Diary, diaries
from myaccount.services.context import ClinicContext
from myaccount.store import offers as store

Chosen = tuple[Treatment, Location]
Visits = Iterator[tuple[date, Diary, list[int], list[int]]]


@dataclass(frozen=True)
class FreeTime:
    """A free time: its cell, with whom, and whether the clinic is contacted for it. Of a class, the seats left."""

    at: int
    staff_id: str
    name: str
    contact: bool = False
    class_id: str = ""
    seats_left: int = 0


def visits(tx: Session, ctx: ClinicContext, criteria: SearchCriteria, chosen: Chosen, window: SearchWindow) -> Visits:
    """List by practitioner and day the cells at which a visit may start: to book, and to contact the clinic for.

    Edges: the very start of the visit that is moved is no other time.
    """
    treatment, location = chosen
    wanted = Wanted(treatment.minutes, treatment.buffer_minutes, window.first, window.last)
    for diary in diaries(tx, ctx, treatment, location, criteria.staff_id, window):
        starts = free_starts(diary.time, wanted, ctx.settings.booking, location.time_zone, ctx.now)
        own = {cell_of(window.moving[1])} if window.moving[0] == diary.staff_id else set()
        for day, *cells in starts.by_day():
            to_book, to_ask = ([at for at in some if at not in own] for some in cells)
            if to_book or to_ask:
                yield day, diary, to_book, to_ask


def seats(
    tx: Session, ctx: ClinicContext, criteria: SearchCriteria, chosen: Chosen, window: SearchWindow
) -> Iterator[FreeTime]:
    """List the sittings of a class that have a seat left, soonest first; not the one that a moved visit is in."""
    treatment, location = chosen
    team = store.practitioners(tx, ctx.clinic.id, criteria.staff_id)
    names = {row.id: full_name(row.first_name, row.last_name) for row in team}
    rules = ctx.settings.booking
    shown = {Lateness.IN_TIME} | ({Lateness.TOO_SOON} if rules.too_soon is TooSoonTimes.CONTACT_TO_BOOK else set())
    span = (window.since, window.until)
    for row in store.sittings(tx, treatment.id, location.id, *span, ctx.now, window.holder):
        lateness, left = rules.judge(row.starts_at, location.time_zone, ctx.now), (treatment.capacity or 0) - row.taken
        is_own = (row.staff_id, row.starts_at) == window.moving
        if row.staff_id in names and left > 0 and lateness in shown and not is_own:
            contact = lateness is Lateness.TOO_SOON
            yield FreeTime(cell_of(row.starts_at), row.staff_id, names[row.staff_id], contact, row.id, left)


def in_order(
    tx: Session, ctx: ClinicContext, criteria: SearchCriteria, chosen: Chosen, window: SearchWindow
) -> list[FreeTime]:
    """List the free times in order. Of several who are free at one, it is with whom it can be booked, first by name."""
    if is_class(chosen[0]):
        return list(seats(tx, ctx, criteria, chosen, window))
    found: dict[int, FreeTime] = {}
    for _, diary, to_book, to_ask in visits(tx, ctx, criteria, chosen, window):
        for at in to_book:
            if at not in found or found[at].contact:
                found[at] = FreeTime(at, diary.staff_id, diary.name)
        for at in to_ask:
            found.setdefault(at, FreeTime(at, diary.staff_id, diary.name, contact=True))
    return [found[at] for at in sorted(found)]


def by_day(
    tx: Session, ctx: ClinicContext, criteria: SearchCriteria, chosen: Chosen, window: SearchWindow
) -> dict[date, tuple[set[int | str], bool]]:
    """List the days with their free times, or sittings, and whether any of it can be booked, in order of the days.

    Times: days of the place.
    """
    found: dict[date, tuple[set[int | str], bool]] = {}
    if is_class(chosen[0]):
        for seat in seats(tx, ctx, criteria, chosen, window):
            day = wall_time(instant(seat.at), chosen[1].time_zone).local.date()
            free, bookable = found.get(day, (set(), False))
            found[day] = (free | {seat.class_id}, bookable or not seat.contact)
        return found
    for day, _, to_book, to_ask in visits(tx, ctx, criteria, chosen, window):
        free, bookable = found.setdefault(day, (set(), False))
        free.update(to_book, to_ask)
        found[day] = (free, bookable or bool(to_book))
    return dict(sorted(found.items()))


def is_class(treatment: Treatment) -> bool:
    """Tell whether a treatment is a class, with sittings and seats."""
    return treatment.kind == "class"
