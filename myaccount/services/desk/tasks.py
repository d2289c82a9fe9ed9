"""Tasks at the desk: what patients have asked for, or their banks, and who has done it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from myaccount.domain import contact
from myaccount.domain.clinic_side import may_open
from myaccount.domain.people import full_name
from myaccount.domain.refusals import AlreadyDone, NotAcceptable, NotAllowed, NotFound, TaskDone
from myaccount.domain.tasks import (
    ANSWERED,
    DONE_SHOWN,
    NOT_ASKED,
    NOTE_AT_MOST,
    AnswerMissing,
    TaskKind,
    note_problem,
)
from myaccount.domain.topics import Topic
from myaccount.messages import dates, say
from myaccount.models import Task
from myaccount.services import cursors, links
from myaccount.services.context import ClinicContext, StaffContext
from myaccount.services.outgoing import outbox
from myaccount.services.outgoing.outbox import Kind
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import bus, people
from myaccount.store import tasks as store
from myaccount.views.tasks import TaskPage, TaskRow

PAGE = "/clinic/tasks"
PART = {TaskKind.DETAILED_RECEIPT.value: "?part=billing"}
"""The part of the patient's profile where a task is done, if it is another than the first."""
PAGE_SIZE = 40
STILL_SHOWN = 10
"""How many done ones stay on an open page of open ones, with the way back."""


def count_open(tx: Session, ctx: StaffContext) -> int:
    """Count the open tasks for whoever may see them; none for everybody else."""
    return store.count_open(tx, ctx.clinic.id) if may_open(ctx.role, PAGE) else 0


def open_page(tx: Session, ctx: StaffContext, cursor: str, just_done: Sequence[str]) -> TaskPage:
    """Show the open tasks, oldest first, and among them those that were just done on this page.

    Raises: NotAllowed for a role that may not · NotFound for a cursor that no page gave out.
    """
    _check_role(ctx)
    found = store.open_ones(tx, ctx.clinic.id, cursors.position(cursor), PAGE_SIZE + 1)
    waiting, following = cursors.cut(found, PAGE_SIZE, lambda row: (row.Task.created_at, row.Task.id))
    done = [row for row in store.some(tx, ctx.clinic.id, just_done[-STILL_SHOWN:]) if row.Task.done_at]
    shown = sorted([*waiting, *done], key=lambda row: (row.Task.created_at, row.Task.id))
    return TaskPage(tuple(_row(row, ctx) for row in shown), following)


def done_page(tx: Session, ctx: StaffContext, cursor: str) -> TaskPage:
    """Show what was done in the last 90 days, latest first. Raises: NotAllowed · NotFound.

    Edges: done exactly 90 days ago still shows.
    """
    _check_role(ctx)
    since = ctx.now - DONE_SHOWN
    found = store.done_ones(tx, ctx.clinic.id, since, cursors.position(cursor), PAGE_SIZE + 1)
    shown, following = cursors.cut(found, PAGE_SIZE, lambda row: (row.Task.done_at, row.Task.id))
    return TaskPage(tuple(_row(row, ctx) for row in shown), following)


def done(tx: Session, ctx: StaffContext, task_id: str) -> None:
    """Mark a task as done; everybody at the desk, and its patient, see it.

    Edges: of two at once the second is told who was first. Raises: NotAllowed · NotFound, also once it is withdrawn ·
    TaskDone · AnswerMissing for a request that is done with an answer only.
    """
    _check_role(ctx)
    row = store.one(tx, ctx.clinic.id, task_id)
    if row.Task.kind == TaskKind.DELETION and row.Task.done_at is None:
        raise AnswerMissing()
    if not store.mark_done(tx, task_id, ctx.now, ctx.person_id):
        raise _not_open(store.one(tx, ctx.clinic.id, task_id), ctx)
    _note(tx, ctx, Action.TASK_DONE, row.Task)


def answer(tx: Session, ctx: StaffContext, task_id: str, typed: str) -> None:
    """Answer a request about somebody's data, which is done with that. They are told by mail, and read it in My data.

    Raises: NotAllowed · NotFound · TaskDone · NotAcceptable for words that cannot be taken.
    """
    _check_role(ctx)
    row = store.one(tx, ctx.clinic.id, task_id)
    words = contact.tidy(typed)
    if row.Task.kind not in ANSWERED:
        raise NotFound()
    if problem := note_problem(words):
        key = "task.answer_blank" if problem == "task.blank" else problem
        raise NotAcceptable(field="answer", reason=say(key, ctx.lang, longest=NOTE_AT_MOST))
    if not store.mark_done(tx, task_id, ctx.now, ctx.person_id, words):
        raise _not_open(store.one(tx, ctx.clinic.id, task_id), ctx)
    _note(tx, ctx, Action.TASK_DONE, row.Task)
    person = people.own(tx, ctx.clinic.id, row.Task.person_id)
    link = links.address(tx, ctx.clinic.id, "/account/data")
    outbox.to_person(tx, ctx, person, Kind.REQUEST_ANSWERED, f"{task_id}:{ctx.now.isoformat()}", {"link": link})


def reopen(tx: Session, ctx: StaffContext, task_id: str) -> None:
    """Make a done task one that waits again. Raises: NotAllowed · NotFound · AlreadyDone when it is open."""
    _check_role(ctx)
    row = store.one(tx, ctx.clinic.id, task_id)
    if not store.reopen(tx, task_id):
        raise AlreadyDone()
    _note(tx, ctx, Action.TASK_REOPENED, row.Task)


def give(tx: Session, ctx: ClinicContext, kind: TaskKind, person_id: str, subject_id: str, note: str) -> None:
    """Give the desk something to do about somebody that nobody has asked for; `note` is in the clinic's language."""
    tx.add(
        Task(
            clinic_id=ctx.clinic.id,
            kind=kind.value,
            person_id=person_id,
            subject_id=subject_id,
            note=note,
            created_at=ctx.now,
        )
    )
    bus.announce(tx, ctx.clinic.id, Topic.TASK, ctx.now, person_id)


def _check_role(ctx: StaffContext) -> None:
    if not may_open(ctx.role, PAGE):
        raise NotAllowed()


def _note(tx: Session, ctx: StaffContext, action: Action, task: Task) -> None:
    whose = None if task.kind in NOT_ASKED else task.person_id  # who has not asked has nothing done for them
    audit.record(tx, ctx, action, subject_id=task.id, person_id=whose, kind=task.kind)
    bus.announce(tx, ctx.clinic.id, Topic.TASK, ctx.now, task.person_id)


def _not_open(row: Row[Any], ctx: StaffContext) -> TaskDone | NotFound:
    """Say what became of a task. Somebody may have done it between the two looks: its row is read anew."""
    at = row.Task.done_at
    return TaskDone(who=_actor(row) or say("tasks.bank", ctx.lang), when=_moment(at, ctx)) if at else NotFound()


def _row(row: Row[Any], ctx: StaffContext) -> TaskRow:
    task: Task = row.Task
    return TaskRow(
        id=task.id,
        patient=full_name(row.first, row.last),
        patient_url=f"/clinic/patients/{task.person_id}" + PART.get(task.kind, ""),
        kind=say(f"task.kind.{task.kind}", ctx.lang),
        since=_moment(task.created_at, ctx),
        note=task.note,
        done_line=_done_line(row, task.done_at, ctx) if task.done_at else "",
        due=say("tasks.due", ctx.lang, day=dates.plain_day(task.due_on, ctx.lang)) if task.due_on else "",
        answer=task.answer,
        can_answer=task.kind in ANSWERED,
        needs_answer=task.kind == TaskKind.DELETION,
    )


def _done_line(row: Row[Any], at: datetime, ctx: StaffContext) -> str:
    who, when = _actor(row), _moment(at, ctx)
    return say("tasks.done_by", ctx.lang, who=who, when=when) if who else say("tasks.settled", ctx.lang, when=when)


def _actor(row: Row[Any]) -> str:
    return full_name(row.actor_first or "", row.actor_last or "")


def _moment(at: datetime, ctx: StaffContext) -> str:
    """Say an instant as clocks at the clinic show it."""
    return dates.day_and_time(ctx.clinic.local(at), ctx.lang)
