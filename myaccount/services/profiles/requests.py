"""What a patient asks of the desk: send it, see what is open, take it back."""

from sqlmodel import Session

from myaccount.domain import contact
from myaccount.domain.refusals import NotAcceptable, NotFound, TooManyTasks
from myaccount.domain.tasks import ANSWERED, NOTE_AT_MOST, OPEN_AT_MOST, TaskKind, due_on, may_ask, note_problem
from myaccount.domain.topics import Topic
from myaccount.messages import dates, say
from myaccount.models import Task
from myaccount.services.context import PatientContext
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import bus, people
from myaccount.store import tasks as store
from myaccount.views.tasks import OwnRequest


def open_ones(tx: Session, ctx: PatientContext) -> tuple[OwnRequest, ...]:
    """Show a patient's open requests, oldest first."""
    return tuple(_shown(task, ctx) for task in store.own_open(tx, ctx.clinic.id, ctx.person_id))


def answered(tx: Session, ctx: PatientContext) -> tuple[OwnRequest, ...]:
    """Show what the clinic has answered a patient's requests about their data, latest first; at most twenty."""
    return tuple(_shown(task, ctx) for task in store.own_answered(tx, ctx.clinic.id, ctx.person_id, ANSWERED, 20))


def ask(tx: Session, ctx: PatientContext, kind: TaskKind, typed: str, subject_id: str | None = None) -> str:
    """Send a request to the desk; give back its id.

    Edges: the same words about the same thing while that request is open are one request, however often they are sent.
    Raises: NotAcceptable for a note that cannot be taken · TooManyTasks when five are open.
    """
    note = contact.tidy(typed)
    if problem := note_problem(note):
        raise NotAcceptable(field="note", reason=say(problem, ctx.lang, longest=NOTE_AT_MOST))
    people.own_to_change(tx, ctx.clinic.id, ctx.person_id)  # a patient's requests come one after the other
    waiting = store.own_open(tx, ctx.clinic.id, ctx.person_id)
    same = [task.id for task in waiting if (task.kind, task.note, task.subject_id) == (kind, note, subject_id)]
    if same:
        return same[0]
    if not may_ask(len(waiting)):
        raise TooManyTasks(most=OPEN_AT_MOST)
    task = Task(
        clinic_id=ctx.clinic.id,
        kind=kind.value,
        person_id=ctx.person_id,
        subject_id=subject_id,
        note=note,
        due_on=due_on(kind, ctx.today),
        created_at=ctx.now,
    )
    tx.add(task)
    _note(tx, ctx, Action.TASK_OPENED, task)
    return task.id


def withdraw(tx: Session, ctx: PatientContext, task_id: str) -> None:
    """Take a request back. Raises: NotFound, also when it is somebody else's, or is not open any more."""
    found = store.own(tx, ctx.clinic.id, ctx.person_id, [task_id])
    if not found or not store.withdraw(tx, ctx.clinic.id, ctx.person_id, task_id, ctx.now):
        raise NotFound()
    _note(tx, ctx, Action.TASK_WITHDRAWN, found[0])


def _note(tx: Session, ctx: PatientContext, action: Action, task: Task) -> None:
    audit.record(tx, ctx, action, subject_id=task.id, kind=task.kind)
    bus.announce(tx, ctx.clinic.id, Topic.TASK, ctx.now, ctx.person_id)


def _shown(task: Task, ctx: PatientContext) -> OwnRequest:
    sent = ctx.clinic.day_of(task.created_at)
    return OwnRequest(
        id=task.id,
        kind=say(f"task.kind.{task.kind}", ctx.lang),
        since=say("requests.since", ctx.lang, day=dates.long_day(sent, ctx.lang)),
        note=task.note,
        due=say("requests.due", ctx.lang, day=dates.plain_day(task.due_on, ctx.lang)) if task.due_on else "",
        answer=task.answer,
    )
