"""Word days and times to choose from."""

from datetime import date

from myaccount.domain.availability import instant
from myaccount.domain.time import wall_time, which_of_two
from myaccount.messages import dates, say
from myaccount.messages.amounts import amount
from myaccount.models import Location, Treatment
from myaccount.services.booking.free_times import FreeTime
from myaccount.services.context import ClinicContext, PatientContext
from myaccount.views.booking import DayChoice, TimeChoice


def day_choice(day: date, free: int, bookable: bool, ctx: ClinicContext) -> DayChoice:
    """Word a day: "Tuesday 24 November"."""
    return DayChoice(
        day.isoformat(),
        dates.long_day(day, ctx.lang),
        dates.weekday(day, ctx.lang),
        str(day.day),
        dates.month(day, ctx.lang),
        free,
        contact_only=not bookable,
    )


def time_choice(one: FreeTime, treatment: Treatment, location: Location, ctx: ClinicContext) -> TimeChoice:
    """Word a time: "2:00 p.m.". A day is one of the location's, whoever asks."""
    there = wall_time(instant(one.at), location.time_zone).local
    return TimeChoice(
        at=one.at,
        label=_label(one, treatment, location, ctx),
        day=there.date().isoformat(),
        day_label=dates.long_day(there, ctx.lang),
        staff_id=one.staff_id,
        practitioner=one.name,
        contact=one.contact,
        class_id=one.class_id,
        seats_left=one.seats_left,
        seats_line=_seats(one.seats_left, ctx) if one.class_id else "",
    )


def _label(one: FreeTime, treatment: Treatment, location: Location, ctx: ClinicContext) -> str:
    """Say an in-person time in the location's zone; a video visit's in the patient's, with the location's in brackets.

    Edges: where it is another day for the patient than at the place, that day is named.
    Source: product rules, "Time" 3.
    """
    there = wall_time(instant(one.at), location.time_zone).local
    said = _time(one, location.time_zone, ctx)
    if not (treatment.online and isinstance(ctx, PatientContext)):
        return said
    here = wall_time(instant(one.at), ctx.time_zone).local
    if here == there:
        return said
    day = "" if here.date() == there.date() else f"{dates.short_day(here, ctx.lang)}, "
    return f"{day}{_time(one, ctx.time_zone, ctx)} ({said}, {dates.zone_time(location.time_zone, ctx.lang)})"


def _time(one: FreeTime, zone: str, ctx: ClinicContext) -> str:
    at = instant(one.at)
    return dates.told_apart(dates.time_of_day(wall_time(at, zone).local, ctx.lang), which_of_two(at, zone), ctx.lang)


def treatment_line(row: Treatment, ctx: ClinicContext) -> str:
    """Say how long a treatment takes, what it costs, and what kind of visit it is.

    Money: before tax, which is said.
    """
    kind = say("book.online", ctx.lang) if row.online else say("book.class", ctx.lang) if row.kind == "class" else ""
    minutes = say("book.minutes", ctx.lang, count=row.minutes)
    return " · ".join(part for part in (minutes, price_line(row, ctx), kind) if part)


def price_line(row: Treatment, ctx: ClinicContext) -> str:
    """Say what a treatment costs."""
    if not row.price_cents:
        return say("book.free", ctx.lang)
    price = amount(row.price_cents, ctx.clinic.currency, ctx.lang)
    return f"{price} {say('book.tax', ctx.lang)}" if row.tax_ppm else price


def _seats(left: int, ctx: ClinicContext) -> str:
    return say("book.seats.one" if left == 1 else "book.seats.many", ctx.lang, count=left)
