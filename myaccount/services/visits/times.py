"""When a visit is, in one wording for cards and mails."""

from datetime import datetime

from myaccount.domain.time import wall_time, which_of_two
from myaccount.messages import Language, dates
from myaccount.models import Appointment
from myaccount.services.context import ClinicContext, PatientContext


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
    instants, zone = (appointment.starts_at, appointment.ends_at), zone_of(appointment, ctx)
    return span_line(instants, zone, appointment.zone, lang, names_zone=names_zone(appointment.online, ctx))


def names_zone(online: bool, ctx: ClinicContext) -> bool:
    """Tell whether whose time it is goes with a visit's time: in person, where the clinic shows it."""
    return online or ctx.settings.show_clinic_time_zone


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


def moment(at: datetime, zone: str, place: str, lang: Language) -> str:
    """Say the day and time of an instant by the clocks of `zone`, and in brackets by those of `place`. Times: UTC."""
    said = f"{dates.day_and_time(wall_time(at, zone).local, lang)}, {dates.zone_time(zone, lang)}"
    return f"{said} {there(at, zone, place, lang)}".rstrip()


def when(appointment: Appointment, zone: str, lang: Language) -> str:
    """Say day and time of a visit, by the clocks of `zone` first."""
    day = dates.full_day(wall_time(appointment.starts_at, zone).local, lang)
    instants = (appointment.starts_at, appointment.ends_at)
    return f"{day}, {span_line(instants, zone, appointment.zone, lang, names_zone=True)}"
