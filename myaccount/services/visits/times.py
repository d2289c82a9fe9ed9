"""When a visit is, in one wording for cards and mails."""

from datetime import datetime

from myaccount.domain.time import wall_time, which_of_two
from myaccount.messages import Language, dates
from myaccount.models import Appointment
from myaccount.services.context import PatientContext


def zone_of(appointment: Appointment, ctx: PatientContext) -> str:
    """Choose whose clock tells a visit: in person its place's, online the patient's.

    Source: product rules, "Time" 3.
    """
    return ctx.time_zone if appointment.online else appointment.zone


def span(appointment: Appointment, ctx: PatientContext) -> tuple[datetime, datetime]:
    """Tell a visit's start and end. Times: as clocks of `zone_of` it show them, without a zone."""
    zone = zone_of(appointment, ctx)
    return wall_time(appointment.starts_at, zone).local, wall_time(appointment.ends_at, zone).local


def time_line(appointment: Appointment, ctx: PatientContext, lang: Language) -> str:
    """Say from when to when a visit is, and whose time that is.

    Times: online, the clinic's time follows in brackets when the clocks differ. The zone of a visit in person is left
    out where the clinic does not show it. Source: product rules, "Time" 3.
    """
    names_zone = appointment.online or ctx.settings.show_clinic_time_zone
    instants = (appointment.starts_at, appointment.ends_at)
    return span_line(instants, zone_of(appointment, ctx), appointment.zone, lang, names_zone=names_zone)


def span_line(instants: tuple[datetime, datetime], zone: str, place: str, lang: Language, *, names_zone: bool) -> str:
    """Say from when to when by the clocks of `zone`, and in brackets by those of `place` where they differ.

    Times: aware UTC. Edges: where it is another day at the place, the brackets name it.
    """
    start, end = (wall_time(at, zone).local for at in instants)
    there = wall_time(instants[0], place).local
    line = dates.time_range(start, end, lang) + (f" · {dates.zone_time(zone, lang)}" if names_zone else "")
    line = dates.told_apart(line, which_of_two(instants[0], zone), lang)
    if there == start:
        return line
    day = "" if there.date() == start.date() else f"{dates.short_day(there, lang)}, "
    return f"{line} ({day}{dates.time_of_day(there, lang)}, {dates.zone_time(place, lang)})"


def when(appointment: Appointment, zone: str, lang: Language) -> str:
    """Say day and time of a visit, by the clocks of `zone` first."""
    day = dates.full_day(wall_time(appointment.starts_at, zone).local, lang)
    instants = (appointment.starts_at, appointment.ends_at)
    return f"{day}, {span_line(instants, zone, appointment.zone, lang, names_zone=True)}"
