"""The question that the clinic asks after a booking, and what the patient answers."""

from sqlmodel import Session

from myaccount.domain.contact import tidy
from myaccount.domain.parsing import FieldError
from myaccount.domain.questions import QuestionOver, may_answer, read_answer
from myaccount.domain.refusals import NotAcceptable
from myaccount.domain.topics import Topic
from myaccount.messages import say
from myaccount.models import BookingAnswer
from myaccount.services.booking.bookers import known_patient
from myaccount.services.context import ClinicContext
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.services.visits.facts import facts_of
from myaccount.store import appointments, bus
from myaccount.store import booking_answers as store


def answer(tx: Session, ctx: ClinicContext, appointment_id: str, typed: str) -> None:
    """Keep what somebody answers with what they have booked; a blank answer takes the earlier one back.

    Edges: until the visit begins. The question is kept beside it as it is asked now.
    Raises: NotFound, also when it is somebody else's · QuestionOver where nothing is asked (any more), or too late ·
    NotAcceptable for a text that is too long.
    """
    patient = known_patient(tx, ctx)
    row = appointments.own(tx, ctx.clinic.id, patient.person_id, appointment_id)
    before = store.of(tx, row.id)
    question = ctx.settings.booking_question
    if not question or not may_answer(facts_of(row), ctx.now):
        raise QuestionOver()
    said = _read(typed, ctx)
    if said == (before.answer if before else ""):
        return
    store.put(
        tx,
        BookingAnswer(
            appointment_id=row.id, clinic_id=ctx.clinic.id, question=question, answer=said, answered_at=ctx.now
        ),
    )
    audit.record(tx, patient, Action.QUESTION_ANSWERED, subject_id=row.id)
    bus.announce(tx, ctx.clinic.id, Topic.VISIT, ctx.now, patient.person_id)


def asked(tx: Session, ctx: ClinicContext, appointment_id: str) -> tuple[str, str]:
    """Tell what is asked of who has booked an appointment, and what they answered; both blank for nothing.

    Whose it is, is the caller's to judge.
    """
    found = store.of(tx, appointment_id)
    question = ctx.settings.booking_question
    return question, found.answer if found and question else ""


def _read(typed: str, ctx: ClinicContext) -> str:
    try:
        return str(read_answer(tidy(typed)))
    except FieldError as wrong:
        raise NotAcceptable(field="answer", reason=say(wrong.key, ctx.lang, **wrong.facts)) from wrong
