"""The page on which a form is built, and each of its questions as boxes."""

from collections.abc import Mapping
from functools import reduce

from sqlmodel import Session

from myaccount.domain.clinic_side import DESK
from myaccount.domain.forms import boxes, checking, editing
from myaccount.domain.forms.definition import DECIDES, TICKED, YES, Definition, Question, QuestionType
from myaccount.domain.forms.triggers import Trigger
from myaccount.domain.people import full_name
from myaccount.messages import dates, say
from myaccount.models import FormDraft, FormTemplate
from myaccount.services import form_merge
from myaccount.services.context import StaffContext
from myaccount.services.form_merge import word_problems
from myaccount.services.intake import building, card_page, exchange
from myaccount.services.intake.catalogue import counted, occasion
from myaccount.services.intake.exchange import Shared
from myaccount.services.paying import processor
from myaccount.services.roles import only
from myaccount.store import form_templates as drafts
from myaccount.store import forms as store
from myaccount.store import patients
from myaccount.views.form_templates import BuilderPage, QuestionCard, QuestionForm
from myaccount.views.practice import Option, Outcome


def page(tx: Session, ctx: StaffContext, template_id: str) -> BuilderPage:
    """Show a form as it is to be asked next, to everybody of the clinic. Raises: NotFound."""
    template = store.template(tx, ctx.clinic.id, template_id)
    draft = drafts.draft(tx, template.id)
    asked = building.asks(tx, template, draft)
    wrong = {index: say(one.key, ctx.lang, **one.facts) for index, one in reversed(list(checking.problems(asked)))}
    may_edit = ctx.role in DESK and template.archived_at is None
    return BuilderPage(
        id=template.id,
        name=template.name,
        trigger=f"{occasion(template, ctx)} · {counted(asked, ctx)}",
        status=_status(template, draft, ctx),
        open_line=_open_line(tx, ctx, template),
        changed=_changed(tx, ctx, draft),
        revision=draft.revision if draft else "",
        undo=draft.removed["question"]["label"] if draft and draft.removed else "",
        problem=wrong.get(-1, ""),
        cards=tuple(_card(asked, index, wrong.get(index, ""), ctx) for index in range(len(asked.questions))),
        card=asked.card.value,
        card_line=_card_line(asked, ctx),
        may_edit=may_edit,
        may_ask_card=may_edit and processor.takes_payments(ctx),
        may_publish=may_edit and draft is not None,
        may_discard=may_edit and draft is not None and template.versions > 0,
        may_archive=ctx.role in DESK,
        archived=template.archived_at is not None,
        export_url=f"/clinic/forms/{template.id}/file",
    )


def form(
    tx: Session, ctx: StaffContext, template_id: str, question_id: str, kind: str, asks_after: str | None, after: str
) -> QuestionForm:
    """Show a question as boxes; a blank id begins one of a kind, behind `after`.

    `asks_after` is the question that its condition is to ask after, None for what it asks after now.
    Raises: NotAllowed · NotFound.
    """
    only(ctx, *DESK)
    template = store.template(tx, ctx.clinic.id, template_id)
    asked = building.asks(tx, template, drafts.draft(tx, template.id))
    question = _question(asked, question_id, kind)
    earlier = editing.earlier(asked, question_id, after)
    chosen = (question.show_if.question if question.show_if else "") if asks_after is None else asks_after
    shown = [one for one in earlier if one.id == chosen]
    return QuestionForm(
        id=question_id,
        fields=boxes.fields(question, shown),
        kind=kind or question.type.value,
        asks_after=chosen if shown else "",
        asked=tuple(Option(one.id, one.label[:120]) for one in earlier),
        answers=tuple(Option(name, _answer(one, answer, ctx)) for one in shown for name, _, answer in _ticks(one)),
        flags=tuple(Option(f"{boxes.FLAG}{n}", _answer(question, one, ctx)) for n, one in enumerate(question.offered)),
    )


def save(
    tx: Session,
    ctx: StaffContext,
    template_id: str,
    question_id: str,
    kind: str,
    asks_after: str,
    after: str,
    typed: Mapping[str, str],
) -> Outcome:
    """Take a question back into the draft: what was changed of it, all of it or nothing.

    Edges: somebody else who changed the same box meanwhile is not overwritten.
    Raises: NotAllowed · NotFound · FormArchived · FormFull.
    """
    template = building.to_change(tx, ctx, template_id)
    asked = building.asks(tx, template, drafts.draft(tx, template.id))
    before = _question(asked, question_id, kind)
    if not question_id:
        before = editing.named(before, editing.next_id([*asked.by_id, *drafts.question_ids(tx, template.id)]))
    earlier = editing.earlier(asked, question_id, after)
    merged = form_merge.merge(typed, boxes.fields(before, earlier))
    question, problems = boxes.read(before, QuestionType(kind), merged.values, earlier, asks_after)
    if problems or merged.clashed:
        return Outcome(question_id, word_problems(problems, ctx.lang), merged.clashed)
    building.put(tx, ctx, template_id, question, after)
    return Outcome(question.id, changed=not question_id or question != before)


def shared(tx: Session, ctx: StaffContext, template_id: str) -> tuple[str, bytes]:
    """Write a form down as a file, as it is being built; tell its name. Raises: NotFound."""
    template = store.template(tx, ctx.clinic.id, template_id)
    asked = building.asks(tx, template, drafts.draft(tx, template.id))
    file = Shared(template.name, Trigger(template.trigger), template.every_months, asked)
    return template.name, exchange.write(file, ctx.clinic.language)


def _question(asked: Definition, question_id: str, kind: str) -> Question:
    if question_id or not kind:
        return asked.questions[editing.place(asked, question_id)]
    return Question("", QuestionType(kind), "")


def _ticks(one: Question) -> list[tuple[str, str, str]]:
    return boxes.answer_boxes([one])


def _answer(one: Question, answer: str, ctx: StaffContext) -> str:
    return say("form.yes" if answer == YES else "form.no", ctx.lang) if one.type in TICKED else answer


def _card(asked: Definition, index: int, wrong: str, ctx: StaffContext) -> QuestionCard:
    one = asked.questions[index]
    return QuestionCard(
        id=one.id,
        kind=say(f"form.type.{one.type}", ctx.lang),
        is_heading=not one.asks,
        label=one.label,
        help=one.help,
        choices=" · ".join(one.choices) if one.choices else _ends(one),
        facts=(say("builder.required", ctx.lang),) if one.required else (),
        condition=_condition(asked, one, ctx),
        flags=" · ".join(_answer(one, flag, ctx) for flag in one.flags),
        problem=wrong,
        is_first=index == 0,
        is_last=index == len(asked.questions) - 1,
    )


def _card_line(asked: Definition, ctx: StaffContext) -> str:
    """Say that patients are asked for a card; blank where they are not, also while the clinic takes no payments."""
    card = card_page.asked(ctx, asked)
    return say(f"builder.card.{card}", ctx.lang) if card else ""


def _ends(one: Question) -> str:
    if one.type is not QuestionType.SCALE:
        return ""
    low, high = one.ends
    said = [f"{end} ({word})" if word else str(end) for end, word in ((low, one.low), (high, one.high))]
    return " – ".join(said)


def _condition(asked: Definition, one: Question, ctx: StaffContext) -> str:
    if one.show_if is None:
        return ""
    about = asked.by_id.get(one.show_if.question)
    answers = [_answer(about, answer, ctx) if about else answer for answer in one.show_if.answers]
    quoted = reduce(lambda one, other: say("builder.or", ctx.lang, one=one, other=other), answers)
    label = about.label if about and about.type in DECIDES else one.show_if.question
    return say("builder.condition", ctx.lang, question=label, answers=quoted)


def _status(template: FormTemplate, draft: FormDraft | None, ctx: StaffContext) -> str:
    if template.archived_at is not None:
        return say("builder.archived", ctx.lang)
    if draft is None:
        return say("builder.published", ctx.lang, number=template.versions)
    return say("builder.changed" if template.versions else "builder.unpublished", ctx.lang, number=template.versions)


def _open_line(tx: Session, ctx: StaffContext, template: FormTemplate) -> str:
    count = drafts.waiting(tx, template.id)
    return say("builder.open.one" if count == 1 else "builder.open", ctx.lang, count=count) if count else ""


def _changed(tx: Session, ctx: StaffContext, draft: FormDraft | None) -> str:
    if draft is None or draft.changed_by is None:
        return ""
    people = patients.people(tx, ctx.clinic.id, [draft.changed_by])
    when = dates.day_and_time(ctx.clinic.local(draft.changed_at), ctx.lang)
    names = [full_name(one.first_name, one.last_name) for one in people]
    return say("builder.changed_by", ctx.lang, who=names[0], when=when) if names else ""
