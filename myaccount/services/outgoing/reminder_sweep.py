"""Plan the reminders that no booking has planned: of visits that were imported, and after a change of settings."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from sqlmodel import Session

from myaccount.models import Appointment, Person
from myaccount.services.clinic import clinics
from myaccount.services.context import ClinicContext
from myaccount.services.family import copies
from myaccount.services.outgoing import visit_messages
from myaccount.services.outgoing.visit_messages import AHEAD, LATE
from myaccount.store import clinics as clinic_store
from myaccount.store import reminders as store

NIGHT = timedelta(hours=12)
"""Longer than a text waits for the morning."""


def is_any_missing(tx: Session, now: datetime, clinic_ids: Collection[str] | None = None) -> bool:
    """Tell whether there is anything to plan, without taking a writer's lock: at all clinics, or at some.

    Times: aware UTC.
    """
    return any(True for _ in _missing(tx, now, clinic_ids))


def plan_missing(tx: Session, now: datetime, clinic_ids: Collection[str] | None = None) -> int:
    """Plan every reminder that is due within a day and not planned yet; tell for how many visits.

    At all clinics, or at some. Times: aware UTC. Edges: planned twice is planned once.
    """
    found = list(_missing(tx, now, clinic_ids))
    for ctx, row, person in found:
        visit_messages.plan_reminders(tx, ctx, row, person)
    return len(found)


def _missing(
    tx: Session, now: datetime, clinic_ids: Collection[str] | None
) -> Iterator[tuple[ClinicContext, Appointment, Person]]:
    for clinic_id in clinic_ids or clinic_store.ids(tx):
        facts = clinics.facts(tx, clinic_id)
        if hours := [lead.hours for lead in facts.settings.reminders]:
            ctx = ClinicContext(facts, now, facts.language)
            since, until = now + timedelta(hours=min(hours)) - LATE - NIGHT, now + timedelta(hours=max(hours)) + AHEAD
            yield from _missing_of(tx, ctx, max(since, now), until)


def _missing_of(
    tx: Session, ctx: ClinicContext, since: datetime, until: datetime
) -> Iterator[tuple[ClinicContext, Appointment, Person]]:
    found = store.coming(tx, ctx.clinic.id, since, until)
    refused = store.unwanted(tx, ctx.clinic.id, [row.Person.id for row in found])
    known = {key.partition(copies.MARK)[0] for key in store.planned(tx, [row.Appointment.id for row in found])}
    helped = copies.have_readers(tx, ctx.clinic, {row.Person.id for row in found}, ctx.now)
    for row in found:
        has_readers = row.Person.id in helped
        owed = visit_messages.owed(ctx, row.Appointment, row.Person, refused, has_readers=has_readers)
        if any(visit_messages.key_of(row.Appointment, reminder.lead) not in known for reminder in owed):
            yield ctx, row.Appointment, row.Person
