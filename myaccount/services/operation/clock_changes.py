"""Follow a change of the clocks that a newer zone database knows of, with every time that is still to come.

What was agreed is a time on the wall of a place. Its instant is derived anew, and with it all that hangs on instants:
what a practitioner's time is claimed for, reminders, offers to those who wait, open pages.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from myaccount import clock
from myaccount.domain import time_off
from myaccount.domain.appointments import LIVE
from myaccount.domain.clock_changes import Obstacle, derived, rearranged
from myaccount.domain.tasks import TaskKind
from myaccount.domain.time import WallTime, wall_time
from myaccount.domain.time_off import Span
from myaccount.domain.topics import Topic
from myaccount.messages import dates, say
from myaccount.models import Appointment, ClassSession, Staff, TimeOff, Treatment
from myaccount.services.clinic import clinics
from myaccount.services.context import ClinicContext
from myaccount.services.desk import tasks
from myaccount.services.outgoing import visit_messages
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import bus, holds
from myaccount.store import clock_changes as store
from myaccount.store.engine import Database
from myaccount.views.operator import ClocksFollowed, NotFollowed

Booked = Appointment | ClassSession
Dated = Booked | TimeOff
KINDS = {Appointment: "visit", ClassSession: "class", TimeOff: "time off"}


@dataclass(frozen=True)
class Turn:
    """A visit or a sitting to come, and the start that its wall time has now; None when the clocks skip it."""

    row: Booked
    to: datetime | None

    @property
    def by(self) -> timedelta:
        """By how much it moves.

        Times: elapsed time, below zero for earlier. Edges: by nothing where the clocks skip its time now.
        """
        return self.to - self.row.starts_at if self.to else timedelta(0)


def follow(db: Database, now: datetime) -> ClocksFollowed:
    """Derive the times to come anew that another zone database derived, a clinic at a time.

    Edges: a time that the clocks skip now, or that somebody else holds, stays at its instant, and the desk has a task.
    What was derived by the database in use is let be: asked again, this does nothing. Times: aware UTC.
    Source: product rules, "Time" 2.
    """
    version = clock.zone_data_version()
    found = [db.write(_of_clinic, clinic_id, version, now) for clinic_id in db.read(store.clinics, version, now)]
    left = [one for each in found for one in each.left]
    return ClocksFollowed(version, sum(each.moved for each in found), tuple(left))


def _of_clinic(tx: Session, clinic_id: str, version: str, now: datetime) -> "Round":
    facts = clinics.facts(tx, clinic_id)
    found = Round(tx, ClinicContext(facts, now, facts.language), version)
    found.run()
    return found


@dataclass
class Round:
    """A clinic's times being derived anew: how many have moved so far, and which could not."""

    tx: Session
    ctx: ClinicContext
    version: str
    moved: int = 0
    left: list[NotFollowed] = field(default_factory=list)

    def run(self) -> None:
        """Follow the clocks with all that is to come."""
        sittings, visits, away = (self._stale(model) for model in (ClassSession, Appointment, TimeOff))
        alone = sorted((one for one in visits if one.class_id is None), key=lambda one: (one.booked_at, one.id))
        turns = [Turn(one, derived(WallTime(one.starts_local, one.zone, one.fold))) for one in (*sittings, *alone)]
        staying = self._make_room([turn for turn in turns if turn.by])
        for turn in turns:
            self._take(turn, turn.row.id in staying)
        seats = (*(one for one in visits if one.class_id), *store.seats(self.tx, [one.id for one in sittings]))
        for seat in {one.id: one for one in seats}.values():
            self._sit(seat, self.tx.get_one(ClassSession, seat.class_id))
        for one in away:
            self._stay_away(one)

    def _stale(self, model: type[Any]) -> Sequence[Any]:
        return store.stale(self.tx, model, self.ctx.clinic.id, self.version, self.ctx.now)

    def _make_room(self, turns: Sequence[Turn]) -> frozenset[str]:
        """Move what is claimed, all at once; tell who has to stay. What was held for a moment is chosen anew."""
        if not turns:
            return frozenset()
        holds.free_all(self.tx, self.ctx.clinic.id)
        shifts = {turn.row.id: turn.by for turn in turns}
        staff_ids = sorted({turn.row.staff_id for turn in turns})
        while True:  # whoever books meanwhile is seen at the next look
            before = store.held(self.tx, staff_ids, self.ctx.now)
            after, staying = rearranged(before, shifts)
            if store.rearrange(self.tx, before, after):
                return staying

    def _take(self, turn: Turn, is_taken: bool) -> None:
        row = turn.row
        row.zone_data = self.version
        if turn.to is None or is_taken:
            self._stay(row, Obstacle.TAKEN if turn.to else Obstacle.SKIPPED)
        elif turn.by:
            self._move(row, turn.by)

    def _sit(self, seat: Appointment, sitting: ClassSession) -> None:
        """Bring a visit to where its class is now."""
        seat.zone_data = self.version
        seat.starts_local, seat.fold, seat.zone = sitting.starts_local, sitting.fold, sitting.zone
        if seat.starts_at != sitting.starts_at:
            self._move(seat, sitting.starts_at - seat.starts_at)

    def _stay_away(self, row: TimeOff) -> None:
        row.zone_data = self.version
        before = Span(row.starts_local, row.ends_local, row.starts_at, row.ends_at)
        found = time_off.derived(before, row.zone)
        if found is None:
            self._stay(row, Obstacle.SKIPPED)
        elif found != before:
            row.starts_at, row.ends_at = found.starts_at, found.ends_at
            self._note(row, Action.CLOCKS_FOLLOWED, before=before.starts_at.isoformat())
            self.moved += 1

    def _move(self, row: Booked, by: timedelta) -> None:
        before = row.starts_at
        row.starts_at, row.ends_at = row.starts_at + by, row.ends_at + by
        self.moved += 1
        if isinstance(row, Appointment):
            row.version += 1
            self.tx.flush()
            visit_messages.clocks_changed(self.tx, self.ctx, row, before)
            for person_id in store.move_offers(self.tx, row.id, by):
                bus.announce(self.tx, self.ctx.clinic.id, Topic.WAIT_LIST, self.ctx.now, person_id)
        self._note(row, Action.CLOCKS_FOLLOWED, before=before.isoformat())

    def _stay(self, row: Dated, obstacle: Obstacle) -> None:
        """Leave a time at its instant, by whatever the clocks show then, and give the desk a task if it matters."""
        agreed = row.starts_local
        kept = wall_time(row.starts_at, row.zone)
        row.starts_local = kept.local
        if isinstance(row, TimeOff):
            row.ends_local = wall_time(row.ends_at, row.zone).local
        else:
            row.fold = kept.fold
        if isinstance(row, Appointment) and row.state not in LIVE:
            return
        self._note(row, Action.CLOCKS_NOT_FOLLOWED, why=obstacle.value, agreed=agreed.isoformat())
        self._ask_the_desk(row, obstacle, agreed)
        self.left.append(NotFollowed(KINDS[type(row)], row.id, obstacle))

    def _ask_the_desk(self, row: Dated, obstacle: Obstacle, agreed: datetime) -> None:
        lang = self.ctx.clinic.language
        note = say(
            f"task.clocks_changed.{obstacle}",
            lang,
            what=say("task.clocks_changed.away", lang)
            if isinstance(row, TimeOff)
            else self.tx.get_one(Treatment, row.treatment_id).name,
            agreed=dates.day_and_time(agreed, lang),
            kept=dates.day_and_time(row.starts_local, lang),
            zone=dates.zone_time(row.zone, lang),
        )
        tasks.give(self.tx, self.ctx, TaskKind.CLOCKS_CHANGED, self._whose(row), row.id, note)

    def _note(self, row: Dated, action: Action, **facts: str) -> None:
        whose = row.person_id if isinstance(row, Appointment) else None
        audit.record(self.tx, self.ctx, action, subject_id=row.id, person_id=whose, kind=KINDS[type(row)], **facts)
        topic = Topic.PRACTICE if isinstance(row, TimeOff) else Topic.VISIT
        bus.announce(self.tx, self.ctx.clinic.id, topic, self.ctx.now, whose)

    def _whose(self, row: Dated) -> str:
        """Name the patient of a visit, and of all else the practitioner."""
        return row.person_id if isinstance(row, Appointment) else self.tx.get_one(Staff, row.staff_id).person_id
