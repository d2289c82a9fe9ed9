"""The visits for which a clinic may charge a fee, and what was paid ahead for those to which nobody came."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from myaccount.domain.appointments import AppointmentState
from myaccount.domain.ledger import InvoiceKind
from myaccount.domain.refusals import NotFound
from myaccount.domain.time import wall_time
from myaccount.messages import dates, say
from myaccount.models import Appointment, Invoice, InvoiceLine
from myaccount.services.context import ClinicContext
from myaccount.store import appointments, invoices

AGO = timedelta(days=90)
MOST = 30


def missed(tx: Session, ctx: ClinicContext, person_id: str) -> list[Row[Any]]:
    """List a patient's latest visits to which nobody came, or that were cancelled, in ninety days and those to come."""
    return list(appointments.missed(tx, ctx.clinic.id, person_id, ctx.now - AGO, MOST))


@dataclass(frozen=True)
class Kept:
    """What was paid ahead for a visit that was missed, which the clinic keeps until the desk decides. Money: cents."""

    row: Row[Any]
    cents: int

    @property
    def visit(self) -> Appointment:
        """The visit that was missed."""
        visit: Appointment = self.row.Appointment
        return visit


def kept(tx: Session, ctx: ClinicContext, person_id: str, invoice_id: str) -> Kept:
    """Find what a prepayment's invoice keeps of a visit that was missed, also one that was moved before.

    Raises: NotFound when there is nothing to decide.
    """
    invoice = invoices.one(tx, ctx.clinic.id, person_id, invoice_id)
    found = _kept(tx, ctx, invoice, invoices.lines(tx, [invoice.id]))
    if found is None:
        raise NotFound()
    return found


def is_kept(tx: Session, ctx: ClinicContext, invoice: Invoice, lines: Sequence[InvoiceLine]) -> bool:
    """Tell whether there is something to decide about a prepayment's invoice."""
    return _kept(tx, ctx, invoice, lines) is not None


def _kept(tx: Session, ctx: ClinicContext, invoice: Invoice, lines: Sequence[InvoiceLine]) -> Kept | None:
    cents = sum(line.paid_cents for line in lines)
    visits = {line.appointment_id for line in lines if line.appointment_id}
    is_open = invoice.kind == InvoiceKind.PREPAYMENT and invoice.voided_at is None and invoice.credited_to_id is None
    if not (is_open and cents and visits):
        return None
    row = appointments.latest(tx, ctx.clinic.id, invoice.person_id, visits.pop())
    return Kept(row, cents) if row.Appointment.state == AppointmentState.NO_SHOW else None


def fee_for(row: Row[Any], ctx: ClinicContext) -> str:
    """Word what a fee for a visit stands for on the invoice, in the clinic's language."""
    ctx = replace(ctx, lang=ctx.clinic.language)
    return say(f"billing.fee_for.{row.Appointment.state}", ctx.lang, visit=visit(row, ctx))


def visit(row: Row[Any], ctx: ClinicContext) -> str:
    """Name a visit by what it was and when."""
    booked: Appointment = row.Appointment
    local = wall_time(booked.starts_at, booked.zone).local
    return say("billing.visit", ctx.lang, treatment=row.treatment, day=dates.plain_day(local, ctx.lang))
