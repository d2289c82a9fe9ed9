"""A patient's forms at the desk: where each stands, what was submitted, and a reminder of one that waits."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from myaccount.domain.forms.filling import flagged
from myaccount.domain.forms.states import PENDING, FormClosed, FormState, RemindedAlready
from myaccount.domain.topics import Topic
from myaccount.messages import dates, say
from myaccount.models import Form, FormVersion
from myaccount.services.context import StaffContext
from myaccount.services.intake.templates import asked_by
from myaccount.services.outgoing import outbox
from myaccount.services.profiles import profiles
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import bus, people
from myaccount.store import form_templates as templates
from myaccount.store import forms as store
from myaccount.store import patient_forms as list_store
from myaccount.views.practice import Option
from myaccount.views.profile_forms import PatientForm, PatientForms

AT_MOST = 50
DRAWINGS = {FormState.SUBMITTED: "check", FormState.EXPIRED: "minus", FormState.WITHDRAWN: "minus"}


def page(tx: Session, ctx: StaffContext, person_id: str) -> PatientForms:
    """List a patient's forms: those that wait first, then the latest; and what can be sent.

    Raises: NotFound, also for a practitioner who has had no appointment with the patient.
    """
    person = profiles.one(tx, ctx, person_id)
    rows = list_store.listed(tx, ctx.clinic.id, person.id, AT_MOST + 1)
    return PatientForms(
        rows=tuple(_row(tx, row, ctx) for row in rows[:AT_MOST]),
        templates=tuple(Option(one.id, one.name) for one in templates.offered(tx, ctx.clinic.id)),
        has_more=len(rows) > AT_MOST,
    )


def remind(tx: Session, ctx: StaffContext, person_id: str, form_id: str) -> None:
    """Tell a patient by mail once more that a form waits for them: at most once a day of the clinic's.

    Raises: NotFound · FormClosed for one that does not wait · RemindedAlready, also where there is no address.
    """
    person = profiles.one(tx, ctx, person_id)
    form = store.own(tx, ctx.clinic.id, person.id, form_id)
    if FormState(form.state) not in PENDING:
        raise FormClosed()
    whose = people.own(tx, ctx.clinic.id, person.id)
    if not outbox.form_sent(tx, ctx, whose, form.id, form.due_on, again=ctx.today):
        raise RemindedAlready()
    audit.record(tx, ctx, Action.FORM_REMINDED, subject_id=form.id, person_id=person.id)
    bus.announce(tx, ctx.clinic.id, Topic.FORM, ctx.now, person.id)


def _row(tx: Session, row: Row[Any], ctx: StaffContext) -> PatientForm:
    form: Form = row.Form
    state = FormState(form.state)
    hits = _hits(tx, form, row.FormVersion) if state is FormState.SUBMITTED else 0
    return PatientForm(
        id=form.id,
        name=row.name,
        state=say(f"form.state.{state}", ctx.lang),
        about=_about(form, state, ctx),
        flagged=say("desk_form.flag" if hits == 1 else "desk_form.flags", ctx.lang, count=hits) if hits else "",
        drawing=DRAWINGS.get(state, "clock"),
        can_read=state is FormState.SUBMITTED,
        can_withdraw=state in PENDING,
        can_remind=state in PENDING,
    )


def _hits(tx: Session, form: Form, version: FormVersion) -> int:
    """Count the flagged answers. Edges: a form that flags none is not unsealed for it."""
    asked = asked_by(version)
    if not any(one.flags for one in asked.questions):
        return 0
    return len(flagged(asked, store.values(tx, form.id)))


def _about(form: Form, state: FormState, ctx: StaffContext) -> str:
    if state in PENDING:
        sent = say("desk_form.sent" if form.sent_by else "desk_form.booked", ctx.lang, when=_day(form.assigned_at, ctx))
        due = say("desk_form.due", ctx.lang, day=dates.plain_day(form.due_on, ctx.lang)) if form.due_on else ""
        return " · ".join(filter(None, (sent, due)))
    if state is FormState.SUBMITTED and form.submitted_at:
        return ctx.moment(form.submitted_at)
    return say("desk_form.closed", ctx.lang, when=_day(form.closed_at or form.assigned_at, ctx))


def _day(at: datetime, ctx: StaffContext) -> str:
    return dates.plain_day(ctx.clinic.day_of(at), ctx.lang)
