"""Ask a patient to fill in a form, take it off their list, or send back what they submitted: by the clinic."""

from datetime import date

from sqlmodel import Session

from myaccount.domain.forms.states import FormAct, FormState, after
from myaccount.domain.parsing import FieldError, line
from myaccount.domain.refusals import NotAcceptable, NotFound
from myaccount.domain.topics import Topic
from myaccount.messages import say
from myaccount.models import Form
from myaccount.services.context import ClinicContext, StaffContext
from myaccount.services.desk import arrivals
from myaccount.services.outgoing import outbox
from myaccount.services.profiles import profiles
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import bus, people
from myaccount.store import forms as store

NOTE_AT_MOST = 1000


def send(
    tx: Session,
    ctx: StaffContext,
    person_id: str,
    template_id: str,
    due_on: date | None = None,
    expires_on: date | None = None,
) -> str:
    """Ask a patient to fill in a form now, and give back the form's id. They are told by mail.

    Times: `due_on` and `expires_on` are the clinic's days. Edges: one that waits for them already is not sent twice:
    it is that one. Raises: NotFound, also for an archived template, and for a patient whom this member of staff does
    not see.
    """
    person = profiles.one(tx, ctx, person_id)
    template = store.template(tx, ctx.clinic.id, template_id, lock=True)
    if template.archived_at or not template.versions:
        raise NotFound()
    waiting = store.latest_of(tx, template.id, person.id, (FormState.ASSIGNED, FormState.IN_PROGRESS))
    if waiting:
        return waiting.id
    row = assign(tx, ctx, person.id, template.id, due_on, expires_on=expires_on)
    audit.record(tx, ctx, Action.FORM_SENT, subject_id=row.id, person_id=person.id)
    outbox.form_sent(tx, ctx, person, row.id, due_on)
    return row.id


def assign(
    tx: Session,
    ctx: ClinicContext,
    person_id: str,
    template_id: str,
    due_on: date | None,
    *,
    appointment_id: str | None = None,
    expires_on: date | None = None,
) -> Form:
    """Put a form on a patient's list. Whether it is to be, and who is told, is the caller's to judge.

    Times: the clinic's days; it can be filled in until the end of `expires_on`.
    """
    row = Form(
        clinic_id=ctx.clinic.id,
        person_id=person_id,
        template_id=template_id,
        appointment_id=appointment_id,
        due_on=due_on,
        expires_on=expires_on,
        assigned_at=ctx.now,
        sent_by=ctx.person_id if isinstance(ctx, StaffContext) else None,
    )
    tx.add(row)
    tx.flush()
    bus.announce(tx, ctx.clinic.id, Topic.FORM, ctx.now, person_id)
    return row


def withdraw(tx: Session, ctx: StaffContext, person_id: str, form_id: str) -> None:
    """Take a form that waits off a patient's list; what they have written stays with the clinic.

    Raises: NotFound · FormClosed for one that does not wait any more.
    """
    row = _own(tx, ctx, person_id, form_id)
    close(tx, ctx, row, FormAct.WITHDRAW)
    audit.record(tx, ctx, Action.FORM_WITHDRAWN, subject_id=row.id, person_id=row.person_id)


def send_back(tx: Session, ctx: StaffContext, person_id: str, form_id: str, note: str) -> None:
    """Send back what a patient submitted, with a note that says what is to be changed. They are told by mail.

    Edges: the copy of what they submitted stays among their documents, and what it said is kept to compare with.
    Raises: NotFound · FormNotReturnable for what was not submitted · NotAcceptable for the note.
    """
    try:
        said = line(longest=NOTE_AT_MOST, needed=True, lines=True)(note.strip())
    except FieldError as wrong:
        raise NotAcceptable(field="note", reason=say(wrong.key, ctx.lang, **wrong.facts)) from wrong
    row = _own(tx, ctx, person_id, form_id)
    row.state = after(FormAct.RETURN, FormState(row.state)).value
    row.returned_at = ctx.now
    store.set_note(row, said)
    store.keep_sent_back(row, store.values(tx, row.id))
    tx.add(row)
    arrivals.form_went_back(tx, ctx, row)
    audit.record(tx, ctx, Action.FORM_RETURNED, subject_id=row.id, person_id=row.person_id)
    person = people.own(tx, ctx.clinic.id, row.person_id)
    outbox.form_returned(tx, ctx, person, row.id)
    bus.announce(tx, ctx.clinic.id, Topic.FORM, ctx.now, row.person_id)


def close(tx: Session, ctx: ClinicContext, row: Form, act: FormAct) -> None:
    """Withdraw a form, or let it expire: open pages say so. Raises: FormClosed."""
    row.state = after(act, FormState(row.state)).value
    row.closed_at = ctx.now
    tx.add(row)
    bus.announce(tx, ctx.clinic.id, Topic.FORM, ctx.now, row.person_id)


def _own(tx: Session, ctx: StaffContext, person_id: str, form_id: str) -> Form:
    person = profiles.one(tx, ctx, person_id)
    return store.own(tx, ctx.clinic.id, person.id, form_id, lock=True)
