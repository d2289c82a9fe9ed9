"""The forms of one patient as the clinic looks through them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, case, func, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from myaccount.domain.forms.states import PENDING, FormState
from myaccount.domain.tasks import TaskKind
from myaccount.models import Form, FormTemplate, FormVersion, Task


def listed(tx: Session, clinic_id: str, person_id: str, limit: int) -> Sequence[Row[Any]]:
    """List a person's forms with their names and versions: those that wait first, then the latest."""
    waits = case((col(Form.state).in_([one.value for one in PENDING]), 0), else_=1)
    query = (
        select_columns(Form, FormVersion, func.coalesce(col(FormVersion.name), col(FormTemplate.name)).label("name"))
        .join(FormTemplate, col(FormTemplate.id) == col(Form.template_id))
        .outerjoin(FormVersion, and_(col(FormVersion.id) == col(Form.version_id)))
        .where(col(Form.clinic_id) == clinic_id, col(Form.person_id) == person_id)
        .order_by(waits, func.coalesce(col(Form.submitted_at), col(Form.assigned_at)).desc(), col(Form.id))
    )
    return tx.execute(query.limit(limit)).all()


def of_visits(tx: Session, clinic_id: str, visits: Mapping[str, str]) -> Sequence[Row[Any]]:
    """List the forms that matter to visits, given with whose each is: what waits for the people, and what came in.

    Edges: of what was submitted, only what one of the visits has brought.
    """
    waits = col(Form.state).in_([one.value for one in PENDING])
    is_in = and_(col(Form.state) == FormState.SUBMITTED.value, col(Form.appointment_id).in_(list(visits)))
    query = select_columns(col(Form.person_id), col(Form.appointment_id), col(Form.state)).where(
        col(Form.clinic_id) == clinic_id, col(Form.person_id).in_(set(visits.values())), or_(waits, is_in)
    )
    return tx.execute(query).all()


def flagged(tx: Session, clinic_id: str, people: Collection[str]) -> Sequence[Row[Any]]:
    """List the forms of people with flagged answers that wait for the desk: whose each is, and how it is called."""
    query = (
        select_columns(col(Form.person_id), col(FormVersion.name))
        .join(Task, and_(col(Task.subject_id) == col(Form.id), col(Task.kind) == TaskKind.FLAGGED_FORM.value))
        .join(FormVersion, col(FormVersion.id) == col(Form.version_id))
        .where(col(Task.clinic_id) == clinic_id, col(Task.person_id).in_(list(people)))
        .where(col(Task.done_at).is_(None), col(Task.withdrawn_at).is_(None))
    )
    return tx.execute(query.order_by(col(Task.created_at), col(Task.id))).all()


def submitted_before(tx: Session, form: Form, moment: datetime) -> Form | None:
    """Find the form that the same person submitted last, of the same template, before a moment."""
    query = select(Form).where(
        col(Form.template_id) == form.template_id,
        col(Form.person_id) == form.person_id,
        col(Form.state) == FormState.SUBMITTED.value,
        col(Form.submitted_at) < moment,
        col(Form.id) != form.id,
    )
    return tx.exec(query.order_by(col(Form.submitted_at).desc(), col(Form.id)).limit(1)).one_or_none()
