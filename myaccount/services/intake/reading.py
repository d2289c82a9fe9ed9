"""Read what a patient submitted: flagged answers first, and beside each answer how it differs from before.

Before is what the same form said when it was sent back, and what its patient submitted the last time.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session

from myaccount.domain.forms.answers import DRAWN, Value
from myaccount.domain.forms.comparing import Difference, differences
from myaccount.domain.forms.definition import Definition, Question, QuestionType
from myaccount.domain.forms.filling import flagged, shown, submitted
from myaccount.domain.forms.states import FormState
from myaccount.domain.refusals import NotFound
from myaccount.messages import say
from myaccount.models import Form
from myaccount.services.context import StaffContext
from myaccount.services.intake import templates
from myaccount.services.intake.words import answered
from myaccount.services.profiles import profiles
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
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
    before = store.sent_back(form)
    revised = differences(asked, answers, asked, submitted(asked, before)) if before is not None else {}
    lines = tuple(
        replace(
            _line(one, answers.get(one.id), ctx),
            change=_changed(one, changed.get(one.id), "form.change", ctx),
            revised=_changed(one, revised.get(one.id), "form.revised", ctx),
            is_flagged=one.id in hits,
        )
        for one in shown(asked, answers)
    )
    return FormReading(
        id=form.id,
        name=store.name_of(tx, form),
        submitted=say("desk_form.submitted", ctx.lang, when=ctx.moment(form.submitted_at or ctx.now)),
        compared=_compared("desk_form.compared", earlier.submitted_at if earlier else None, changed, ctx),
        revised=_compared("desk_form.revised", form.returned_at if before is not None else None, revised, ctx),
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
    return templates.asked_of(tx, form)


def _compared(key: str, since: datetime | None, changed: Mapping[str, Difference], ctx: StaffContext) -> str:
    if since is None:
        return ""
    ending = {0: ".none", 1: ".one"}.get(len(changed), "")
    return say(f"{key}{ending}", ctx.lang, when=ctx.moment(since), count=len(changed))


def _line(one: Question, value: Value | None, ctx: StaffContext) -> AnswerLine:
    if not one.asks:
        return AnswerLine(id=one.id, label=one.label, is_heading=True)
    facts = value if isinstance(value, dict) else {}
    is_drawn = one.type is QuestionType.SIGNATURE and facts.get("how") == DRAWN
    return AnswerLine(
        id=one.id,
        label=one.label,
        answer="" if is_drawn else answered(one, value, ctx),
        signed=_signed(one, facts, ctx),
        text=one.text,
        strokes=tuple(facts["text"].split("\n")) if is_drawn else (),
        is_blank=value is None,
    )


def _changed(one: Question, difference: Difference | None, key: str, ctx: StaffContext) -> str:
    if difference is None:
        return ""
    before = "" if difference.before is None else answered(one, difference.before, ctx)
    return say(f"{key}.{difference.change}", ctx.lang, before=before)


def _signed(one: Question, facts: Mapping[str, str], ctx: StaffContext) -> str:
    if one.type is not QuestionType.SIGNATURE or "at" not in facts:
        return ""
    return say("form.signed", ctx.lang, at=ctx.moment(datetime.fromisoformat(facts["at"])))
