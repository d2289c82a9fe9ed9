"""Money that came in, and money that went back."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from myaccount.domain.ledger import Method, RefundKind
from myaccount.models.columns import Cents, UtcDateTime, new_id, one_of

CREDIT = text("amount_cents > applied_cents + refunded_cents")
"""That a payment has credit. Queries say the same in the same order, and so find the index."""


class Payment(SQLModel, table=True):
    """Money that came in for a person. Only money that is there: what is tried or declined stands elsewhere.

    `payer_id` is who paid, when it was not the person. `reference` is the processor's own name of it, one of a kind.
    Money: `applied_cents` and `refunded_cents` are kept by the database, as sums of ledger entries and of refunds.
    """

    __tablename__ = "payment"
    __table_args__ = (
        UniqueConstraint("clinic_id", "external_id"),
        UniqueConstraint("clinic_id", "reference"),
        Index("ix_payment_person", "person_id", "received_at", "id"),
        Index("ix_payment_credit", "person_id", sqlite_where=CREDIT, postgresql_where=CREDIT),
        one_of("method", Method),
        CheckConstraint("amount_cents > 0", name="amount"),
        CheckConstraint("applied_cents >= 0 AND refunded_cents >= 0", name="parts"),
        CheckConstraint("applied_cents + refunded_cents <= amount_cents", name="credit"),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    person_id: str = Field(foreign_key="person.id")
    payer_id: str | None = Field(default=None, foreign_key="person.id")
    external_id: str | None = None
    method: str
    currency: str
    amount_cents: int = Field(sa_type=Cents)
    applied_cents: int = Field(default=0, sa_type=Cents)
    refunded_cents: int = Field(default=0, sa_type=Cents)
    received_at: datetime = Field(sa_type=UtcDateTime)
    reference: str | None = None
    imported: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class Refund(SQLModel, table=True):
    """Money of a payment that the clinic has no more. `reference` is the processor's own name of it. Append-only."""

    __tablename__ = "refund"
    __table_args__ = (
        UniqueConstraint("clinic_id", "reference"),
        Index("ix_refund_payment", "payment_id"),
        one_of("kind", RefundKind),
        CheckConstraint("amount_cents > 0", name="amount"),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    person_id: str = Field(foreign_key="person.id")
    payment_id: str = Field(foreign_key="payment.id")
    act_id: str = Field(foreign_key="ledger_act.id")
    kind: str
    amount_cents: int = Field(sa_type=Cents)
    reference: str | None = None
