"""The card processor of a clinic: the keys it is asked with, whom it knows there, and what it has told."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from myaccount.models.columns import UtcDateTime


class ProcessorAccount(SQLModel, table=True):
    """A clinic's own keys. `secret_key` and `webhook_secret` are sealed (see `sealed`); the latter may be blank.

    `is_live` tells whether they move real money.
    """

    __tablename__ = "processor_account"

    clinic_id: str = Field(foreign_key="clinic.id", primary_key=True)
    publishable_key: str
    secret_key: str
    webhook_secret: str
    is_live: bool
    set_at: datetime = Field(sa_type=UtcDateTime)
    set_by: str = Field(foreign_key="person.id")


class ProcessorCustomer(SQLModel, table=True):
    """Who a person is to the processor: an id that it gave out, and nothing else."""

    __tablename__ = "processor_customer"
    __table_args__ = (UniqueConstraint("clinic_id", "customer_id"),)

    person_id: str = Field(foreign_key="person.id", primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    customer_id: str
    created_at: datetime = Field(sa_type=UtcDateTime)
