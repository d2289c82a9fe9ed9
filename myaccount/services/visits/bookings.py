"""Booking and moving: a claim taken and a row written, in the transaction of whoever judged that it may be."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from myaccount.clock import zone_data_version
from myaccount.domain.appointments import AppointmentState
from myaccount.domain.booking import ClassFull, SlotTaken
from myaccount.domain.claims import CELL_MINUTES, cells
from myaccount.domain.refusals import AlreadyDone
from myaccount.domain.time import wall_time
from myaccount.models import Appointment, ClassSession, Location, Treatment
from myaccount.models.columns import new_id
from myaccount.services.context import ClinicContext
from myaccount.services.intake import at_booking
from myaccount.services.outgoing import visit_messages
from myaccount.services.packages import redemptions
from myaccount.services.wait_list import offers
from myaccount.store import appointments as store
from myaccount.store import booking_answers, claims, holds


@dataclass(frozen=True)
class Slot:
    """What a booking asks for: rows of the clinic that its caller has looked up, and a start (aware UTC).

    It takes `minutes`, or else as long as the treatment does, and `buffer_minutes` are kept free after it. With a
    `sitting` it is a seat in that class.
    """

    staff_id: str
    treatment: Treatment
    location: Location
    starts_at: datetime
    buffer_minutes: int = 0
    sitting: ClassSession | None = None
    minutes: int = 0

    @property
    def lasts(self) -> int:
        """How many minutes it takes."""
        return self.minutes or self.treatment.minutes


def place(
    tx: Session,
    ctx: ClinicContext,
    person_id: str,
    slot: Slot,
    state: AppointmentState = AppointmentState.BOOKED,
    instead_of: Appointment | None = None,
    held_as: str = "",
) -> Appointment:
    """Write an appointment, take what it holds, and plan what its patient is told of it.

    Whether it may be booked at all is the caller's to judge.

    Edges: `instead_of` is the appointment that this one replaces; its cells count as free. `held_as` is the hold that
    becomes this appointment: it passes on its id, and with it what it holds. Holds that have run out give way.
    Raises: SlotTaken · ClassFull.
    """
    row = Appointment(
        id=held_as or new_id(),
        clinic_id=ctx.clinic.id,
        person_id=person_id,
        state=state.value,
        booked_at=ctx.now,
        moved_from_id=instead_of.id if instead_of else None,
        **_columns(slot),
    )
    claim(tx, ctx, slot, row.id, freed_by=instead_of.id if instead_of else held_as)
    tx.add(row)
    tx.flush()
    offers.close_taken(tx, ctx, row)
    visit_messages.booked(tx, ctx, row)
    if instead_of is None and state is AppointmentState.BOOKED:
        at_booking.booked(tx, ctx, row)
    return row


def move(tx: Session, ctx: ClinicContext, before: Appointment, slot: Slot) -> Appointment:
    """Book a new time in place of an old one: the new claim is taken before the old is freed.

    Edges: the old appointment is archived, the new one links to it and starts a grace of its own.
    Raises: SlotTaken · ClassFull · AlreadyDone when it was cancelled or moved in the meantime.
    Source: product rules, "State machines"; S09.
    """
    after = place(tx, ctx, before.person_id, slot, instead_of=before)
    if not store.mark(tx, before, AppointmentState.ARCHIVED, frm=AppointmentState.BOOKED):
        raise AlreadyDone()
    at_booking.moved(tx, ctx, before, after)
    give_up(tx, ctx, before)
    booking_answers.carry(tx, before.id, after.id)
    after.call_url = before.call_url
    redemptions.move_along(tx, ctx, before, after)
    return after


def give_up(tx: Session, ctx: ClinicContext, row: Appointment) -> None:
    """Free what an appointment held that does not take place, offer it to who waits, and take its forms back."""
    claims.free(tx, row.id)
    at_booking.given_up(tx, ctx, row)
    offers.offer_freed(tx, ctx, row)


def take_back(tx: Session, ctx: ClinicContext, row: Appointment, slot: Slot) -> None:
    """Take again what an appointment held before it was given up; `slot` is its own.

    Raises: SlotTaken · ClassFull when somebody else has it by now.
    """
    claim(tx, ctx, slot, row.id)


def claim(tx: Session, ctx: ClinicContext, slot: Slot, holder_id: str, freed_by: str = "") -> None:
    """Take a time and the buffer after it, or a seat, for a holder: an appointment, or somebody's hold.

    Edges: what `freed_by` holds counts as free. Who finds it taken looks for holds that have run out, and tries again.
    Raises: SlotTaken · ClassFull.
    """
    if _took(tx, slot, holder_id, freed_by):
        return
    resource, wanted = _wanted(slot)
    if not (holds.free_expired(tx, ctx.now, resource, wanted) and _took(tx, slot, holder_id, freed_by)):
        raise ClassFull() if slot.sitting else SlotTaken()


def _columns(slot: Slot) -> dict[str, Any]:
    """Spell out a slot in the columns of an appointment."""
    wall = wall_time(slot.starts_at, slot.location.time_zone)
    return {
        "staff_id": slot.staff_id,
        "treatment_id": slot.treatment.id,
        "location_id": slot.location.id,
        "class_id": slot.sitting.id if slot.sitting else None,
        "online": slot.treatment.online,
        "minutes": slot.lasts,
        "buffer_minutes": 0 if slot.sitting else slot.buffer_minutes,
        "starts_local": wall.local,
        "fold": wall.fold,
        "zone": wall.zone,
        "zone_data": zone_data_version(),
        "starts_at": slot.starts_at,
        "ends_at": slot.starts_at + timedelta(minutes=slot.lasts),
    }


def _took(tx: Session, slot: Slot, holder_id: str, freed_by: str) -> bool:
    resource, wanted = _wanted(slot)
    if slot.sitting is not None:
        if freed_by and claims.hand_over_seat(tx, slot.sitting.id, freed_by, holder_id):
            return True
        return claims.take_a_seat(tx, slot.sitting.id, len(wanted), holder_id)
    visit = slot.lasts // CELL_MINUTES
    return claims.take(tx, resource, wanted[:visit], holder_id, buffer=wanted[visit:], freed_by=freed_by)


def _wanted(slot: Slot) -> tuple[str, range]:
    """Name the resource, and the cells of it that would do: a visit's and its buffer's, or every seat."""
    if slot.sitting is not None:
        return claims.of_class(slot.sitting.id), range(slot.treatment.capacity or 0)
    return claims.of_staff(slot.staff_id), cells(slot.starts_at, slot.lasts + slot.buffer_minutes)
