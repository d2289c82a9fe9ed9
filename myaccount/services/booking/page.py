"""What the booking page asks next."""

from dataclasses import replace

from sqlmodel import Session

from myaccount.domain.refusals import CannotMove
from myaccount.messages import dates, say
from myaccount.models import Appointment, Location
from myaccount.services.booking import eligibility
from myaccount.services.booking.offer import narrowed, offer
from myaccount.services.context import ClinicContext, PatientContext
from myaccount.services.visits.cards import card
from myaccount.services.visits.facts import facts_of
from myaccount.store import appointments
from myaccount.views.booking import ANYBODY, BookingPage, Offer, PractitionerChoice


def page(
    tx: Session,
    ctx: ClinicContext,
    treatment: str,
    staff: str,
    location: str,
    moving: str = "",
    *,
    who_first: bool = False,
) -> BookingPage:
    """Show what can be booked with what has been chosen, and which question is open.

    `staff` may be "anybody". With `who_first` the practitioner is asked for before the treatment.
    Edges: where there is only one practitioner or location, it is chosen. A visit that is moved keeps its treatment,
    and begins with its practitioner and place; it does not count against how many visits somebody may have.
    Raises: as `offer` · CannotMove, also for what is not offered online (any more) · NotFound for a visit that is not
    the patient's.
    """
    visit = eligibility.to_move(tx, ctx, moving) if moving else None
    if visit and not treatment:  # it begins with the practitioner and the place that the visit has
        staff, location = visit.staff_id, visit.location_id
    chosen = ("" if staff == ANYBODY else staff, location)
    shown = _to_move(tx, ctx, visit, *chosen) if visit else offer(tx, ctx, treatment, *chosen)
    found = BookingPage(
        step="what",
        treatments=shown.treatments,
        practitioners=shown.practitioners,
        locations=shown.locations,
        unknown=shown.unknown,
        treatment=next((one for one in shown.treatments if one.id == shown.treatment_id), BookingPage("").treatment),
        practitioner=_practitioner(shown, staff, ctx),
        location=next((one for one in shown.locations if one.id == _only_place(shown)), BookingPage("").location),
        chosen=(shown.treatment_id, shown.staff_id or (ANYBODY if staff == ANYBODY else ""), shown.location_id),
        moving=visit.id if visit else "",
        moving_label=_label(tx, ctx, visit) if visit else "",
    )
    return replace(found, step=_step(found, who_first), zone_line=_zone_line(tx, ctx, found))


def _to_move(tx: Session, ctx: ClinicContext, visit: Appointment, staff: str, location: str) -> Offer:
    """Show what a visit can be moved to: with whom it is and where, or else with anybody who gives its treatment."""
    eligibility.check(tx, ctx)
    shown = narrowed(tx, ctx, visit.treatment_id, staff, location)
    if shown.unknown:
        shown = narrowed(tx, ctx, visit.treatment_id, "", "")
    if shown.unknown:
        raise CannotMove()
    return shown


def _step(found: BookingPage, who_first: bool) -> str:
    if not found.treatments:
        return "nothing"
    what, who = ("what", found.treatment.id), ("who", found.practitioner.id)
    for step, answer in (who, what) if who_first else (what, who):
        if not answer:
            return step
    return "when" if found.location.id else "where"


def _practitioner(shown: Offer, staff: str, ctx: ClinicContext) -> PractitionerChoice:
    if staff == ANYBODY and len(shown.practitioners) > 1:
        return PractitionerChoice(ANYBODY, say("book.anybody", ctx.lang))
    wanted = shown.staff_id or (shown.practitioners[0].id if len(shown.practitioners) == 1 else "")
    return next((one for one in shown.practitioners if one.id == wanted), PractitionerChoice())


def _only_place(shown: Offer) -> str:
    return shown.location_id or (shown.locations[0].id if len(shown.locations) == 1 else "")


def _zone_line(tx: Session, ctx: ClinicContext, found: BookingPage) -> str:
    if not found.location.id:
        return ""
    zone = tx.get_one(Location, found.location.id).time_zone
    if found.treatment.is_online and isinstance(ctx, PatientContext):
        zone = ctx.time_zone
    return say("book.zone", ctx.lang, zone=dates.zone_time(zone, ctx.lang))


def _label(tx: Session, ctx: ClinicContext, visit: Appointment) -> str:
    if not isinstance(ctx, PatientContext):
        return ""
    shown = card(appointments.own_card(tx, ctx.clinic.id, ctx.person_id, visit.id), facts_of(visit), ctx)
    return f"{shown.title}, {shown.day_line}, {shown.time_line}"
