"""Read what a patient submitted: flagged answers first, and beside each answer how it differs from the last time."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlmodel import Session

from myaccount.domain.forms.answers import DRAWN, Value
from myaccount.domain.forms.comparing import Difference, differences
from myaccount.domain.forms.definition import Definition, Question, QuestionType, read
from myaccount.domain.forms.filling import flagged, shown
from myaccount.domain.forms.states import FormState
from myaccount.domain.refusals import NotFound
from myaccount.messages import say
from myaccount.models import Form, FormVersion
from myaccount.services import audit, profiles
from myaccount.services.audit import Action
from myaccount.services.context import StaffContext
from myaccount.services.intake.words import answered, moment
from myaccount.store import audit as trail
from myaccount.store import forms as store
from myaccount.store import patient_forms as list_store
from myaccount.views.profile_forms import AnswerLine, FormReading

NOTED_EVERY = timedelta(minutes=10)
"""Somebody who looks at a form again within this time is not written down again."""


def show(tx: Session, ctx: StaffContext, person_id: str, form_id: str) -> FormReading:
    """Show a form that a patient submitted. What is being filled in is theirs until they do.

    Raises: NotFound, also for one that was not submitted, and for a practitioner who has had no appointment with them.
    """
    form = _submitted(tx, ctx, person_id, form_id)
    asked, answers = _asked(tx, form), store.values(tx, form.id)
    hits = flagged(asked, answers)
    earlier = list_store.submitted_before(tx, form, form.submitted_at or ctx.now)
    changed = differences(asked, answers, _asked(tx, earlier), store.values(tx, earlier.id)) if earlier else {}
    lines = tuple(
        _line(one, answers.get(one.id), changed.get(one.id), ctx, one.id in hits) for one in shown(asked, answers)
    )
    return FormReading(
        id=form.id,
        name=store.name_of(tx, form),
        submitted=say("desk_form.submitted", ctx.lang, when=moment(form.submitted_at or ctx.now, ctx)),
        compared=_compared(earlier, changed, ctx),
        flagged=tuple(one for one in lines if one.is_flagged),
        lines=lines,
        copy_url=f"/clinic/patients/{form.person_id}/documents/{form.document_id}/file" if form.document_id else "",
        can_return=True,
    )


def opened(tx: Session, ctx: StaffContext, person_id: str, form_id: str) -> None:
    """Write down that somebody of the clinic has read a form: its patient can see who did. Raises: NotFound."""
    form = _submitted(tx, ctx, person_id, form_id)
    since, action = ctx.now - NOTED_EVERY, Action.FORM_OPENED
    if not trail.is_noted(tx, form.person_id, ctx.person_id, action.value, since, form.id):
        audit.record(tx, ctx, action, subject_id=form.id, person_id=form.person_id)


def _submitted(tx: Session, ctx: StaffContext, person_id: str, form_id: str) -> Form:
    person = profiles.one(tx, ctx, person_id)
    form = store.own(tx, ctx.clinic.id, person.id, form_id)
    if form.state != FormState.SUBMITTED.value:
        raise NotFound()
    return form


def _asked(tx: Session, form: Form) -> Definition:
    return read(tx.get_one(FormVersion, form.version_id).questions)


def _compared(earlier: Form | None, changed: Mapping[str, Difference], ctx: StaffContext) -> str:
    if earlier is None or earlier.submitted_at is None:
        return ""
    key = {0: "desk_form.compared.none", 1: "desk_form.compared.one"}.get(len(changed), "desk_form.compared")
    return say(key, ctx.lang, when=moment(earlier.submitted_at, ctx), count=len(changed))


def _line(
    one: Question, value: Value | None, difference: Difference | None, ctx: StaffContext, is_flagged: bool
) -> AnswerLine:
    if not one.asks:
        return AnswerLine(id=one.id, label=one.label, is_heading=True)
    facts = value if isinstance(value, dict) else {}
    is_drawn = one.type is QuestionType.SIGNATURE and facts.get("how") == DRAWN
    return AnswerLine(
        id=one.id,
        label=one.label,
        answer="" if is_drawn else answered(one, value, ctx),
        signed=_signed(one, facts, ctx),
        change=_changed(one, difference, ctx) if difference else "",
        text=one.text,
        strokes=tuple(facts["text"].split("\n")) if is_drawn else (),
        is_flagged=is_flagged,
        is_blank=value is None,
    )


def _changed(one: Question, difference: Difference, ctx: StaffContext) -> str:
    before = "" if difference.before is None else answered(one, difference.before, ctx)
    return say(f"form.change.{difference.change}", ctx.lang, before=before)


def _signed(one: Question, facts: Mapping[str, str], ctx: StaffContext) -> str:
    if one.type is not QuestionType.SIGNATURE or "at" not in facts:
        return ""
    return say("form.signed", ctx.lang, at=moment(datetime.fromisoformat(facts["at"]), ctx))
