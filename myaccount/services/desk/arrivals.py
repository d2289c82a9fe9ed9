"""Tell the desk what has arrived from a patient and wants to be seen: once, and nothing that can wait for the visit."""

from sqlmodel import Session

from myaccount.domain.tasks import NOTE_AT_MOST, TaskKind
from myaccount.domain.topics import Topic
from myaccount.messages import say
from myaccount.models import Document, Form
from myaccount.services.context import ClinicContext, StaffContext
from myaccount.services.desk import tasks
from myaccount.store import bus, documents, people
from myaccount.store import tasks as store


def form_came(tx: Session, ctx: ClinicContext, form: Form, name: str, flagged: int) -> None:
    """Give the desk a task for a form that was submitted with so many flagged answers; a form with none is no task.

    Edges: the task says how many there are, never what was answered.
    """
    if flagged and store.waiting(tx, ctx.clinic.id, form.person_id, TaskKind.FLAGGED_FORM, form.id) is None:
        key = "task.flagged_form.note.one" if flagged == 1 else "task.flagged_form.note"
        note = say(key, ctx.clinic.language, form=name, count=flagged)
        tasks.give(tx, ctx, TaskKind.FLAGGED_FORM, form.person_id, form.id, note)


def form_went_back(tx: Session, ctx: StaffContext, form: Form) -> None:
    """Close the task of a form that is sent back: somebody has seen what was flagged."""
    _finish(tx, ctx, form.person_id, form.id)


def document_came(tx: Session, ctx: ClinicContext, document: Document) -> None:
    """Give the desk a task for what a patient has sent. Edges: what they send before it is done is the same task."""
    people.own_to_change(tx, ctx.clinic.id, document.person_id)  # of two that arrive at once, the second finds the task
    task = store.waiting(tx, ctx.clinic.id, document.person_id, TaskKind.DOCUMENT_SENT)
    if task is None:
        tasks.give(tx, ctx, TaskKind.DOCUMENT_SENT, document.person_id, document.person_id, document.title)
        return
    longer = f"{task.note}\n{document.title}"
    if len(longer) <= NOTE_AT_MOST:
        task.note = longer
        tx.add(task)
        bus.announce(tx, ctx.clinic.id, Topic.TASK, ctx.now, document.person_id)


def document_seen(tx: Session, ctx: StaffContext, person_id: str) -> None:
    """Close the task of what a patient has sent, once somebody of the clinic has opened the last of it."""
    if not documents.has_unseen(tx, ctx.clinic.id, person_id):
        _finish(tx, ctx, person_id, person_id)


def _finish(tx: Session, ctx: StaffContext, person_id: str, subject_id: str) -> None:
    if store.finish_about(tx, ctx.clinic.id, person_id, subject_id, ctx.now, ctx.person_id):
        bus.announce(tx, ctx.clinic.id, Topic.TASK, ctx.now, person_id)
