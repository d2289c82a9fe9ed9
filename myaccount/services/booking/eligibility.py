"""Who may book online, and move what is booked."""

from sqlmodel import Session

from myaccount.domain.booking import NO_LIMIT, BookingOff, LimitReached, OnlineBooking, SignInRequired, who_may_book
from myaccount.domain.cancellation import may_cancel
from myaccount.domain.refusals import CannotMove, NotFound
from myaccount.models import Appointment
from myaccount.services.context import ClinicContext, PatientContext
from myaccount.services.visits.facts import facts_of
from myaccount.store import appointments, people


def check(tx: Session, ctx: ClinicContext) -> None:
    """Let those pass who may book online. What is set for a patient counts before what the clinic set for everybody.

    Raises: BookingOff · SignInRequired for who has not signed in.
    """
    patient = ctx if isinstance(ctx, PatientContext) else None
    override = people.online_booking(tx, ctx.clinic.id, patient.person_id) if patient else None
    may = who_may_book(ctx.settings.online_booking, override)
    if may is OnlineBooking.OFF:
        raise BookingOff()
    if may is OnlineBooking.SIGN_IN_REQUIRED and patient is None:
        raise SignInRequired()


def to_move(tx: Session, ctx: ClinicContext, appointment_id: str) -> Appointment:
    """Find the visit of a patient's own that they want to move. Raises: NotFound · CannotMove."""
    if not isinstance(ctx, PatientContext):
        raise NotFound()
    row = appointments.own(tx, ctx.clinic.id, ctx.person_id, appointment_id)
    if not may_cancel(facts_of(row), ctx.settings.cancellation, ctx.now).moves:
        raise CannotMove()
    return row


def check_limit(tx: Session, ctx: ClinicContext) -> None:
    """Let those pass who may have one more visit to come. Raises: LimitReached."""
    limit = ctx.settings.upcoming_limit
    if limit == NO_LIMIT or not isinstance(ctx, PatientContext):
        return
    if appointments.count_upcoming(tx, ctx.clinic.id, ctx.person_id, ctx.now) >= limit:
        raise LimitReached()
