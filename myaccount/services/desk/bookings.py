"""Booking and moving at the desk."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from myaccount.domain.booking import SlotTaken
from myaccount.domain.claims import cells
from myaccount.domain.desk import Act, problem_of
from myaccount.domain.refusals import NotAcceptable, NotFound
from myaccount.domain.time import NoSuchTime, WallTime, day_starts, wall_time
from myaccount.messages import say
from myaccount.models import Appointment, ClassSession, Location, Treatment
from myaccount.services.context import StaffContext
from myaccount.services.desk.visits import allowed, note_down
from myaccount.services.profiles import patients as profiles
from myaccount.services.trail.audit import Action
from myaccount.services.visits import bookings
from myaccount.services.visits.bookings import Slot
from myaccount.store import claims, offers, patients
from myaccount.store import schedule as store

LONGEST_DATE, LONGEST_TIME = len("2026-11-24"), len("14:30:00")
FIRST_YEAR, LAST_YEAR = 1970, 9000


@dataclass(frozen=True)
class Wanted:
    """What is chosen in the booking dialog: ids, and a day and a time as their boxes give them.

    Times: on the wall clock of the location. `second` is the second hour of one that comes twice.
    """

    staff_id: str = ""
    treatment_id: str = ""
    location_id: str = ""
    day: str = ""
    time: str = ""
    second: bool = False


def current(tx: Session, ctx: StaffContext, appointment_id: str) -> Wanted:
    """Tell what a visit is booked as now, as its boxes give it. Raises: NotFound."""
    row: Appointment = store.visit(tx, ctx.clinic.id, appointment_id, ctx.own_staff_id).Appointment
    at = row.starts_local
    day, time_of_day = f"{at:%Y-%m-%d}", f"{at:%H:%M}"
    return Wanted(row.staff_id, row.treatment_id, row.location_id, day, time_of_day, bool(row.fold))


Who = str | Mapping[str, str]
"""For whom is booked: a patient by id, or what was typed about a new one, who is added with the booking or not."""


def book(tx: Session, ctx: StaffContext, who: Who, wanted: Wanted) -> str:
    """Book a visit for a patient, and give back its id. The grace is the patient's, as with any booking.

    Edges: outside the practitioner's hours and in their time off is the desk's to decide. Times earlier today too. A
    practitioner books for who has or had an appointment with them: a booking must not open a profile to them.
    Raises: NotFound for what is not the clinic's, not offered, or not theirs to book · NotAcceptable for nobody or
    nothing chosen, a day or a time · SlotTaken · of a new patient whatever `patients.create` refuses.
    """
    person = _patient(tx, ctx, who)
    if not (wanted.staff_id and wanted.treatment_id):
        raise NotAcceptable(field="treatment_id", reason=say("desk.choose_treatment", ctx.lang))
    member = _practitioner(tx, ctx, wanted.staff_id)
    offered = store.offered_by(tx, ctx.clinic.id, member.id)
    treatment = next((one for one in offered if one.id == wanted.treatment_id), None)
    if treatment is None:
        raise NotFound()
    slot = _slot(tx, ctx, member, treatment, wanted)
    row = _kept_free(tx, slot, lambda asked: bookings.place(tx, ctx, person, asked))
    note_down(tx, ctx, Action.APPOINTMENT_BOOKED, row)
    return row.id


def book_seat(tx: Session, ctx: StaffContext, who: Who, class_id: str) -> str:
    """Book a patient into a sitting of a class, and give back the visit's id.

    Edges: until the sitting's day is over where it takes place.
    Raises: NotFound · ClassFull · NotAcceptable for a sitting of a day that is over · of a new patient as for a visit.
    """
    slot = _seat(tx, ctx, class_id)
    row = bookings.place(tx, ctx, _patient(tx, ctx, who), slot)
    note_down(tx, ctx, Action.APPOINTMENT_BOOKED, row)
    return row.id


def move(tx: Session, ctx: StaffContext, appointment_id: str, wanted: Wanted) -> str:
    """Give a visit another time, practitioner or place, and give back the id of the visit that it is now.

    Edges: the treatment stays; onto its own time it may move by less than its length.
    Raises: NotFound · NotAcceptable · SlotTaken · VisitChanged when somebody else moved or cancelled it.
    """
    before = allowed(tx, ctx, appointment_id, Act.MOVE)
    if before.class_id:
        raise NotFound()
    member = _practitioner(tx, ctx, wanted.staff_id)
    if member.id not in offers.gives(tx, before.treatment_id):
        raise NotFound()
    slot = _slot(tx, ctx, member, tx.get_one(Treatment, before.treatment_id), wanted)
    row = _kept_free(tx, slot, lambda asked: bookings.move(tx, ctx, before, asked))
    note_down(tx, ctx, Action.APPOINTMENT_MOVED, row, moved_from=appointment_id)
    return row.id


def move_seat(tx: Session, ctx: StaffContext, appointment_id: str, class_id: str) -> str:
    """Give a seat in a class up for one in another sitting of it, and give back the id of the visit that it is now.

    Edges: the seat is given up only once the other is taken; into its own sitting nothing moves.
    Raises: NotFound · ClassFull · NotAcceptable for no sitting, or one of a day that is over · VisitChanged.
    """
    before = allowed(tx, ctx, appointment_id, Act.MOVE)
    if not class_id:
        raise NotAcceptable(field="class_id", reason=say("desk.choose_sitting", ctx.lang))
    slot = _seat(tx, ctx, class_id)
    if before.class_id in (None, class_id) or slot.treatment.id != before.treatment_id:
        raise NotFound()
    row = bookings.move(tx, ctx, before, slot)
    note_down(tx, ctx, Action.APPOINTMENT_MOVED, row, moved_from=appointment_id)
    return row.id


def _seat(tx: Session, ctx: StaffContext, class_id: str) -> Slot:
    found = store.sitting(tx, ctx.clinic.id, class_id, ctx.own_staff_id)
    sitting: ClassSession = found.ClassSession
    _check_time(ctx, sitting.starts_at, sitting.zone)
    where = tx.get_one(Location, sitting.location_id)
    return Slot(sitting.staff_id, found.Treatment, where, sitting.starts_at, sitting=sitting)


def _patient(tx: Session, ctx: StaffContext, who: Who) -> str:
    if not isinstance(who, str):
        return profiles.create(tx, ctx, who)
    if not who:
        raise NotAcceptable(field="person_id", reason=say("desk.choose_patient", ctx.lang))
    return patients.own(tx, ctx.clinic.id, who, ctx.own_staff_id).id


def _practitioner(tx: Session, ctx: StaffContext, staff_id: str) -> Row[Any]:
    team = store.team(tx, ctx.clinic.id, ctx.own_staff_id)
    member = next((one for one in team if one.id == staff_id and one.archived_at is None), None)
    if member is None:
        raise NotFound()
    return member


def _slot(tx: Session, ctx: StaffContext, member: Row[Any], treatment: Treatment, wanted: Wanted) -> Slot:
    """Make a slot of what was chosen, and have the time that is only kept free after another visit given up for it."""
    places = places_offering(tx, ctx, treatment)
    chosen = next((one for one in places if one.id == wanted.location_id), None)
    if chosen is None:
        raise NotFound()
    starts_at = _instant(wanted, chosen.time_zone, ctx)
    _check_time(ctx, starts_at, chosen.time_zone)
    claims.yield_buffers(tx, claims.of_staff(member.id), cells(starts_at, treatment.minutes))
    return Slot(member.id, treatment, chosen, starts_at, max(treatment.buffer_minutes, member.buffer_minutes))


def _kept_free(tx: Session, slot: Slot, attempt: Callable[[Slot], Appointment]) -> Appointment:
    """Book with the time after it kept free, or without when that is taken: the desk may book close together."""
    try:
        with tx.begin_nested():
            return attempt(slot)
    except SlotTaken:
        return attempt(replace(slot, buffer_minutes=0))


def places_offering(tx: Session, ctx: StaffContext, treatment: Treatment | None) -> list[Location]:
    """List the locations in use where a treatment is offered."""
    used = [one for one in store.locations(tx, ctx.clinic.id) if one.archived_at is None]
    named = store.places_of(tx, treatment.id) if treatment else ()
    return [one for one in used if not named or one.id in named]


def _check_time(ctx: StaffContext, starts_at: datetime, zone: str) -> None:
    today = day_starts(wall_time(ctx.now, zone).local.date(), zone)
    if problem := problem_of(starts_at, today, ctx.now):
        raise NotAcceptable(field="time", reason=say(f"desk.time.{problem}", ctx.lang))


def _instant(wanted: Wanted, zone: str, ctx: StaffContext) -> datetime:
    local = read_local(wanted)
    if local is None:
        raise NotAcceptable(field="time", reason=say("desk.time.missing", ctx.lang))
    try:
        return WallTime(local, zone, int(wanted.second and is_twice(local, zone))).instant()
    except NoSuchTime as skipped:
        raise NotAcceptable(field="time", reason=say("desk.time.skipped", ctx.lang)) from skipped


def read_local(wanted: Wanted) -> datetime | None:
    """Read a day and a time as date and time boxes give them; None for anything else, and for years out of reach.

    Times: as the clocks of the place show it, without a zone; there may be no such time there.
    """
    if len(wanted.day) > LONGEST_DATE or len(wanted.time) > LONGEST_TIME:
        return None
    with suppress(ValueError):
        local = datetime.combine(date.fromisoformat(wanted.day), time.fromisoformat(wanted.time))
        return local if local.tzinfo is None and FIRST_YEAR < local.year < LAST_YEAR else None
    return None


def is_twice(local: datetime, zone: str) -> bool:
    """Tell whether a place's clocks show a time twice that day.

    Times: `local` is without a zone. Edges: a time that they skip is not shown twice.
    """
    try:
        first, second = (WallTime(local, zone, fold).instant() for fold in (0, 1))
    except NoSuchTime:
        return False
    return first != second
