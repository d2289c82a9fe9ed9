"""What one booking asks for: a card on file, a deposit, the whole price, or nothing."""

from datetime import datetime

from sqlmodel import Session

from myaccount.domain.cards import Expiry, expiry
from myaccount.domain.family import Permission, may
from myaccount.domain.prepaying import CardNeeded, PaymentPolicy, PrepaymentNeeded, Terms
from myaccount.domain.tax import tax_on
from myaccount.models import Appointment, Treatment
from myaccount.services.booking.coverage import coverage_of
from myaccount.services.context import ClinicContext, PatientContext
from myaccount.services.paying import processor
from myaccount.store import appointments, cards


def terms(tx: Session, ctx: ClinicContext, treatment: Treatment, starts_at: datetime) -> Terms:
    """Tell what booking a time asks of whoever is about to.

    Edges: it is a first visit until they have been at the clinic once; a guest without a profile has not. What a
    package covers owes nothing. While the clinic takes no payments, nothing is asked for.
    """
    covered = bool(coverage_of(tx, ctx, treatment.id, starts_at).package_id)
    return _terms(tx, ctx, treatment, covered=covered)


def check(tx: Session, ctx: PatientContext, visit: Appointment, *, covered: bool) -> None:
    """Hold a booking that has just been written to what it asks for; nothing has been paid for it.

    Raises: CardNeeded · PrepaymentNeeded.
    """
    asked = _terms(tx, ctx, tx.get_one(Treatment, visit.treatment_id), covered=covered)
    if asked.cents:
        raise PrepaymentNeeded()
    if asked.policy is PaymentPolicy.CARD and not has_good_card(tx, ctx):
        raise CardNeeded()


def has_good_card(tx: Session, ctx: PatientContext) -> bool:
    """Tell whether whoever pays has a card on file that has not expired: who books for another leaves their own."""
    return may_pay(ctx) and any(
        expiry(card.exp_month, card.exp_year, ctx.today) is not Expiry.EXPIRED
        for card in cards.on_file(tx, ctx.clinic.id, ctx.oneself.person_id)
    )


def may_pay(ctx: PatientContext) -> bool:
    """Tell whether somebody pays for what they book: for themselves always, for another by that permission only."""
    return ctx.acting is None or may(ctx.acting.permissions, Permission.PAYMENTS)


def _terms(tx: Session, ctx: ClinicContext, treatment: Treatment, *, covered: bool) -> Terms:
    if not processor.takes_payments(ctx):
        return Terms()
    price = 0 if covered else treatment.price_cents + tax_on(treatment.price_cents, treatment.tax_ppm)
    known = isinstance(ctx, PatientContext) and appointments.has_come(tx, ctx.clinic.id, ctx.person_id, ctx.now)
    return ctx.settings.paying.terms(price, is_first=not known)
