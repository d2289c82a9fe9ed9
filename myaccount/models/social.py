"""Signing in with profiles elsewhere: a clinic's keys at the providers, who is linked, and who is away at one."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from myaccount.models.columns import UtcDateTime, new_id


class ProviderKeys(SQLModel, table=True):
    """A clinic's own keys at a sign-in provider. `client_secret` is sealed (see `sealed`)."""

    __tablename__ = "provider_keys"

    clinic_id: str = Field(foreign_key="clinic.id", primary_key=True)
    provider: str = Field(primary_key=True)
    client_id: str
    client_secret: str
    set_at: datetime = Field(sa_type=UtcDateTime)
    set_by: str = Field(foreign_key="person.id")


class SocialIdentity(SQLModel, table=True):
    """A profile that signs in to an account. It is known by its issuer and the subject there, at one clinic (S04).

    `shown` is sealed: what the provider said of it when it was linked, for its owner’s eyes, and never looked up.
    """

    __tablename__ = "social_identity"
    __table_args__ = (
        UniqueConstraint("clinic_id", "issuer", "subject"),
        UniqueConstraint("account_id", "provider"),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    account_id: str = Field(foreign_key="account.id")
    provider: str
    issuer: str
    subject: str
    shown: str = ""
    linked_at: datetime = Field(sa_type=UtcDateTime)
    last_used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SocialAttempt(SQLModel, table=True):
    """Somebody who has gone to a provider, and is expected back once, in the same browser, until it expires.

    Both hashes are of random values: `state_hash` of what travels to the provider and back, `browser_hash` of a
    cookie. `session_id` is the sign-in that asked for a profile to be linked; blank where somebody signs in.
    """

    __tablename__ = "social_attempt"

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    provider: str
    purpose: str
    state_hash: str = Field(unique=True)
    browser_hash: str
    session_id: str = ""
    next_path: str = ""
    kept: bool = False
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime, index=True)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
