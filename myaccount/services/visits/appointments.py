"""Upcoming Appointments and Appointment History: see and cancel."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from myaccount.domain import calls, cancellation
from myaccount.domain.appointments import AppointmentState
from myaccount.domain.cancellation import CancelReason, in_grace, may_cancel
from myaccount.domain.questions import may_answer
from myaccount.domain.redemption import Happening
from myaccount.domain.refusals import AlreadyDone, CannotCancel
from myaccount.domain.time import between_days, day_starts, wall_time
from myaccount.domain.topics import Topic
from myaccount.models import Appointment
from myaccount.services import cursors
from myaccount.services.context import PatientContext
from myaccount.services.outgoing import visit_messages
from myaccount.services.packages import redemptions
from myaccount.services.paying import automatic_refunds
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.services.visits import bookings
from myaccount.services.visits.cards import card
from myaccount.services.visits.facts import facts_of
from myaccount.store import appointments as store
from myaccount.store import booking_answers, bus
from myaccount.views.appointments import CancelQuestion, HistoryPage, UpcomingPage, VisitCard

UPCOMING_PAGE_SIZE = 50
HISTORY_PAGE_SIZE = 20
NOTHING: Mapping[str, str] = MappingProxyType({})
TICK = timedelta(microseconds=1)
"""A visit is there until its end, and gone as soon as that is past."""


def upcoming(
    tx: Session, ctx: PatientContext, just_cancelled: Mapping[str, str] = NOTHING, limit: int = UPCOMING_PAGE_SIZE
) -> UpcomingPage:
    """Show what is still to come, soonest first; what was cancelled on this page just now keeps its place.

    `just_cancelled` says by the visits' ids what `cancel` told of their money.

    Edges: `limit` so many that stand, and the page says when there are more; a visit that the desk brought back is
    there once.
    Source: S07.
    """
    rows = store.upcoming(tx, ctx.clinic.id, ctx.person_id, ctx.now, limit + 1)
    shown = rows[:limit]
    folded = store.cancelled(tx, ctx.clinic.id, ctx.person_id, tuple(just_cancelled))
    cards = _cards(tx, sorted([*shown, *folded], key=_place), ctx)
    return UpcomingPage(
        cards=tuple(replace(one, money=just_cancelled.get(one.id, "")) for one in cards),
        has_visits=bool(shown),
        has_more=len(rows) > limit,
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
        before=cursors.position(cursor),
        limit=HISTORY_PAGE_SIZE + 1,
    )
    shown, following = cursors.cut(rows, HISTORY_PAGE_SIZE, lambda row: (row.Appointment.starts_at, row.Appointment.id))
    return HistoryPage(tuple(card(row, facts_of(row.Appointment), ctx) for row in shown), following)


def one(tx: Session, ctx: PatientContext, appointment_id: str) -> VisitCard:
    """Show one visit of the patient's own. Raises: NotFound, also when it is somebody else's."""
    row = store.own_card(tx, ctx.clinic.id, ctx.person_id, appointment_id)
    return card(row, facts_of(row.Appointment), ctx)


def question(tx: Session, ctx: PatientContext, appointment_id: str) -> CancelQuestion:
    """Show what a patient is asked before a visit of theirs is cancelled. Raises: NotFound.

    Edges: what becomes of what was prepaid is as it would be now, and changes as the grace ends.
    """
    shown, row = one(tx, ctx, appointment_id), store.own(tx, ctx.clinic.id, ctx.person_id, appointment_id)
    given = automatic_refunds.foretold(tx, ctx, row, to_card=_is_at_once(row, ctx))
    line = f"{shown.day_line}, {shown.time_line}"
    return CancelQuestion(shown.id, shown.title, line, " ".join(automatic_refunds.told(given, ctx.lang)))


def cancel(tx: Session, ctx: PatientContext, appointment_id: str, reason: CancelReason) -> str:
    """Cancel a visit online, free its time at once, and tell what becomes of what was prepaid; blank for nothing.

    Edges: what was prepaid is credit on account then; within the grace of a first booking it goes back to the card.
    Raises: NotFound · CannotCancel inside the period or when the clinic does not allow it · AlreadyDone when it is
    cancelled already.
    Source: S09–S11.
    """
    appointment = store.own(tx, ctx.clinic.id, ctx.person_id, appointment_id)
    if appointment.state == AppointmentState.CANCELLED:
        raise AlreadyDone()
    visit, at_once = facts_of(appointment), _is_at_once(appointment, ctx)
    if not may_cancel(visit, ctx.settings.cancellation, ctx.now).cancels:
        raise CannotCancel()
    done = {"cancelled_at": ctx.now, "cancel_reason": reason}
    if not store.mark(tx, appointment, AppointmentState.CANCELLED, frm=AppointmentState.BOOKED, **done):
        raise AlreadyDone()
    bookings.give_up(tx, ctx, appointment)
    redemptions.settle(tx, ctx, appointment, Happening.CANCELLED)
    given = automatic_refunds.release(tx, ctx, appointment, to_card=at_once)
    audit.record(tx, ctx, Action.APPOINTMENT_CANCELLED, subject_id=appointment_id, reason=reason)
    visit_messages.cancelled(tx, ctx, appointment, given)
    bus.announce(tx, ctx.clinic.id, Topic.VISIT, ctx.now, ctx.person_id)
    return " ".join(automatic_refunds.told(given, ctx.lang))


def _is_at_once(row: Appointment, ctx: PatientContext) -> bool:
    """Tell whether a visit that is cancelled now is a first booking taken back."""
    return in_grace(facts_of(row), ctx.now) and not row.moved_from_id


def _place(row: Row[Any]) -> tuple[datetime, str]:
    return row.Appointment.starts_at, row.Appointment.id


def _cards(tx: Session, rows: Sequence[Row[Any]], ctx: PatientContext) -> tuple[VisitCard, ...]:
    """Word the visits, each with what the clinic asks about it for as long as it may be answered."""
    asked = [row.Appointment.id for row in rows if ctx.settings.booking_question]
    said = booking_answers.of_visits(tx, asked)
    found = []
    for row in rows:
        visit = facts_of(row.Appointment)
        shown = card(row, visit, ctx)
        if asked and may_answer(visit, ctx.now):
            shown = replace(shown, question=ctx.settings.booking_question, answer=said.get(shown.id, ""))
        found.append(shown)
    return tuple(found)


def _next_change(rows: Sequence[Row[Any]], ctx: PatientContext) -> datetime:
    zones = {ctx.clinic.time_zone, ctx.time_zone} | {row.Appointment.zone for row in rows}
    moments = [day_starts(wall_time(ctx.now, zone).local.date() + timedelta(days=1), zone) for zone in zones]
    for row in rows:
        visit = facts_of(row.Appointment)
        verdict = cancellation.next_change(visit, ctx.settings.cancellation, ctx.now)
        door = calls.next_change(visit, ctx.now)
        limits = (at for at in (visit.starts_at, visit.ends_at + TICK) if at > ctx.now)
        moments += [at for at in (verdict, door, *limits) if at]
    return min(moments)
