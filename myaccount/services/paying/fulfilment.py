"""What money is for that has just come in by card: what is due, or a time that is booked with it."""

import logging
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from myaccount.domain.appointments import AppointmentState
from myaccount.domain.availability import cell_of
from myaccount.domain.prepaying import Outcome
from myaccount.domain.refusals import AlreadyDone, NotFound, Refused
from myaccount.messages import say
from myaccount.messages.amounts import amount
from myaccount.models import Appointment, Location, Payment, Treatment
from myaccount.services.booking import book, bookers
from myaccount.services.booking.criteria import SlotRequest
from myaccount.services.context import ClinicContext, PatientContext
from myaccount.services.identity import welcome
from myaccount.services.ledger import payments, prepayments
from myaccount.services.outgoing import outbox
from myaccount.services.outgoing.recipients import zone_of
from myaccount.services.paying import automatic_refunds
from myaccount.store import accounts, appointments, people
from myaccount.store import attempts as store

log = logging.getLogger(__name__)


def fulfil(tx: Session, ctx: ClinicContext, row: Row[Any], payment: Payment) -> None:
    """Apply a payment to what its attempt was for. `row` is the attempt.

    Edges: when the time cannot be booked any more, the money goes back to the card, and the patient is told by mail.
    """
    wanted = store.booking_of(tx, row.id)
    if wanted is None:
        payments.apply_oldest_first(tx, ctx, row.person_id, payment.id, row.towards)
        return
    try:
        with tx.begin_nested():
            _book(tx, ctx, row, wanted, payment)
    except Refused as refused:
        log.info("a time that was paid for could not be booked: %s", refused.code)
        store.close_booking(tx, row.id, Outcome.LOST)
        automatic_refunds.ask(tx, ctx, row.person_id, payment.id, row.amount_cents)
        _tell(tx, ctx, row, wanted)
    else:
        store.close_booking(tx, row.id, Outcome.BOOKED)


def _book(tx: Session, ctx: ClinicContext, row: Row[Any], wanted: Row[Any], payment: Payment) -> None:
    patient = bookers.paid_by(tx, ctx, people.own(tx, ctx.clinic.id, row.person_id), payment.payer_id)
    visit = _booked_before(tx, patient, wanted) or _booked_now(tx, patient, wanted, row)
    treatment, day = tx.get_one(Treatment, visit.treatment_id).name, visit.starts_local.date()
    description = prepayments.described(treatment, day, ctx.clinic.language, is_whole=wanted.is_whole)
    prepayments.prepay(tx, patient, visit, payment.id, row.amount_cents, description)


def _booked_before(tx: Session, ctx: PatientContext, wanted: Row[Any]) -> Appointment | None:
    """Find the visit if it was booked without this money, as where the clinic asked for none a moment ago."""
    try:
        found = appointments.own(tx, ctx.clinic.id, ctx.person_id, wanted.hold_id)
    except NotFound:
        return None
    if found.state != AppointmentState.BOOKED:
        raise AlreadyDone()
    return found


def _booked_now(tx: Session, ctx: PatientContext, wanted: Row[Any], row: Row[Any]) -> Appointment:
    at = cell_of(wanted.starts_at)
    chosen = SlotRequest(wanted.treatment_id, wanted.location_id, wanted.staff_id, at, wanted.class_id or "")
    visit = book.confirm_paid(tx, ctx, chosen, wanted.hold_id, row.created_at)
    if not accounts.of_person(tx, ctx.clinic.id, ctx.person_id):
        welcome.send(tx, ctx, people.own(tx, ctx.clinic.id, ctx.person_id), after_visit=visit.id)
    return visit


def _tell(tx: Session, ctx: ClinicContext, row: Row[Any], wanted: Row[Any]) -> None:
    person = people.own(tx, ctx.clinic.id, row.person_id)
    place = tx.get_one(Location, wanted.location_id).time_zone
    zone = zone_of(person, ctx.clinic) if tx.get_one(Treatment, wanted.treatment_id).online else place
    outbox.time_lost(tx, ctx, person, row.id, wanted.starts_at, (zone, place), (row.amount_cents, row.currency))


def lost_line(row: Row[Any], ctx: ClinicContext) -> str:
    """Say that a time was lost that had been paid for, and where the money goes."""
    return say("paying.lost", ctx.lang, amount=amount(row.amount_cents, row.currency, ctx.lang))
