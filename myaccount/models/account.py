"""Accounts, the sign-ins made with them, and the one-time links that open them."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from myaccount.models.columns import UtcDateTime, new_id


class Account(SQLModel, table=True):
    """A username and password at one clinic. The same e-mail at another clinic is another account (S04)."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("clinic_id", "username_key"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    person_id: str = Field(foreign_key="person.id", unique=True)
    username: str
    username_key: str
    password_hash: str
    password_changed_at: datetime = Field(sa_type=UtcDateTime)
    disabled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class LoginSession(SQLModel, table=True):
    """One sign-in, which is one cookie. The cookie's value is kept as a hash only."""

    __tablename__ = "login_session"
    __table_args__ = (Index("ix_login_session_person", "person_id", "ended_at"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    account_id: str = Field(foreign_key="account.id")
    person_id: str = Field(foreign_key="person.id")
    cookie_hash: str = Field(unique=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    last_used_at: datetime = Field(sa_type=UtcDateTime)
    proven_at: datetime = Field(sa_type=UtcDateTime)
    how: str = "password"
    kept: bool = False
    browser: str = ""
    operating_system: str = ""
    address: str = ""
    device_hash: str | None = None
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    end_reason: str | None = None
    two_step_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    two_step_owed: bool = False


class OneTimeLink(SQLModel, table=True):
    """A welcome or reset link: opens one person's account once, until it expires.

    `code_hash` belongs to the short code that does the same when typed; `tries` counts wrong ones.
    """

    __tablename__ = "one_time_link"
    __table_args__ = (Index("ix_one_time_link_person", "person_id", "kind"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    person_id: str = Field(foreign_key="person.id")
    kind: str
    token_hash: str = Field(unique=True)
    code_hash: str | None = None
    tries: int = 0
    sent_to: str | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
