"""Build what a form asks: every change goes into its draft at once, and is published as a whole."""

from collections.abc import Callable

from sqlmodel import Session

from myaccount.domain.cards import PaymentsOff
from myaccount.domain.clinic_side import DESK
from myaccount.domain.forms import checking, editing
from myaccount.domain.forms.definition import CardPage, Definition, Question, read, written
from myaccount.domain.forms.editing import FormArchived, FormDraftMoved, FormNotReady, Removed
from myaccount.domain.topics import Topic
from myaccount.models import FormDraft, FormTemplate
from myaccount.models.columns import new_id
from myaccount.services.context import StaffContext
from myaccount.services.intake import templates
from myaccount.services.paying import processor
from myaccount.services.roles import only
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import bus
from myaccount.store import form_templates as drafts
from myaccount.store import forms as store

Change = Callable[[Definition], Definition]


def asks(tx: Session, template: FormTemplate, draft: FormDraft | None) -> Definition:
    """Tell what a template is to ask next: its draft, or what it asks now."""
    if draft is not None:
        return templates.asked_by(draft)
    return templates.asked_by(store.latest_version(tx, template.id)) if template.versions else Definition(())


def change(tx: Session, ctx: StaffContext, template_id: str, apply: Change) -> Definition:
    """Change the draft of a template as it is by now, whoever changed it before, and give back what it asks then.

    Raises: NotAllowed · NotFound · FormArchived, and what `apply` raises.
    """
    template = to_change(tx, ctx, template_id)
    draft = drafts.draft(tx, template.id)
    before = asks(tx, template, draft)
    after = apply(before)
    if after != before:
        _keep(tx, ctx, template, draft, after)
    return after


def ask_card(tx: Session, ctx: StaffContext, template_id: str, card: CardPage) -> None:
    """Say whether a form ends with a page for the card on file.

    Raises: PaymentsOff while the clinic takes none · NotAllowed · NotFound · FormArchived.
    """
    if not processor.takes_payments(ctx):
        raise PaymentsOff()
    change(tx, ctx, template_id, lambda now: editing.with_card(now, card))


def put(tx: Session, ctx: StaffContext, template_id: str, question: Question, after: str) -> None:
    """Put a question into the draft. Raises: NotAllowed · NotFound · FormArchived · FormFull."""
    change(tx, ctx, template_id, lambda now: editing.put(now, question, after))


def move(tx: Session, ctx: StaffContext, template_id: str, question_id: str, *, up: bool) -> None:
    """Move a question by one place. Raises: NotAllowed · NotFound · FormArchived."""
    change(tx, ctx, template_id, lambda now: editing.move(now, question_id, up=up))


def remove(tx: Session, ctx: StaffContext, template_id: str, question_id: str) -> str:
    """Take a question out, which can be undone until the next one is; give back how it was called.

    Raises: NotAllowed · NotFound · FormArchived.
    """
    taken: list[Removed] = []

    def take(now: Definition) -> Definition:
        left, removed = editing.remove(now, question_id)
        taken.append(removed)
        return left

    change(tx, ctx, template_id, take)
    [removed] = taken
    draft = drafts.draft(tx, template_id)
    assert draft is not None
    draft.removed = {"index": removed.index, "question": written(Definition((removed.question,)))[0]}
    tx.add(draft)
    return removed.question.label


def undo(tx: Session, ctx: StaffContext, template_id: str) -> str:
    """Put the question back that was taken out last; give back how it is called, blank when there is none.

    Raises: NotAllowed · NotFound · FormArchived · FormFull.
    """
    template = to_change(tx, ctx, template_id)
    draft = drafts.draft(tx, template.id)
    if draft is None or draft.removed is None:
        return ""
    [question] = read([draft.removed["question"]]).questions
    removed = Removed(draft.removed["index"], question)
    after = editing.restore(templates.asked_by(draft), removed)
    draft.removed = None
    _keep(tx, ctx, template, draft, after)
    return question.label


def publish(tx: Session, ctx: StaffContext, template_id: str, revision: str) -> int:
    """Let a template ask from now on what its draft says, and give back the number of the version.

    `revision` is that of the draft that was looked at. Forms that somebody has opened go on asking what they did.
    Raises: NotAllowed · NotFound · FormArchived · FormDraftMoved when it is another by now · FormNotReady.
    """
    template = to_change(tx, ctx, template_id)
    draft = drafts.draft(tx, template.id)
    if (draft.revision if draft else "") != revision:
        raise FormDraftMoved()
    asked = asks(tx, template, draft)
    if next(checking.problems(asked), None) is not None:
        raise FormNotReady()
    version = templates.publish(tx, ctx, template, asked)
    if draft:
        tx.delete(draft)
    audit.record(tx, ctx, Action.FORM_TEMPLATE_PUBLISHED, subject_id=template.id, version=version.number)
    bus.announce(tx, ctx.clinic.id, Topic.FORM_TEMPLATE, ctx.now, ctx.person_id)
    return version.number


def discard(tx: Session, ctx: StaffContext, template_id: str, revision: str) -> None:
    """Forget the draft of a template that asks something already.

    Raises: NotAllowed · NotFound, also when it asks nothing yet · FormArchived · FormDraftMoved.
    """
    template = to_change(tx, ctx, template_id)
    store.latest_version(tx, template.id)
    draft = drafts.draft(tx, template.id)
    if (draft.revision if draft else "") != revision:
        raise FormDraftMoved()
    if draft:
        tx.delete(draft)
        audit.record(tx, ctx, Action.FORM_TEMPLATE_DISCARDED, subject_id=template.id)
        bus.announce(tx, ctx.clinic.id, Topic.FORM_TEMPLATE, ctx.now, ctx.person_id)


def to_change(tx: Session, ctx: StaffContext, template_id: str) -> FormTemplate:
    """Find a template to change it, held. Raises: NotAllowed · NotFound · FormArchived."""
    only(ctx, *DESK)
    template = store.template(tx, ctx.clinic.id, template_id, lock=True)
    if template.archived_at is not None:
        raise FormArchived()
    return template


def begin(tx: Session, ctx: StaffContext, template: FormTemplate, asked: Definition) -> None:
    """Keep the first draft of a new template."""
    _keep(tx, ctx, template, None, asked)


def _keep(tx: Session, ctx: StaffContext, template: FormTemplate, draft: FormDraft | None, asked: Definition) -> None:
    row = draft or FormDraft(template_id=template.id, clinic_id=template.clinic_id, questions=[], changed_at=ctx.now)
    row.questions, row.card = written(asked), asked.card.value
    row.revision = new_id()
    row.changed_at, row.changed_by = ctx.now, ctx.person_id
    tx.add(row)
    tx.flush()
    bus.announce(tx, ctx.clinic.id, Topic.FORM_TEMPLATE, ctx.now, ctx.person_id)
