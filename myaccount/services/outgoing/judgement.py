"""Whether a message of the outbox still holds, judged at the moment that it would be sent."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from myaccount.domain.appointments import EXPECTED, AppointmentState, Visit
from myaccount.domain.reminders import Channel, outside_the_night
from myaccount.domain.wait_list import stands
from myaccount.models import OutboxMessage, Person
from myaccount.services.clinic import clinics
from myaccount.services.context import ClinicFacts
from myaccount.services.family import copies
from myaccount.services.outgoing.outbox import Kind
from myaccount.services.outgoing.recipients import address_of, zone_of
from myaccount.services.visits.facts import facts_of
from myaccount.store import forms, people, wait_list
from myaccount.store import reminders as store

FORMS = (Kind.FORM_SENT, Kind.FORM_RETURNED)
"""The kinds that hold while a form waits for its patient."""


class Reason(StrEnum):
    """Why a message was withdrawn."""

    VISIT_CHANGED = "visit_changed"
    VISIT_BEGAN = "visit_began"
    NOT_WANTED = "not_wanted"
    NOBODY_TO_SEND_TO = "nobody_to_send_to"
    NIGHT = "night"
    NOT_OFFERED = "not_offered"
    FORM_CLOSED = "form_closed"


@dataclass(frozen=True)
class Judgement:
    """What is to become of a message that is due: sent to `recipient`, put off until `later`, or dropped for `reason`.

    Times: aware UTC.
    """

    recipient: str = ""
    later: datetime | None = None
    reason: Reason | None = None


def judge(tx: Session, message: OutboxMessage, now: datetime) -> Judgement:
    """Judge a message that is due by what holds at this moment. A copy goes to who may still have it."""
    if copies.COPY_TO not in message.facts:
        return _judged(tx, message, now)
    reader = copies.reader(tx, clinics.facts(tx, message.clinic_id), message, now)
    return _judged(tx, message, now, reader) if reader else Judgement(reason=Reason.NOT_WANTED)


def _judged(tx: Session, message: OutboxMessage, now: datetime, reader: Person | None = None) -> Judgement:
    if message.visit_id is None:
        return _of_no_visit(tx, message, now)
    found = store.visit(tx, message.clinic_id, message.visit_id)
    if found is None:
        return Judgement(reason=Reason.VISIT_CHANGED)
    visit, person = facts_of(found.Appointment), found.Person
    if message.kind == Kind.VISIT_CANCELLED:
        still = visit.state is AppointmentState.CANCELLED
        return Judgement(message.recipient) if still else Judgement(reason=Reason.VISIT_CHANGED)
    if visit.state not in EXPECTED:
        return Judgement(reason=Reason.VISIT_CHANGED)
    if now >= visit.starts_at:
        return Judgement(reason=Reason.VISIT_BEGAN)
    clinic = clinics.facts(tx, message.clinic_id)
    if message.kind == Kind.VISIT_REMINDER and (reason := _why_not(tx, message, visit, person, clinic)):
        return Judgement(reason=reason)
    return _by_channel(message, visit.starts_at, reader or person, clinic, now)


def _of_no_visit(tx: Session, message: OutboxMessage, now: datetime) -> Judgement:
    if message.kind == Kind.TIME_OFFERED:
        return _offered(tx, message, now)
    if message.kind in FORMS and not forms.waits(tx, message.clinic_id, message.facts.get("form", "")):
        return Judgement(reason=Reason.FORM_CLOSED)
    return Judgement(message.recipient)


def _offered(tx: Session, message: OutboxMessage, now: datetime) -> Judgement:
    """Judge the news of a free time: only while it is offered, and as a text never at night."""
    offer = wait_list.offer(tx, message.clinic_id, message.facts.get("offer", ""))
    clinic = clinics.facts(tx, message.clinic_id)
    if offer is None or not clinic.settings.wait_list or not stands(offer.state, offer.expires_at, now):
        return Judgement(reason=Reason.NOT_OFFERED)
    person = people.own(tx, message.clinic_id, offer.person_id)
    return _by_channel(message, offer.starts_at, person, clinic, now)


def _why_not(tx: Session, message: OutboxMessage, visit: Visit, person: Person, clinic: ClinicFacts) -> Reason | None:
    planned = (message.facts["lead"], int(message.facts["hours"]))
    offered = {(lead.key, lead.hours) for lead in clinic.settings.reminders}
    if not visit.is_booked or message.facts["start"] != visit.starts_at.isoformat():
        return Reason.VISIT_CHANGED
    refused = store.unwanted(tx, message.clinic_id, [person.id])
    return Reason.NOT_WANTED if planned not in offered or (person.id, planned[0]) in refused else None


def _by_channel(
    message: OutboxMessage, starts_at: datetime, person: Person, clinic: ClinicFacts, now: datetime
) -> Judgement:
    channel = Channel(message.channel)
    recipient = address_of(person, channel)
    if not recipient:
        return Judgement(reason=Reason.NOBODY_TO_SEND_TO)
    if channel is Channel.EMAIL:
        return Judgement(recipient)
    by_day = outside_the_night(now, starts_at, zone_of(person, clinic))
    if by_day < now:
        return Judgement(reason=Reason.NIGHT)
    return Judgement(recipient, later=by_day if by_day > now else None)
