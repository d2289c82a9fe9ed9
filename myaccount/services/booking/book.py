"""Booking what is held, taking a booking back, and moving one: by the patient, online."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from myaccount.domain.appointments import AppointmentState
from myaccount.domain.availability import instant
from myaccount.domain.booking import GraceOver, HoldExpired, SameTime, TooSoon, is_alive
from myaccount.domain.cancellation import in_grace, may_cancel
from myaccount.domain.redemption import Happening
from myaccount.domain.refusals import AlreadyDone, CannotMove, NotFound
from myaccount.domain.topics import Topic
from myaccount.models import Appointment
from myaccount.services.booking import coverage, eligibility, holds, terms
from myaccount.services.booking.criteria import SlotRequest, holder
from myaccount.services.booking.put_back import put_back
from myaccount.services.booking.slot_checks import check_held, check_slot
from myaccount.services.context import PatientContext
from myaccount.services.outgoing import visit_messages
from myaccount.services.packages import redemptions
from myaccount.services.paying import automatic_refunds
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.services.visits import bookings
from myaccount.services.visits.facts import facts_of
from myaccount.services.wait_list import offers
from myaccount.store import appointments as store
from myaccount.store import bus
from myaccount.store import holds as held

OVER = (AppointmentState.CANCELLED, AppointmentState.ARCHIVED)


def confirm(tx: Session, ctx: PatientContext, hold_id: str, said: str | None = None) -> str:
    """Book what the patient holds, and tell the appointment's id. Everything is judged again.

    `said` is the package that they were told it redeems, blank for none; None when they were told nothing.
    Edges: the second time gives the same appointment. At the end of its five minutes a hold is over.
    Raises: HoldExpired, also when it is somebody else's · BookingOff · LimitReached · NotOffered · TooSoon ·
    TooFarAhead · SlotTaken · CoverChanged · CardNeeded · PrepaymentNeeded.
    """
    hold = held.of_holder(tx, ctx.clinic.id, holder(ctx))
    if hold is None or hold.id != hold_id:
        return _booked_before(tx, ctx, hold_id)
    if not is_alive(hold.expires_at, ctx.now):
        raise HoldExpired()
    eligibility.check(tx, ctx)
    eligibility.check_limit(tx, ctx)
    slot = check_held(tx, ctx, hold)
    held.remove(tx, hold)
    row = bookings.place(tx, ctx, ctx.person_id, slot, held_as=hold_id)
    redeemed = redemptions.redeem_online(tx, ctx, row)
    coverage.check(tx, row.id, said)
    terms.check(tx, ctx, row, covered=bool(redeemed))
    _note_booked(tx, ctx, row, redeemed)
    return row.id


def confirm_paid(tx: Session, ctx: PatientContext, request: SlotRequest, hold_id: str, since: datetime) -> Appointment:
    """Book a time that has been paid for; it is judged as of `since`, when they began to pay. Times: aware UTC.

    Edges: a hold that has run out counts as long as nobody else has the time. It redeems nothing.
    Raises: BookingOff · LimitReached · NotFound · NotOffered · TooSoon · TooFarAhead · SlotTaken · ClassFull.
    """
    eligibility.check(tx, ctx)
    eligibility.check_limit(tx, ctx)
    if instant(request.at) <= ctx.now:
        raise TooSoon()
    slot = check_slot(tx, replace(ctx, now=since), request)
    if hold := held.one(tx, ctx.clinic.id, hold_id):
        held.remove(tx, hold)
    row = bookings.place(tx, ctx, ctx.person_id, slot, held_as=hold_id)
    _note_booked(tx, ctx, row, "")
    return row


def undo(tx: Session, ctx: PatientContext, appointment_id: str) -> str:
    """Take a booking back within its grace, as if it had never been: archived, and its time free at once.

    Tell what becomes of what was prepaid; blank for nothing.
    Edges: exactly 180 s after booking it is too late. A visit that was moved gets its old time again, and keeps its
    money. What was paid for a booking goes back to the card.
    Raises: NotFound · AlreadyDone · GraceOver · CannotPutBack.
    Source: S11; product rules, "State machines".
    """
    row = store.own(tx, ctx.clinic.id, ctx.person_id, appointment_id)
    if row.state in OVER:
        raise AlreadyDone()
    if not in_grace(facts_of(row), ctx.now):
        raise GraceOver()
    money = ""
    if row.moved_from_id:
        put_back(tx, ctx, row)
    else:
        money = _take_back(tx, ctx, row)
    bus.announce(tx, ctx.clinic.id, Topic.VISIT, ctx.now, ctx.person_id)
    return money


def reschedule(
    tx: Session, ctx: PatientContext, appointment_id: str, request: SlotRequest, said: str | None = None
) -> str:
    """Move a visit to another time of the same treatment, and tell the new appointment's id.

    `said` is as for `confirm`. Edges: what can be cancelled on time can be moved; the grace alone is not enough. What
    they hold is given up.
    Raises: NotFound · AlreadyDone · CannotMove · SameTime · and what booking the new time raises, but for the limit of
    visits.
    Source: S09; product rules, "State machines".
    """
    before = store.own(tx, ctx.clinic.id, ctx.person_id, appointment_id)
    if before.state in OVER:
        raise AlreadyDone()
    if not may_cancel(facts_of(before), ctx.settings.cancellation, ctx.now).moves:
        raise CannotMove()
    eligibility.check(tx, ctx)
    if request.treatment_id != before.treatment_id:
        raise NotFound()
    if (request.staff_id, instant(request.at)) == (before.staff_id, before.starts_at):
        raise SameTime()
    slot = check_slot(tx, ctx, request)
    holds.release(tx, ctx)
    after = bookings.move(tx, ctx, before, slot)
    coverage.check(tx, after.id, said)
    audit.record(tx, ctx, Action.APPOINTMENT_MOVED, subject_id=after.id, before=before.id)
    bus.announce(tx, ctx.clinic.id, Topic.VISIT, ctx.now, ctx.person_id)
    return after.id


def _take_back(tx: Session, ctx: PatientContext, row: Appointment) -> str:
    if not store.mark(tx, row, AppointmentState.ARCHIVED, frm=AppointmentState.BOOKED):
        raise AlreadyDone()
    bookings.give_up(tx, ctx, row)
    redemptions.settle(tx, ctx, row, Happening.TAKEN_BACK)
    given = automatic_refunds.release(tx, ctx, row, to_card=True)
    visit_messages.cancelled(tx, ctx, row, given)
    audit.record(tx, ctx, Action.APPOINTMENT_TAKEN_BACK, subject_id=row.id)
    return " ".join(automatic_refunds.told(given, ctx.lang))


def _note_booked(tx: Session, ctx: PatientContext, row: Appointment, package_id: str) -> None:
    redeemed = {"package": package_id} if package_id else {}
    audit.record(tx, ctx, Action.APPOINTMENT_BOOKED, subject_id=row.id, **redeemed)
    offers.end_wait_of_booked(tx, ctx, row)
    bus.announce(tx, ctx.clinic.id, Topic.VISIT, ctx.now, ctx.person_id)


def _booked_before(tx: Session, ctx: PatientContext, hold_id: str) -> str:
    try:
        return store.own(tx, ctx.clinic.id, ctx.person_id, hold_id).id
    except NotFound as error:
        raise HoldExpired() from error
