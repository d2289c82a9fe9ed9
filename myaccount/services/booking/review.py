"""What is held, before it is booked; and what has been booked, while it can be taken back."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from myaccount.domain.availability import instant
from myaccount.domain.booking import is_alive
from myaccount.domain.cancellation import BOOKING_GRACE, in_grace
from myaccount.domain.people import full_name
from myaccount.domain.time import wall_time
from myaccount.messages import dates, say
from myaccount.models import Appointment, BookingHold, Location, Treatment
from myaccount.services.booking import eligibility, handover, question
from myaccount.services.booking.bookers import known_patient
from myaccount.services.booking.coverage import Coverage, coverage_of, kept
from myaccount.services.booking.criteria import SlotRequest, holder
from myaccount.services.booking.payment_lines import paid_line, under_way, with_terms
from myaccount.services.booking.words import price_line
from myaccount.services.context import ClinicContext, PatientContext
from myaccount.services.visits.facts import facts_of
from myaccount.services.visits.times import names_zone, span_line, zone_of
from myaccount.store import appointments, offers, people
from myaccount.store import holds as held
from myaccount.views.booking import Booked, Review


def review(tx: Session, ctx: ClinicContext, guest: str, moving: str = "", request: SlotRequest | None = None) -> Review:
    """Show what somebody holds, or the new time of the visit that they move; blank when there is neither.

    Edges: the hold of a guest who has signed in meanwhile counts as theirs. One that has run out is none, unless it is
    being paid for at this moment, which also goes on where booking has been turned off since.
    Raises: BookingOff · SignInRequired · CannotMove · NotFound, when it cannot be booked any more.
    """
    if request is not None:
        eligibility.check(tx, ctx)
        eligibility.to_move(tx, ctx, moving)
        chosen = offers.chosen(tx, ctx.clinic.id, request.treatment_id, request.location_id)
        return _words(tx, ctx, *chosen, request.staff_id, instant(request.at), moving=moving) if chosen else Review()
    hold, paying = held.of_holder(tx, ctx.clinic.id, holder(ctx, guest)), under_way(tx, ctx)
    if hold is not None and is_alive(hold.expires_at, ctx.now):
        if paying is None:
            eligibility.check(tx, ctx)
        left = int((hold.expires_at - ctx.now).total_seconds())
        return _held(tx, ctx, hold, hold.id, left)
    return _held(tx, ctx, paying, paying.hold_id, 0) if paying else Review()


def booked(tx: Session, ctx: ClinicContext, appointment_id: str) -> Booked:
    """Show what has been booked. Raises: NotFound, also when it is somebody else's."""
    patient = known_patient(tx, ctx)
    row = appointments.own(tx, ctx.clinic.id, patient.person_id, appointment_id)
    treatment, location = tx.get_one(Treatment, row.treatment_id), tx.get_one(Location, row.location_id)
    until = row.booked_at + BOOKING_GRACE
    can_undo, covered = in_grace(facts_of(row), ctx.now), kept(tx, row.id, ctx.lang)
    asked, answered = question.asked(tx, ctx, row.id)
    return Booked(
        id=row.id,
        review=replace(_words(tx, patient, treatment, location, row.staff_id, row.starts_at), cover_line=covered),
        email=people.own(tx, ctx.clinic.id, patient.person_id).email or "",
        can_undo=can_undo,
        undo_until=dates.time_of_day(wall_time(until, zone_of(row, patient)).local, ctx.lang),
        seconds_left=max(0, int((until - ctx.now).total_seconds())) if can_undo else 0,
        was_moved=row.moved_from_id is not None,
        before_line=_before(tx, patient, row),
        needs_account=not isinstance(ctx, PatientContext),
        ticket=handover.ticket(ctx, row.id),
        question=asked,
        answer=answered,
        paid_line=paid_line(tx, ctx, row),
        home="/account" if isinstance(ctx, PatientContext) else f"/book?after={row.id}",
    )


def _held(tx: Session, ctx: ClinicContext, what: BookingHold | Row[Any], hold_id: str, left: int) -> Review:
    treatment, location = tx.get_one(Treatment, what.treatment_id), tx.get_one(Location, what.location_id)
    shown = _words(tx, ctx, treatment, location, what.staff_id, what.starts_at, hold_id=hold_id, left=left)
    return with_terms(tx, ctx, shown, treatment, what.starts_at)


def _before(tx: Session, patient: PatientContext, row: Appointment) -> str:
    if row.moved_from_id is None:
        return ""
    before = appointments.own(tx, patient.clinic.id, patient.person_id, row.moved_from_id)
    at = wall_time(before.starts_at, zone_of(before, patient)).local
    return dates.day_and_time(at, patient.lang)


def _words(
    tx: Session,
    ctx: ClinicContext,
    treatment: Treatment,
    location: Location,
    staff_id: str,
    starts_at: datetime,
    *,
    hold_id: str = "",
    left: int = 0,
    moving: str = "",
) -> Review:
    zone = ctx.time_zone if treatment.online and isinstance(ctx, PatientContext) else location.time_zone
    instants = (starts_at, starts_at + timedelta(minutes=treatment.minutes))
    named = names_zone(ctx.settings, online=treatment.online)
    covered = coverage_of(tx, ctx, treatment.id, starts_at, moving) if hold_id or moving else Coverage()
    return Review(
        id=hold_id,
        title=treatment.name,
        day_line=dates.full_day(wall_time(starts_at, zone).local, ctx.lang),
        time_line=span_line(instants, zone, location.time_zone, ctx.lang, names_zone=named),
        practitioner=_name(tx, ctx, staff_id),
        place=say("visit.online", ctx.lang)
        if treatment.online
        else ", ".join(filter(None, (location.name, location.address))),
        is_online=treatment.online,
        price_line=price_line(treatment, ctx),
        policy_line=_policy(ctx, starts_at, zone),
        seconds_left=left,
        ticket=handover.ticket(ctx, hold_id) if hold_id else "",
        is_move=bool(moving),
        covered_by=covered.package_id,
        cover_line=covered.line,
    )


def _policy(ctx: ClinicContext, starts_at: datetime, zone: str) -> str:
    rules = ctx.settings.cancellation
    deadline = starts_at - timedelta(hours=rules.period_hours)
    if not rules.online or deadline < ctx.now:
        return say("book.policy_grace", ctx.lang)
    when = dates.day_and_time(wall_time(deadline, zone).local, ctx.lang)
    return say("book.policy", ctx.lang, when=when, zone=dates.zone_time(zone, ctx.lang))


def _name(tx: Session, ctx: ClinicContext, staff_id: str) -> str:
    return next(
        (full_name(row.first_name, row.last_name) for row in offers.practitioners(tx, ctx.clinic.id, staff_id)), ""
    )
