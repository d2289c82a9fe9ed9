"""Attempts to charge a card, and to give its money back: the locks that keep either from happening twice."""

from datetime import datetime

from sqlalchemy import JSON, Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from myaccount.domain.attempts import AttemptState
from myaccount.domain.prepaying import Outcome
from myaccount.models.columns import Cents, UtcDateTime, new_id, one_of

OPEN = text("closed_at IS NULL")


class PaymentAttempt(SQLModel, table=True):
    """One try to charge a card for what somebody owes, written down before the processor is asked.

    The database lets a person have one that is open. `intent_id` is the processor's name of it; `code` says why it
    failed. `towards` are the invoices that it pays, by their ids: None for all that is due. `looked_up_at` is when the
    sweep last asked the processor for it. Money: minor units of `currency`.
    """

    __tablename__ = "payment_attempt"
    __table_args__ = (
        UniqueConstraint("clinic_id", "intent_id"),
        Index("uq_payment_attempt_open", "person_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_payment_attempt_person", "person_id", "created_at"),
        one_of("state", AttemptState),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    person_id: str = Field(foreign_key="person.id")
    card_id: str = Field(foreign_key="card.id")
    customer_id: str
    method_id: str
    amount_cents: int = Field(sa_type=Cents)
    currency: str
    towards: list[str] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    intent_id: str | None = None
    state: str = AttemptState.OPEN.value
    code: str = ""
    created_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    looked_up_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class BookingPayment(SQLModel, table=True):
    """What an attempt pays for: a time to be booked as soon as the money is there.

    It is what the hold `hold_id` holds, whose id becomes the appointment's; but a hold may run out, and this stays.
    """

    __tablename__ = "booking_payment"
    __table_args__ = (Index("ix_booking_payment_hold", "hold_id"), one_of("outcome", Outcome))

    attempt_id: str = Field(foreign_key="payment_attempt.id", primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    hold_id: str
    staff_id: str = Field(foreign_key="staff.id")
    treatment_id: str = Field(foreign_key="treatment.id")
    location_id: str = Field(foreign_key="location.id")
    class_id: str | None = Field(default=None, foreign_key="class_session.id")
    starts_at: datetime = Field(sa_type=UtcDateTime)
    is_whole: bool = False
    outcome: str = Outcome.OPEN.value


class RefundAttempt(SQLModel, table=True):
    """One try to give money of a card payment back. The database lets a payment have one that is open.

    Without `by_id` it is the portal itself that gives back, and it tries until it is done. `looked_up_at` is when the
    sweep last asked the processor for it.
    """

    __tablename__ = "refund_attempt"
    __table_args__ = (
        Index("uq_refund_attempt_open", "payment_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        one_of("state", AttemptState),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    person_id: str = Field(foreign_key="person.id")
    payment_id: str = Field(foreign_key="payment.id")
    intent_id: str
    receipt_id: str | None = None
    amount_cents: int = Field(sa_type=Cents)
    by_id: str | None = Field(default=None, foreign_key="person.id")
    state: str = AttemptState.OPEN.value
    created_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    looked_up_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ProcessorEvent(SQLModel, table=True):
    """A message of the processor's that has been dealt with. It may come again, and then counts for nothing."""

    __tablename__ = "processor_event"
    __table_args__ = (Index("ix_processor_event_received", "received_at"),)

    clinic_id: str = Field(foreign_key="clinic.id", primary_key=True)
    event_id: str = Field(primary_key=True)
    kind: str
    received_at: datetime = Field(sa_type=UtcDateTime)
