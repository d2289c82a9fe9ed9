"""What patients answered to the clinic's question after a booking."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from myaccount.domain.questions import ANSWER_AT_MOST, QUESTION_AT_MOST
from myaccount.models.columns import UtcDateTime, at_most


class BookingAnswer(SQLModel, table=True):
    """One answer, of one appointment, beside the question as it was asked: the clinic may ask another one since."""

    __tablename__ = "booking_answer"
    __table_args__ = (at_most("question", QUESTION_AT_MOST), at_most("answer", ANSWER_AT_MOST))

    appointment_id: str = Field(primary_key=True, foreign_key="appointment.id")
    clinic_id: str = Field(foreign_key="clinic.id")
    question: str
    answer: str
    answered_at: datetime = Field(sa_type=UtcDateTime)
