"""Offering a time that a visit gave up to those who wait for one like it.

An offer is no hold: the time can be booked by anybody meanwhile, and who accepts claims it like any other booking.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlmodel import Session

from myaccount.domain.appointments import AppointmentState
from myaccount.domain.availability import cell_of, instant
from myaccount.domain.time import wall_time
from myaccount.domain.topics import Topic
from myaccount.domain.wait_list import MAIL_DELAY, DayPart, OfferOrder, OfferState, WaitState, Wanted, stands_until
from myaccount.models import Appointment, Location, Treatment, WaitEntry, WaitOffer
from myaccount.services.booking import free_times
from myaccount.services.booking.criteria import SearchCriteria, search_window
from myaccount.services.booking.free_times import Chosen, is_class
from myaccount.services.clinic import clinics
from myaccount.services.context import ClinicContext
from myaccount.services.outgoing import outbox
from myaccount.services.outgoing.recipients import zone_of
from myaccount.store import bus, people
from myaccount.store import clinics as clinic_store
from myaccount.store import offers as offered
from myaccount.store import wait_list as store


def offer_freed(tx: Session, ctx: ClinicContext, row: Appointment) -> None:
    """Offer what a visit has just given up: to all who wait for it, or to the first in line, as the clinic says.

    Edges: where the wait list is off, to nobody; nor to who gave it up.
    """
    if not ctx.settings.wait_list or row.starts_at <= ctx.now:
        return
    anybody = ClinicContext(ctx.clinic, ctx.now, ctx.lang)
    for entry, start, chosen in _suited(tx, anybody, row):
        _make(tx, anybody, row, entry, start, chosen[0])
        if ctx.settings.wait_list_order is OfferOrder.IN_TURN:
            return


def close_taken(tx: Session, ctx: ClinicContext, row: Appointment) -> None:
    """Close the offers of a time that has just been booked; the open pages of those who had them follow."""
    if row.class_id is None and ctx.settings.wait_list:
        for person_id in store.close_taken(tx, row.staff_id, row.starts_at, row.ends_at):
            bus.announce(tx, ctx.clinic.id, Topic.WAIT_LIST, ctx.now, person_id)


def end_wait_of_booked(tx: Session, ctx: ClinicContext, row: Appointment) -> None:
    """Let a patient wait no more once they have booked, on the booking page, the very time that was offered to them."""
    at = (row.treatment_id, row.staff_id, row.starts_at)
    for one in store.offers_of(tx, ctx.clinic.id, row.person_id, *at):
        store.close_all_of(tx, one.entry_id)
        store.end(tx, one.entry_id, WaitState.BOOKED, ctx.now)
        store.close(tx, one.id, OfferState.ACCEPTED, frm=OfferState.GONE, appointment_id=row.id)
        bus.announce(tx, ctx.clinic.id, Topic.WAIT_LIST, ctx.now, row.person_id)


def expire_unanswered(tx: Session, now: datetime) -> int:
    """Close the offers that nobody answered in time, offer them to the next in line, and tell how many there were.

    Those whose last day is past wait no more. Times: aware UTC; days are those of the place.
    """
    over = store.run_out(tx, now)
    for one in over:
        facts = clinics.facts(tx, one.clinic_id)
        close_and_offer_on(tx, ClinicContext(facts, now, facts.language), one, OfferState.EXPIRED)
    for clinic_id in clinic_store.ids(tx):
        for place in offered.locations(tx, clinic_id):
            today = wall_time(now, place.time_zone).local.date()
            for person_id in store.end_before(tx, clinic_id, place.id, today, now):
                bus.announce(tx, clinic_id, Topic.WAIT_LIST, now, person_id)
    return len(over)


def close_and_offer_on(tx: Session, ctx: ClinicContext, one: WaitOffer, to: OfferState) -> None:
    """Close an offer that was turned down or not answered, and offer the time to the next in line."""
    if store.close(tx, one.id, to):
        bus.announce(tx, ctx.clinic.id, Topic.WAIT_LIST, ctx.now, one.person_id)
        if ctx.settings.wait_list_order is OfferOrder.IN_TURN:
            offer_freed(tx, ctx, tx.get_one(Appointment, one.freed_id))


def is_free(tx: Session, ctx: ClinicContext, one: WaitOffer, entry: WaitEntry) -> bool:
    """Tell whether what is offered can still be booked, as far as one can see without trying."""
    chosen = offered.chosen(tx, ctx.clinic.id, entry.treatment_id, entry.location_id)
    anybody = ClinicContext(ctx.clinic, ctx.now, ctx.lang)
    found = _starts(tx, anybody, chosen, one.staff_id, one.class_id, one.starts_at) if chosen else []
    return cell_of(one.starts_at) in found


def moved_by(tx: Session, entry: WaitEntry) -> str:
    """Tell which visit would be moved by what somebody waits for; blank for none, or for one that is over by now."""
    before = tx.get(Appointment, entry.moving_id) if entry.moving_id else None
    return before.id if before and before.state == AppointmentState.BOOKED else ""


def _suited(tx: Session, ctx: ClinicContext, row: Appointment) -> Iterator[tuple[WaitEntry, datetime, Chosen]]:
    """Find who waits for what a visit gave up, in line, and when they would begin: at its start if that suits."""
    known: dict[str, tuple[Chosen, list[int]] | None] = {}
    first = cell_of(row.starts_at)
    for entry in store.in_line(tx, ctx.clinic.id, row.location_id, row.staff_id, row.starts_local.date(), row.id):
        if entry.person_id == row.person_id:
            continue
        if entry.treatment_id not in known:
            known[entry.treatment_id] = _gained(tx, ctx, row, entry)
        if gained := known[entry.treatment_id]:
            chosen, cells = gained
            wanted = Wanted(entry.first_day, entry.last_day, DayPart(entry.part))
            zone = chosen[1].time_zone
            suited = [cell for cell in cells if wanted.suits(wall_time(instant(cell), zone).local)]
            if suited:
                yield entry, instant(min(suited, key=lambda cell: (abs(cell - first), cell))), chosen


def _gained(tx: Session, ctx: ClinicContext, row: Appointment, entry: WaitEntry) -> tuple[Chosen, list[int]] | None:
    """List the starts of what somebody waits for that need the very time that a visit gave up."""
    chosen = offered.chosen(tx, ctx.clinic.id, entry.treatment_id, row.location_id)
    if chosen is None or is_class(chosen[0]) != bool(row.class_id):
        return None
    cells = _starts(tx, ctx, chosen, row.staff_id, row.class_id, row.starts_at)
    length = timedelta(minutes=chosen[0].minutes)
    inside = [cell for cell in cells if instant(cell) < row.ends_at and instant(cell) + length > row.starts_at]
    return (chosen, inside) if inside else None


def _starts(
    tx: Session, ctx: ClinicContext, chosen: Chosen, staff_id: str, class_id: str | None, at: datetime
) -> list[int]:
    """List the cells of a day at which one can book with somebody, or begin the one sitting of a class."""
    treatment, location = chosen
    day = wall_time(at, location.time_zone).local.date()
    criteria = SearchCriteria(treatment.id, location.id, staff_id)
    window = search_window(tx, ctx, criteria, location, "", day)
    if class_id:
        seats = free_times.seats(tx, ctx, criteria, chosen, window)
        return [one.at for one in seats if one.class_id == class_id and not one.contact]
    return [cell for _, _, to_book, _ in free_times.visits(tx, ctx, criteria, chosen, window) for cell in to_book]


def _make(
    tx: Session, ctx: ClinicContext, row: Appointment, entry: WaitEntry, start: datetime, treatment: Treatment
) -> None:
    order, minutes = ctx.settings.wait_list_order, ctx.settings.wait_list_minutes
    made = WaitOffer(
        clinic_id=ctx.clinic.id,
        entry_id=entry.id,
        person_id=entry.person_id,
        freed_id=row.id,
        staff_id=row.staff_id,
        class_id=row.class_id,
        starts_at=start,
        ends_at=start + timedelta(minutes=treatment.minutes),
        created_at=ctx.now,
        expires_at=stands_until(order, minutes, start, ctx.now),
    )
    made = store.put_offer(tx, made)
    person = people.own(tx, ctx.clinic.id, entry.person_id)
    place = tx.get_one(Location, entry.location_id).time_zone
    zone = zone_of(person, ctx.clinic) if treatment.online else place
    outbox.time_offered(tx, ctx, person, made, (zone, place), ctx.now + MAIL_DELAY)
    bus.announce(tx, ctx.clinic.id, Topic.WAIT_LIST, ctx.now, entry.person_id)
