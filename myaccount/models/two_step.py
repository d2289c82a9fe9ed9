"""The second step of signing in: an account's authenticator, and the codes kept for the day it is lost."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from myaccount.models.columns import UtcDateTime, new_id


class Authenticator(SQLModel, table=True):
    """What an account's codes are made from. It counts once a first code has confirmed it.

    `secret` is sealed (see `sealed`). `last_step` is the last step whose code was taken; none up to it is good again.
    Until it is confirmed it belongs to the one sign-in that was shown it, `session_id`.
    """

    __tablename__ = "authenticator"

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    account_id: str = Field(foreign_key="account.id", unique=True)
    session_id: str
    secret: str
    created_at: datetime = Field(sa_type=UtcDateTime)
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_step: int | None = Field(default=None, sa_type=BigInteger)


class RecoveryCode(SQLModel, table=True):
    """A code that stands in for the authenticator once. Kept as a keyed hash only."""

    __tablename__ = "recovery_code"

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    authenticator_id: str = Field(foreign_key="authenticator.id", index=True)
    code_hash: str
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
