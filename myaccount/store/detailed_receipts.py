"""What a detailed receipt of an invoice tells, in the database, scoped to the clinic and the person."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, null
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from myaccount.models import Appointment, InvoiceLine, LedgerAct, LedgerEntry, Payment, Person, Receipt, Staff

LINE = (
    InvoiceLine.id, InvoiceLine.description, InvoiceLine.amount_cents, InvoiceLine.tax_cents, InvoiceLine.paid_cents,
    InvoiceLine.reduced_cents, InvoiceLine.served_on, InvoiceLine.minutes, InvoiceLine.staff_id,
)  # fmt: skip


def lines(tx: Session, clinic_id: str, person_id: str, invoice_id: str) -> Sequence[Row[Any]]:
    """List the lines of an invoice in their order, each with who treated and where."""
    query = (
        select_columns(
            *map(col, LINE),
            col(Appointment.location_id),
            *map(col, (Staff.registration_number, Staff.signature, Person.first_name, Person.last_name)),
            null().label("ahead_for"),
        )
        .outerjoin(Appointment, col(Appointment.id) == col(InvoiceLine.appointment_id))
        .outerjoin(Staff, col(Staff.id) == col(InvoiceLine.staff_id))
        .outerjoin(Person, col(Person.id) == col(Staff.person_id))
        .where(
            col(InvoiceLine.clinic_id) == clinic_id,
            col(InvoiceLine.person_id) == person_id,
            col(InvoiceLine.invoice_id) == invoice_id,
        )
        .order_by(col(InvoiceLine.position))
    )
    return tx.execute(query).all()


def moves(tx: Session, clinic_id: str, person_id: str, invoice_id: str) -> Sequence[Row[Any]]:
    """List what each act has moved on an invoice, as it was done: its kind, payment, receipt and cents.

    Times: `at` and `received_at` are aware UTC. Edges: what is an insurer's has no receipt.
    """
    columns = tuple(map(col, (LedgerAct.id, LedgerAct.kind, LedgerAct.at, Payment.method, Payment.received_at)))
    cents = func.sum(col(LedgerEntry.delta_cents))
    query = (
        select_columns(*columns, col(Receipt.number).label("receipt"), cents.label("cents"))
        .join(InvoiceLine, col(InvoiceLine.id) == col(LedgerEntry.line_id))
        .join(LedgerAct, col(LedgerAct.id) == col(LedgerEntry.act_id))
        .join(Payment, col(Payment.id) == col(LedgerEntry.payment_id))
        .outerjoin(Receipt, col(Receipt.id) == col(LedgerEntry.receipt_id))
        .where(
            col(LedgerEntry.clinic_id) == clinic_id,
            col(LedgerEntry.person_id) == person_id,
            col(InvoiceLine.invoice_id) == invoice_id,
        )
        .group_by(*columns, col(Receipt.number))
        .order_by(col(LedgerAct.at), col(LedgerAct.id), col(Receipt.number))
    )
    return tx.execute(query).all()
