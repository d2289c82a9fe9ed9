"""Bring form templates in. What was changed of one in the portal since the last import is kept, and reported."""

import hashlib
import json

from sqlmodel import Session

from myaccount.domain.forms import checking, definition
from myaccount.domain.forms.definition import CardPage, Definition
from myaccount.messages import say
from myaccount.models import FormTemplate
from myaccount.services.clinic_file.form_schema import FormTemplateSection
from myaccount.services.clinic_file.merging import merge
from myaccount.services.clinic_file.plan import BroughtTemplate, Plan
from myaccount.services.clinic_file.reading import Entry, Sections
from myaccount.services.context import ClinicContext
from myaccount.services.intake import templates
from myaccount.store import clinic_file as store
from myaccount.store import forms as form_store

COLUMNS = ("name", "trigger", "treatments", "every_months")


def plan(tx: Session, sections: Sections, plan: Plan) -> None:
    """Plan the templates: what they ask has to make sense."""
    found = store.by_external_id(tx, FormTemplate, plan.clinic_id, [one.said.id for one in sections.form_templates])
    for entry in sections.form_templates:
        before = found.get(entry.said.id)
        _check(entry, plan)
        offers = [
            plan.treatments.find(plan.problems, f"{entry.path}.treatments[{index}]", name)
            for index, name in enumerate(entry.said.treatments)
        ]
        says = {
            "name": entry.said.name,
            "trigger": entry.said.trigger,
            "treatments": sorted(one.id for one in offers if one),
            "every_months": entry.said.every_months,
        }
        asks = entry.said.definition()
        brought = BroughtTemplate(entry.said.id, entry.path, says, asks, before["id"] if before else "")
        plan.form_templates.append(brought)


def load(tx: Session, ctx: ClinicContext, plan: Plan) -> None:
    """Write the templates; what asks something else than before becomes a new version."""
    for brought in plan.form_templates:
        row = tx.get_one(FormTemplate, brought.before) if brought.before else _blank(ctx, brought)
        outcome = _merge(tx, ctx, brought, row, plan)
        plan.count("form_templates", outcome if brought.before else "added")


def _check(entry: Entry[FormTemplateSection], plan: Plan) -> None:
    for index, wrong in checking.problems(entry.said.definition()):
        path = f"{entry.path}.questions" + (f"[{index}]" if index >= 0 else "")
        plan.problems.add(path, say(wrong.key, "en", **wrong.facts).removesuffix("."))


def _merge(tx: Session, ctx: ClinicContext, brought: BroughtTemplate, row: FormTemplate, plan: Plan) -> str:
    last = form_store.latest_version(tx, row.id) if row.versions else None
    now = {name: getattr(row, name) for name in COLUMNS}
    now["questions"] = _hash(templates.asked_by(last)) if last else ""
    says = {**brought.says, "questions": _hash(brought.asks)}
    values, kept = merge(says, now if brought.before else None, row.imported)
    plan.kept += [f"{brought.path}.{name}" for name in kept]
    is_same = bool(brought.before) and all(now[name] == value for name, value in values.items())
    row.imported = says
    for name in COLUMNS:
        setattr(row, name, values[name])
    tx.add(row)
    tx.flush()
    if not is_same:
        templates.publish(tx, ctx, row, templates.asked_by(last) if last and "questions" in kept else brought.asks)
    return "unchanged" if is_same else "updated"


def _blank(ctx: ClinicContext, brought: BroughtTemplate) -> FormTemplate:
    return FormTemplate(clinic_id=ctx.clinic.id, external_id=brought.external_id, created_at=ctx.now, **brought.says)


def _hash(asked: Definition) -> str:
    said = [*definition.written(asked), *([] if asked.card is CardPage.NONE else [asked.card.value])]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
