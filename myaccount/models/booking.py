"""Times that are kept for somebody while they finish booking."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from myaccount.models.columns import UtcDateTime, new_id


class BookingHold(SQLModel, table=True):
    """A time or a seat that is held for five minutes, for somebody who may not have a profile yet.

    `holder` is "person:<id>", or "guest:<hash of the guest's cookie>": one holder has one hold. Its id is the holder of
    its claims, and becomes the appointment's.
    """

    __tablename__ = "booking_hold"
    __table_args__ = (
        UniqueConstraint("clinic_id", "holder"),
        Index("ix_booking_hold_staff", "staff_id", "starts_at"),
        Index("ix_booking_hold_class", "class_id"),
        Index("ix_booking_hold_expires", "expires_at"),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    clinic_id: str = Field(foreign_key="clinic.id")
    holder: str
    staff_id: str = Field(foreign_key="staff.id")
    treatment_id: str = Field(foreign_key="treatment.id")
    location_id: str = Field(foreign_key="location.id")
    class_id: str | None = Field(default=None, foreign_key="class_session.id")
    starts_at: datetime = Field(sa_type=UtcDateTime)
    minutes: int
    buffer_minutes: int = 0
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
