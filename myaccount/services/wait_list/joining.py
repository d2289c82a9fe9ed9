"""Joining the wait list, and leaving it."""

from datetime import date, timedelta

from sqlmodel import Session

from myaccount.domain.cancellation import may_cancel
from myaccount.domain.parsing import read_day
from myaccount.domain.refusals import AlreadyDone, CannotMove, NotAcceptable, NotFound
from myaccount.domain.time import wall_time
from myaccount.domain.topics import Topic
from myaccount.domain.wait_list import MOST, DayPart, WaitListFull, WaitListOff, WaitState, Wanted
from myaccount.messages import say
from myaccount.models import WaitEntry
from myaccount.services.booking import eligibility
from myaccount.services.booking.criteria import SearchCriteria
from myaccount.services.context import PatientContext
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.services.visits.facts import facts_of
from myaccount.store import appointments, bus
from myaccount.store import offers as offered
from myaccount.store import wait_list as store

DAYS_AT_FIRST = 14


def join(tx: Session, ctx: PatientContext, criteria: SearchCriteria, said: dict[str, str]) -> str:
    """Let a patient wait for a time, and tell the id of it. `said` are the boxes of the form, by name.

    Edges: who waits for the same already has its days changed, and keeps their place in the line.
    Raises: WaitListOff · BookingOff · NotFound for what is not offered online · CannotMove · NotAcceptable for days ·
    WaitListFull for who waits for too much.
    """
    if not ctx.settings.wait_list:
        raise WaitListOff()
    eligibility.check(tx, ctx)
    zone = _zone(tx, ctx, criteria)
    wanted = _wanted(ctx, said, zone)
    _check_move(tx, ctx, criteria.moving)
    waiting = store.own(tx, ctx.clinic.id, ctx.person_id, states=[WaitState.WAITING.value])
    entry = next((one for one in waiting if is_same(one, criteria)), None)
    if entry is None:
        if len(waiting) >= MOST:
            raise WaitListFull(most=MOST)
        entry = _entry(ctx, criteria, wanted)
    entry.first_day, entry.last_day, entry.part = wanted.first, wanted.last, wanted.part.value
    tx.add(entry)
    tx.flush()
    audit.record(tx, ctx, Action.WAIT_LIST_JOINED, subject_id=entry.id)
    bus.announce(tx, ctx.clinic.id, Topic.WAIT_LIST, ctx.now, ctx.person_id)
    return entry.id


def leave(tx: Session, ctx: PatientContext, entry_id: str) -> None:
    """Let a patient wait no more; what they were offered is closed. Raises: NotFound · AlreadyDone."""
    entry = store.own_entry(tx, ctx.clinic.id, ctx.person_id, entry_id)
    if not store.end(tx, entry.id, WaitState.LEFT, ctx.now):
        raise AlreadyDone()
    store.close_all_of(tx, entry.id)
    audit.record(tx, ctx, Action.WAIT_LIST_LEFT, subject_id=entry.id)
    bus.announce(tx, ctx.clinic.id, Topic.WAIT_LIST, ctx.now, ctx.person_id)


def suggested(ctx: PatientContext, zone: str) -> tuple[date, date, date]:
    """Suggest the first and the last day of waiting, and tell the last that is possible. Times: days of the place."""
    today, last = wall_time(ctx.now, zone).local.date(), ctx.settings.booking.last_day(zone, ctx.now)
    return today, min(last, today + timedelta(days=DAYS_AT_FIRST)), last


def _zone(tx: Session, ctx: PatientContext, criteria: SearchCriteria) -> str:
    chosen = offered.chosen(tx, ctx.clinic.id, criteria.treatment_id, criteria.location_id)
    known = not criteria.staff_id or offered.practitioners(tx, ctx.clinic.id, criteria.staff_id)
    if chosen is None or not known:
        raise NotFound()
    return chosen[1].time_zone


def _wanted(ctx: PatientContext, said: dict[str, str], zone: str) -> Wanted:
    today, _, last_of_all = suggested(ctx, zone)
    first, last = read_day(said.get("first", "")), read_day(said.get("last", ""))
    if first is None or last is None or last < max(first, today) or first > last_of_all:
        raise NotAcceptable(field="last", reason=say("wait.days_wrong", ctx.lang))
    part = said.get("part", "")
    return Wanted(max(first, today), min(last, last_of_all), DayPart(part) if part in tuple(DayPart) else DayPart.ANY)


def _check_move(tx: Session, ctx: PatientContext, moving: str) -> None:
    if moving:
        visit = appointments.own(tx, ctx.clinic.id, ctx.person_id, moving)
        if not may_cancel(facts_of(visit), ctx.settings.cancellation, ctx.now).moves:
            raise CannotMove()


def is_same(one: WaitEntry, criteria: SearchCriteria) -> bool:
    """Tell whether somebody waits for just this, whatever the days."""
    kept = (one.treatment_id, one.location_id, one.staff_id or "", one.moving_id or "")
    return kept == (criteria.treatment_id, criteria.location_id, criteria.staff_id, criteria.moving)


def _entry(ctx: PatientContext, criteria: SearchCriteria, wanted: Wanted) -> WaitEntry:
    return WaitEntry(
        clinic_id=ctx.clinic.id,
        person_id=ctx.person_id,
        treatment_id=criteria.treatment_id,
        location_id=criteria.location_id,
        staff_id=criteria.staff_id or None,
        moving_id=criteria.moving or None,
        first_day=wanted.first,
        last_day=wanted.last,
        created_at=ctx.now,
    )
