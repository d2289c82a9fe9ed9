"""What patients have bought ahead, and what they have redeemed of it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from myaccount.domain.redemption import Cycle, PassKind, UseState
from myaccount.models.columns import Cents, UtcDateTime, new_id, one_of

BILLED = text("bill_on IS NOT NULL AND ended_at IS NULL")
LIVE = text(f"state <> '{UseState.RELEASED.value}'")


class Package(SQLModel, table=True):
    """A package, or a membership, of one person's; nobody else redeems it.

    `quantity` uses in all, or in each `cycle` of a membership; None is unlimited. `used_before` of them are gone
    without a visit here: in another system, in the cycle of the day `used_on`.

    `price_cents` is what it costs before tax, in all or for each cycle; None for what is paid for otherwise. `bill_on`
    is the day on which the next cycle's invoice is due.

    Times: dates are the clinic's own.
    """

    __tablename__ = "package"
    __table_args__ = (
        UniqueConstraint("clinic_id", "external_id"),
        Index("ix_package_person", "person_id", "purchased_on"),
        one_of("kind", PassKind),
        one_of("cycle", Cycle),
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("used_before >= 0", name="used_before"),
        Index("ix_package_bill", "bill_on", sqlite_where=BILLED, postgresql_where=BILLED),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    external_id: str | None = None
    person_id: str = Field(foreign_key="person.id")
    name: str
    kind: str
    quantity: int | None = None
    cycle: str | None = None
    used_before: int = 0
    used_on: date | None = None
    purchased_on: date
    expires_on: date | None = None
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    price_cents: int | None = Field(default=None, sa_type=Cents)
    tax_ppm: int = 0
    bill_on: date | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)
    imported: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class PackageTreatment(SQLModel, table=True):
    """A treatment, or a class, that a package covers."""

    __tablename__ = "package_treatment"

    package_id: str = Field(foreign_key="package.id", primary_key=True)
    treatment_id: str = Field(foreign_key="treatment.id", primary_key=True)


class Redemption(SQLModel, table=True):
    """One use of a package, redeemed by one visit.

    The unique indexes are the lock: two visits never have one use, nor one visit two. `number` counts the uses of a
    cycle from 0, and `cycle` is the day on which it begins; what was released gives its number back, and stays as
    history. `happening` is what brought it into its state, blank as it begins.
    """

    __tablename__ = "redemption"
    __table_args__ = (
        Index(
            "uq_redemption_use", "package_id", "cycle", "number", unique=True, sqlite_where=LIVE, postgresql_where=LIVE
        ),
        Index("uq_redemption_visit", "appointment_id", unique=True, sqlite_where=LIVE, postgresql_where=LIVE),
        Index("ix_redemption_appointment", "appointment_id", "changed_at"),
        Index("ix_redemption_package", "package_id", "created_at"),
        one_of("state", UseState),
        CheckConstraint("number >= 0", name="number"),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    package_id: str = Field(foreign_key="package.id")
    appointment_id: str = Field(foreign_key="appointment.id")
    cycle: date
    number: int
    state: str
    happening: str = ""
    created_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)
