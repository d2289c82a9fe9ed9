"""Visits as calendar entries."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from icalendar import Calendar, Event, Timezone
from sqlalchemy import Row
from sqlmodel import Session

from myaccount.domain.appointments import AppointmentState
from myaccount.domain.people import full_name
from myaccount.domain.time import which_of_two, zone
from myaccount.messages import Language, say
from myaccount.models import Appointment
from myaccount.services.context import ClinicFacts, PatientContext
from myaccount.store import appointments as store
from myaccount.store import reminders

KEPT = timedelta(days=90)
"""How long a visit stays in a calendar that follows somebody's visits."""
AT_MOST = 500
REFRESH = timedelta(hours=1)


def visit(tx: Session, ctx: PatientContext, appointment_id: str) -> bytes:
    """Write one of the patient's own visits as an iCalendar file.

    Times: in person, the location's, with the rules of its clocks; online UTC, which every calendar shows in its
    owner's zone. Raises: NotFound, also when it is somebody else's.
    Source: RFC 5545; product rules, "Time" 3.
    """
    row = store.own_card(tx, ctx.clinic.id, ctx.person_id, appointment_id)
    return attachment(tx, ctx.clinic, ctx.lang, row, ctx.now)


def attachment(tx: Session, clinic: ClinicFacts, lang: Language, row: Row[Any], now: datetime) -> bytes:
    """Write a visit so that a calendar which knows it already changes it, or crosses it out.

    Edges: a visit that was moved keeps its first id, and counts up with each move and with whatever happens to it.
    Source: RFC 5546, 3.2.1.
    """
    entry = _entry(tx, clinic, lang, row)
    entry.add("dtstamp", now)
    entry.add("description", f"{row.treatment} · {full_name(row.staff_first, row.staff_last)}")
    calendar = _calendar()
    calendar.add("method", "PUBLISH")
    calendar.add_component(entry)
    return _written(calendar)


def feed(tx: Session, clinic: ClinicFacts, lang: Language, person_id: str, now: datetime) -> bytes:
    """Write somebody's visits to come, and those of the last 90 days, for a calendar that follows them.

    It names no treatment: whoever keeps that calendar is often another company. The same visits give the same bytes.
    """
    calendar = _calendar()
    calendar.add("x-wr-calname", say("calendar.name", lang, clinic=clinic.name))
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    for row in store.since(tx, clinic.id, person_id, now - KEPT, AT_MOST):
        entry = _entry(tx, clinic, lang, row)
        entry.add("dtstamp", row.Appointment.booked_at)
        calendar.add_component(entry)
    return _written(calendar)


def _entry(tx: Session, clinic: ClinicFacts, lang: Language, row: Row[Any]) -> Event:
    appointment = row.Appointment
    chain = reminders.chain(tx, appointment)
    cancelled = appointment.state == AppointmentState.CANCELLED
    entry = Event()
    entry.add("uid", f"{chain[0].id}@{clinic.slug}")
    entry.add("sequence", sum(one.version - 1 for one in chain))
    entry.add("dtstart", _shown(appointment, appointment.starts_at))
    entry.add("dtend", _shown(appointment, appointment.ends_at))
    entry.add("summary", say("calendar.summary", lang, clinic=clinic.name))
    entry.add("location", say("visit.online", lang) if appointment.online else f"{row.place}, {row.place_address}")
    entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    return entry


def _shown(appointment: Appointment, instant: datetime) -> datetime:
    """Write an instant by the clocks that tell it.

    Edges: of an hour that comes twice a calendar knows the first only, so that the second is written in UTC.
    """
    is_second = which_of_two(instant, appointment.zone) == 1
    return instant if appointment.online or is_second else instant.astimezone(zone(appointment.zone))


def _written(calendar: Calendar) -> bytes:
    """Write a calendar with the rules of the clocks that its entries name, for their years and the one after."""
    years = [entry.start.year for entry in calendar.events]
    names = sorted(calendar.get_missing_tzids())  # the same visits give the same bytes
    calendar.subcomponents[:0] = [_clocks(name, min(years), max(years) + 1) for name in names]
    return bytes(calendar.to_ical())


@lru_cache(maxsize=256)
def _clocks(name: str, first: int, last: int) -> Timezone:
    """Write down how the clocks of a zone change in some years, by the zone database in use."""
    return Timezone.from_tzid(name, first_date=date(first, 1, 1), last_date=date(last + 1, 1, 1))


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//My Account//EN")
    calendar.add("version", "2.0")
    return calendar
