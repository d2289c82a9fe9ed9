"""Word intake forms: what waits and until when, and each question as a page shows it."""

from datetime import date, datetime

from myaccount.domain.forms.answers import Value, said
from myaccount.domain.forms.definition import Definition, Question, QuestionType
from myaccount.domain.forms.filling import Answers, progress
from myaccount.messages import amounts, dates, say
from myaccount.services.context import ClinicContext
from myaccount.services.outgoing.phones import shown_phone
from myaccount.views.forms import QuestionView, SectionView, Told

OWN = "/account/forms"


def how_far(asked: Definition, answers: Answers, ctx: ClinicContext) -> tuple[str, int]:
    """Say how far a form has got, in words and in percent."""
    found = progress(asked, answers)
    line = say("forms.progress", ctx.lang, answered=found.answered, asked=found.asked)
    return line, 100 * found.answered // found.asked if found.asked else 100


def sections(asked: Definition, form_id: str, on_behalf: str = "") -> list[SectionView]:
    """Show what a form asks, section by section. A blank id for one that is only looked at: no file is sent."""
    return [
        SectionView(
            id=heading.id if heading else "",
            heading=heading.label if heading else "",
            help=heading.help if heading else "",
            questions=[_question(one, form_id, on_behalf) for one in questions],
        )
        for heading, questions in asked.sections
        if questions
    ]


def told(
    question: Question,
    value: Value | None,
    ctx: ClinicContext,
    *,
    turn: int = 0,
    revision: int = 0,
    carried: bool = False,
) -> Told:
    """Show an answer as its box says it, and when it was signed."""
    signed = ""
    if isinstance(value, dict) and "at" in value:
        key = "form.agreed" if question.type is QuestionType.CONSENT else "form.signed"
        signed = say(key, ctx.lang, at=ctx.moment(datetime.fromisoformat(value["at"])))
    return Told(question.id, turn, revision, said(question, value), "", signed, carried)


def answered(one: Question, value: Value | None, ctx: ClinicContext) -> str:
    """Say an answer as people read it. Edges: no answer, in words; of a file, its name."""
    if value is None:
        return say("form.not_answered", ctx.lang)
    if isinstance(value, bool):
        return say("form.yes" if value else "form.no", ctx.lang)
    if isinstance(value, list):
        return " · ".join(value)
    if isinstance(value, dict):
        if one.type is QuestionType.CONSENT:
            return say("form.agreed", ctx.lang, at=ctx.moment(datetime.fromisoformat(value["at"])))
        return value.get("name") or value.get("text", "")
    return _plain(one, value, ctx)


def _question(one: Question, form_id: str, on_behalf: str) -> QuestionView:
    low, high = one.ends
    is_scale = one.type is QuestionType.SCALE
    takes_file = form_id and one.type is QuestionType.FILE
    return QuestionView(
        id=one.id,
        kind=one.type.value,
        label=one.label,
        help=one.help,
        text=one.text,
        required=one.required,
        offered=[str(step) for step in range(low, high + 1)] if is_scale else list(one.choices),
        low=one.low,
        high=one.high,
        file_url=f"{OWN}/{form_id}/files/{one.id}{on_behalf}" if takes_file else "",
    )


def _plain(one: Question, value: str | int, ctx: ClinicContext) -> str:
    if one.type is QuestionType.DATE:
        return dates.plain_day(date.fromisoformat(str(value)), ctx.lang)
    if one.type is QuestionType.PHONE:
        return shown_phone(str(value), ctx.clinic.country, ctx.lang)
    if one.type is QuestionType.SCALE:
        return say("form.scale", ctx.lang, value=value, most=one.ends[1])
    if one.type is QuestionType.NUMBER:
        return amounts.number(str(value), ctx.lang)
    return str(value)
