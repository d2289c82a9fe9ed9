"""Upcoming Appointments and Appointment History: see, cancel, begin."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Row
from sqlmodel import Session

from myaccount.domain import calls, cancellation
from myaccount.domain.appointments import AppointmentState, Visit
from myaccount.domain.calls import may_begin
from myaccount.domain.cancellation import may_cancel
from myaccount.domain.ids import could_be_id
from myaccount.domain.refusals import AlreadyDone, CannotBegin, CannotCancel, NotFound
from myaccount.domain.time import between_days, day_starts, wall_time
from myaccount.models import Appointment
from myaccount.services import audit, outbox
from myaccount.services.audit import Action
from myaccount.services.context import PatientContext
from myaccount.services.visit_cards import card, door_line
from myaccount.store import appointments as store
from myaccount.store import bus
from myaccount.views.appointments import HistoryPage, UpcomingPage, VisitCard, VisitDoor

CancelReason = Literal["", "unwell", "schedule", "no_longer_needed", "other"]
UPCOMING_AT_MOST = 50
HISTORY_AT_A_TIME = 20
TOPIC = "visit"


def upcoming(tx: Session, ctx: PatientContext) -> UpcomingPage:
    """Show what is still to come, soonest first.

    Edges: at most 50, and the page says when there are more. Source: S07.
    """
    rows = store.upcoming(tx, ctx.clinic.id, ctx.person_id, ctx.now, UPCOMING_AT_MOST + 1)
    shown = rows[:UPCOMING_AT_MOST]
    return UpcomingPage(
        cards=tuple(card(row, facts_of(row.Appointment), ctx) for row in shown),
        has_more=len(rows) > UPCOMING_AT_MOST,
        next_change=_next_change(shown, ctx),
    )


def history(
    tx: Session, ctx: PatientContext, first: date | None, last: date | None, cancelled: bool, cursor: str
) -> HistoryPage:
    """Show what is past, latest first, twenty at a time; cancelled visits only when asked for.

    Times: clinic-local days, both included, either may be blank.
    Raises: NotFound for a cursor that no page gave out.
    Source: S14; product rules, "Readings decided".
    """
    since, until = between_days(first, last, ctx.clinic.time_zone)
    rows = store.history(
        tx,
        ctx.clinic.id,
        ctx.person_id,
        ctx.now,
        since=since,
        until=until,
        cancelled=cancelled,
        before=_position(cursor),
        limit=HISTORY_AT_A_TIME + 1,
    )
    shown = rows[:HISTORY_AT_A_TIME]
    return HistoryPage(
        cards=tuple(card(row, facts_of(row.Appointment), ctx) for row in shown),
        cursor=_cursor(shown[-1].Appointment) if len(rows) > HISTORY_AT_A_TIME else "",
    )


def one(tx: Session, ctx: PatientContext, appointment_id: str) -> VisitCard:
    """Show one visit of the patient's own. Raises: NotFound, also when it is somebody else's."""
    row = store.own_card(tx, ctx.clinic.id, ctx.person_id, appointment_id)
    return card(row, facts_of(row.Appointment), ctx)


def door(tx: Session, ctx: PatientContext, appointment_id: str) -> VisitDoor:
    """Show the door to an online visit: open, not yet open, or closed.

    Raises: NotFound, also when it is somebody else's.
    """
    row = store.own_card(tx, ctx.clinic.id, ctx.person_id, appointment_id)
    visit = facts_of(row.Appointment)
    is_open = may_begin(visit, ctx.now)
    return VisitDoor(
        card=card(row, visit, ctx),
        is_open=is_open,
        call_url=row.Appointment.call_url if is_open else "",
        line=door_line(visit, ctx),
        next_change=calls.next_change(visit, ctx.now),
    )


def cancel(tx: Session, ctx: PatientContext, appointment_id: str, reason: CancelReason) -> None:
    """Cancel a visit online, and free its time at once.

    Raises: NotFound · CannotCancel inside the period or when the clinic does not allow it · AlreadyDone when it is
    cancelled already.
    Source: S09–S11.
    """
    appointment = store.own(tx, ctx.clinic.id, ctx.person_id, appointment_id)
    if appointment.state == AppointmentState.CANCELLED:
        raise AlreadyDone()
    visit = facts_of(appointment)
    if not may_cancel(visit, ctx.settings.cancellation, ctx.now).cancels:
        raise CannotCancel()
    if not store.mark_cancelled(tx, appointment, ctx.now, reason):
        raise AlreadyDone()
    store.free_claims(tx, appointment_id)
    audit.record(tx, ctx, Action.APPOINTMENT_CANCELLED, subject_id=appointment_id, reason=reason)
    if not cancellation.in_grace(visit, ctx.now):
        outbox.visit_cancelled(tx, ctx, appointment_id)
    bus.announce(tx, ctx.clinic.id, TOPIC, ctx.now, ctx.person_id)


def begin(tx: Session, ctx: PatientContext, appointment_id: str) -> str:
    """Open the door to an online visit: tell where its call is.

    Raises: NotFound · CannotBegin before the hour, after the end, or without a place to meet.
    Source: S12, S13.
    """
    appointment = store.own(tx, ctx.clinic.id, ctx.person_id, appointment_id)
    if not may_begin(facts_of(appointment), ctx.now) or not appointment.call_url:
        raise CannotBegin()
    audit.record(tx, ctx, Action.CALL_OPENED, subject_id=appointment_id)
    return appointment.call_url


def facts_of(row: Appointment) -> Visit:
    """Take from a row what the rules judge."""
    return Visit(
        state=AppointmentState(row.state),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        booked_at=row.booked_at,
        is_online=row.online,
        has_call=bool(row.call_url),
    )


def _next_change(rows: Sequence[Row[Any]], ctx: PatientContext) -> datetime:
    zones = {ctx.clinic.time_zone, ctx.time_zone} | {row.Appointment.zone for row in rows}
    moments = [day_starts(wall_time(ctx.now, zone).local.date() + timedelta(days=1), zone) for zone in zones]
    for row in rows:
        visit = facts_of(row.Appointment)
        verdict = cancellation.next_change(visit, ctx.settings.cancellation, ctx.now)
        door = calls.next_change(visit, ctx.now)
        end = visit.ends_at if visit.ends_at > ctx.now else None
        moments += [at for at in (verdict, door, end) if at]
    return min(moments)


def _cursor(last: Appointment) -> str:
    return f"{last.starts_at.isoformat()}~{last.id}"


def _position(cursor: str) -> tuple[datetime, str] | None:
    if not cursor:
        return None
    starts_at, _, appointment_id = cursor.partition("~")
    try:
        position = datetime.fromisoformat(starts_at)
        instant = position.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise NotFound() from error
    if position.tzinfo is None or not could_be_id(appointment_id):
        raise NotFound()
    return instant, appointment_id
