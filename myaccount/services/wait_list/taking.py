"""Accepting an offered time with one tap, or turning it down."""

from sqlmodel import Session

from myaccount.domain.availability import cell_of
from myaccount.domain.booking import ClassFull, NotOffered, SlotTaken, TooFarAhead, TooSoon
from myaccount.domain.cancellation import may_cancel
from myaccount.domain.refusals import CannotMove, NotFound
from myaccount.domain.topics import Topic
from myaccount.domain.wait_list import OfferGone, OfferState, WaitState, stands
from myaccount.models import Appointment, WaitEntry, WaitOffer
from myaccount.services.booking import eligibility, holds, terms
from myaccount.services.booking.coverage import check
from myaccount.services.booking.criteria import SlotRequest
from myaccount.services.booking.slot_checks import check_slot
from myaccount.services.context import PatientContext
from myaccount.services.packages import redemptions
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.services.visits import bookings
from myaccount.services.visits.bookings import Slot
from myaccount.services.visits.facts import facts_of
from myaccount.services.wait_list.offers import close_and_offer_on, moved_by
from myaccount.store import appointments, bus
from myaccount.store import wait_list as store

UNAVAILABLE = (SlotTaken, ClassFull, NotFound, NotOffered, TooSoon, TooFarAhead)
"""Why a time that was offered cannot be booked any more."""


def take(tx: Session, ctx: PatientContext, offer_id: str, said: str | None = None) -> str:
    """Book the time that was offered, or move the visit that waits for it, and tell the appointment's id.

    All is judged again, and the time claimed afresh. `said` is the package that was said to cover it, None where
    nothing was said. Edges: the second time gives the same appointment.
    Raises: NotFound · OfferGone for what is over, taken, or not offered any more · BookingOff · LimitReached ·
    CannotMove · CoverChanged · CardNeeded · PrepaymentNeeded, which `hold` goes on from.
    """
    offer, entry = _own(tx, ctx, offer_id)
    if offer.state == OfferState.ACCEPTED:
        return offer.appointment_id or ""
    _stands(ctx, offer)
    eligibility.check(tx, ctx)
    try:
        row = _book(tx, ctx, entry, check_slot(tx, ctx, _request(entry, offer)))
    except UNAVAILABLE as gone:
        tx.refresh(offer)  # their own other window may have been faster
        if offer.state == OfferState.ACCEPTED:
            return offer.appointment_id or ""
        raise OfferGone() from gone
    check(tx, row.id, said)
    store.close_all_of(tx, entry.id)
    if not store.end(tx, entry.id, WaitState.BOOKED, ctx.now):  # it was left, or booked, at this very moment
        raise OfferGone()
    store.close(tx, offer.id, OfferState.ACCEPTED, frm=OfferState.GONE, appointment_id=row.id)
    for topic in (Topic.VISIT, Topic.WAIT_LIST):
        bus.announce(tx, ctx.clinic.id, topic, ctx.now, ctx.person_id)
    return row.id


def hold(tx: Session, ctx: PatientContext, offer_id: str) -> None:
    """Keep the time that was offered for five minutes, for whoever has to pay or to leave a card before it is booked.

    Raises: NotFound · OfferGone, as for `take` · BookingOff · LimitReached.
    """
    offer, entry = _own(tx, ctx, offer_id)
    _stands(ctx, offer)
    try:
        holds.hold(tx, ctx, _request(entry, offer))
    except UNAVAILABLE as gone:
        raise OfferGone() from gone


def decline(tx: Session, ctx: PatientContext, offer_id: str) -> None:
    """Turn an offer down, and go on waiting. Raises: NotFound."""
    offer = store.own_offer(tx, ctx.clinic.id, ctx.person_id, offer_id)
    close_and_offer_on(tx, ctx, offer, OfferState.DECLINED)


def _own(tx: Session, ctx: PatientContext, offer_id: str) -> tuple[WaitOffer, WaitEntry]:
    offer = store.own_offer(tx, ctx.clinic.id, ctx.person_id, offer_id)
    return offer, store.own_entry(tx, ctx.clinic.id, ctx.person_id, offer.entry_id)


def _stands(ctx: PatientContext, offer: WaitOffer) -> None:
    if not ctx.settings.wait_list or not stands(offer.state, offer.expires_at, ctx.now):
        raise OfferGone()


def _request(entry: WaitEntry, offer: WaitOffer) -> SlotRequest:
    at = cell_of(offer.starts_at)
    return SlotRequest(entry.treatment_id, entry.location_id, offer.staff_id, at, offer.class_id or "")


def _book(tx: Session, ctx: PatientContext, entry: WaitEntry, slot: Slot) -> Appointment:
    """Book it; in place of the visit that waits for another time, unless that is over by now."""
    moving = moved_by(tx, entry)
    if not moving:
        eligibility.check_limit(tx, ctx)
        row = bookings.place(tx, ctx, ctx.person_id, slot)
        redeemed = redemptions.redeem_online(tx, ctx, row)
        terms.check(tx, ctx, row, covered=bool(redeemed))
        audit.record(tx, ctx, Action.APPOINTMENT_BOOKED, subject_id=row.id)
        return row
    before = appointments.own(tx, ctx.clinic.id, ctx.person_id, moving)
    if not may_cancel(facts_of(before), ctx.settings.cancellation, ctx.now).moves:
        raise CannotMove()
    row = bookings.move(tx, ctx, before, slot)
    audit.record(tx, ctx, Action.APPOINTMENT_MOVED, subject_id=row.id, before=before.id)
    return row
