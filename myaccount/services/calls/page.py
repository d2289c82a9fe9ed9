"""The page of an online visit, for the patient whose it is and the practitioner who gives it."""

from dataclasses import replace

from sqlmodel import Session

from myaccount.domain import calls as rules
from myaccount.domain.calls import HERE, Side
from myaccount.domain.people import full_name, initials
from myaccount.domain.refusals import CannotBegin
from myaccount.domain.tasks import TaskKind
from myaccount.models import Person
from myaccount.services.calls import participants as calls
from myaccount.services.calls.participants import Participant
from myaccount.services.context import PatientContext, StaffContext
from myaccount.services.profiles import requests
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.services.visits.cards import call_line, card
from myaccount.store import appointments as store
from myaccount.views.appointments import CallPage, VisitCard


def page(tx: Session, ctx: PatientContext, staff: StaffContext | None, appointment_id: str) -> CallPage:
    """Show the page of an online visit: open, not yet open, or closed. Each side reads who is on the other.

    Raises: NotFound, also when it is somebody else's.
    """
    participant = calls.participant(tx, ctx, staff, appointment_id)
    is_open = participant.closed is None
    shown, other = _card(tx, participant)
    return CallPage(
        card=shown,
        is_open=is_open,
        call_url=_way(participant) if is_open else "",
        host=participant.where.host if is_open else "",
        line=call_line(participant.visit, participant.side, ctx),
        next_change=rules.next_change(participant.visit, ctx.now),
        ticket=participant.ticket if is_open and participant.where == HERE else "",
        other=other,
        is_patient=participant.side is Side.PATIENT,
    )


def begin(tx: Session, ctx: PatientContext, staff: StaffContext | None, appointment_id: str) -> None:
    """Write down that somebody has begun the call. Source: S12, S13.

    Raises: NotFound · CannotBegin before the hour, after the end, or without a place to meet.
    """
    participant = calls.participant(tx, ctx, staff, appointment_id)
    if participant.closed is not None:
        raise CannotBegin()
    acting = staff if staff is not None and participant.side is Side.PRACTITIONER else ctx
    audit.record(tx, acting, Action.CALL_OPENED, subject_id=appointment_id, person_id=participant.patient_id)


def tell_desk(tx: Session, ctx: PatientContext, appointment_id: str, words: str) -> None:
    """Pass a few words of a patient who waits on to the desk, as a task.

    Raises: NotFound · CannotBegin while the call is closed · NotAcceptable · TooManyTasks.
    """
    if calls.participant(tx, ctx, None, appointment_id).closed is not None:
        raise CannotBegin()
    requests.ask(tx, ctx, TaskKind.WAITING, words, subject_id=appointment_id)


def _way(participant: Participant) -> str:
    """Tell where Begin leads; blank for the portal's own call. A token for the clinic's server is made on the way."""
    where = participant.where
    return f"/call/{participant.appointment_id}/server{participant.ctx.on_behalf}" if where.server else where.link


def _card(tx: Session, participant: Participant) -> tuple[VisitCard, str]:
    """Word the visit for one side, and name the other."""
    row = store.own_card(tx, participant.ctx.clinic.id, participant.patient_id, participant.appointment_id)
    shown = card(row, participant.visit, participant.ctx)
    if participant.side is Side.PATIENT:
        return shown, row.staff_first
    patient = tx.get_one(Person, participant.patient_id)
    who = full_name(patient.first_name, patient.last_name)
    return replace(shown, practitioner=who, initials=initials(patient.first_name, patient.last_name)), who
