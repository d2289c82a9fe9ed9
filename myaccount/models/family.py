"""Families: what one person may do for another, invitations to that, and which tab acts for whom."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from myaccount.domain.family import LABEL_AT_MOST
from myaccount.models.columns import UtcDateTime, at_most, new_id

STANDS = text("ended_at IS NULL")


class Relationship(SQLModel, table=True):
    """What `to_id` may do for `from_id`, whose data it is. One that has ended stays, for the trail.

    `label` is who the one whose data it is, is to the other. `permissions` are words with spaces between them. Times:
    `expires_on` is the last day on which it holds, by the clinic's calendar; blank for no end. `imported` is what a
    clinic file said last, so that importing again keeps what the two changed since.
    """

    __tablename__ = "relationship"
    __table_args__ = (
        Index("uq_relationship_pair", "from_id", "to_id", unique=True, sqlite_where=STANDS, postgresql_where=STANDS),
        Index("ix_relationship_to", "to_id", "ended_at"),
        CheckConstraint("from_id <> to_id", name="two_people"),
        at_most("label", LABEL_AT_MOST),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    from_id: str = Field(foreign_key="person.id")
    to_id: str = Field(foreign_key="person.id")
    label: str = ""
    permissions: str
    expires_on: date | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    imported: str | None = None


class Invitation(SQLModel, table=True):
    """What somebody offers to whoever accepts it. The token of its link is kept as a hash only.

    `sent_to` is what the inviter typed, whether or not the clinic knows it.
    """

    __tablename__ = "invitation"
    __table_args__ = (Index("ix_invitation_from", "from_id", "created_at"), at_most("label", LABEL_AT_MOST))

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    from_id: str = Field(foreign_key="person.id")
    sent_to: str
    token_hash: str = Field(unique=True)
    label: str = ""
    permissions: str
    grant_expires_on: date | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Acting(SQLModel, table=True):
    """Which tab acts for somebody else. `tab` is the tab's token, which the guard has bound to the sign-in."""

    __tablename__ = "acting"
    __table_args__ = (Index("ix_acting_session", "session_id"),)

    tab: str = Field(primary_key=True)
    session_id: str = Field(foreign_key="login_session.id", ondelete="CASCADE")
    relationship_id: str = Field(foreign_key="relationship.id")
    since: datetime = Field(sa_type=UtcDateTime)
