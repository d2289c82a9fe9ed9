"""What a mail or a text says of a visit, read at the moment that it is sent."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from myaccount.domain.people import full_name
from myaccount.domain.time import wall_time, which_of_two
from myaccount.integrations.mail.letter import Detail
from myaccount.messages import Language, dates, say
from myaccount.models import OutboxMessage
from myaccount.services import links
from myaccount.services.context import ClinicFacts
from myaccount.services.outgoing.recipients import zone_of
from myaccount.services.visits import calendar_file
from myaccount.services.visits import cards as visit_cards
from myaccount.services.visits.facts import facts_of
from myaccount.services.visits.times import moment, names_zone, when
from myaccount.store import appointments as store
from myaccount.store import people


@dataclass(frozen=True)
class VisitWords:
    """The words of a visit: `facts` for the sentences, what stands below them, and the visit as a calendar file."""

    facts: dict[str, str]
    details: tuple[Detail, ...]
    notes: tuple[str, ...]
    link: str
    calendar: bytes


def words(tx: Session, message: OutboxMessage, clinic: ClinicFacts, lang: Language, now: datetime) -> VisitWords:
    """Word the visit that a message is about.

    Times: in person, the location's; online, the patient's, with the clinic's in brackets when the clocks differ.
    Raises: NotFound for a visit that is not the message's person's.
    Source: product rules, "Time" 3.
    """
    person = people.own(tx, message.clinic_id, message.person_id or "")
    row = store.own_card(tx, message.clinic_id, person.id, message.visit_id or "")
    zone = zone_of(person, clinic) if row.Appointment.online else row.Appointment.zone
    starts_at, named = row.Appointment.starts_at, names_zone(clinic.settings, online=row.Appointment.online)
    start = wall_time(starts_at, zone).local
    return VisitWords(
        facts={
            "first_name": person.preferred_name or person.first_name,
            "day": dates.short_day(start, lang),
            "time": dates.told_apart(dates.time_of_day(start, lang), which_of_two(starts_at, zone), lang),
            "moment": moment(starts_at, zone, lang, names_zone=named),
        },
        details=_details(row, zone, clinic, lang, links.address(tx, clinic.id, f"/visit/{row.Appointment.id}")),
        notes=_notes(row, zone, clinic, lang, now),
        link=links.address(tx, clinic.id, "/account"),
        calendar=calendar_file.attachment(tx, clinic, lang, row, now),
    )


def _details(row: Row[Any], zone: str, clinic: ClinicFacts, lang: Language, door: str) -> tuple[Detail, ...]:
    place = Detail(say("mail.visit.where", lang), say("visit.online", lang), door, say("mail.visit.door", lang))
    if not row.Appointment.online:
        where = ", ".join(part for part in (row.place, row.place_address) if part)
        url = visit_cards.map_of(row.place_address) if row.place_address else ""
        place = Detail(say("mail.visit.where", lang), where, url, say("visit.map", lang))
    return (
        Detail(say("mail.visit.when", lang), when(row.Appointment, zone, lang, clinic.settings)),
        Detail(say("mail.visit.what", lang), row.treatment),
        Detail(say("mail.visit.with", lang), full_name(row.staff_first, row.staff_last)),
        place,
    )


def _notes(row: Row[Any], zone: str, clinic: ClinicFacts, lang: Language, now: datetime) -> tuple[str, ...]:
    appointment, rules = row.Appointment, clinic.settings.cancellation
    deadline = rules.deadline(facts_of(appointment))
    joins = "mail.visit.join" if visit_cards.meets_somewhere(row, clinic) else "mail.visit.join_ask"
    join = (say(joins, lang),) if appointment.online else ()
    if not rules.online or deadline < now:
        return (*join, say("mail.visit.contact", lang))
    named = names_zone(clinic.settings, online=appointment.online)
    return (*join, say("mail.visit.until", lang, until=moment(deadline, zone, lang, names_zone=named)))
