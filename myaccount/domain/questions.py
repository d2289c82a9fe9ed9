"""The question that a clinic asks after a booking."""

from datetime import datetime

from myaccount.domain.appointments import Visit
from myaccount.domain.parsing import line
from myaccount.domain.refusals import Refused

QUESTION_AT_MOST = 200
ANSWER_AT_MOST = 1000

read_answer = line(longest=ANSWER_AT_MOST, lines=True)


def may_answer(visit: Visit, now: datetime) -> bool:
    """Tell whether the patient can answer, or answer anew: until the visit begins.

    Times: aware UTC. Edges: exactly at the start it is too late.
    """
    return visit.is_booked and now < visit.starts_at


class QuestionOver(Refused):
    """The clinic asks nothing after a booking (any more), or the visit has begun."""

    code = "question_over"
