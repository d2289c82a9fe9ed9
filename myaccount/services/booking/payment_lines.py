"""Say what a booking asks for before it is confirmed, and what was paid once it is."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from myaccount.domain.prepaying import PaymentPolicy, Terms
from myaccount.messages import say
from myaccount.messages.amounts import amount
from myaccount.models import Appointment, Treatment
from myaccount.services.booking.bookers import whoever_books
from myaccount.services.booking.terms import has_good_card, terms
from myaccount.services.context import ClinicContext, PatientContext
from myaccount.services.ledger import prepayments
from myaccount.store import attempts
from myaccount.views.booking import Review


def with_terms(tx: Session, ctx: ClinicContext, shown: Review, treatment: Treatment, starts_at: datetime) -> Review:
    """Add to what is about to be booked what it asks for."""
    asked = terms(tx, whoever_books(tx, ctx) or ctx, treatment, starts_at)
    if asked.policy is PaymentPolicy.NONE:
        return shown
    now = _money(asked.cents, ctx) if asked.cents else ""
    return replace(shown, asks=asked.policy.value, asks_line=_line(asked, ctx), asks_cents=asked.cents, asks_amount=now)


def asks_line(tx: Session, ctx: PatientContext, treatment: Treatment, starts_at: datetime) -> str:
    """Say what booking a time asks of a patient that they have not done yet; blank for nothing."""
    asked = terms(tx, ctx, treatment, starts_at)
    is_done = asked.policy is PaymentPolicy.NONE or (asked.policy is PaymentPolicy.CARD and has_good_card(tx, ctx))
    return "" if is_done else _line(asked, ctx)


def paid_line(tx: Session, ctx: ClinicContext, visit: Appointment) -> str:
    """Say what was paid for a visit that is to come; blank for nothing."""
    cents = prepayments.prepaid(tx, ctx, visit)
    return say("book.pay.paid", ctx.lang, amount=_money(cents, ctx)) if cents else ""


def under_way(tx: Session, ctx: ClinicContext) -> Row[Any] | None:
    """Find the time that whoever books is paying for at this moment."""
    patient = whoever_books(tx, ctx)
    row = attempts.open_one(tx, ctx.clinic.id, patient.person_id) if patient else None
    return attempts.booking_of(tx, row.id) if row else None


def _line(asked: Terms, ctx: ClinicContext) -> str:
    if asked.policy is PaymentPolicy.CARD:
        return say("book.pay.card", ctx.lang)
    now, left = _money(asked.cents, ctx), _money(asked.left_cents, ctx)
    key = "book.pay.deposit" if asked.left_cents else "book.pay.full"
    return say(key, ctx.lang, now=now, left=left)


def _money(cents: int, ctx: ClinicContext) -> str:
    return amount(cents, ctx.clinic.currency, ctx.lang)
