"""May this very time be booked online now? Judged when it is chosen, and again when it is booked or moved to."""

from datetime import datetime

from sqlmodel import Session

from myaccount.domain.availability import Wanted, cell_of, free_starts, instant
from myaccount.domain.booking import Lateness, NotOffered, TooFarAhead, TooSoon
from myaccount.domain.refusals import NotFound, Refused
from myaccount.domain.time import wall_time
from myaccount.models import BookingHold, ClassSession
from myaccount.services.booking.criteria import SearchCriteria, SlotRequest, search_window
from myaccount.services.booking.diaries import diaries
from myaccount.services.booking.free_times import Chosen, is_class
from myaccount.services.context import ClinicContext
from myaccount.services.visits.bookings import Slot
from myaccount.store import offers as store

LAST_CELL = 800_000_000
"""In the year 9575: no clinic plans so far ahead, and the calendar goes on a little longer."""

LATE: dict[Lateness, type[Refused]] = {
    Lateness.PAST: TooSoon,
    Lateness.TOO_SOON: TooSoon,
    Lateness.TOO_FAR: TooFarAhead,
}


def check_slot(tx: Session, ctx: ClinicContext, request: SlotRequest) -> Slot:
    """Look up what is wanted, and tell what a booking of it takes. Whether it is still free, the booking finds out.

    Raises: NotFound for ids that the clinic does not offer online · TooSoon · TooFarAhead · NotOffered outside of the
    hours that can be booked.
    """
    chosen = store.chosen(tx, ctx.clinic.id, request.treatment_id, request.location_id)
    if chosen is None or not 0 <= request.at <= LAST_CELL:
        raise NotFound()
    starts_at = instant(request.at)
    lateness = ctx.settings.booking.judge(starts_at, chosen[1].time_zone, ctx.now)
    if lateness in LATE:
        raise LATE[lateness]()
    return (
        _seat(tx, ctx, request, chosen, starts_at)
        if is_class(chosen[0])
        else _visit(tx, ctx, request, chosen, starts_at)
    )


def check_held(tx: Session, ctx: ClinicContext, hold: BookingHold) -> Slot:
    """Judge what is held. Raises: as `check_slot`, but NotOffered for what is not offered any more."""
    at = cell_of(hold.starts_at)
    try:
        return check_slot(
            tx, ctx, SlotRequest(hold.treatment_id, hold.location_id, hold.staff_id, at, hold.class_id or "")
        )
    except NotFound as error:  # it was offered when it was held
        raise NotOffered() from error


def _visit(tx: Session, ctx: ClinicContext, request: SlotRequest, chosen: Chosen, starts_at: datetime) -> Slot:
    treatment, location = chosen
    day = wall_time(starts_at, location.time_zone).local.date()
    those = SearchCriteria(request.treatment_id, request.location_id, request.staff_id or "-")
    found = diaries(tx, ctx, treatment, location, those.staff_id, search_window(tx, ctx, those, location, "", day))
    if not found:
        raise NotFound()
    time = found[0].time.with_nothing_booked()
    wanted = Wanted(treatment.minutes, treatment.buffer_minutes, day, day)
    starts = free_starts(time, wanted, ctx.settings.booking, location.time_zone, ctx.now)
    if not any(request.at in to_book for _, to_book, _ in starts.by_day()):
        raise NotOffered()
    buffer = max(treatment.buffer_minutes, time.buffer_minutes)
    return Slot(request.staff_id, treatment, location, starts_at, buffer)


def _seat(tx: Session, ctx: ClinicContext, request: SlotRequest, chosen: Chosen, starts_at: datetime) -> Slot:
    treatment, location = chosen
    sitting = store.sitting(tx, ctx.clinic.id, request.class_id)
    if sitting is None or not store.practitioners(tx, ctx.clinic.id, sitting.staff_id):
        raise NotFound()
    if _where(sitting) != (treatment.id, location.id, request.staff_id) or sitting.starts_at != starts_at:
        raise NotOffered()
    return Slot(sitting.staff_id, treatment, location, starts_at, sitting=sitting)


def _where(sitting: ClassSession) -> tuple[str, str, str]:
    return sitting.treatment_id, sitting.location_id, sitting.staff_id
