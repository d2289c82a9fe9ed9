"""Paying for a time that is held: hold, then paid or a card on file, then booked.

Who books may be a guest still: they become a patient when they begin to pay, since money and cards are somebody's.
"""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from myaccount.domain.attempts import AttemptState
from myaccount.domain.booking import HoldExpired, is_alive
from myaccount.domain.prepaying import Outcome, PaymentPolicy, TermsChanged, held_while_paying
from myaccount.models import BookingHold, BookingPayment, Treatment
from myaccount.services.booking import bookers, eligibility, holds, terms
from myaccount.services.booking.criteria import holder
from myaccount.services.booking.payment_lines import under_way
from myaccount.services.booking.slot_checks import check_held
from myaccount.services.booking.terms import may_pay
from myaccount.services.context import ClinicContext, PatientContext
from myaccount.services.paying import attempts, cards
from myaccount.services.paying import processor as processors
from myaccount.services.paying.attempts import Begun, charge, write_down
from myaccount.services.paying.settling import known, settle
from myaccount.store import attempts as store
from myaccount.store import holds as held
from myaccount.store import ledger
from myaccount.store.engine import Database
from myaccount.views.cards import CardForm, CardRow
from myaccount.views.paying import Paying

NOT_CHARGED = (AttemptState.FAILED, AttemptState.CANCELLED)


@dataclass(frozen=True)
class Prepaid:
    """How far paying for a time has got, and the appointment that it was booked as, blank while it is not."""

    paying: Paying = field(default_factory=Paying)
    appointment_id: str = ""


def cards_of(tx: Session, ctx: ClinicContext) -> tuple[CardRow, ...]:
    """Show the cards of whoever books: their own, also where they book for somebody else and may pay for them.

    Edges: none of a guest without a profile.
    """
    patient = bookers.whoever_books(tx, ctx)
    return cards.on_file(tx, patient.oneself) if patient and may_pay(patient) else ()


def is_unfinished(tx: Session, ctx: ClinicContext) -> bool:
    """Tell whether a card has been begun that may have come on file since."""
    patient = bookers.whoever_books(tx, ctx)
    return patient is not None and cards.is_unfinished(tx, patient.oneself)


def begin_card(db: Database, ctx: ClinicContext, hold_id: str) -> CardForm:
    """Begin to add a card for a booking that asks for one, or for money.

    Raises: HoldExpired · TermsChanged when it asks for nothing (any more) · PaymentsOff · TooManyTries · LinkExpired ·
    NotProven · SignInRequired.
    """
    return cards.begin(db, db.write(_begin_card, ctx, hold_id).oneself)


def finish_card(db: Database, ctx: ClinicContext) -> int:
    """Keep the card that was begun and has succeeded; tell how many came on file.

    Raises: PaymentsOff · CardDeclined.
    """
    patient = db.read(bookers.whoever_books, ctx)
    return cards.finish(db, patient.oneself) if patient else 0


def pay(db: Database, ctx: ClinicContext, hold_id: str, card_id: str, shown_cents: int) -> Prepaid:
    """Pay what a held time asks for with one of the patient's cards, and book it.

    Money: what it asks for is read here; `shown_cents` is what the page has shown, and another amount is refused.
    Edges: while an attempt for it is open, this looks up what became of it instead of making another. What is booked
    already is not paid again.
    Raises: HoldExpired · TermsChanged · NoCard · AlreadyPaying · PaymentUnsure · PaymentsOff · what booking raises.
    """
    db.read(eligibility.check, ctx)
    patient = db.write(bookers.booking_patient, ctx)
    keys = db.read(processors.keys_in_use, ctx)
    gateway = processors.open_gateway(keys)
    row = db.read(store.last_for, ctx.clinic.id, patient.person_id, hold_id)
    if row is None or row.state in NOT_CHARGED:
        _end_another(db, patient, hold_id)
        whose = holder(ctx, ctx.guest_id)
        begun = db.write(_begin, patient, whose, hold_id, card_id, shown_cents)
        charge(db, gateway, patient, begun)
        row = db.read(store.own, ctx.clinic.id, patient.person_id, begun.id)
    paying = settle(db, gateway, patient, row, keys)
    return db.read(_became, patient, row, paying)


def look_up(db: Database, ctx: ClinicContext, hold_id: str) -> Prepaid:
    """Look up what became of the last attempt to pay for a time, if there is one."""
    patient = db.read(bookers.whoever_books, ctx)
    row = db.read(store.last_for, ctx.clinic.id, patient.person_id, hold_id) if patient else None
    keys = db.read(processors.keys, ctx.clinic.id)
    if patient is None or row is None or keys is None:
        return Prepaid()
    paying = settle(db, processors.open_gateway(keys), patient, row, keys)
    return db.read(_became, patient, row, paying)


def give_up(db: Database, ctx: ClinicContext, hold_id: str) -> Prepaid:
    """End an attempt to pay for a time, if the card is not charged yet."""
    patient = db.read(bookers.whoever_books, ctx)
    row = db.read(store.last_for, ctx.clinic.id, patient.person_id, hold_id) if patient else None
    if patient is None or row is None:
        return Prepaid()
    paying = attempts.give_up(db, patient) if row.closed_at is None else Paying()
    return db.read(_became, patient, row, paying)


def let_go(db: Database, ctx: ClinicContext, hold_id: str) -> Prepaid:
    """Give a held time up, and an attempt to pay for it; unless that has charged the card, and the time is booked."""
    done = give_up(db, ctx, hold_id)
    if not done.appointment_id:
        db.write(holds.release, ctx, ctx.guest_id)
    return done


def became(tx: Session, ctx: ClinicContext, hold_id: str) -> Prepaid:
    """Tell what is known of paying for a time, without asking the processor."""
    patient = bookers.whoever_books(tx, ctx)
    row = store.last_for(tx, ctx.clinic.id, patient.person_id, hold_id) if patient else None
    return _became(tx, patient, row, known(tx, row, patient)) if patient and row else Prepaid()


def _became(tx: Session, ctx: PatientContext, row: Row[Any], paying: Paying) -> Prepaid:
    booking = store.booking_of(tx, row.id)
    return Prepaid(paying, booking.hold_id if booking and booking.outcome == Outcome.BOOKED else "")


def _end_another(db: Database, ctx: PatientContext, hold_id: str) -> None:
    """End paying for a time that they have given up for this one, unless it is charged already."""
    other = db.read(under_way, ctx)
    if other is not None and other.hold_id != hold_id:
        attempts.give_up(db, ctx)


def _begin_card(tx: Session, ctx: ClinicContext, hold_id: str) -> PatientContext:
    eligibility.check(tx, ctx)
    patient = bookers.booking_patient(tx, ctx)
    found = _held(tx, patient, holder(ctx, ctx.guest_id), hold_id)
    asked = terms.terms(tx, patient, tx.get_one(Treatment, found.treatment_id), found.starts_at)
    if asked.policy is PaymentPolicy.NONE:
        raise TermsChanged()
    return patient


def _begin(tx: Session, ctx: PatientContext, whose: str, hold_id: str, card_id: str, shown_cents: int) -> Begun:
    """Write the attempt down with the time that it pays for, and hold that for as long as paying may take."""
    ledger.lock(tx, ctx.clinic.id, ctx.person_id)
    found = _held(tx, ctx, whose, hold_id)
    eligibility.check(tx, ctx)
    eligibility.check_limit(tx, ctx)
    check_held(tx, ctx, found)
    asked = terms.terms(tx, ctx, tx.get_one(Treatment, found.treatment_id), found.starts_at)
    if not asked.cents or asked.cents != shown_cents:
        raise TermsChanged()
    begun = write_down(tx, ctx, ctx.person_id, card_id, asked.cents, payer_id=ctx.oneself.person_id)
    tx.add(
        BookingPayment(
            attempt_id=begun.id,
            clinic_id=ctx.clinic.id,
            hold_id=found.id,
            staff_id=found.staff_id,
            treatment_id=found.treatment_id,
            location_id=found.location_id,
            class_id=found.class_id,
            starts_at=found.starts_at,
            is_whole=asked.policy is PaymentPolicy.FULL,
        )
    )
    found.expires_at = held_while_paying(found.created_at, found.expires_at, ctx.now)
    tx.add(found)
    return begun


def _held(tx: Session, ctx: PatientContext, whose: str, hold_id: str) -> BookingHold:
    found = held.of_holder(tx, ctx.clinic.id, whose)
    if found is None or found.id != hold_id or not is_alive(found.expires_at, ctx.now):
        raise HoldExpired()
    return found
