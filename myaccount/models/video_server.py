"""A clinic's own Jitsi server, where its video visits may take place."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from myaccount.models.columns import UtcDateTime


class VideoServer(SQLModel, table=True):
    """Where it is, and the app that it knows the clinic's portal as. `secret` is sealed (see `sealed`)."""

    __tablename__ = "video_server"

    clinic_id: str = Field(foreign_key="clinic.id", primary_key=True)
    domain: str
    app_id: str
    secret: str
    set_at: datetime = Field(sa_type=UtcDateTime)
    set_by: str = Field(foreign_key="person.id")
