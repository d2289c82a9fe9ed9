"""Intake forms in the database, scoped to the clinic and to the person who is asked. Answers are sealed."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import Row, and_, bindparam, func, literal_column, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from myaccount.crypto.sealing import seal, unseal
from myaccount.domain.forms.answers import Value
from myaccount.domain.forms.states import PENDING, FormState
from myaccount.domain.ids import could_be_id
from myaccount.domain.refusals import NotFound
from myaccount.models import Form, FormAnswer, FormTemplate, FormVersion
from myaccount.store.prepared import DirectReader, PreparedQuery


def waits(tx: Session, clinic_id: str, form_id: str) -> bool:
    """Tell whether a form of a clinic waits for its person still."""
    query = select(Form.id).where(
        col(Form.clinic_id) == clinic_id, col(Form.id) == form_id, col(Form.state).in_(_values(PENDING))
    )
    return tx.exec(query).one_or_none() is not None


def own(tx: Session, clinic_id: str, person_id: str, form_id: str, *, lock: bool = False) -> Form:
    """Find one of a person's forms. With `lock`, nobody else changes it meanwhile. Raises: NotFound."""
    query = select(Form).where(*_of_person(clinic_id, person_id), col(Form.id) == form_id)
    query = query.execution_options(populate_existing=lock)
    found = tx.exec(query.with_for_update() if lock else query).one_or_none() if could_be_id(form_id) else None
    if found is None:
        raise NotFound()
    return found


def of_person(tx: Session, clinic_id: str, person_id: str, limit: int) -> Sequence[Row[Any]]:
    """List a person's forms with their names: those that wait first, the soonest due on top, then the latest."""
    waits = col(Form.state).in_(_values(PENDING))
    query = (
        _named(clinic_id, person_id)
        .where(col(Form.state) != FormState.WITHDRAWN.value)
        .order_by(waits.desc(), _due(), col(Form.assigned_at).desc(), col(Form.id))
    )
    return tx.execute(query.limit(limit)).all()


_NEXT = PreparedQuery(
    select_columns(col(Form.id), col(Form.due_on), func.count().over().label("waiting"))
    .where(
        col(Form.clinic_id) == bindparam("clinic_id"),
        col(Form.person_id) == bindparam("person_id"),
        or_(*(col(Form.state) == one.value for one in sorted(PENDING))),
    )
    .order_by(col(Form.due_on).is_(None), col(Form.due_on), col(Form.assigned_at), col(Form.id))
    .limit(literal_column("1"))
)


def next_pending(tx: Session | DirectReader, clinic_id: str, person_id: str) -> Any | None:
    """Find of the forms that wait for a person the one that is due first, and how many are `waiting`."""
    return _NEXT.row(tx, clinic_id=clinic_id, person_id=person_id)


def name_of(tx: Session, row: Form) -> str:
    """Name a form: as the version is called that it is pinned to, and until then as its template."""
    version = tx.get(FormVersion, row.version_id) if row.version_id else None
    return version.name if version else tx.get_one(FormTemplate, row.template_id).name


def names(tx: Session, clinic_id: str, person_id: str, ids: Iterable[str]) -> dict[str, str]:
    """Name those of these forms that are a person's."""
    query = _named(clinic_id, person_id).where(col(Form.id).in_(list(ids)))
    return {row.Form.id: row.name for row in tx.execute(query)}


def template(tx: Session, clinic_id: str, template_id: str, *, lock: bool = False) -> FormTemplate:
    """Find a template of a clinic. With `lock`, nobody else changes it meanwhile. Raises: NotFound."""
    query = select(FormTemplate).where(col(FormTemplate.clinic_id) == clinic_id, col(FormTemplate.id) == template_id)
    query = query.execution_options(populate_existing=lock)
    found = tx.exec(query.with_for_update() if lock else query).one_or_none() if could_be_id(template_id) else None
    if found is None:
        raise NotFound()
    return found


def triggered(tx: Session, clinic_id: str) -> Sequence[FormTemplate]:
    """List the templates that some booking asks for."""
    query = select(FormTemplate).where(
        col(FormTemplate.clinic_id) == clinic_id,
        col(FormTemplate.archived_at).is_(None),
        col(FormTemplate.trigger) != "by_hand",
        col(FormTemplate.versions) > 0,
    )
    return tx.exec(query.order_by(col(FormTemplate.created_at), col(FormTemplate.id))).all()


def latest_version(tx: Session, template_id: str) -> FormVersion:
    """Find what a template asks now. Raises: NotFound for one that asks nothing yet."""
    query = select(FormVersion).where(col(FormVersion.template_id) == template_id)
    found = tx.exec(query.order_by(col(FormVersion.number).desc()).limit(1)).one_or_none()
    if found is None:
        raise NotFound()
    return found


def latest_of(tx: Session, template_id: str, person_id: str, states: Iterable[FormState]) -> Form | None:
    """Find the last of a person's forms of a template that stands so, by when it was submitted, then assigned."""
    query = (
        select(Form)
        .where(col(Form.template_id) == template_id, col(Form.person_id) == person_id)
        .where(col(Form.state).in_(_values(states)))
        .order_by(col(Form.submitted_at).desc(), col(Form.assigned_at).desc(), col(Form.id))
    )
    return tx.exec(query.limit(1)).one_or_none()


def of_visit(tx: Session, clinic_id: str, appointment_id: str) -> Sequence[Form]:
    """List the forms that a visit brought, and hold them."""
    query = select(Form).where(col(Form.clinic_id) == clinic_id, col(Form.appointment_id) == appointment_id)
    return tx.exec(query.order_by(col(Form.id)).with_for_update()).all()


def overdue(tx: Session, clinic_id: str, today: date, limit: int) -> Sequence[Form]:
    """List pending forms whose last day is over, and hold them. Times: `today` is the clinic's day."""
    query = select(Form).where(
        col(Form.clinic_id) == clinic_id, col(Form.state).in_(_values(PENDING)), col(Form.expires_on) < today
    )
    return tx.exec(query.order_by(col(Form.id)).limit(limit).with_for_update(skip_locked=True)).all()


def answers(tx: Session, form_id: str, *, since: int = 0) -> Sequence[FormAnswer]:
    """List what was written into a form after a revision, in the order in which it was."""
    query = select(FormAnswer).where(col(FormAnswer.form_id) == form_id, col(FormAnswer.revision) > since)
    return tx.exec(query.order_by(col(FormAnswer.revision), col(FormAnswer.question_id))).all()


def values(tx: Session, form_id: str) -> dict[str, Value]:
    """Read the answers of a form by their questions; one that was taken away is left out."""
    query = select(FormAnswer.id, FormAnswer.question_id, FormAnswer.value).where(col(FormAnswer.form_id) == form_id)
    rows = tx.exec(query.order_by(col(FormAnswer.revision), col(FormAnswer.question_id)))
    return {question_id: _read(value, row_id) for row_id, question_id, value in rows if value}


def value_of(row: FormAnswer) -> Value | None:
    """Read an answer."""
    return _read(row.value, row.id) if row.value else None


def set_value(row: FormAnswer, value: Value | None) -> None:
    """Write an answer, or take it away."""
    text = None if value is None else json.dumps(value, ensure_ascii=False)
    row.value = None if text is None else seal(text, *_place(row.id))


def answer(tx: Session, form_id: str, question_id: str) -> FormAnswer | None:
    """Find the answer to a question."""
    query = select(FormAnswer).where(col(FormAnswer.form_id) == form_id, col(FormAnswer.question_id) == question_id)
    return tx.exec(query).one_or_none()


def note_of(row: Form) -> str:
    """Read the note with which a form was sent back; blank for none."""
    return unseal(row.note, "form", "note", row.id) if row.note else ""


def set_note(row: Form, note: str) -> None:
    """Write the note with which a form is sent back."""
    row.note = seal(note, "form", "note", row.id) if note else None


def sent_back(row: Form) -> dict[str, Value] | None:
    """Read the answers that a form had when it was sent back last; None for one that never was."""
    return json.loads(unseal(row.sent_back, *_kept(row))) if row.sent_back else None


def keep_sent_back(row: Form, answers: Mapping[str, Value]) -> None:
    """Write down the answers that a form has as it is sent back."""
    row.sent_back = seal(json.dumps(dict(answers), ensure_ascii=False), *_kept(row))


def _kept(row: Form) -> tuple[str, str, str]:
    return "form", "sent_back", row.id


def _read(value: str, row_id: str) -> Value:
    return cast(Value, json.loads(unseal(value, *_place(row_id))))


def _place(row_id: str) -> tuple[str, str, str]:
    return "form_answer", "value", row_id


def _named(clinic_id: str, person_id: str) -> Any:
    return (
        select_columns(Form, func.coalesce(col(FormVersion.name), col(FormTemplate.name)).label("name"))
        .join(FormTemplate, col(FormTemplate.id) == col(Form.template_id))
        .outerjoin(FormVersion, and_(col(FormVersion.id) == col(Form.version_id)))
        .where(*_of_person(clinic_id, person_id))
    )


def _due() -> Any:
    """Order by the day on which a form is due; one that is never due comes last on both databases."""
    return func.coalesce(col(Form.due_on), date.max)


def _of_person(clinic_id: str, person_id: str) -> tuple[Any, ...]:
    return col(Form.clinic_id) == clinic_id, col(Form.person_id) == person_id


def _values(states: Iterable[FormState]) -> list[str]:
    return [one.value for one in states]
