"""The lists of a profile: its appointments, the messages to the patient, and what was done with the data."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

from sqlalchemy import Row, true
from sqlmodel import Session

from myaccount.domain.appointments import EXPECTED
from myaccount.domain.people import full_name
from myaccount.domain.reminders import Channel
from myaccount.domain.time import wall_time
from myaccount.messages import dates, say
from myaccount.models import AuditEntry, OutboxMessage
from myaccount.services import cursors
from myaccount.services.context import StaffContext
from myaccount.services.outgoing.phones import shown_phone
from myaccount.services.profiles import profiles
from myaccount.services.profiles.mails import may_send_again
from myaccount.services.trail.actors import Actor, implied_actor
from myaccount.services.trail.audit import Action
from myaccount.store import appointments, audit, documents, outbox, patients
from myaccount.views.profile import ActivityLine, MessageLine, Pages, VisitLine

List = Literal["appointments", "messages", "activity"]
PAGE_SIZE = 20


def turn_to(tx: Session, ctx: StaffContext, person_id: str, which: List, cursor: str) -> Pages:
    """Show a page of one of a profile's lists, the newest first, twenty at a time.

    Raises: NotFound, also for a practitioner who has had no appointment with the patient, and for a cursor that no
    page gave out.
    """
    profiles.one(tx, ctx, person_id)
    return TURNS[which](tx, ctx, person_id, cursor)


def _visits(tx: Session, ctx: StaffContext, person_id: str, cursor: str) -> Pages:
    found = appointments.of_person(tx, ctx.clinic.id, person_id, cursors.position(cursor), PAGE_SIZE + 1)
    shown, following = cursors.cut(found, PAGE_SIZE, lambda row: (row.Appointment.starts_at, row.Appointment.id))
    return Pages(visits=tuple(_visit(row, ctx) for row in shown), cursor=following)


def _messages(tx: Session, ctx: StaffContext, person_id: str, cursor: str) -> Pages:
    found = outbox.of_person(tx, ctx.clinic.id, person_id, cursors.position(cursor), PAGE_SIZE + 1)
    shown, following = cursors.cut(found, PAGE_SIZE, lambda row: (row.created_at, row.id))
    return Pages(messages=tuple(_message(row, ctx) for row in shown), cursor=following)


def _activity(tx: Session, ctx: StaffContext, person_id: str, cursor: str) -> Pages:
    found = audit.log_of(tx, ctx.clinic.id, person_id, true(), cursors.number(cursor), PAGE_SIZE + 1)
    shown, following = cursors.cut(found, PAGE_SIZE, lambda row: (row.id,))
    names = _names(tx, ctx, {row.actor_id for row in shown if row.actor_id})
    titles = documents.names(tx, ctx.clinic.id, person_id, {row.subject_id for row in shown if row.subject_id})
    lines = tuple(_entry(row, person_id, names, titles, ctx) for row in shown)
    return Pages(activity=lines, cursor=following)


TURNS: Mapping[List, Callable[[Session, StaffContext, str, str], Pages]] = {
    "appointments": _visits,
    "messages": _messages,
    "activity": _activity,
}


def _visit(row: Row[Any], ctx: StaffContext) -> VisitLine:
    visit = row.Appointment
    start, end = (wall_time(at, visit.zone).local for at in (visit.starts_at, visit.ends_at))
    return VisitLine(
        id=visit.id,
        when=f"{dates.full_day(start, ctx.lang)}, {dates.time_range(start, end, ctx.lang)}",
        treatment=row.treatment,
        practitioner=full_name(row.staff_first, row.staff_last),
        place=say("visit.online", ctx.lang) if visit.online else row.place,
        state=say(f"state.{visit.state}", ctx.lang),
        is_coming=visit.state in EXPECTED and visit.ends_at >= ctx.now,
    )


def _message(row: OutboxMessage, ctx: StaffContext) -> MessageLine:
    return MessageLine(
        id=row.id,
        kind=say(f"message.{row.kind}", ctx.lang),
        channel=say(f"message.by_{row.channel}", ctx.lang),
        address=row.recipient if "@" in row.recipient else shown_phone(row.recipient, ctx.clinic.country, ctx.lang),
        when=ctx.moment(row.sent_at or row.created_at),
        state=row.state,
        state_line=say(f"message.state.{row.state}", ctx.lang),
        reason=_reason(row, ctx),
        can_send_again=may_send_again(row, ctx),
    )


def _reason(row: OutboxMessage, ctx: StaffContext) -> str:
    if row.state != outbox.FAILED or not row.error:
        return ""
    if row.channel == Channel.TEXT and not row.error.startswith("bug_"):
        return say("message.error.carrier", ctx.lang, code=row.error)
    known = {"recipient_refused": "message.error.address", "bug": "message.error.bug"}
    return say(known.get(row.error.partition("_")[0] if row.error.startswith("bug_") else row.error,
                         "message.error.server"), ctx.lang, code=row.error)  # fmt: skip


def _names(tx: Session, ctx: StaffContext, ids: set[str]) -> dict[str, str]:
    found = patients.people(tx, ctx.clinic.id, sorted(ids))
    return {person.id: full_name(person.first_name, person.last_name) for person in found}


def _entry(
    row: AuditEntry, person_id: str, names: Mapping[str, str], titles: Mapping[str, str], ctx: StaffContext
) -> ActivityLine:
    return ActivityLine(
        id=str(row.id),
        when=ctx.moment(row.at),
        who=_actor(row, person_id, names, ctx),
        what=say(f"activity.{row.action}", ctx.lang),
        detail=titles.get(row.subject_id or "") or _detail(row, ctx),
    )


def _actor(row: AuditEntry, person_id: str, names: Mapping[str, str], ctx: StaffContext) -> str:
    """Say who did it: somebody by name, the patient, or whoever it was when the trail names nobody."""
    if row.actor_id and row.actor_id != person_id:
        return names.get(row.actor_id) or say("activity.by.portal", ctx.lang)
    return say(f"activity.by.{Actor.OWNER if row.actor_id else implied_actor(row)}", ctx.lang)


def _detail(row: AuditEntry, ctx: StaffContext) -> str:
    if row.action == Action.CONTACT_CHANGED:
        return ", ".join(say(f"profile.field.{name}", ctx.lang) for name in str(row.facts.get("fields", "")).split(","))
    if row.action == Action.ONLINE_BOOKING_CHANGED:
        after = row.facts.get("after") or "clinic"
        return say(f"profile.booking.{after}", ctx.lang)
    return ""
