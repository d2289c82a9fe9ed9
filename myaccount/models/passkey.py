"""Passkeys, and what devices were asked that has been answered."""

from datetime import datetime

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field, SQLModel

from myaccount.models.columns import UtcDateTime, new_id


class Passkey(SQLModel, table=True):
    """A key in a device that signs in to an account. Only its public half is here, so nothing of it is secret.

    `rp_id` is the host name it belongs to. `user_handle` is by what devices know the account: chance, the same for
    each of its passkeys. `sign_count` is how often it says it was used; zero where a device does not count.
    """

    __tablename__ = "passkey"
    __table_args__ = (UniqueConstraint("clinic_id", "credential_id"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    account_id: str = Field(foreign_key="account.id", index=True)
    rp_id: str
    user_handle: str
    credential_id: str
    public_key: str
    sign_count: int = Field(default=0, sa_type=BigInteger)
    name: str
    made_at: datetime = Field(sa_type=UtcDateTime)
    last_used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SpentChallenge(SQLModel, table=True):
    """A question to a device that has been answered. It is kept until the answer would come too late anyway."""

    __tablename__ = "spent_challenge"

    challenge_hash: str = Field(primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    expires_at: datetime = Field(sa_type=UtcDateTime, index=True)
