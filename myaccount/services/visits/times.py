"""When a visit is, in one wording for cards and mails."""

from datetime import datetime

from myaccount.domain.settings import ClinicSettings
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


def names_zone(settings: ClinicSettings, *, online: bool) -> bool:
    """Tell whether it is said whose time a visit's is: online always, in person where the clinic shows it."""
    return online or settings.show_clinic_time_zone


def time_line(appointment: Appointment, ctx: PatientContext, lang: Language) -> str:
    """Say from when to when a visit is, and whose time that is.

    Times: online, the clinic's time follows in brackets when the clocks differ. The zone of a visit in person is left
    out where the clinic does not show it. Source: product rules, "Time" 3.
    """
    return _span(appointment, zone_of(appointment, ctx), lang, ctx.settings)


def span_line(instants: tuple[datetime, datetime], zone: str, place: str, lang: Language, *, names_zone: bool) -> str:
    """Say from when to when by the clocks of `zone`, and in brackets by those of `place` where they differ.

    Times: aware UTC. Edges: where it is another day at the place, the brackets name it.
    """
    start, end = (wall_time(at, zone).local for at in instants)
    line = dates.time_range(start, end, lang) + (f" · {dates.zone_time(zone, lang)}" if names_zone else "")
    line = dates.told_apart(line, which_of_two(instants[0], zone), lang)
    return f"{line} {there(instants[0], zone, place, lang)}".rstrip()


def there(at: datetime, zone: str, place: str, lang: Language) -> str:
    """Say an instant in brackets by the clocks of `place`; blank where those of `zone` show the same.

    Times: aware UTC. Edges: where it is another day at the place, the brackets name it.
    """
    here, far = wall_time(at, zone).local, wall_time(at, place).local
    if here == far:
        return ""
    day = "" if here.date() == far.date() else f"{dates.short_day(far, lang)}, "
    return f"({day}{dates.time_of_day(far, lang)}, {dates.zone_time(place, lang)})"


def when(appointment: Appointment, zone: str, lang: Language, settings: ClinicSettings) -> str:
    """Say day and time of a visit, by the clocks of `zone` first.

    Times: the zone of a visit in person is left out where the clinic does not show it.
    """
    day = dates.full_day(wall_time(appointment.starts_at, zone).local, lang)
    return f"{day}, {_span(appointment, zone, lang, settings)}"


def moment(at: datetime, zone: str, lang: Language, *, names_zone: bool) -> str:
    """Say a day and a time by the clocks of `zone`: "Sat 7 March, 8:00 a.m., Vancouver time".

    Times: `at` is aware UTC. Of a time that comes twice that day it says which it is.
    Source: product rules, "Time" 3 and 4.
    """
    line = dates.day_and_time(wall_time(at, zone).local, lang) + (
        f", {dates.zone_time(zone, lang)}" if names_zone else ""
    )
    return dates.told_apart(line, which_of_two(at, zone), lang)


def _span(appointment: Appointment, zone: str, lang: Language, settings: ClinicSettings) -> str:
    instants, named = (appointment.starts_at, appointment.ends_at), names_zone(settings, online=appointment.online)
    return span_line(instants, zone, appointment.zone, lang, names_zone=named)
