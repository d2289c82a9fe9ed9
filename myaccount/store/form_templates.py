"""The forms that a clinic builds: its templates, their drafts, and how often each is out."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, and_, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from myaccount.domain.forms.states import PENDING
from myaccount.models import Form, FormDraft, FormTemplate, FormVersion

AT_MOST = 300
"""How many forms a clinic may have, archived ones among them."""


def count(tx: Session, clinic_id: str) -> int:
    """Count the templates of a clinic."""
    return tx.exec(select(func.count()).where(col(FormTemplate.clinic_id) == clinic_id)).one()


def listed(tx: Session, clinic_id: str) -> Sequence[Row[Any]]:
    """List the templates by name, archived ones last, each with its latest version, its draft, and how many wait."""
    waiting = (
        select_columns(func.count(col(Form.id)))
        .where(col(Form.template_id) == col(FormTemplate.id), col(Form.state).in_([one.value for one in PENDING]))
        .scalar_subquery()
    )
    query = (
        select_columns(FormTemplate, FormVersion, FormDraft, waiting.label("waiting"))
        .outerjoin(FormVersion, and_(*_latest()))
        .outerjoin(FormDraft, col(FormDraft.template_id) == col(FormTemplate.id))
        .where(col(FormTemplate.clinic_id) == clinic_id)
        .order_by(col(FormTemplate.archived_at).is_not(None), func.lower(col(FormTemplate.name)), col(FormTemplate.id))
    )
    return tx.execute(query.limit(AT_MOST)).all()


def offered(tx: Session, clinic_id: str) -> Sequence[FormTemplate]:
    """List the templates that can be sent, by name."""
    query = select(FormTemplate).where(
        col(FormTemplate.clinic_id) == clinic_id,
        col(FormTemplate.archived_at).is_(None),
        col(FormTemplate.versions) > 0,
    )
    return tx.exec(query.order_by(func.lower(col(FormTemplate.name)), col(FormTemplate.id)).limit(AT_MOST)).all()


def waiting(tx: Session, template_id: str) -> int:
    """Count the forms of a template that wait for their patients."""
    query = select(func.count()).where(
        col(Form.template_id) == template_id, col(Form.state).in_([one.value for one in PENDING])
    )
    return tx.exec(query).one()


def draft(tx: Session, template_id: str) -> FormDraft | None:
    """Find the draft of a template; hold the template before it is changed."""
    query = select(FormDraft).where(col(FormDraft.template_id) == template_id)
    return tx.exec(query.execution_options(populate_existing=True)).one_or_none()


def question_ids(tx: Session, template_id: str) -> set[str]:
    """List the ids of every question that a template has ever asked."""
    query = select(FormVersion.questions).where(col(FormVersion.template_id) == template_id)
    return {one["id"] for questions in tx.exec(query) for one in questions}


def _latest() -> tuple[Any, ...]:
    template, version = col(FormTemplate.id), col(FormVersion.template_id)
    return version == template, col(FormVersion.number) == col(FormTemplate.versions)
