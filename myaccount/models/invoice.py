"""Invoices and their lines."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from myaccount.domain.ledger import InvoiceKind
from myaccount.models.columns import Cents, UtcDateTime, new_id, one_of

DUE = text("amount_cents + tax_cents > paid_cents + reduced_cents")
"""That a line has something left to pay. Queries say the same in the same order, and so find the index."""


class Invoice(SQLModel, table=True):
    """What a patient owes the clinic, and for what. Never changed: it is void, or it stands.

    `credited_to_id` is the visit's invoice to which a prepayment has been credited.
    """

    __tablename__ = "invoice"
    __table_args__ = (
        UniqueConstraint("clinic_id", "number"),
        UniqueConstraint("clinic_id", "external_id"),
        Index("ix_invoice_person", "person_id", "issued_on", "number"),
        one_of("kind", InvoiceKind),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    person_id: str = Field(foreign_key="person.id")
    external_id: str | None = None
    number: int
    kind: str
    currency: str
    issued_on: date
    issued_at: datetime = Field(sa_type=UtcDateTime)
    voided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    credited_to_id: str | None = Field(default=None, foreign_key="invoice.id")


class InvoiceLine(SQLModel, table=True):
    """One thing on an invoice, as it was when the invoice was issued.

    Money: `amount_cents` is before tax. `paid_cents` is kept by the database: the sum of the line's ledger entries.
    `reduced_cents` need no paying: a prepayment covers them, or the invoice is void. `covered_by` is the redemption of
    the package that covers the line.
    """

    __tablename__ = "invoice_line"
    __table_args__ = (
        UniqueConstraint("invoice_id", "position"),
        Index("ix_invoice_line_due", "person_id", sqlite_where=DUE, postgresql_where=DUE),
        Index("ix_invoice_line_appointment", "appointment_id"),
        CheckConstraint("amount_cents >= 0 AND tax_cents >= 0", name="amount"),
        CheckConstraint("paid_cents >= 0 AND reduced_cents >= 0", name="paid"),
        CheckConstraint("paid_cents + reduced_cents <= amount_cents + tax_cents", name="owed"),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    person_id: str = Field(foreign_key="person.id")
    invoice_id: str = Field(foreign_key="invoice.id")
    position: int
    description: str
    amount_cents: int = Field(sa_type=Cents)
    tax_cents: int = Field(default=0, sa_type=Cents)
    tax_ppm: int = 0
    paid_cents: int = Field(default=0, sa_type=Cents)
    reduced_cents: int = Field(default=0, sa_type=Cents)
    appointment_id: str | None = Field(default=None, foreign_key="appointment.id")
    staff_id: str | None = Field(default=None, foreign_key="staff.id")
    served_on: date | None = None
    minutes: int | None = None
    covered_by: str | None = None


class ClinicCounter(SQLModel, table=True):
    """The last number of a kind that a clinic has given out. Whoever takes one keeps others waiting: no gap is left."""

    __tablename__ = "clinic_counter"

    clinic_id: str = Field(foreign_key="clinic.id", primary_key=True)
    kind: str = Field(primary_key=True)
    last: int
