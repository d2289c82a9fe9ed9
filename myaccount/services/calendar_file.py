"""Visits as calendar entries."""

from icalendar import Calendar, Event
from sqlmodel import Session

from myaccount.domain.appointments import AppointmentState
from myaccount.domain.people import full_name
from myaccount.messages import say
from myaccount.services.context import PatientContext
from myaccount.store import appointments as store


def visit(tx: Session, ctx: PatientContext, appointment_id: str) -> bytes:
    """Write one of the patient's own visits as an iCalendar file.

    Times: aware UTC, so that every calendar shows them in its owner's zone.
    Raises: NotFound, also when it is somebody else's.
    Source: RFC 5545.
    """
    row = store.own_card(tx, ctx.clinic.id, ctx.person_id, appointment_id)
    appointment = row.Appointment
    entry = Event()
    entry.add("uid", f"{appointment.id}@{ctx.clinic.slug}")
    entry.add("dtstamp", ctx.now)
    entry.add("dtstart", appointment.starts_at)
    entry.add("dtend", appointment.ends_at)
    entry.add("summary", say("calendar.summary", ctx.lang, clinic=ctx.clinic.name))
    entry.add("description", f"{row.treatment} · {full_name(row.staff_first, row.staff_last)}")
    entry.add("location", say("visit.online", ctx.lang) if appointment.online else f"{row.place}, {row.place_address}")
    cancelled = appointment.state == AppointmentState.CANCELLED
    entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", "-//My Account//EN")
    calendar.add("version", "2.0")
    calendar.add_component(entry)
    return bytes(calendar.to_ical())
