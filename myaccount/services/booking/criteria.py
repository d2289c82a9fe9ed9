"""What somebody wants to book, in the ids of the clinic, and under which name they hold it meanwhile."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from myaccount.domain.time import day_starts, wall_time
from myaccount.models import Location
from myaccount.services.context import ClinicContext, PatientContext
from myaccount.store import appointments, availability


@dataclass(frozen=True)
class SearchCriteria:
    """A treatment at a location, with a practitioner or, when blank, with whoever is free first.

    `moving` is a visit of the patient's own that would be given up for it, and counts as free.
    """

    treatment_id: str
    location_id: str
    staff_id: str = ""
    moving: str = ""


@dataclass(frozen=True)
class SlotRequest:
    """One time of it: `at` is its cell of five minutes since 1970. Of a class, `class_id` is the sitting."""

    treatment_id: str
    location_id: str
    staff_id: str
    at: int
    class_id: str = ""


@dataclass(frozen=True)
class SearchWindow:
    """The days of a location that are looked at, both included, and the same as instants, aware UTC.

    The hold of `holder` counts as free, and so does the visit that is moved: its practitioner and its start.
    """

    first: date
    last: date
    since: datetime
    until: datetime
    holder: str = ""
    moving: tuple[str, datetime] = availability.NOTHING


def search_window(
    tx: Session, ctx: ClinicContext, criteria: SearchCriteria, location: Location, guest: str, day: date | None = None
) -> SearchWindow:
    """Choose what to look at: one day, or all that can be booked. A day that cannot be is no day at all.

    Times: days of the place. Raises: NotFound when the visit to be moved is not the patient's own.
    """
    zone = location.time_zone
    today, last = wall_time(ctx.now, zone).local.date(), ctx.settings.booking.last_day(zone, ctx.now)
    first = today
    if day is not None:
        first, last = (day, day) if today <= day <= last else (today, today - timedelta(days=1))
    moving = availability.NOTHING
    if criteria.moving and isinstance(ctx, PatientContext):
        visit = appointments.own(tx, ctx.clinic.id, ctx.person_id, criteria.moving)
        moving = (visit.staff_id, visit.starts_at)
    until = day_starts(last + timedelta(days=1), zone)
    return SearchWindow(first, last, day_starts(first, zone), until, holder(ctx, guest), moving)


def holder(ctx: ClinicContext, guest: str = "") -> str:
    """Name who holds a time: the patient who is signed in, else the guest with this cookie. Blank for nobody."""
    if isinstance(ctx, PatientContext):
        return f"person:{ctx.person_id}"
    return of_guest(guest) if guest else ""


def of_guest(guest: str) -> str:
    """Name the guest with a cookie, of which only a hash is kept."""
    return f"guest:{hashlib.sha256(guest.encode()).hexdigest()}"
