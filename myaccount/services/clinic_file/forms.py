"""Bring forms of patients in, with their answers. A form that somebody has touched in the portal since stays so."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from myaccount.domain.forms.answers import Signed, Value, judge
from myaccount.domain.forms.definition import Definition
from myaccount.domain.forms.filling import missing
from myaccount.domain.forms.states import FormState
from myaccount.domain.parsing import FieldError
from myaccount.messages import say
from myaccount.models import Form, FormAnswer, FormTemplate
from myaccount.services.clinic_file import times
from myaccount.services.clinic_file.form_schema import FormSection
from myaccount.services.clinic_file.merging import plain
from myaccount.services.clinic_file.plan import BroughtForm, Plan
from myaccount.services.clinic_file.reading import Entry, Sections
from myaccount.services.context import ClinicContext
from myaccount.services.intake import copies, templates
from myaccount.store import clinic_file as store
from myaccount.store import forms as form_store

Templates = Mapping[str, tuple[str, Definition | None]]
"""The templates that forms can name: the row's id, blank for a new one, and what it asks."""


def plan(tx: Session, sections: Sections, plan: Plan) -> None:
    """Plan the forms: answers are judged as if their patient had given them."""
    known = _templates(tx, sections, plan)
    found = store.by_external_id(tx, Form, plan.clinic_id, [entry.said.id for entry in sections.forms])
    for entry in sections.forms:
        before = found.get(entry.said.id)
        person_id = plan.people.find(plan.problems, f"{entry.path}.patient", entry.said.patient)
        template_id, asks = known.get(entry.said.template, ("", None))
        if asks is None:
            if entry.said.template not in sections.broken["form_templates"]:
                said = f"There is no form template with the id {entry.said.template!r}"
                plan.problems.add(f"{entry.path}.template", said)
        elif before and (before["person_id"], before["template_id"]) != (person_id, template_id):
            plan.problems.add(f"{entry.path}.id", "A form stays whose it is, and of its template: use another id")
        elif person_id and (brought := _read(entry, person_id, asks, before, plan)):
            plan.forms.append(brought)


def load(tx: Session, ctx: ClinicContext, plan: Plan) -> None:
    """Write the forms."""
    ids = [one.template for one in plan.forms]
    named = store.by_external_id(tx, FormTemplate, plan.clinic_id, ids)
    for brought in plan.forms:
        if not brought.before:
            _write(tx, ctx, brought, _blank(ctx, brought, named[brought.template]["id"]))
            plan.count("forms", "added")
            continue
        plan.count("forms", _again(tx, ctx, brought, tx.get_one(Form, brought.before), plan))


def _templates(tx: Session, sections: Sections, plan: Plan) -> Templates:
    in_file = {entry.said.id: entry.said.definition() for entry in sections.form_templates}
    wanted = {entry.said.template for entry in sections.forms}
    rows = store.by_external_id(tx, FormTemplate, plan.clinic_id, wanted)
    there: dict[str, tuple[str, Definition | None]] = {
        name: (row["id"], templates.asked_by(form_store.latest_version(tx, row["id"])))
        for name, row in rows.items()
        if row["versions"]
    }
    return {**there, **{name: (there.get(name, ("", None))[0], asks) for name, asks in in_file.items()}}


def _read(
    entry: Entry[FormSection], person_id: str, asks: Definition, before: Mapping[str, Any] | None, plan: Plan
) -> BroughtForm | None:
    said, problems = entry.said, plan.problems
    due = problems.attempt(f"{entry.path}.due", lambda: said.due and times.day(said.due, plan.zone, plan.now))
    at = plan.now
    if said.submitted:
        moment = problems.attempt(
            f"{entry.path}.submitted", lambda: times.instant_of(said.submitted or "", plan.zone, plan.now)
        )
        at = moment.instant if moment else at
    answers = _answers(entry, asks, person_id, at, plan)
    if said.state == "submitted":
        for one in missing(asks, answers):
            problems.add(f"{entry.path}.answers.{one.id}", "A form that was submitted answers what is required")
    says = {"due_on": due, "state": said.state, "answers": _hash(said.answers)}
    old = before["id"] if before else ""
    return BroughtForm(said.id, entry.path, person_id, said.template, says, answers, at, old)


def _answers(entry: Entry[FormSection], asks: Definition, person_id: str, at: datetime, plan: Plan) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for name, text in entry.said.answers.items():
        path, question = f"{entry.path}.answers.{name}", asks.by_id.get(name)
        if question is None or not question.asks:
            plan.problems.add(path, "The form does not ask this")
            continue
        try:
            value = judge(question, text, plan.country, Signed(at.isoformat(), person_id))
        except FieldError as wrong:
            plan.problems.add(path, say(wrong.key, "en", **wrong.facts).removesuffix("."))
            continue
        if value is not None:
            found[name] = value
    return found


def _again(tx: Session, ctx: ClinicContext, brought: BroughtForm, row: Form, plan: Plan) -> str:
    says = {name: plain(value) for name, value in brought.says.items()}
    said_before = {name: row.imported.get(name) for name in says}
    if says == said_before:
        return "unchanged"
    touched = (row.state, row.revision) != (row.imported.get("state"), row.imported.get("revision"))
    row.imported = {**row.imported, **says}
    tx.add(row)
    if touched or row.state == FormState.SUBMITTED:
        plan.kept += [f"{brought.path}.{_key(name)}" for name in says if says[name] != said_before[name]]
        return "unchanged"
    _write(tx, ctx, brought, row)
    return "updated"


def _write(tx: Session, ctx: ClinicContext, brought: BroughtForm, row: Form) -> None:
    """Write a form: first what was answered, and only then that it was submitted, after which nothing is written."""
    state = FormState(brought.says["state"])
    row.due_on = brought.says["due_on"]
    if state is not FormState.ASSIGNED:
        row.version_id = row.version_id or form_store.latest_version(tx, row.template_id).id
        row.state, row.opened_at = FormState.IN_PROGRESS.value, row.opened_at or brought.submitted_at
    tx.add(row)
    tx.flush()
    for name, value in brought.answers.items():
        _put(tx, row, brought, name, value)
    tx.flush()
    if state in (FormState.SUBMITTED, FormState.RETURNED):
        row.submitted_at = brought.submitted_at
        asks = templates.asked_of(tx, row)
        copies.make(tx, ctx, row, asks, brought.answers, brought.submitted_at)
    row.returned_at = ctx.now if state is FormState.RETURNED else None
    row.state = state.value
    row.imported = {name: plain(value) for name, value in brought.says.items()} | {"revision": row.revision}
    tx.add(row)
    tx.flush()


def _put(tx: Session, row: Form, brought: BroughtForm, name: str, value: Value) -> None:
    answer = form_store.answer(tx, row.id, name)
    if answer and form_store.value_of(answer) == value:
        return
    row.revision += 1
    answer = answer or FormAnswer(
        clinic_id=row.clinic_id, form_id=row.id, question_id=name, revision=0, written_at=brought.submitted_at
    )
    answer.revision, answer.written_at, answer.written_by = row.revision, brought.submitted_at, row.person_id
    form_store.set_value(answer, value)
    tx.add(answer)


def _blank(ctx: ClinicContext, brought: BroughtForm, template_id: str) -> Form:
    return Form(
        clinic_id=ctx.clinic.id,
        external_id=brought.external_id,
        person_id=brought.person_id,
        template_id=template_id,
        assigned_at=min(ctx.now, brought.submitted_at),
    )


def _key(name: str) -> str:
    return {"due_on": "due"}.get(name, name)


def _hash(answers: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(dict(answers), sort_keys=True).encode()).hexdigest()
