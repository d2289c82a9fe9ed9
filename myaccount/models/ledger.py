"""The ledger: what was done with a person's money, the entries that it made, and the receipts. Append-only."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from myaccount.domain.ledger import ActKind
from myaccount.models.columns import Cents, UtcDateTime, new_id, one_of

VISIBLE = text("applied_cents > 0")
"""That a receipt shows."""


class LedgerAct(SQLModel, table=True):
    """One thing that was done: by whom, when, with which payment or invoice. `by_id` is None for the portal itself."""

    __tablename__ = "ledger_act"
    __table_args__ = (
        Index("ix_ledger_act_person", "person_id", "at", "id"),
        Index("ix_ledger_act_payment", "payment_id"),
        one_of("kind", ActKind),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    person_id: str = Field(foreign_key="person.id")
    kind: str
    at: datetime = Field(sa_type=UtcDateTime)
    by_id: str | None = Field(default=None, foreign_key="person.id")
    cents: int = Field(sa_type=Cents)
    payment_id: str | None = Field(default=None, foreign_key="payment.id")
    invoice_id: str | None = Field(default=None, foreign_key="invoice.id")


class Receipt(SQLModel, table=True):
    """What a patient has paid, on paper. It shows how much of it is applied still, and not at all once nothing is.

    Money: `applied_cents` is kept by the database, as the sum of the receipt's entries; `original_cents` is the first.
    Times: `paid_on` is the payment's date in the clinic's zone.
    """

    __tablename__ = "receipt"
    __table_args__ = (
        UniqueConstraint("clinic_id", "number"),
        Index("ix_receipt_person", "person_id", "paid_on", "number", sqlite_where=VISIBLE, postgresql_where=VISIBLE),
        Index("ix_receipt_payment", "payment_id"),
        CheckConstraint("applied_cents >= 0 AND applied_cents <= original_cents", name="applied"),
        CheckConstraint("original_cents > 0", name="original"),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    person_id: str = Field(foreign_key="person.id")
    payment_id: str = Field(foreign_key="payment.id")
    act_id: str = Field(foreign_key="ledger_act.id")
    number: int
    paid_on: date
    issued_at: datetime = Field(sa_type=UtcDateTime)
    original_cents: int = Field(sa_type=Cents)
    applied_cents: int = Field(default=0, sa_type=Cents)


class LedgerEntry(SQLModel, table=True):
    """So much more, or less, of a payment on a line of an invoice. `receipt_id` is None for an insurer's payment."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        Index("ix_ledger_entry_receipt", "receipt_id"),
        Index("ix_ledger_entry_payment", "payment_id"),
        Index("ix_ledger_entry_line", "line_id"),
        Index("ix_ledger_entry_act", "act_id"),
        CheckConstraint("delta_cents <> 0", name="delta"),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    person_id: str = Field(foreign_key="person.id")
    act_id: str = Field(foreign_key="ledger_act.id")
    payment_id: str = Field(foreign_key="payment.id")
    receipt_id: str | None = Field(default=None, foreign_key="receipt.id")
    line_id: str = Field(foreign_key="invoice_line.id")
    delta_cents: int = Field(sa_type=Cents)
