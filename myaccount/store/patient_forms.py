"""The forms of one patient as the clinic looks through them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, case, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from myaccount.domain.forms.states import PENDING, FormState
from myaccount.models import Form, FormTemplate, FormVersion


def listed(tx: Session, clinic_id: str, person_id: str, at_most: int) -> Sequence[Row[Any]]:
    """List a person's forms with their names and versions: those that wait first, then the latest."""
    waits = case((col(Form.state).in_([one.value for one in PENDING]), 0), else_=1)
    query = (
        select_columns(Form, FormVersion, func.coalesce(col(FormVersion.name), col(FormTemplate.name)).label("name"))
        .join(FormTemplate, col(FormTemplate.id) == col(Form.template_id))
        .outerjoin(FormVersion, and_(col(FormVersion.id) == col(Form.version_id)))
        .where(col(Form.clinic_id) == clinic_id, col(Form.person_id) == person_id)
        .order_by(waits, func.coalesce(col(Form.submitted_at), col(Form.assigned_at)).desc(), col(Form.id))
    )
    return tx.execute(query.limit(at_most)).all()


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
