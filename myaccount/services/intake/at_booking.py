"""Forms that a booking brings with it, in the booking's own transaction, and takes back."""

from datetime import date

from sqlmodel import Session

from myaccount.domain.forms.states import PENDING, FormAct, FormState
from myaccount.domain.forms.triggers import Booked, is_asked, rule_of
from myaccount.domain.reminders import settled_at
from myaccount.domain.time import wall_time
from myaccount.models import Appointment, Form, FormTemplate
from myaccount.services.context import ClinicContext
from myaccount.services.intake import sending
from myaccount.services.outgoing import outbox
from myaccount.services.visits.facts import facts_of
from myaccount.store import appointments, people
from myaccount.store import forms as store


def booked(tx: Session, ctx: ClinicContext, row: Appointment) -> None:
    """Ask for the forms that a visit brings, once each, due on its day; the patient is told when its grace is over.

    Source: S15; product rules, "Intake form".
    """
    for template in store.triggered(tx, ctx.clinic.id):
        if is_asked(rule_of(template.trigger, template.treatments, template.every_months), _facts(tx, row, template)):
            form = sending.assign(tx, ctx, row.person_id, template.id, row.starts_local.date(), appointment_id=row.id)
            person = people.own(tx, ctx.clinic.id, row.person_id)
            outbox.form_sent(tx, ctx, person, form.id, form.due_on, settled_at(facts_of(row)))


def moved(tx: Session, ctx: ClinicContext, before: Appointment, after: Appointment) -> None:
    """Let the forms that a visit brought follow it to its new day."""
    for form in store.of_visit(tx, ctx.clinic.id, before.id):
        form.appointment_id = after.id
        if form.due_on == before.starts_local.date():
            form.due_on = after.starts_local.date()
        tx.add(form)
    tx.flush()


def given_up(tx: Session, ctx: ClinicContext, row: Appointment) -> None:
    """Take back the forms that a visit brought which does not take place, as far as nobody has written into them.

    Edges: what somebody has begun stays on their list: it is theirs.
    """
    for form in store.of_visit(tx, ctx.clinic.id, row.id):
        if FormState(form.state) is FormState.ASSIGNED:
            sending.close(tx, ctx, form, FormAct.WITHDRAW)


def _facts(tx: Session, row: Appointment, template: FormTemplate) -> Booked:
    waiting = store.latest_of(tx, template.id, row.person_id, PENDING)
    return Booked(
        day=row.starts_local.date(),
        treatment_id=row.treatment_id,
        is_first=not appointments.has_another(tx, row.clinic_id, row.person_id, row.id),
        is_pending=waiting is not None,
        submitted_on=_submitted_on(store.latest_of(tx, template.id, row.person_id, (FormState.SUBMITTED,)), row),
    )


def _submitted_on(form: Form | None, row: Appointment) -> date | None:
    return wall_time(form.submitted_at, row.zone).local.date() if form and form.submitted_at else None
