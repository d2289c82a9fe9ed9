"""How many pages each sign-in has open, as each process that serves them last said."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from myaccount.models.columns import UtcDateTime


class OpenTabs(SQLModel, table=True):
    """The open pages of one sign-in in one process. They count as long as it says so: one that crashed says nothing."""

    __tablename__ = "open_tabs"

    process_id: str = Field(primary_key=True)
    session_id: str = Field(primary_key=True, foreign_key="login_session.id", index=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    tabs: int
    seen_at: datetime = Field(sa_type=UtcDateTime, index=True)
