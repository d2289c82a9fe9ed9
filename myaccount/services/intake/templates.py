"""What a template asks, in versions that never change."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from myaccount.domain.forms import definition
from myaccount.domain.forms.definition import Definition
from myaccount.models import Form, FormDraft, FormTemplate, FormVersion
from myaccount.services.context import ClinicContext, PatientContext
from myaccount.store import forms as store

KNOWN_AT_MOST = 200
"""How many versions are remembered."""

_known: dict[str, Definition] = {}


def publish(tx: Session, ctx: ClinicContext, row: FormTemplate, asked: Definition) -> FormVersion:
    """Let a template ask something else from now on. A form that somebody has opened goes on asking what it did.

    Whether the definition makes sense is the caller's to judge. Edges: what asks the same under the same name is no new
    version.
    """
    questions = definition.written(asked)
    last = store.latest_version(tx, row.id) if row.versions else None
    if last and last.name == row.name and last.card == asked.card and definition.same(last.questions, questions):
        return last
    return _add(tx, ctx, row, questions, asked.card)


def asked_by(kept: FormVersion | FormDraft) -> Definition:
    """Read what a version asks, or a draft is to ask."""
    return definition.read(kept.questions, kept.card)


def asked_of(tx: Session, form: Form) -> Definition:
    """Read what a form asks that has been opened. It never changes, and every answer asks for it: once will do."""
    found = _known.get(form.version_id or "")
    if found is None:
        if len(_known) >= KNOWN_AT_MOST:
            _known.clear()
        found = _known[form.version_id or ""] = asked_by(tx.get_one(FormVersion, form.version_id))
    return found


def _add(
    tx: Session, ctx: ClinicContext, row: FormTemplate, questions: Sequence[dict[str, Any]], card: str
) -> FormVersion:
    row.versions += 1
    tx.add(row)
    tx.flush()
    version = FormVersion(
        clinic_id=row.clinic_id,
        template_id=row.id,
        number=row.versions,
        name=row.name,
        questions=list(questions),
        card=card,
        made_at=ctx.now,
        made_by=ctx.person_id if isinstance(ctx, PatientContext) else None,
    )
    tx.add(version)
    tx.flush()
    return version
