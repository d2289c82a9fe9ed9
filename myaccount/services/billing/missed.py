"""The visits for which a clinic may charge a fee: somebody did not come, or has cancelled."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from myaccount.domain.time import wall_time
from myaccount.messages import dates, say
from myaccount.models import Appointment
from myaccount.services.context import ClinicContext
from myaccount.store import appointments

AGO = timedelta(days=90)
MOST = 30


def missed(tx: Session, ctx: ClinicContext, person_id: str) -> list[Row[Any]]:
    """List a patient's latest visits to which nobody came, or that were cancelled, in ninety days and those to come."""
    return list(appointments.missed(tx, ctx.clinic.id, person_id, ctx.now - AGO, MOST))


def fee_for(row: Row[Any], ctx: ClinicContext) -> str:
    """Word what a fee for a visit stands for on the invoice, in the clinic's language."""
    ctx = replace(ctx, lang=ctx.clinic.language)
    return say(f"billing.fee_for.{row.Appointment.state}", ctx.lang, visit=visit(row, ctx))


def visit(row: Row[Any], ctx: ClinicContext) -> str:
    """Name a visit by what it was and when."""
    booked: Appointment = row.Appointment
    local = wall_time(booked.starts_at, booked.zone).local
    return say("billing.visit", ctx.lang, treatment=row.treatment, day=dates.plain_day(local, ctx.lang))
