"""Who may book online."""

from sqlmodel import Session

from myaccount.domain.booking import NO_LIMIT, BookingOff, LimitReached, OnlineBooking, SignInRequired, who_may_book
from myaccount.services.context import ClinicContext, PatientContext
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


def check_limit(tx: Session, ctx: ClinicContext) -> None:
    """Let those pass who may have one more visit to come. Raises: LimitReached."""
    limit = ctx.settings.upcoming_limit
    if limit == NO_LIMIT or not isinstance(ctx, PatientContext):
        return
    if appointments.count_upcoming(tx, ctx.clinic.id, ctx.person_id, ctx.now) >= limit:
        raise LimitReached()
