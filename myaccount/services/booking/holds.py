"""Holding a chosen time for five minutes. See docs/adr/0007-a-hold-is-a-claim-without-an-appointment.md."""

from sqlmodel import Session

from myaccount.domain.booking import HOLD, HoldExpired, is_alive
from myaccount.domain.topics import Topic
from myaccount.models import BookingHold
from myaccount.services.booking import eligibility
from myaccount.services.booking.criteria import SlotRequest, holder, of_guest
from myaccount.services.booking.slot_checks import check_slot
from myaccount.services.context import ClinicContext, PatientContext
from myaccount.services.visits import bookings
from myaccount.store import bus, claims
from myaccount.store import holds as store
from myaccount.views.booking import HeldTime


def hold(tx: Session, ctx: ClinicContext, request: SlotRequest, guest: str = "") -> HeldTime:
    """Keep a time, or a seat, for five minutes. Whoever held another one gives that up.

    `guest` is the cookie of who has not signed in. Edges: who finds the time taken keeps what they held before.
    Raises: BookingOff · SignInRequired · LimitReached · NotFound · TooSoon · TooFarAhead · NotOffered · SlotTaken ·
    ClassFull.
    """
    eligibility.check(tx, ctx)
    eligibility.check_limit(tx, ctx)
    whose = holder(ctx, guest)
    if not whose:
        raise HoldExpired()
    slot = check_slot(tx, ctx, request)
    row = _row(ctx, slot, whose)
    _let_go(tx, ctx, whose)
    while not store.add(tx, row):  # another window of theirs was faster: the latest counts
        _let_go(tx, ctx, whose)
    bookings.claim(tx, ctx, slot, row.id)
    bus.announce(tx, ctx.clinic.id, Topic.SLOT, ctx.now, whose)
    return HeldTime(row.id, request.at, row.expires_at.isoformat(), int(HOLD.total_seconds()))


def release(tx: Session, ctx: ClinicContext, guest: str = "") -> None:
    """Give up what somebody holds, if anything."""
    _let_go(tx, ctx, holder(ctx, guest))
    bus.announce(tx, ctx.clinic.id, Topic.SLOT, ctx.now, holder(ctx, guest))


def is_held(tx: Session, ctx: ClinicContext, guest: str) -> bool:
    """Tell whether a guest holds something that is still alive."""
    theirs = store.of_holder(tx, ctx.clinic.id, of_guest(guest)) if guest else None
    return theirs is not None and is_alive(theirs.expires_at, ctx.now)


def adopt(tx: Session, ctx: PatientContext, guest: str) -> None:
    """Pass what a guest holds to the patient as whom they have signed in.

    Edges: what the patient held before is given up, unless the guest's has run out. No time is added.
    """
    theirs = store.of_holder(tx, ctx.clinic.id, of_guest(guest))
    if theirs is not None and is_alive(theirs.expires_at, ctx.now):
        pass_on(tx, ctx, theirs, holder(ctx))


def pass_on(tx: Session, ctx: ClinicContext, theirs: BookingHold, to: str) -> None:
    """Give a hold to another holder, who gives up what they held before."""
    _let_go(tx, ctx, to)
    theirs.holder = to
    tx.add(theirs)
    tx.flush()


def _let_go(tx: Session, ctx: ClinicContext, whose: str) -> None:
    before = store.of_holder(tx, ctx.clinic.id, whose)
    if before is not None:
        claims.free(tx, before.id)
        store.remove(tx, before)


def _row(ctx: ClinicContext, slot: bookings.Slot, whose: str) -> BookingHold:
    return BookingHold(
        clinic_id=ctx.clinic.id,
        holder=whose,
        staff_id=slot.staff_id,
        treatment_id=slot.treatment.id,
        location_id=slot.location.id,
        class_id=slot.sitting.id if slot.sitting else None,
        starts_at=slot.starts_at,
        minutes=slot.treatment.minutes,
        buffer_minutes=slot.buffer_minutes,
        created_at=ctx.now,
        expires_at=ctx.now + HOLD,
    )
