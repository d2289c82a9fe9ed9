"""The door to an online visit, for the patient whose it is and the practitioner who gives it."""

from dataclasses import replace

from sqlmodel import Session

from myaccount.domain import calls as rules
from myaccount.domain.calls import HERE, Side
from myaccount.domain.people import full_name, initials
from myaccount.domain.refusals import CannotBegin
from myaccount.domain.tasks import TaskKind
from myaccount.models import Person
from myaccount.services.calls import seats as calls
from myaccount.services.calls.seats import Seat
from myaccount.services.context import PatientContext, StaffContext
from myaccount.services.profiles import requests
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.services.visits.cards import card, door_line
from myaccount.store import appointments as store
from myaccount.views.appointments import VisitCard, VisitDoor


def door(tx: Session, ctx: PatientContext, staff: StaffContext | None, appointment_id: str) -> VisitDoor:
    """Show the door to an online visit: open, not yet open, or closed. Each side reads who is on the other.

    Raises: NotFound, also when it is somebody else's.
    """
    place = calls.seat(tx, ctx, staff, appointment_id)
    is_open = place.closed is None
    shown, other = _card(tx, place)
    return VisitDoor(
        card=shown,
        is_open=is_open,
        call_url=_way(place) if is_open else "",
        host=place.where.host if is_open else "",
        line=door_line(place.visit, place.side, ctx),
        next_change=rules.next_change(place.visit, ctx.now),
        ticket=place.ticket if is_open and place.where == HERE else "",
        other=other,
        is_patient=place.side is Side.PATIENT,
    )


def begin(tx: Session, ctx: PatientContext, staff: StaffContext | None, appointment_id: str) -> None:
    """Write down that somebody has opened the door. Source: S12, S13.

    Raises: NotFound · CannotBegin before the hour, after the end, or without a place to meet.
    """
    place = calls.seat(tx, ctx, staff, appointment_id)
    if place.closed is not None:
        raise CannotBegin()
    acting = staff if staff is not None and place.side is Side.PRACTITIONER else ctx
    audit.record(tx, acting, Action.CALL_OPENED, subject_id=appointment_id, person_id=place.patient_id)


def tell_desk(tx: Session, ctx: PatientContext, appointment_id: str, words: str) -> None:
    """Pass a few words of a patient who waits on to the desk, as a task.

    Raises: NotFound · CannotBegin while the call is closed · NotAcceptable · TooManyTasks.
    """
    if calls.seat(tx, ctx, None, appointment_id).closed is not None:
        raise CannotBegin()
    requests.ask(tx, ctx, TaskKind.WAITING, words, subject_id=appointment_id)


def _way(place: Seat) -> str:
    """Tell where Begin leads; blank for the portal's own call. A token for the clinic's server is made on the way."""
    where = place.where
    return f"/call/{place.appointment_id}/server{place.ctx.on_behalf}" if where.server else where.link


def _card(tx: Session, place: Seat) -> tuple[VisitCard, str]:
    """Word the visit for one side, and name the other."""
    row = store.own_card(tx, place.ctx.clinic.id, place.patient_id, place.appointment_id)
    shown = card(row, place.visit, place.ctx)
    if place.side is Side.PATIENT:
        return shown, row.staff_first
    patient = tx.get_one(Person, place.patient_id)
    who = full_name(patient.first_name, patient.last_name)
    return replace(shown, practitioner=who, initials=initials(patient.first_name, patient.last_name)), who
