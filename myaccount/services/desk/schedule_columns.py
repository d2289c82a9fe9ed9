"""The columns of the schedule: what a practitioner's day holds, and where it stands on the grid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row

from myaccount.domain.appointments import LIVE, AppointmentState
from myaccount.domain.grid import DAY, Lane, Span, lanes, minute_of, within
from myaccount.messages import dates, say
from myaccount.models import Location, Shift, TimeOff
from myaccount.services.context import StaffContext
from myaccount.services.desk import words
from myaccount.services.desk.words import Names
from myaccount.views.schedule import Band, Block, Column


@dataclass(frozen=True)
class Material:
    """Rows of the days to show. `zone` is that of the location that is shown, or the clinic's."""

    team: Sequence[Row[Any]]
    locations: Sequence[Location]
    names: Names
    location_id: str
    visits: Sequence[Row[Any]]
    sittings: Sequence[Row[Any]]
    shifts: Sequence[Shift]
    time_off: Sequence[TimeOff]
    zone: str


@dataclass(frozen=True)
class Plan:
    """A practitioner's day before it is drawn: rows of it, and the spans that they take."""

    staff_id: str
    day: date
    visits: list[Row[Any]]
    sittings: list[Row[Any]]
    shifts: list[Shift]
    time_off: list[TimeOff]

    @property
    def is_idle(self) -> bool:
        """Whether they neither work nor see anybody."""
        return not (self.visits or self.sittings or self.shifts)

    @property
    def spans(self) -> list[Span]:
        """What has to be seen: the hours and the blocks."""
        return [*map(_hours, self.shifts), *(span for span, _ in self.blocks)]

    @property
    def blocks(self) -> list[tuple[Span, Row[Any]]]:
        """What is drawn, by its start: visits that hold their time or were missed, and sittings as one."""
        shown = [row for row in self.visits if _is_drawn(row)] + self.sittings
        spans = [(within(self.day, row[0].starts_local, words.ends_local(row[0])), row) for row in shown]
        return sorted(((span, row) for span, row in spans if span), key=lambda one: (one[0].first, one[1][0].id))


def plan(found: Material, staff_id: str, day: date) -> Plan:
    """Take what belongs to a practitioner's day. Times: the day of each place."""

    def is_here(row: Any) -> bool:
        return row.staff_id == staff_id and found.location_id in ("", row.location_id)

    def is_then(row: Any) -> bool:
        return is_here(row) and bool(row.starts_local.date() == day)

    return Plan(
        staff_id,
        day,
        visits=[row for row in found.visits if is_then(row.Appointment)],
        sittings=[row for row in found.sittings if is_then(row.ClassSession)],
        shifts=[one for one in found.shifts if is_here(one) and one.weekday == day.weekday()],
        time_off=[one for one in found.time_off if one.staff_id == staff_id],
    )


def draw(one: Plan, found: Material, seen: Span, today: date, ctx: StaffContext, *, is_week: bool) -> Column:
    """Draw a practitioner's day within the hours that are seen. Times: `today` is the day in the zone that is shown."""
    heading = f"{dates.weekday(one.day, ctx.lang)} {one.day.day}" if is_week else found.names.staff[one.staff_id]
    return Column(
        id=one.day.isoformat() if is_week else one.staff_id,
        staff_id=one.staff_id,
        day=one.day.isoformat(),
        name=heading,
        detail=_detail(one, found, ctx),
        is_today=one.day == today,
        hours=_bands(map(_hours, one.shifts), seen),
        away=_away(one, seen, ctx),
        blocks=_blocks(one, found, seen, ctx),
    )


def _detail(one: Plan, found: Material, ctx: StaffContext) -> str:
    if not one.shifts:
        return say("schedule.not_working", ctx.lang)
    if len(found.names.places) < 2:
        return ""
    return ", ".join(dict.fromkeys(found.names.places[shift.location_id] for shift in one.shifts))


def _away(one: Plan, seen: Span, ctx: StaffContext) -> list[Band]:
    spans = (within(one.day, away.starts_local, away.ends_local) for away in one.time_off)
    return _bands((span for span in spans if span), seen, say("schedule.time_off", ctx.lang))


def _bands(spans: Any, seen: Span, label: str = "") -> list[Band]:
    cut = (Span(max(span.first, seen.first), min(span.last, seen.last)) for span in spans)
    return [Band(span.first - seen.first, span.minutes, label) for span in cut if span.minutes > 0]


def _blocks(one: Plan, found: Material, seen: Span, ctx: StaffContext) -> list[Block]:
    drawn = one.blocks
    places = lanes([span for span, _ in drawn])
    return [
        _sitting(row, one, found, seen, span, lane, ctx) if hasattr(row, "ClassSession")
        else _visit(row, found, seen, span, lane, ctx)
        for (span, row), lane in zip(drawn, places, strict=True)
    ]  # fmt: skip


def _visit(row: Row[Any], found: Material, seen: Span, span: Span, lane: Lane, ctx: StaffContext) -> Block:
    visit = row.Appointment
    shown = words.desk_row(row, found.names, ctx)
    return Block(
        id=visit.id,
        name=shown.name,
        start=dates.time_of_day(visit.starts_local, ctx.lang),
        time=dates.time_range(visit.starts_local, words.ends_local(visit), ctx.lang),
        who=shown.who,
        what=shown.what,
        state=visit.state,
        state_word="" if visit.state == AppointmentState.BOOKED else shown.state_word,
        top=span.first - seen.first,
        minutes=span.minutes,
        lane=lane.number,
        lanes=lane.lanes,
        is_online=visit.online,
    )


def _sitting(row: Row[Any], one: Plan, found: Material, seen: Span, span: Span, lane: Lane, ctx: StaffContext) -> Block:
    sitting = row.ClassSession
    held = sum(seat.Appointment.class_id == sitting.id and seat.Appointment.state in LIVE for seat in one.visits)
    seats = say("desk.seats", ctx.lang, taken=held, seats=row.Treatment.capacity or 0)
    time = words.time_line(sitting, found.names, ctx)
    return Block(
        id=sitting.id,
        name=f"{time}, {row.Treatment.name}, {seats}",
        start=dates.time_of_day(sitting.starts_local, ctx.lang),
        time=dates.time_range(sitting.starts_local, words.ends_local(sitting), ctx.lang),
        who=row.Treatment.name,
        what=seats,
        state="class",
        state_word="",
        top=span.first - seen.first,
        minutes=span.minutes,
        lane=lane.number,
        lanes=lane.lanes,
        is_class=True,
    )


def _is_drawn(row: Row[Any]) -> bool:
    return row.Appointment.class_id is None and row.Appointment.state != AppointmentState.CANCELLED


def _hours(shift: Shift) -> Span:
    return Span(minute_of(shift.opens), minute_of(shift.closes) or DAY)
