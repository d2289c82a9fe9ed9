"""Cards on file: what is shown of them. Their numbers are the processor's alone."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from myaccount.models.columns import UtcDateTime, new_id

ON_FILE = text("removed_at IS NULL")
DEFAULT = text("is_default AND removed_at IS NULL")
WAITING = text("finished_at IS NULL")


class Card(SQLModel, table=True):
    """A card on file. `method_id` is the processor's name of it, and `mark` the same for the same number."""

    __tablename__ = "card"
    __table_args__ = (
        UniqueConstraint("clinic_id", "method_id"),
        Index("ix_card_person", "person_id", "added_at", "id", sqlite_where=ON_FILE, postgresql_where=ON_FILE),
        Index("uq_card_default", "person_id", unique=True, sqlite_where=DEFAULT, postgresql_where=DEFAULT),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    person_id: str = Field(foreign_key="person.id")
    method_id: str
    brand: str
    last4: str
    exp_month: int
    exp_year: int
    mark: str = ""
    is_default: bool = False
    added_at: datetime = Field(sa_type=UtcDateTime)
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class CardSetup(SQLModel, table=True):
    """A card that somebody has begun to add: finished when it is on file, or never will be."""

    __tablename__ = "card_setup"
    __table_args__ = (
        Index("ix_card_setup_person", "person_id", "created_at"),
        Index("ix_card_setup_waiting", "person_id", sqlite_where=WAITING, postgresql_where=WAITING),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    person_id: str = Field(foreign_key="person.id")
    setup_id: str
    created_at: datetime = Field(sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
