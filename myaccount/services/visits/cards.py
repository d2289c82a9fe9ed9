"""Turn an appointment into the words of its card."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Row

from myaccount.domain import calls
from myaccount.domain.appointments import AppointmentState, Visit
from myaccount.domain.calls import Side, may_begin, meeting_place
from myaccount.domain.cancellation import BOOKING_GRACE, Verdict, in_grace, may_cancel
from myaccount.domain.people import full_name, initials
from myaccount.domain.time import wall_time
from myaccount.messages import Language, dates, say
from myaccount.models import Appointment
from myaccount.services.clinic.shell import may_book
from myaccount.services.context import ClinicFacts, PatientContext
from myaccount.services.visits.times import moment, names_zone, span, time_line, zone_of
from myaccount.views.appointments import VisitCard

MAPS = "https://www.openstreetmap.org/search?"


def card(row: Row[Any], visit: Visit, ctx: PatientContext) -> VisitCard:
    """Word one appointment for the patient whose it is.

    Times: an in-person visit in its location's zone; an online one in the patient's, with the clinic's in brackets
    when the clocks differ. Source: product rules, "Time" 3.
    """
    appointment: Appointment = row.Appointment
    zone = zone_of(appointment, ctx)
    start, _ = span(appointment, ctx)
    today = wall_time(ctx.now, zone).local.date()
    verdict = may_cancel(visit, ctx.settings.cancellation, ctx.now)
    title, has_place = row.treatment, meets_somewhere(row, ctx.clinic)
    return VisitCard(
        id=appointment.id,
        title=title,
        label=f"{title}, {dates.full_day(start, ctx.lang)}",
        weekday=dates.weekday(start, ctx.lang),
        day=str(start.day),
        month=dates.month(start, ctx.lang),
        day_line=_day_line(start.date(), today, ctx.lang),
        time_line=time_line(appointment, ctx, ctx.lang),
        practitioner=full_name(row.staff_first, row.staff_last),
        initials=initials(row.staff_first, row.staff_last),
        place=say("visit.online" if has_place else "visit.online_ask", ctx.lang) if appointment.online else row.place,
        place_address="" if appointment.online else row.place_address,
        map_url="" if appointment.online else map_of(row.place_address),
        is_online=appointment.online,
        is_today=start.date() == today,
        verdict_line=_verdict_line(visit, verdict, zone, ctx),
        can_cancel=verdict.cancels,
        move_url=f"/book?move={appointment.id}" if verdict.moves and row.is_offered and may_book(ctx) else "",
        again_url=_again(row),
        contact_title=say(f"visit.{verdict}", ctx.lang) if verdict.needs_the_clinic else "",
        begin_url=f"/visit/{appointment.id}" if may_begin(visit, ctx.now) and has_place else "",
        calendar_url=f"/calendar/visit/{appointment.id}.ics{ctx.on_behalf}",
        state=appointment.state,
        state_line=_state_line(appointment, visit, ctx),
    )


def _again(row: Row[Any]) -> str:
    """Make the address of booking the like of a visit; of booking anything where that is not offered any more."""
    wanted = {"treatment": row.Appointment.treatment_id, "staff": row.Appointment.staff_id}
    return f"/book?{urlencode(wanted)}" if row.is_offered else "/book"


def meets_somewhere(row: Row[Any], clinic: ClinicFacts) -> bool:
    """Tell whether there is a place to meet online, as the portal knows it."""
    visit, chosen = row.Appointment, clinic.settings.online_provider
    is_class = bool(visit.class_id)
    return meeting_place(visit.call_url, row.video_link, chosen, clinic.video_server, is_class=is_class) is not None


def map_of(address: str) -> str:
    """Make the address of a map that shows a place."""
    return MAPS + urlencode({"query": address})


def call_line(visit: Visit, side: Side, ctx: PatientContext) -> str:
    """Say at the door of an online visit whether its call is open, and if not, when or why."""
    if may_begin(visit, ctx.now):
        return say(f"call_page.open.{side}", ctx.lang)
    opens = calls.next_change(visit, ctx.now)
    if opens is None:
        return say("call_page.closed", ctx.lang)
    return say("call_page.opens", ctx.lang, when=moment(opens, ctx.time_zone, ctx.lang, names_zone=True))


def _day_line(day: date, today: date, lang: Language) -> str:
    named = {today: "visit.today", today + timedelta(days=1): "visit.tomorrow"}.get(day)
    shown = dates.long_day(day, lang) if day.year == today.year else dates.full_day(day, lang)
    return f"{say(named, lang)}, {dates.long_day(day, lang)}" if named else shown


def _verdict_line(visit: Visit, verdict: Verdict, zone: str, ctx: PatientContext) -> str:
    if verdict is Verdict.CANCEL_OR_MOVE:
        deadline, named = ctx.settings.cancellation.deadline(visit), names_zone(ctx.settings, online=visit.is_online)
        return say("verdict.free_until", ctx.lang, when=moment(deadline, zone, ctx.lang, names_zone=named))
    if verdict is Verdict.CANCEL and in_grace(visit, ctx.now):
        until = wall_time(visit.booked_at + BOOKING_GRACE, zone).local
        return say("verdict.just_booked", ctx.lang, time=dates.time_of_day(until, ctx.lang))
    if verdict is Verdict.CONTACT_TO_CANCEL:
        return say("verdict.inside_period", ctx.lang, hours=_hours(ctx))
    if verdict is Verdict.CONTACT_CLINIC:
        return say("verdict.contact_clinic", ctx.lang)
    return say("verdict.under_way", ctx.lang) if visit.starts_at <= ctx.now <= visit.ends_at else ""


def _hours(ctx: PatientContext) -> str:
    hours = ctx.settings.cancellation_period_hours
    return say("hours.one" if hours == 1 else "hours.many", ctx.lang, count=hours)


def _state_line(appointment: Appointment, visit: Visit, ctx: PatientContext) -> str:
    if visit.state is AppointmentState.CANCELLED and appointment.cancelled_at:
        day = ctx.clinic.day_of(appointment.cancelled_at)
        return say("state.cancelled_on", ctx.lang, day=dates.short_day(day, ctx.lang))
    return say(f"state.{appointment.state}", ctx.lang)
