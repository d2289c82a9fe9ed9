"""Changes: on SQLite one row for each thing that an open page may have to show anew."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, Integer
from sqlmodel import Field, SQLModel

from myaccount.models.columns import UtcDateTime


class Change(SQLModel, table=True):
    """Something changed for a clinic, or for one person of it.

    Written in the transaction that makes the change, so that every process notices it. On PostgreSQL there is no row:
    a NOTIFY tells the same (`store/bus.py`).
    """

    __tablename__ = "change"
    __table_args__ = {"sqlite_autoincrement": True}  # an id is never given twice, also after old rows went

    id: int | None = Field(
        default=None, sa_column=Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    )
    clinic_id: str
    topic: str
    person_id: str | None = None
    at: datetime = Field(sa_type=UtcDateTime)
