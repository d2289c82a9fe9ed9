"""A form as a patient sees it, before it is published: answered to try it out, and nothing of it is kept."""

from collections.abc import Mapping

from sqlmodel import Session

from myaccount.domain.forms.answers import Signed, Value, judge
from myaccount.domain.forms.definition import Definition
from myaccount.domain.forms.filling import hidden, missing
from myaccount.domain.parsing import FieldError
from myaccount.domain.refusals import NotFound
from myaccount.messages import say
from myaccount.services.context import StaffContext
from myaccount.services.intake import building, card_page, words
from myaccount.store import form_templates as drafts
from myaccount.store import forms as store
from myaccount.views.forms import FormView, Kept, Missing, Told


def show(tx: Session, ctx: StaffContext, template_id: str, answers: Mapping[str, Value]) -> FormView:
    """Show what a form is to ask next, with the answers that somebody tries out. Raises: NotFound."""
    asked = _asked(tx, ctx, template_id)
    line, percent = words.how_far(asked, _known(asked, answers), ctx)
    return FormView(
        id=template_id,
        sections=words.sections(asked, ""),
        hidden=list(hidden(asked, answers)),
        card=card_page.asked(ctx, asked),
        progress=line,
        percent=percent,
    )


def answer(
    tx: Session, ctx: StaffContext, template_id: str, answers: dict[str, Value], question_id: str, said: str, turn: int
) -> Kept:
    """Try an answer: it is judged like a patient's, and written into `answers` alone.

    Raises: NotFound, also for a question that is not asked any more.
    """
    asked = _asked(tx, ctx, template_id)
    question = asked.by_id.get(question_id)
    if question is None or not question.asks:
        raise NotFound()
    told = Told(question_id, turn)
    try:
        value = judge(question, said, ctx.clinic.country, Signed(ctx.now.isoformat(), ctx.person_id))
    except FieldError as wrong:
        told = Told(question_id, turn, wrong=say(wrong.key, ctx.lang, **wrong.facts))
    else:
        answers.pop(question_id, None)
        answers |= {} if value is None else {question_id: value}
        told = words.told(question, value, ctx, turn=turn, revision=turn)
    line, percent = words.how_far(asked, _known(asked, answers), ctx)
    return Kept(told, list(hidden(asked, answers)), line, percent)


def submit(tx: Session, ctx: StaffContext, template_id: str, answers: Mapping[str, Value]) -> list[Missing]:
    """Tell what a patient with these answers, and a card on file, would be told is missing. Raises: NotFound."""
    return [Missing(one.id, one.label) for one in missing(_asked(tx, ctx, template_id), answers)]


def _asked(tx: Session, ctx: StaffContext, template_id: str) -> Definition:
    template = store.template(tx, ctx.clinic.id, template_id)
    return building.asks(tx, template, drafts.draft(tx, template.id))


def _known(asked: Definition, answers: Mapping[str, Value]) -> dict[str, Value]:
    """Leave out what was answered to a question that is not there any more."""
    return {name: value for name, value in answers.items() if name in asked.by_id}
