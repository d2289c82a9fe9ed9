"""Which times are free: by day, of one day, and nearest to one that is gone."""

from datetime import date

from sqlmodel import Session

from myaccount.domain.booking import day_to_open
from myaccount.domain.parsing import read_day
from myaccount.domain.refusals import NotFound
from myaccount.messages import dates, say
from myaccount.services.booking import eligibility, free_times
from myaccount.services.booking.criteria import SearchCriteria, search_window
from myaccount.services.booking.free_times import Chosen
from myaccount.services.booking.words import day_choice, time_choice
from myaccount.services.context import ClinicContext
from myaccount.store import offers as store
from myaccount.views.booking import DayChoice, OpenedDay, TimeChoice

NEAREST = 5


def days(tx: Session, ctx: ClinicContext, criteria: SearchCriteria, guest: str = "") -> tuple[DayChoice, ...]:
    """List the days on which something is free, as far ahead as can be booked.

    Times: days of the location's zone.
    Raises: NotFound for what is not offered online · BookingOff · SignInRequired.
    """
    chosen = _chosen(tx, ctx, criteria)
    found = free_times.by_day(tx, ctx, criteria, chosen, search_window(tx, ctx, criteria, chosen[1], guest))
    return tuple(day_choice(day, len(times), bookable, ctx) for day, (times, bookable) in found.items())


def times(
    tx: Session, ctx: ClinicContext, criteria: SearchCriteria, day: date, guest: str = ""
) -> tuple[TimeChoice, ...]:
    """List the free times of a day; with "first available", of whoever is free.

    Times: a day of the location's zone. Raises: as `days`.
    """
    chosen = _chosen(tx, ctx, criteria)
    found = free_times.in_order(tx, ctx, criteria, chosen, search_window(tx, ctx, criteria, chosen[1], guest, day))
    return tuple(time_choice(one, *chosen, ctx) for one in found)


def asked_day(typed: str) -> str:
    """Read the day that a link asks for, in ISO form. Edges: blank for what is no day."""
    day = read_day(typed)
    return day.isoformat() if day else ""


def opened(offered: tuple[DayChoice, ...], kept: str, asked: str, ctx: ClinicContext) -> OpenedDay:
    """Choose whose times are shown of the days with free times: that of a link, or the one that was kept.

    Edges: nothing free on the day of a link opens the first free day after it, and says so; else the first free day.
    """
    if not offered:
        return OpenedDay()
    free = [one.day for one in offered]
    place = free.index(day_to_open(free, asked) if asked else kept if kept in free else free[0])
    found = offered[place]
    if not asked or found.day == asked:
        return OpenedDay(found.day, found.label, place)
    key = "book.day_full" if found.day > asked else "book.nothing_after"
    wanted = dates.full_day(date.fromisoformat(asked), ctx.lang)
    return OpenedDay(found.day, found.label, place, say(key, ctx.lang, day=wanted))


def nearest(
    tx: Session, ctx: ClinicContext, criteria: SearchCriteria, at: int, guest: str = ""
) -> tuple[TimeChoice, ...]:
    """List the free times nearest to one that is gone, in order of time. `at` is its cell.

    Edges: at most five, and none to contact the clinic for. Raises: as `days`.
    """
    chosen = _chosen(tx, ctx, criteria)
    found = free_times.in_order(tx, ctx, criteria, chosen, search_window(tx, ctx, criteria, chosen[1], guest))
    bookable = [one for one in found if not one.contact]
    close = sorted(bookable, key=lambda one: (abs(one.at - at), one.at))[:NEAREST]
    return tuple(time_choice(one, *chosen, ctx) for one in sorted(close, key=lambda one: one.at))


def _chosen(tx: Session, ctx: ClinicContext, criteria: SearchCriteria) -> Chosen:
    eligibility.check(tx, ctx)
    chosen = store.chosen(tx, ctx.clinic.id, criteria.treatment_id, criteria.location_id)
    if chosen is None:
        raise NotFound()
    return chosen
