"""What a patient is told of a visit, planned as it is booked, moved or cancelled."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from sqlmodel import Session

from myaccount.domain.family import Permission
from myaccount.domain.reminders import Channel, Lead, Reminder, is_announced, reminders, settled_at, was_announced
from myaccount.domain.time import wall_time
from myaccount.messages import Language, dates, language
from myaccount.models import Appointment, Person
from myaccount.services.context import ClinicContext
from myaccount.services.family import copies
from myaccount.services.outgoing import outbox
from myaccount.services.outgoing.judgement import Reason
from myaccount.services.outgoing.outbox import Kind
from myaccount.services.outgoing.recipients import address_of, zone_of
from myaccount.services.paying.automatic_refunds import Given, told
from myaccount.services.visits.facts import facts_of
from myaccount.services.visits.times import when
from myaccount.store import appointments, people
from myaccount.store import outbox as outbox_store
from myaccount.store import reminders as store

AHEAD = timedelta(days=1)
"""How long before it is due a reminder is planned at the latest: longer than the night moves a text."""
LATE = timedelta(hours=1)
"""How late a reminder may be that nobody had planned; an older one belongs to wherever the visit came from."""


def booked(tx: Session, ctx: ClinicContext, row: Appointment) -> None:
    """Plan what is told of a visit that has just been booked, or booked in place of another.

    Edges: a hold that is not booked yet owes nothing. What was planned for the one before is withdrawn; a patient who
    had not heard of that one yet is told of this as of a first booking.
    """
    before = store.chain(tx, row)[:-1]
    if before:
        outbox_store.withdraw_visit(tx, before[-1].id, Reason.VISIT_CHANGED)
    visit = facts_of(row)
    person = people.own(tx, ctx.clinic.id, row.person_id)
    if is_announced(visit):
        moved = was_announced([one.booked_at for one in before], row.booked_at)
        kind = Kind.VISIT_MOVED if moved else Kind.VISIT_BOOKED
        _put(tx, ctx, person, row, kind, f"{kind}:{row.id}", settled_at(visit))
    plan_reminders(tx, ctx, row, person)


def cancelled(
    tx: Session, ctx: ClinicContext, row: Appointment, given: Given | None = None, *, tell: bool = True
) -> bool:
    """Withdraw what is planned for a visit that has just been cancelled, and say so if the patient had heard of it.

    `given` is what becomes of what was prepaid. True when the patient is told; nobody is where `tell` is off.
    """
    outbox_store.withdraw_visit(tx, row.id, Reason.VISIT_CHANGED)
    had_heard = was_announced([one.booked_at for one in store.chain(tx, row)], ctx.now)
    return tell and had_heard and tell_cancelled(tx, ctx, row.person_id, row.id, given)


def tell_cancelled(
    tx: Session, ctx: ClinicContext, person_id: str, appointment_id: str, given: Given | None = None
) -> bool:
    """Tell a patient by mail that a visit is cancelled, whoever did it, and what becomes of what was prepaid.

    Times: in person, the location's wall clock; online, the patient's with the clinic's in brackets.
    """
    row = appointments.own_card(tx, ctx.clinic.id, person_id, appointment_id)
    visit, person = row.Appointment, people.own(tx, ctx.clinic.id, person_id)
    zone = zone_of(person, ctx.clinic) if visit.online else visit.zone
    start, key = wall_time(visit.starts_at, zone).local, f"{appointment_id}:{visit.version}"

    def facts(lang: Language) -> dict[str, str]:
        return {
            "day": dates.short_day(start, lang),
            "when": when(visit, zone, lang, ctx.settings),
            "treatment": row.treatment,
        }

    _copy_cancelled(tx, ctx, person, facts, given or {}, key=key, visit_id=appointment_id)
    lang = outbox.language_of(person, ctx)
    said = facts(lang) | _money(given or {}, lang)
    return outbox.to_person(tx, ctx, person, Kind.VISIT_CANCELLED, key, said, visit_id=appointment_id)


def _copy_cancelled(
    tx: Session,
    ctx: ClinicContext,
    person: Person,
    facts: Callable[[Language], dict[str, str]],
    given: Given,
    *,
    key: str,
    visit_id: str,
) -> None:
    """Tell who reads along that a visit is cancelled, and what becomes of money only who may have mails about money.

    Edges: who may have those alone is told of the money, and of no visit. An address that is shared gets one mail.
    """
    of_visits = copies.readers(tx, ctx.clinic, person.id, Permission.NOTIFICATIONS, ctx.now)
    of_money = {
        one.email_key: one
        for one in copies.readers(tx, ctx.clinic, person.id, Permission.FINANCIAL_EMAILS, ctx.now)
        if given
    }
    for reader in of_visits:
        lang = language(reader.language, ctx.clinic.language)
        said = facts(lang) | (_money(given, lang) if of_money.pop(reader.email_key, None) else {})
        outbox.copy(tx, ctx, person, reader, Kind.VISIT_CANCELLED, key, said, visit_id=visit_id)
    for reader in of_money.values():
        said = _money(given, language(reader.language, ctx.clinic.language))
        outbox.copy(tx, ctx, person, reader, Kind.PREPAID_RETURNED, key, said)


def _money(given: Given, lang: Language) -> dict[str, str]:
    return {"money": "\n".join(told(given, lang))}


def put_back(tx: Session, ctx: ClinicContext, row: Appointment, moved: Appointment) -> None:
    """Withdraw what is planned for a move that was undone, and plan what the visit owes at its old time again."""
    outbox_store.withdraw_visit(tx, moved.id, Reason.VISIT_CHANGED)
    person = people.own(tx, ctx.clinic.id, row.person_id)
    if not was_announced([one.booked_at for one in store.chain(tx, row)], moved.booked_at):
        _put(tx, ctx, person, row, Kind.VISIT_BOOKED, f"{Kind.VISIT_BOOKED}:{row.id}", ctx.now)
    plan_reminders(tx, ctx, row, person)


def restored(tx: Session, ctx: ClinicContext, row: Appointment) -> bool:
    """Plan what is told of a visit that was cancelled and stands again; tell whether its patient hears that it does.

    Edges: only who has been told that it is cancelled, and while it has not begun. What has not left yet is withdrawn.
    """
    news = (Kind.VISIT_CANCELLED, Kind.VISIT_RESTORED)
    is_told = outbox_store.last_left(tx, row.id, news, ctx.now) == Kind.VISIT_CANCELLED and ctx.now < row.starts_at
    outbox_store.withdraw_visit(tx, row.id, Reason.VISIT_CHANGED)
    person = people.own(tx, ctx.clinic.id, row.person_id)
    if is_told:
        _put(tx, ctx, person, row, Kind.VISIT_RESTORED, f"{Kind.VISIT_RESTORED}:{row.id}:{row.version}", ctx.now)
    plan_reminders(tx, ctx, row, person)
    return is_told


def clocks_changed(tx: Session, ctx: ClinicContext, row: Appointment, before: datetime) -> None:
    """Plan the reminders of a visit anew whose start was derived anew; `before` is the start that it had until now.

    Edges: a reminder that has left is not sent again. What the clocks at the place show is as it was agreed, so that
    nothing else is told; but for a visit online of somebody who lives by other clocks it may be another hour.
    Times: aware UTC.
    """
    starts = (before.isoformat(), row.starts_at.isoformat())
    outbox_store.follow_start(tx, row.id, Kind.VISIT_REMINDER, starts, ctx.now, Reason.VISIT_CHANGED)
    person = people.own(tx, ctx.clinic.id, row.person_id)
    if row.online and zone_of(person, ctx.clinic) != row.zone and _was_told(tx, ctx, row):
        _put(tx, ctx, person, row, Kind.VISIT_MOVED, f"{Kind.VISIT_MOVED}:{row.id}:{starts[1]}", ctx.now)
    plan_reminders(tx, ctx, row, person)


def _was_told(tx: Session, ctx: ClinicContext, row: Appointment) -> bool:
    booked = [one.booked_at for one in store.chain(tx, row)]
    return is_announced(facts_of(row)) and was_announced(booked, ctx.now)


def plan_reminders(tx: Session, ctx: ClinicContext, row: Appointment, person: Person) -> None:
    """Plan the reminders of a visit that are still to come; those that are planned already stay as they are."""
    refused = store.unwanted(tx, ctx.clinic.id, [person.id])
    readers = copies.readers(tx, ctx.clinic, person.id, Permission.NOTIFICATIONS, ctx.now)
    for reminder in owed(ctx, row, person, refused, has_readers=bool(readers)):
        lead = reminder.lead
        facts = {"lead": lead.key, "hours": str(lead.hours), "start": row.starts_at.isoformat()}
        _put(tx, ctx, person, row, Kind.VISIT_REMINDER, key_of(row, lead), reminder.due_at, lead.channel, facts)


def owed(
    ctx: ClinicContext,
    row: Appointment,
    person: Person,
    refused: Collection[tuple[str, str]],
    *,
    has_readers: bool = False,
) -> list[Reminder]:
    """List the reminders of a visit that its patient wants and has not missed, and that can be sent to somebody.

    Others who get copies (`has_readers`) get them by mail, also of who has no address.
    """
    every = reminders(facts_of(row), ctx.settings.reminders, zone_of(person, ctx.clinic))
    wanted = [one for one in every if (person.id, one.lead.key) not in refused and one.due_at >= ctx.now - LATE]
    reached = (Channel.EMAIL,) if has_readers else ()
    return [one for one in wanted if address_of(person, one.lead.channel) or one.lead.channel in reached]


def key_of(row: Appointment, lead: Lead) -> str:
    """Name a reminder: another start, or another lead time, is another reminder."""
    return f"{Kind.VISIT_REMINDER}:{row.id}:{lead.key}:{lead.hours}:{row.starts_at.isoformat()}"


def _put(
    tx: Session,
    ctx: ClinicContext,
    person: Person,
    row: Appointment,
    kind: Kind,
    key: str,
    due_at: datetime,
    channel: Channel = Channel.EMAIL,
    facts: dict[str, str] | None = None,
) -> None:
    if channel is Channel.EMAIL:
        plain = key.removeprefix(f"{kind}:")
        for reader in copies.readers(tx, ctx.clinic, person.id, Permission.NOTIFICATIONS, ctx.now):
            outbox.copy(tx, ctx, person, reader, kind, plain, facts or {}, visit_id=row.id, due_at=due_at)
    outbox.put(
        tx,
        ctx.clinic,
        kind,
        dedupe=key,
        recipient=address_of(person, channel),
        lang=language(person.language, ctx.clinic.language),
        facts=facts or {},
        now=ctx.now,
        due_at=due_at,
        person_id=person.id,
        visit_id=row.id,
        channel=channel,
    )
