"""Putting a visit back that has just been moved: to the time that it had before."""

from dataclasses import replace

from sqlmodel import Session

from myaccount.domain.appointments import AppointmentState
from myaccount.domain.availability import cell_of
from myaccount.domain.booking import CannotPutBack, ClassFull, NotOffered, SlotTaken, TooFarAhead, TooSoon
from myaccount.domain.refusals import AlreadyDone, NotFound
from myaccount.models import Appointment
from myaccount.services.booking.criteria import SlotRequest
from myaccount.services.booking.slot_checks import check_slot
from myaccount.services.context import PatientContext
from myaccount.services.intake import at_booking
from myaccount.services.outgoing import visit_messages
from myaccount.services.packages import redemptions
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.services.visits import bookings
from myaccount.services.visits.bookings import Slot
from myaccount.services.wait_list import offers
from myaccount.store import appointments as store
from myaccount.store import booking_answers


def put_back(tx: Session, ctx: PatientContext, moved: Appointment) -> None:
    """Give a visit its old time again: that is taken before the new one is freed, and what was planned is undone.

    Whether its grace is still on is the caller's to judge.

    Edges: only to a time that could be booked online now, and is still free. Else the visit stays where it is.
    Raises: CannotPutBack · AlreadyDone when it was cancelled or moved in the meantime.
    """
    before = store.own(tx, ctx.clinic.id, ctx.person_id, moved.moved_from_id or "")
    if not (
        store.mark(tx, moved, AppointmentState.ARCHIVED, frm=AppointmentState.BOOKED)
        and store.mark(tx, before, AppointmentState.BOOKED, frm=AppointmentState.ARCHIVED)
    ):
        raise AlreadyDone()
    try:
        bookings.claim(tx, ctx, _old_slot(tx, ctx, before), before.id, freed_by=moved.id)
    except (SlotTaken, ClassFull, NotFound, NotOffered, TooSoon, TooFarAhead) as gone:
        raise CannotPutBack() from gone
    offers.close_taken(tx, ctx, before)
    at_booking.moved(tx, ctx, moved, before)
    bookings.give_up(tx, ctx, moved)
    redemptions.move_back(tx, ctx, moved, before)
    booking_answers.carry(tx, moved.id, before.id)
    visit_messages.put_back(tx, ctx, before, moved)
    audit.record(tx, ctx, Action.APPOINTMENT_MOVED, subject_id=before.id, before=moved.id)


def _old_slot(tx: Session, ctx: PatientContext, row: Appointment) -> Slot:
    at = cell_of(row.starts_at)
    request = SlotRequest(row.treatment_id, row.location_id, row.staff_id, at, row.class_id or "")
    return replace(check_slot(tx, ctx, request), minutes=row.minutes, buffer_minutes=row.buffer_minutes)
