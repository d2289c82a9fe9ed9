"""A clinic's own mail server, over which its mail goes."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from myaccount.models.columns import UtcDateTime


class MailServer(SQLModel, table=True):
    """Where it is and how one signs in there, and the `sender` of its mail. Both are sealed (see `sealed`)."""

    __tablename__ = "mail_server"

    clinic_id: str = Field(foreign_key="clinic.id", primary_key=True)
    server: str
    sender: str
    set_at: datetime = Field(sa_type=UtcDateTime)
    set_by: str = Field(foreign_key="person.id")
