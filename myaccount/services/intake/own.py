"""A patient's own forms: what waits, the list, and one that is opened."""

from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from myaccount.domain.forms.filling import carried, hidden, submitted
from myaccount.domain.forms.states import PENDING, FormState
from myaccount.domain.refusals import NotFound
from myaccount.messages import dates, say
from myaccount.models import Form, FormAnswer, FormVersion
from myaccount.services.booking import terms
from myaccount.services.context import PatientContext
from myaccount.services.intake import card_page, templates, words
from myaccount.services.intake.words import OWN
from myaccount.services.paying import processor
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import forms as store
from myaccount.store.prepared import DirectReader
from myaccount.views.forms import FormCard, FormFingerprint, FormsBanner, FormView

AT_MOST = 100


def banner(tx: Session | DirectReader, ctx: PatientContext) -> FormsBanner:
    """Tell what waits for a patient: how many forms, the soonest due day, and where to go on. Source: S15–S17."""
    first = store.next_pending(tx, ctx.clinic.id, ctx.person_id)
    if first is None:
        return FormsBanner()
    due, is_alone = first.due_on, first.waiting == 1
    key = "forms.banner.overdue" if due and due < ctx.today else "forms.banner.due"
    return FormsBanner(
        line=say("forms.banner.one" if is_alone else "forms.banner.several", ctx.lang, count=first.waiting),
        due=say(key, ctx.lang, day=dates.plain_day(due, ctx.lang)) if due else "",
        url=f"{OWN}/{first.id}" if is_alone else OWN,
        label=say("forms.banner.open" if is_alone else "forms.banner.all", ctx.lang),
    )


def listed(tx: Session, ctx: PatientContext) -> list[FormCard]:
    """List a patient's forms: those that wait first, the soonest due on top. Edges: the latest hundred."""
    return [_card(tx, row, ctx) for row in store.of_person(tx, ctx.clinic.id, ctx.person_id, AT_MOST)]


def opened(tx: Session, ctx: PatientContext, form_id: str) -> None:
    """Open a form: the first time it is pinned to what its template asks now, and begins with what was answered before.

    Raises: NotFound, also when it is somebody else's.
    """
    row = store.own(tx, ctx.clinic.id, ctx.person_id, form_id, lock=True)
    if row.version_id or FormState(row.state) not in PENDING:
        return
    version = store.latest_version(tx, row.template_id)
    row.version_id, row.opened_at = version.id, ctx.now
    tx.add(row)
    tx.flush()
    _carry(tx, ctx, row, version)
    audit.record(tx, ctx, Action.FORM_OPENED, subject_id=row.id, version=version.number)


def fingerprint(tx: Session, ctx: PatientContext, form_id: str) -> FormFingerprint:
    """Tell what a page would show, without reading what is asked and answered: after each answer every page asks.

    Edges: a blank one for a form that is not there, or is somebody else's.
    """
    try:
        row = store.own(tx, ctx.clinic.id, ctx.person_id, form_id)
    except NotFound:
        return FormFingerprint()
    stands = "open" if FormState(row.state) in PENDING else f"{row.state} {row.document_id}"
    returned = row.state == FormState.RETURNED
    asked = (row.version_id, store.name_of(tx, row), row.due_on, row.note, returned, row.is_carried)
    may_pay = processor.takes_payments(ctx) and terms.may_pay(ctx)
    return FormFingerprint(row.revision, repr((stands, *asked, ctx.lang, ctx.on_behalf, may_pay)))


def show(tx: Session, ctx: PatientContext, form_id: str) -> FormView:
    """Show a form to its patient: to fill in while it is open, and else what became of it.

    Raises: NotFound, also when it is somebody else's.
    """
    row = store.own(tx, ctx.clinic.id, ctx.person_id, form_id)
    state = FormState(row.state)
    name = store.name_of(tx, row)
    if state not in PENDING or row.version_id is None:
        done = ctx.moment(row.submitted_at) if row.submitted_at else ""
        copy = f"/account/documents/{row.document_id}" if row.document_id and ctx.acting is None else ""
        return FormView(row.id, name, state.value, done=done, copy_url=copy)
    return _open(tx, ctx, row, name)


def _open(tx: Session, ctx: PatientContext, row: Form, name: str) -> FormView:
    asked = templates.asked_of(tx, row)
    rows = [one for one in store.answers(tx, row.id) if one.question_id in asked.by_id]
    values = {one.question_id: store.value_of(one) for one in rows}
    answers = {name: value for name, value in values.items() if value is not None}
    line, percent = words.how_far(asked, answers, ctx)
    card = card_page.asked(ctx, asked)
    return FormView(
        id=row.id,
        name=name,
        stands="open",
        due=say("forms.due", ctx.lang, day=dates.plain_day(row.due_on, ctx.lang)) if row.due_on else "",
        note=store.note_of(row),
        is_returned=row.state == FormState.RETURNED,
        is_carried=row.is_carried,
        card=card,
        cards=card_page.on_file(tx, ctx, asked),
        has_card=bool(card) and terms.has_good_card(tx, ctx),
        sections=words.sections(asked, row.id, ctx.on_behalf),
        answers=[
            words.told(
                asked.by_id[one.question_id],
                values[one.question_id],
                ctx,
                revision=one.revision,
                carried=one.is_carried and one.value is not None,
            )
            for one in rows
        ],
        hidden=list(hidden(asked, answers)),
        progress=line,
        percent=percent,
        revision=row.revision,
    )


def _carry(tx: Session, ctx: PatientContext, row: Form, version: FormVersion) -> None:
    """Put in what was answered the last time, to be looked through: nothing of it counts as said anew."""
    last = store.latest_of(tx, row.template_id, row.person_id, (FormState.SUBMITTED,))
    if last is None or last.version_id is None:
        return
    before = templates.asked_of(tx, last)
    values = submitted(before, store.values(tx, last.id))
    for name, value in carried(templates.asked_by(version), before, values).items():
        row.revision += 1
        answer = FormAnswer(
            clinic_id=row.clinic_id,
            form_id=row.id,
            question_id=name,
            revision=row.revision,
            is_carried=True,
            written_at=ctx.now,
        )
        store.set_value(answer, value)
        tx.add(answer)
        row.is_carried = True
    tx.add(row)


def _card(tx: Session, found: Row[Any], ctx: PatientContext) -> FormCard:
    row: Form = found.Form
    state = FormState(row.state)
    waits = state in PENDING
    act = "" if not waits else "forms.begin" if state is FormState.ASSIGNED else "forms.go_on"
    copy = f"/account/documents/{row.document_id}" if row.document_id and ctx.acting is None else ""
    url = f"{OWN}/{row.id}" if waits else copy
    due = say("forms.due", ctx.lang, day=dates.plain_day(row.due_on, ctx.lang)) if row.due_on and waits else ""
    return FormCard(
        id=row.id,
        name=found.name,
        about=_about(tx, row, state, ctx),
        due=due,
        mark=say("forms.returned", ctx.lang) if state is FormState.RETURNED else "",
        url=url,
        act=say(act or "form.copy", ctx.lang) if url else "",
        waits=waits,
    )


def _about(tx: Session, row: Form, state: FormState, ctx: PatientContext) -> str:
    if state is FormState.EXPIRED:
        return say("forms.expired", ctx.lang)
    if state is FormState.SUBMITTED and row.submitted_at:
        return say("forms.submitted", ctx.lang, day=ctx.moment(row.submitted_at))
    if row.version_id is None or state is FormState.ASSIGNED:
        return say("form.state.assigned", ctx.lang)
    asked = templates.asked_of(tx, row)
    return words.how_far(asked, store.values(tx, row.id), ctx)[0]
