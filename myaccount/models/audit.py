"""The audit trail: append-only, and chained by hashes per clinic so that a gap or a change shows."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index, Integer
from sqlmodel import Field, SQLModel

from myaccount.models.columns import UtcDateTime


class AuditEntry(SQLModel, table=True):
    """Who did what to whose data, when.

    `facts` hold ids and codes, never names or notes. `sequence`, `previous_hash` and `hash` are written once by the
    sealing job, the one writer of the chain.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_person", "person_id", "id"),
        Index("ix_audit_actor", "actor_id", "action", "id"),
        Index("ix_audit_chain", "clinic_id", "sequence", unique=True),
    )

    id: int | None = Field(
        default=None, sa_column=Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    )
    clinic_id: str = Field(foreign_key="clinic.id")
    at: datetime = Field(sa_type=UtcDateTime)
    action: str
    actor_id: str | None = None
    session_id: str | None = None
    person_id: str | None = None
    subject_id: str | None = None
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    sequence: int | None = None
    previous_hash: str | None = None
    hash: str | None = None
