"""A patient fills in a form: every answer is kept as it is given, and the whole is submitted once."""

from dataclasses import dataclass

from sqlmodel import Session

from myaccount.domain.forms.answers import Signed, Value, judge
from myaccount.domain.forms.definition import Definition, Question, QuestionType
from myaccount.domain.forms.filling import flagged, hidden, missing
from myaccount.domain.forms.states import PENDING, FormAct, FormClosed, FormState, after
from myaccount.domain.parsing import FieldError
from myaccount.domain.refusals import NotFound
from myaccount.domain.topics import Topic
from myaccount.messages import say
from myaccount.models import Form, FormAnswer
from myaccount.services.context import PatientContext
from myaccount.services.desk import arrivals
from myaccount.services.documents.uploads import Upload, stored_file
from myaccount.services.intake import card_page, copies, templates, words
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import bus, documents
from myaccount.store import forms as store
from myaccount.views.forms import Kept, Missing, Told


@dataclass(frozen=True)
class Open:
    """A form that can be filled in, held, and what it asks."""

    row: Form
    asked: Definition

    def question(self, question_id: str) -> Question:
        """Find a question that takes an answer. Raises: NotFound."""
        found = self.asked.by_id.get(question_id)
        if found is None or not found.asks:
            raise NotFound()
        return found


def answer(tx: Session, ctx: PatientContext, form_id: str, question_id: str, said: str, turn: int = 0) -> Kept:
    """Keep one answer, as its box says it, in a transaction of its own. `turn` is the number that the box gave it.

    Edges: the last one wins. Said again it is no change, so that a box may repeat what it is not sure of. What cannot
    be taken is told in words, and what was there stays.
    Raises: NotFound, also when it is somebody else's, or asks no such thing · FormClosed.
    """
    form = held(tx, ctx, form_id)
    question = form.question(question_id)
    try:
        value = judge(question, said, ctx.clinic.country, Signed(ctx.now.isoformat(), ctx.oneself.person_id))
    except FieldError as wrong:
        return Kept(Told(question_id, turn, wrong=say(wrong.key, ctx.lang, **wrong.facts)))
    row = _write(tx, ctx, form.row, question, value)
    told = words.told(question, store.value_of(row), ctx, turn=turn, revision=row.revision)
    return _kept(tx, ctx, form, told)


def keep_file(tx: Session, ctx: PatientContext, form_id: str, question_id: str, arrived: Upload) -> None:
    """Keep a file that has arrived as an answer. Raises: NotFound · FormClosed."""
    form, question = check_file(tx, ctx, form_id, question_id)
    file = stored_file(tx, ctx, arrived)
    name = f"{arrived.title}.{arrived.kind.ending}"
    row = _write(tx, ctx, form.row, question, {"name": name, "file": file.id})
    row.file_id = file.id
    tx.add(row)


def check_file(tx: Session, ctx: PatientContext, form_id: str, question_id: str) -> tuple[Open, Question]:
    """Judge whether a form takes a file here; before a byte of it is taken. Raises: NotFound · FormClosed."""
    form = held(tx, ctx, form_id)
    question = form.question(question_id)
    if question.type is not QuestionType.FILE:
        raise NotFound()
    return form, question


def submit(tx: Session, ctx: PatientContext, form_id: str) -> list[Missing]:
    """Submit a form, and give back what is missing instead, if anything is.

    Edges: everything is judged again, also whether a card is on file where one has to be; what is not asked any more
    is left out of the copy. The second time nothing is done: it is submitted already. One that asks for nothing that
    has to be answered is begun with this.
    Raises: NotFound, also when it is somebody else's · FormClosed when it was withdrawn, or has expired · FormUnchanged
    when it came back and nothing was answered, or confirmed, since.
    """
    row = store.own(tx, ctx.clinic.id, ctx.person_id, form_id, lock=True)
    if row.state == FormState.SUBMITTED:
        return []
    form = _open(tx, row)
    answers = store.values(tx, row.id)
    left = [Missing(one.id, one.label) for one in missing(form.asked, answers)]
    left += card_page.missing(tx, ctx, form.asked)
    if left:
        return left
    begun = after(FormAct.BEGIN, FormState.ASSIGNED) if row.state == FormState.ASSIGNED else FormState(row.state)
    row.state = after(FormAct.SUBMIT, begun).value
    row.submitted_at = ctx.now
    row.note = None
    copies.make(tx, ctx, row, form.asked, answers, ctx.now)
    tx.add(row)
    arrivals.form_came(tx, ctx, row, store.name_of(tx, row), len(flagged(form.asked, answers)))
    audit.record(tx, ctx, Action.FORM_SUBMITTED, subject_id=row.id)
    bus.announce(tx, ctx.clinic.id, Topic.FORM, ctx.now, ctx.person_id)
    return []


def confirm(tx: Session, ctx: PatientContext, form_id: str) -> None:
    """Note that what came back is right as it is, so that it may be submitted again. The clinic's reason stays.

    Edges: once something was answered since, nothing is done. Raises: NotFound · FormClosed.
    """
    row = held(tx, ctx, form_id).row
    if row.state != FormState.RETURNED:
        return
    row.state = after(FormAct.BEGIN, FormState.RETURNED).value
    tx.add(row)
    bus.announce(tx, ctx.clinic.id, Topic.FORM, ctx.now, ctx.person_id)


def held(tx: Session, ctx: PatientContext, form_id: str) -> Open:
    """Find a form that its patient may write into, and hold it. Raises: NotFound · FormClosed."""
    return _open(tx, store.own(tx, ctx.clinic.id, ctx.person_id, form_id, lock=True))


def _open(tx: Session, row: Form) -> Open:
    if FormState(row.state) not in PENDING:
        raise FormClosed()
    if row.version_id is None:
        raise NotFound()
    return Open(row, templates.asked_of(tx, row))


def _write(tx: Session, ctx: PatientContext, form: Form, question: Question, value: Value | None) -> FormAnswer:
    row = store.answer(tx, form.id, question.id)
    if row and not row.is_carried and _same(store.value_of(row), value):
        return row
    form.revision += 1
    if form.state in (FormState.ASSIGNED, FormState.RETURNED):
        form.state = after(FormAct.BEGIN, FormState(form.state)).value
    row = row or FormAnswer(
        clinic_id=form.clinic_id, form_id=form.id, question_id=question.id, revision=0, written_at=ctx.now
    )
    row.revision, row.written_at, row.written_by = form.revision, ctx.now, ctx.oneself.person_id
    if row.file_id:
        documents.leave_unused(tx, form.clinic_id, form.person_id, row.file_id, ctx.now)
    row.is_carried, row.file_id = False, None
    store.set_value(row, value)
    tx.add_all([form, row])
    tx.flush()
    bus.announce(tx, ctx.clinic.id, Topic.FORM, ctx.now, ctx.person_id)
    return row


def _same(before: Value | None, value: Value | None) -> bool:
    """Tell whether an answer says what it said before: what was signed at another moment, but alike, does."""
    if isinstance(before, dict) and isinstance(value, dict):
        return {**before, "at": ""} == {**value, "at": ""}
    return before == value


def _kept(tx: Session, ctx: PatientContext, form: Open, told: Told) -> Kept:
    answers = store.values(tx, form.row.id)
    line, percent = words.how_far(form.asked, answers, ctx)
    return Kept(told, list(hidden(form.asked, answers)), line, percent)
