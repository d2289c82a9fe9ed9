"""What the booking dialog offers, and what it warns of."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from myaccount.domain.grid import Span, covers, minute_of
from myaccount.domain.time import NoSuchTime, WallTime
from myaccount.messages import dates, say
from myaccount.models import Appointment, Location, Shift, Treatment
from myaccount.services.context import StaffContext
from myaccount.services.desk import words
from myaccount.services.desk.bookings import Wanted, is_twice, places_offering, read_local
from myaccount.store import claims, offers
from myaccount.store import schedule as store
from myaccount.views.schedule import BookingForm, Choice

SEATS_AHEAD = timedelta(days=90)


def form(tx: Session, ctx: StaffContext, wanted: Wanted, moving: str = "") -> BookingForm:
    """Offer what goes with what is chosen so far, and warn of what is out of the ordinary. `moving` is a visit's id.

    Edges: what is not complete is not judged. Raises: NotFound for a visit that is not theirs to move.
    """
    team = [one for one in store.team(tx, ctx.clinic.id, ctx.own_staff_id) if one.archived_at is None]
    member = next((one for one in team if one.id == wanted.staff_id), None)
    treatments = store.offered_by(tx, ctx.clinic.id, member.id) if member and not moving else []
    treatment = next((one for one in treatments if one.id == wanted.treatment_id), None)
    if moving:
        visit = store.visit(tx, ctx.clinic.id, moving, ctx.own_staff_id).Appointment
        treatment = tx.get_one(Treatment, visit.treatment_id)
        able = offers.gives(tx, treatment.id)
        team = [one for one in team if one.id in able]
    places, local = places_offering(tx, ctx, treatment), read_local(wanted)
    shifts = store.shifts(tx, [member.id], [local.weekday()]) if member and local else []
    place = _place(places, wanted, shifts)
    return BookingForm(
        staff=words.staff_choices(team),
        treatments=[Choice(one.id, one.name) for one in treatments],
        locations=words.location_choices(places),
        treatment_id=treatment.id if treatment and not moving else "",
        location_id=place.id if place else "",
        warnings=_warnings(tx, ctx, member, place, shifts, local, treatment) if member and place and local else [],
        is_twice=bool(place and local and is_twice(local, place.time_zone)),
    )


def other_sittings(tx: Session, ctx: StaffContext, appointment_id: str) -> BookingForm:
    """Offer the sittings with a free place to which a seat in a class can be moved, the next ones first.

    Edges: 90 days ahead. Raises: NotFound for a visit that is not theirs to move.
    """
    seat: Appointment = store.visit(tx, ctx.clinic.id, appointment_id, ctx.own_staff_id).Appointment
    team = store.team(tx, ctx.clinic.id, ctx.own_staff_id)
    names = words.Names.of(team, store.locations(tx, ctx.clinic.id))
    then = store.sittings(tx, ctx.clinic.id, [one.id for one in team], ctx.now, ctx.now + SEATS_AHEAD)
    others = [row for row in then if row.Treatment.id == seat.treatment_id and row.ClassSession.id != seat.class_id]
    taken = claims.seats_taken(tx, [row.ClassSession.id for row in others])
    free = [(row, taken[row.ClassSession.id]) for row in others if taken[row.ClassSession.id] < row.Treatment.capacity]
    return BookingForm(sittings=[_sitting(row, held, names, ctx) for row, held in free])


def _sitting(row: Row[Any], taken: int, names: words.Names, ctx: StaffContext) -> Choice:
    one = row.ClassSession
    seats = say("desk.seats_taken", ctx.lang, taken=taken, seats=row.Treatment.capacity or 0)
    when = f"{dates.long_day(one.starts_local, ctx.lang)}, {words.time_line(one, names, ctx)}"
    about = (when, names.staff.get(one.staff_id, ""), names.place(one), seats)
    return Choice(one.id, " · ".join(filter(None, about)))


def _place(places: Sequence[Location], wanted: Wanted, shifts: Sequence[Shift]) -> Location | None:
    """Choose a location: the one that was chosen, else where the practitioner works that day, else the first."""
    by_id = {one.id: one for one in places}
    likely = [by_id.get(one) for one in (wanted.location_id, *(shift.location_id for shift in shifts))]
    return next((one for one in likely if one), None) or next(iter(places), None)


def _warnings(
    tx: Session,
    ctx: StaffContext,
    member: Row[Any],
    place: Location,
    shifts: Sequence[Shift],
    local: datetime,
    treatment: Treatment | None,
) -> list[str]:
    try:
        starts_at = WallTime(local, place.time_zone).instant()
    except NoSuchTime:
        return [say("desk.time.skipped", ctx.lang)]
    minutes = treatment.minutes if treatment else 5
    visit = Span(minute_of(local), minute_of(local) + minutes)
    hours = [Span(minute_of(one.opens), minute_of(one.closes)) for one in shifts if one.location_id == place.id]
    said = [] if covers(hours, visit) else ["desk.outside_hours"]
    if store.time_off(tx, [member.id], starts_at, starts_at + timedelta(minutes=minutes)):
        said.append("desk.in_time_off")
    if starts_at < ctx.now:
        said.append("desk.in_the_past")
    return [say(key, ctx.lang, name=member.first_name) for key in said]
