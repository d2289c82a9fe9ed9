"""Which messages a visit owes its patient, and when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise

from myaccount.domain.appointments import Visit
from myaccount.domain.cancellation import BOOKING_GRACE
from myaccount.domain.time import WallTime, wall_time

QUIET_FROM, QUIET_TO = time(21), time(8)
"""No text is sent between these times of the recipient's day: from the first on, up to the second."""
EVENING = time(20)
"""When a text goes out that has to come before the night."""
CLOSE = timedelta(hours=1)
"""A text that comes closer to the visit than this comes too late for getting there."""


class Channel(StrEnum):
    """How a message reaches somebody."""

    EMAIL = "email"
    TEXT = "text"


@dataclass(frozen=True)
class Lead:
    """One reminder that a clinic sends: `hours` before the start. `key` is the setting that says so."""

    key: str
    channel: Channel
    hours: int


@dataclass(frozen=True)
class Reminder:
    """A reminder of one visit, and when it is due. Times: aware UTC."""

    lead: Lead
    due_at: datetime


def settled_at(visit: Visit) -> datetime:
    """Tell when a booking is announced: as its grace ends, so that book and undo sends nothing.

    Times: gives aware UTC. Source: product rules, "After booking".
    """
    return visit.booked_at + BOOKING_GRACE


def is_announced(visit: Visit) -> bool:
    """Tell whether a booking is told to the patient at all.

    Edges: one that begins before its grace ends is not: the message would come after the start.
    """
    return visit.is_booked and settled_at(visit) < visit.starts_at


def was_announced(booked: Sequence[datetime], now: datetime) -> bool:
    """Tell whether a patient has heard of a visit, at one of the times that it was booked for.

    Times: aware UTC; `booked` are the bookings of a visit that was moved, first to last, each ending with the next.
    Edges: nobody has heard of what was not booked; 180 s after a booking it has been announced (half-open, as the
    grace is).
    """
    moments = [*booked, now]
    return any(end - start >= BOOKING_GRACE for start, end in pairwise(moments))


def reminders(visit: Visit, leads: Iterable[Lead], zone: str) -> tuple[Reminder, ...]:
    """List the reminders that a visit owes, earliest first. `zone` is the recipient's.

    Times: hours before the start are elapsed hours, also when clocks change. Edges: a reminder that would come
    before the booking is announced, or at that very instant, is none: the announcement says the same.
    """
    if not visit.is_booked:
        return ()
    all_of_them = (Reminder(lead, due_at(visit.starts_at, lead, zone)) for lead in leads)
    owed = [reminder for reminder in all_of_them if reminder.due_at > settled_at(visit)]
    return tuple(sorted(owed, key=lambda reminder: reminder.due_at))


def due_at(starts_at: datetime, lead: Lead, zone: str) -> datetime:
    """Tell when a reminder of a start goes out. Times: aware UTC."""
    at = starts_at - timedelta(hours=lead.hours)
    return at if lead.channel is Channel.EMAIL else outside_the_night(at, starts_at, zone)


def outside_the_night(at: datetime, starts_at: datetime, zone: str) -> datetime:
    """Move a text out of the night: to 8 a.m., or to the evening before when the visit begins too soon after that.

    Times: aware UTC in and out, judged by the clocks of the recipient's zone; `at` is before `starts_at`, and so is
    what is given back. Edges: 9:00:00 p.m. is night, 8:00:00 a.m. is not.
    """
    if not is_night(at, zone):
        return at
    local = wall_time(at, zone).local
    is_evening = local.time() >= QUIET_FROM
    today, day = local.date(), timedelta(days=1)
    morning = _at(datetime.combine(today + day if is_evening else today, QUIET_TO), zone)
    if morning + CLOSE <= starts_at:
        return morning
    return _at(datetime.combine(today if is_evening else today - day, EVENING), zone)


def is_night(at: datetime, zone: str) -> bool:
    """Tell whether an instant lies in the recipient's night.

    Times: `at` is aware; `zone` is the recipient's. Edges: half-open, 9 p.m. to 8 a.m. on their clocks.
    """
    hour = wall_time(at, zone).local.time()
    return hour >= QUIET_FROM or hour < QUIET_TO


def _at(local: datetime, zone: str) -> datetime:
    """Tell the instant of a morning or an evening, when no place's clocks change."""
    return WallTime(local, zone).instant()
