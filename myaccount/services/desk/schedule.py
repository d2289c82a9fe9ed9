"""The schedule: a day of everybody, or a week of one practitioner."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from sqlmodel import Session

from myaccount.domain.appointments import AppointmentState
from myaccount.domain.grid import HOUR, Span, minute_of, window
from myaccount.domain.people import full_name
from myaccount.domain.refusals import NotFound
from myaccount.domain.time import day_starts, wall_time
from myaccount.messages import dates, say
from myaccount.services.context import StaffContext
from myaccount.services.desk import words
from myaccount.services.desk.schedule_columns import Material, Plan, draw, plan
from myaccount.store import schedule as store
from myaccount.views.schedule import CancelledLine, HourLine, SchedulePage

AT_MOST = 400
COLUMNS_AT_MOST = 12
STEP = timedelta(minutes=5)


def day(tx: Session, ctx: StaffContext, shown: date, location_id: str = "") -> SchedulePage:
    """Show a day with a column for each practitioner who works or sees somebody then, at one location when named.

    Times: each visit on the clocks of its place. Edges: a practitioner sees their own column alone, always.
    """
    found = gather(tx, ctx, "", [shown], location_id)
    plans = [plan(found, member.id, shown) for member in found.team]
    busy = [one for one in plans if not one.is_idle or ctx.own_staff_id][:COLUMNS_AT_MOST]
    return _page(ctx, found, busy, dates.full_day(shown, ctx.lang))


def week(tx: Session, ctx: StaffContext, staff_id: str, monday: date, location_id: str = "") -> SchedulePage:
    """Show a practitioner's week, a column for each day; the weekend when there is something on it.

    Times: days as each place's own clocks count them. Edges: of the first practitioner when none is named; of a
    practitioner their own. Raises: NotFound for who is no practitioner of the clinic, or not theirs to see.
    """
    days = [monday + timedelta(days=number) for number in range(7)]
    found = gather(tx, ctx, staff_id, days, location_id)
    if not staff_id and found.team:
        staff_id = found.team[0].id
    if staff_id not in found.names.staff:
        raise NotFound()
    plans = [plan(found, staff_id, one) for one in days]
    weekend = [] if all(one.is_idle for one in plans[5:]) else plans[5:]
    title = say("schedule.week_of", ctx.lang, day=dates.full_day(monday, ctx.lang))
    return _page(ctx, found, [*plans[:5], *weekend], title, staff_id)


def gather(tx: Session, ctx: StaffContext, staff_id: str, days: Sequence[date], location_id: str) -> Material:
    """Look up everything that these days are made of: six statements.

    Times: days of every zone in which the clinic has a place; they are looked up from where the first of them begins
    to where the last one ends.
    """
    team = store.team(tx, ctx.clinic.id, ctx.own_staff_id)
    ids = [member.id for member in team if staff_id in ("", member.id)]
    locations = store.locations(tx, ctx.clinic.id)
    zones = {ctx.clinic.time_zone, *(place.time_zone for place in locations)}
    since = min(day_starts(days[0], zone) for zone in zones)
    until = max(day_starts(days[-1] + timedelta(days=1), zone) for zone in zones)
    return Material(
        team=team,
        locations=locations,
        names=words.Names.of(team, locations),
        location_id=location_id,
        visits=store.visits(tx, ctx.clinic.id, ids, since, until, AT_MOST),
        sittings=store.sittings(tx, ctx.clinic.id, ids, since, until),
        shifts=store.shifts(tx, ids, {one.weekday() for one in days}),
        time_off=store.time_off(tx, ids, since, until),
        zone=next((place.time_zone for place in locations if place.id == location_id), ctx.clinic.time_zone),
    )


def _page(ctx: StaffContext, found: Material, plans: Sequence[Plan], title: str, staff_id: str = "") -> SchedulePage:
    seen = window([span for one in plans for span in one.spans])
    here = wall_time(ctx.now, found.zone).local
    is_today = any(one.day == here.date() for one in plans)
    now = minute_of(here) - seen.first
    return SchedulePage(
        title=title,
        staff_id=staff_id,
        zone_line=dates.zone_time(found.zone, ctx.lang) if found.names.has_zones else "",
        columns=[draw(one, found, seen, here.date(), ctx, is_week=bool(staff_id)) for one in plans],
        hours=_hour_lines(seen, ctx),
        first=seen.first,
        minutes=seen.minutes,
        now=now if is_today and 0 <= now < seen.minutes else -1,
        cancelled=_cancelled(plans, found, ctx),
        staff=words.staff_choices(found.team),
        locations=words.location_choices(found.locations),
        next_change=_next_change(ctx, found.zone, is_today=is_today),
    )


def _hour_lines(seen: Span, ctx: StaffContext) -> list[HourLine]:
    marks = range(seen.first, seen.last, HOUR)
    return [HourLine(dates.hour_of_day(mark // HOUR, ctx.lang), mark - seen.first) for mark in marks]


def _cancelled(plans: Sequence[Plan], found: Material, ctx: StaffContext) -> list[CancelledLine]:
    rows = [row for one in plans for row in one.visits if row.Appointment.state == AppointmentState.CANCELLED]
    return [
        CancelledLine(
            row.Appointment.id,
            say(
                "schedule.cancelled_line",
                ctx.lang,
                when=dates.day_and_time(row.Appointment.starts_local, ctx.lang),
                who=full_name(row.first_name, row.last_name),
                what=row.treatment,
                practitioner=found.names.staff.get(row.Appointment.staff_id, ""),
            ),
        )
        for row in rows
    ]


def _next_change(ctx: StaffContext, zone: str, *, is_today: bool) -> datetime:
    """Tell when the line of now moves to its next step; of another day, when a new day begins."""
    midnight = day_starts(wall_time(ctx.now, zone).local.date() + timedelta(days=1), zone)
    step = int(STEP.total_seconds())
    return datetime.fromtimestamp((int(ctx.now.timestamp()) // step + 1) * step, UTC) if is_today else midnight
