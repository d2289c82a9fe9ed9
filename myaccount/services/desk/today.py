"""Today: the clinic's day at a glance."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from myaccount.domain import calls
from myaccount.domain.appointments import AppointmentState
from myaccount.domain.call_attendance import CallStatus
from myaccount.domain.time import day_starts, wall_time
from myaccount.messages import dates, say
from myaccount.services.calls import attendance
from myaccount.services.context import StaffContext
from myaccount.services.desk import words
from myaccount.services.desk.words import Names
from myaccount.services.intake.at_visits import FormsOfVisits
from myaccount.services.visits.facts import facts_of
from myaccount.store import schedule as store
from myaccount.views.schedule import DeskRow, TodayPage

AT_MOST = 200
_COMING = (AppointmentState.BOOKED, AppointmentState.ARRIVED)
_UNSEEN = (AppointmentState.RESERVED, AppointmentState.ARCHIVED)


def today(tx: Session, ctx: StaffContext, staff_id: str, location_id: str) -> TodayPage:
    """Show today's visits by time: everybody's, or a practitioner's own; of one practitioner or location when named.

    Times: "today" is that of each visit's place. Edges: at most 200, and the page says when there are more. A
    practitioner or a location that is not theirs to see shows nothing.
    """
    team = store.team(tx, ctx.clinic.id, ctx.own_staff_id)
    locations = store.locations(tx, ctx.clinic.id)
    zones = {ctx.clinic.time_zone, *(place.time_zone for place in locations)}
    wanted = [one.id for one in team if staff_id in ("", one.id)]
    found = [row for row in _of_today(tx, ctx, wanted, zones) if location_id in ("", row.Appointment.location_id)]
    names, shown = Names.of(team, locations), found[:AT_MOST]
    soonest, marks = _next_start(shown, ctx.now), attendance.of_visits(tx, [row.Appointment for row in shown], ctx.now)
    visits, arrived = words.counted(found)
    forms = FormsOfVisits.of(tx, ctx, [row.Appointment for row in shown if row.Appointment.state in _COMING])
    counts = say("today.counts.one" if visits == 1 else "today.counts", ctx.lang, visits=visits, arrived=arrived)
    return TodayPage(
        title=dates.full_day(ctx.today, ctx.lang),
        counts=counts,
        rows=[
            _row(row, names, forms, ctx, is_next=_is_next(row, soonest), call=marks.get(row.Appointment.id))
            for row in shown
        ],
        has_more=len(found) > AT_MOST,
        staff=words.staff_choices(team) if ctx.own_staff_id is None else [],
        locations=words.location_choices(locations),
        next_change=min(
            filter(None, [_next_midnight(zones, ctx.now), _next_of_all(shown, ctx.now), *_calls(shown, marks, ctx.now)])
        ),
    )


def _row(
    found: Row[Any], names: Names, forms: FormsOfVisits, ctx: StaffContext, *, is_next: bool, call: CallStatus | None
) -> DeskRow:
    row, visit = words.desk_row(found, names, ctx, is_next=is_next, call=call), found.Appointment
    if visit.state not in _COMING:
        return row
    return replace(row, alarm=forms.alarm(visit, ctx), forms=forms.line(visit, ctx))


def _of_today(tx: Session, ctx: StaffContext, staff_ids: Sequence[str], zones: Collection[str]) -> list[Row[Any]]:
    days: dict[str, date] = {zone: wall_time(ctx.now, zone).local.date() for zone in zones}
    since = min(day_starts(day, zone) for zone, day in days.items())
    until = max(day_starts(day + timedelta(days=1), zone) for zone, day in days.items())
    rows = store.visits(tx, ctx.clinic.id, staff_ids, since, until, 2 * AT_MOST)
    return [row for row in rows if _is_today(row, ctx) and row.Appointment.state not in _UNSEEN]


def _is_today(row: Row[Any], ctx: StaffContext) -> bool:
    here: datetime = wall_time(ctx.now, row.Appointment.zone).local
    return bool(row.Appointment.starts_local.date() == here.date())


def _next_start(rows: Sequence[Row[Any]], now: datetime) -> datetime | None:
    booked = (row.Appointment for row in rows if row.Appointment.state == AppointmentState.BOOKED)
    return min((visit.starts_at for visit in booked if visit.starts_at > now), default=None)


def _is_next(row: Row[Any], soonest: datetime | None) -> bool:
    return bool(row.Appointment.starts_at == soonest and row.Appointment.state == AppointmentState.BOOKED)


def _next_of_all(rows: Sequence[Row[Any]], now: datetime) -> datetime | None:
    return min((row.Appointment.starts_at for row in rows if row.Appointment.starts_at > now), default=None)


def _calls(rows: Sequence[Row[Any]], marks: Mapping[str, CallStatus], now: datetime) -> Iterator[datetime | None]:
    """Tell when calls open, close, or stand otherwise by themselves."""
    yield from (calls.next_change(facts_of(row.Appointment), now) for row in rows)
    yield from (call.changes_at for call in marks.values())


def _next_midnight(zones: Collection[str], now: datetime) -> datetime:
    return min(day_starts(wall_time(now, zone).local.date() + timedelta(days=1), zone) for zone in zones)
