"""The forms of a clinic: listed for everybody of it; begun, named, timed and put away by its desk."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from myaccount.domain.clinic_side import DESK
from myaccount.domain.forms.definition import Definition
from myaccount.domain.forms.editing import TooManyForms
from myaccount.domain.forms.triggers import MONTHS_AT_MOST, Trigger
from myaccount.domain.parsing import YES, FieldError, line, parse_all, ticked, whole
from myaccount.domain.topics import Topic
from myaccount.messages import LANGUAGES, say
from myaccount.models import FormTemplate
from myaccount.services import form_merge
from myaccount.services.context import StaffContext
from myaccount.services.form_merge import word_problems
from myaccount.services.intake import building, exchange, library
from myaccount.services.intake.exchange import Shared
from myaccount.services.intake.templates import asked_by
from myaccount.services.roles import only
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import bus
from myaccount.store import form_templates as drafts
from myaccount.store import forms as store
from myaccount.store import practice as practice_store
from myaccount.views.form_templates import LibraryRow, TemplateForm, TemplateRow, TemplatesPage
from myaccount.views.practice import Option, Outcome

TREATMENT = "treatment."


def page(tx: Session, ctx: StaffContext) -> TemplatesPage:
    """List the forms that the clinic has, and what the library offers in the clinic's language first."""
    languages = sorted(LANGUAGES, key=lambda one: one != ctx.clinic.language)
    shelves = [(lang, name, one) for lang in languages for name, one in library.shelf(lang).items()]
    return TemplatesPage(
        rows=tuple(_row(row, ctx) for row in drafts.listed(tx, ctx.clinic.id)),
        library=tuple(_library_row(lang, name, one, ctx) for lang, name, one in shelves),
        may_edit=ctx.role in DESK,
    )


def take(tx: Session, ctx: StaffContext, key: str) -> str:
    """Begin a form with one of the library; give back its id. Raises: NotAllowed · NotFound · TooManyForms."""
    lang, _, name = key.partition(".")
    return begin(tx, ctx, library.book(lang, name))


def bring(tx: Session, ctx: StaffContext, content: bytes) -> str:
    """Begin a form with a form file; give back its id. Raises: BadClinicFile · NotAllowed · TooManyForms."""
    return begin(tx, ctx, exchange.read(content))


def begin(tx: Session, ctx: StaffContext, shared: Shared) -> str:
    """Begin a form with what another one asks: nobody is asked it before it is published.

    Raises: NotAllowed · TooManyForms.
    """
    row = _added(tx, ctx, shared.name, shared.trigger, (), shared.every_months)
    building.begin(tx, ctx, row, shared.asks)
    return row.id


def form(tx: Session, ctx: StaffContext, template_id: str) -> TemplateForm:
    """Show how a form is called and when it is asked for, to change it; a blank id begins one. Raises: NotFound."""
    only(ctx, *DESK)
    row = store.template(tx, ctx.clinic.id, template_id) if template_id else _blank(ctx)
    offers = [one for one in practice_store.treatments(tx, ctx.clinic.id) if one.archived_at is None]
    ticks = {f"{TREATMENT}{one.id}": ticked(one.id in row.treatments) for one in offers}
    months = str(row.every_months) if row.every_months else ""
    return TemplateForm(
        id=template_id,
        fields={"name": row.name, "trigger": row.trigger, "every_months": months} | ticks,
        trigger=row.trigger,
        treatments=tuple(Option(f"{TREATMENT}{one.id}", one.name) for one in offers),
    )


def save(tx: Session, ctx: StaffContext, template_id: str, typed: Mapping[str, str]) -> Outcome:
    """Take the name and the occasion of a form back, all of it or nothing; a new one begins without questions.

    Edges: the name goes out with the next version, and at once to those who have not opened their form.
    Raises: NotAllowed · NotFound · FormArchived · TooManyForms.
    """
    if template_id:
        building.to_change(tx, ctx, template_id)
    before = form(tx, ctx, template_id)
    merged = form_merge.merge(typed, before.fields)
    values, problems = _read(merged.values)
    if problems or merged.clashed:
        return Outcome(template_id, word_problems(problems, ctx.lang), merged.clashed)
    if not template_id:
        row = _added(tx, ctx, values["name"], values["trigger"], values["treatments"], values["every_months"])
        building.begin(tx, ctx, row, Definition(()))
        return Outcome(row.id, changed=True)
    row = store.template(tx, ctx.clinic.id, template_id, lock=True)
    changes = sorted(name for name, value in values.items() if getattr(row, name) != value)
    for name in changes:
        setattr(row, name, values[name])
    if changes:
        tx.add(row)
        _note(tx, ctx, Action.FORM_TEMPLATE_CHANGED, row, fields=",".join(changes))
    return Outcome(row.id, changed=bool(changes))


def archive(tx: Session, ctx: StaffContext, template_id: str) -> int:
    """Send a form to nobody any more; tell how many still wait for their patients, which stay.

    Raises: NotAllowed · NotFound.
    """
    return _put_away(tx, ctx, template_id, Action.FORM_TEMPLATE_ARCHIVED)


def restore(tx: Session, ctx: StaffContext, template_id: str) -> None:
    """Let a form be sent again. Raises: NotAllowed · NotFound."""
    _put_away(tx, ctx, template_id, Action.FORM_TEMPLATE_RESTORED)


def _put_away(tx: Session, ctx: StaffContext, template_id: str, action: Action) -> int:
    only(ctx, *DESK)
    row = store.template(tx, ctx.clinic.id, template_id, lock=True)
    is_away = action is Action.FORM_TEMPLATE_ARCHIVED
    if (row.archived_at is not None) != is_away:
        row.archived_at = ctx.now if is_away else None
        tx.add(row)
        _note(tx, ctx, action, row)
    return drafts.waiting(tx, row.id)


def _added(
    tx: Session, ctx: StaffContext, name: str, trigger: str, treatments: Sequence[str], every_months: int | None
) -> FormTemplate:
    only(ctx, *DESK)
    if drafts.count(tx, ctx.clinic.id) >= drafts.AT_MOST:
        raise TooManyForms(most=drafts.AT_MOST)
    row = _blank(ctx)
    row.name, row.trigger, row.treatments, row.every_months = name, str(trigger), list(treatments), every_months
    tx.add(row)
    tx.flush()
    _note(tx, ctx, Action.FORM_TEMPLATE_ADDED, row)
    return row


def _blank(ctx: StaffContext) -> FormTemplate:
    return FormTemplate(clinic_id=ctx.clinic.id, name="", created_at=ctx.now, created_by=ctx.person_id)


def _read(typed: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, FieldError]]:
    """Read the boxes of a form's name and occasion. Edges: what goes with another occasion is left out."""
    trigger = typed["trigger"]
    readers: dict[str, Any] = {"name": line(needed=True), "trigger": _trigger}
    if trigger == Trigger.EVERY:
        readers["every_months"] = whole(1, MONTHS_AT_MOST)
    values, problems = parse_all(typed, readers)
    ticks = sorted(name.removeprefix(TREATMENT) for name, on in typed.items() if name[:10] == TREATMENT and on == YES)
    if trigger == Trigger.TREATMENT and not ticks:
        problems["treatments"] = FieldError("template.treatments_none")
    values.setdefault("every_months", None)
    values["treatments"] = ticks if trigger == Trigger.TREATMENT else []
    return values, problems


def _trigger(text: str) -> str:
    if text not in frozenset(one.value for one in Trigger):
        raise FieldError("typed.choose")
    return text


def _row(row: Row[Any], ctx: StaffContext) -> TemplateRow:
    template: FormTemplate = row.FormTemplate
    kept = row.FormDraft or row.FormVersion
    return TemplateRow(
        id=template.id,
        name=template.name,
        url=f"/clinic/forms/{template.id}",
        asks=counted(asked_by(kept) if kept else Definition(()), ctx),
        trigger=occasion(template, ctx),
        waiting=str(row.waiting),
        version=say("template.version", ctx.lang, number=template.versions) if template.versions else "",
        draft=say("template.draft" if template.versions else "template.unpublished", ctx.lang) if row.FormDraft else "",
        archived=template.archived_at is not None,
    )


def _library_row(lang: str, name: str, one: Shared, ctx: StaffContext) -> LibraryRow:
    speaks = say(f"template.language.{lang}", ctx.lang)
    return LibraryRow(f"{lang}.{name}", one.name, one.about, f"{speaks} · {counted(one.asks, ctx)}", one.licence)


def counted(asked: Definition, ctx: StaffContext) -> str:
    """Say how many questions a form has."""
    count = len(asked.asked)
    return say("template.question" if count == 1 else "template.questions", ctx.lang, count=count)


def occasion(template: FormTemplate, ctx: StaffContext) -> str:
    """Say when a form is asked for."""
    if template.trigger == Trigger.EVERY:
        return say("template.every", ctx.lang, months=template.every_months or 0)
    return say(f"form.trigger.{template.trigger}", ctx.lang)


def _note(tx: Session, ctx: StaffContext, action: Action, template: FormTemplate, **facts: str) -> None:
    audit.record(tx, ctx, action, subject_id=template.id, **facts)
    bus.announce(tx, ctx.clinic.id, Topic.FORM_TEMPLATE, ctx.now, ctx.person_id)
