"""Intake forms: what may be answered, what is asked, what is missing, and when a booking brings one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myaccount.domain.forms import checking, definition, states
from myaccount.domain.forms.answers import DRAWING_AT_MOST, LONG_AT_MOST, SHORT_AT_MOST, Signed, judge, said
from myaccount.domain.forms.definition import Definition, Question, QuestionType, ShowIf
from myaccount.domain.forms.filling import carried, flagged, hidden, missing, progress, submitted
from myaccount.domain.forms.states import FormAct, FormClosed, FormNotReturnable, FormState, FormUnchanged
from myaccount.domain.forms.triggers import Booked, Rule, Trigger, is_asked
from myaccount.domain.parsing import FieldError
from myaccount.domain.time import months_after

BY_ALICE = {"at": "2026-11-20T15:00:00+00:00", "by": "alice"}
SIGNED = Signed(**BY_ALICE)
PAIN = Question("pain", QuestionType.CHECKBOX, "Any pain?", flags=("yes",))
WHERE = Question(
    "where", QuestionType.MULTIPLE_CHOICE, "Where?", required=True, choices=("Back", "Knee"),
    show_if=ShowIf("pain", ("yes",)),
)  # fmt: skip
KNEE = Question("knee", QuestionType.SHORT_TEXT, "Which knee?", required=True, show_if=ShowIf("where", ("Knee",)))
WHY = Question("why", QuestionType.LONG_TEXT, "What brings you in?", required=True)
TERMS = Question("terms", QuestionType.CONSENT, "Consent", required=True, text="I agree to be treated.")
FORM = Definition((Question("h", QuestionType.HEADING, "Today"), WHY, PAIN, WHERE, KNEE, TERMS))


def of(kind: QuestionType, **facts: object) -> Question:
    return Question("q", kind, "?", **facts)  # type: ignore[arg-type]


def answer(question: Question, text: str) -> object:
    return judge(question, text, "CA", SIGNED)


@pytest.mark.parametrize(
    ("question", "text", "value"),
    [
        (of(QuestionType.SHORT_TEXT), " a  knee ", "a  knee"),
        (of(QuestionType.SHORT_TEXT), "x" * SHORT_AT_MOST, "x" * SHORT_AT_MOST),
        (of(QuestionType.LONG_TEXT), "one\ntwo", "one\ntwo"),
        (of(QuestionType.SINGLE_CHOICE, choices=("A", "B")), "B", "B"),
        (of(QuestionType.MULTIPLE_CHOICE, choices=("A", "B", "C")), "C\nA", ["A", "C"]),
        (of(QuestionType.CHECKBOX), "yes", True),
        (of(QuestionType.CHECKBOX), "no", False),
        (of(QuestionType.DATE), "1988-02-29", "1988-02-29"),
        (of(QuestionType.NUMBER, minimum=1, maximum=3), "3", "3"),
        (of(QuestionType.NUMBER), "12,5", "12.5"),
        (of(QuestionType.NUMBER), "-0.25", "-0.25"),
        (of(QuestionType.EMAIL), "a@b.test", "a@b.test"),
        (of(QuestionType.PHONE), "416-555-0100", "+14165550100"),
        (of(QuestionType.SCALE), "0", 0),
        (of(QuestionType.SCALE), "10", 10),
        (of(QuestionType.CONSENT, text="t"), "yes", {"agreed": "yes"} | BY_ALICE),
        (of(QuestionType.CONSENT, text="t"), "no", None),
        (of(QuestionType.SIGNATURE), "typed\nAlice", {"how": "typed", "text": "Alice"} | BY_ALICE),
        (of(QuestionType.SIGNATURE), "drawn\n0,0 600,200", {"how": "drawn", "text": "0,0 600,200"} | BY_ALICE),
    ],
)  # fmt: skip
def test_an_answer_is_kept_as_its_kind_wants_it(question: Question, text: str, value: object):
    assert answer(question, text) == value


@pytest.mark.parametrize("kind", [one for one in QuestionType if one is not QuestionType.HEADING])
def test_a_blank_box_is_no_answer(kind: QuestionType):
    assert answer(of(kind, choices=("A",)), "  ") is None


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (of(QuestionType.SHORT_TEXT), "x" * (SHORT_AT_MOST + 1)),
        (of(QuestionType.SHORT_TEXT), "two\nlines"),
        (of(QuestionType.SHORT_TEXT), "a\0b"),
        (of(QuestionType.LONG_TEXT), "x" * (LONG_AT_MOST + 1)),
        (of(QuestionType.LONG_TEXT), "x" * 1_000_000),
        (of(QuestionType.SINGLE_CHOICE, choices=("A", "B")), "C"),
        (of(QuestionType.SINGLE_CHOICE, choices=("A", "B")), "A\nB"),
        (of(QuestionType.MULTIPLE_CHOICE, choices=("A", "B")), "A\nC"),
        (of(QuestionType.CHECKBOX), "true"),
        (of(QuestionType.DATE), "29.2.1988"),
        (of(QuestionType.DATE), "1989-02-29"),
        (of(QuestionType.DATE), "0001-01-01"),
        (of(QuestionType.NUMBER, minimum=1, maximum=3), "4"),
        (of(QuestionType.NUMBER, minimum=1, maximum=3), "0.99"),
        (of(QuestionType.NUMBER), "1e5"),
        (of(QuestionType.NUMBER), "NaN"),
        (of(QuestionType.NUMBER), "٣"),
        (of(QuestionType.EMAIL), "nobody"),
        (of(QuestionType.PHONE), "12"),
        (of(QuestionType.SCALE), "11"),
        (of(QuestionType.SCALE, minimum=1, maximum=5), "0"),
        (of(QuestionType.SCALE), "5.5"),
        (of(QuestionType.SIGNATURE), "Alice"),
        (of(QuestionType.SIGNATURE), "typed\n"),
        (of(QuestionType.SIGNATURE), "drawn\n"),
        (of(QuestionType.SIGNATURE), "drawn\n1,1"),
        (of(QuestionType.SIGNATURE), "drawn\n1,1 601,0"),
        (of(QuestionType.SIGNATURE), 'drawn\n1,1 2,2"><script>'),
        (of(QuestionType.SIGNATURE), "drawn\n" + "1,1 " * DRAWING_AT_MOST),
        (of(QuestionType.FILE), "some file id"),
    ],
)
def test_what_does_not_fit_the_question_is_refused_in_words(question: Question, text: str):
    with pytest.raises(FieldError):
        answer(question, text)


@given(st.sampled_from([one for one in QuestionType if one is not QuestionType.HEADING]), st.text(max_size=400))
def test_whatever_is_typed_is_an_answer_or_a_word(kind: QuestionType, text: str):
    question = of(kind, choices=("A", "B"))
    try:
        value = answer(question, text)
    except FieldError:
        return
    assert value is None or answer(question, said(question, value)) == value  # type: ignore[arg-type]


def test_a_question_is_asked_only_after_the_answer_that_it_depends_on():
    assert hidden(FORM, {}) == ("where", "knee")
    assert hidden(FORM, {"pain": True}) == ("knee",)
    assert hidden(FORM, {"pain": True, "where": ["Knee"]}) == ()
    assert hidden(FORM, {"pain": False, "where": ["Knee"]}) == ("where", "knee")


def test_what_is_missing_is_what_is_asked_and_required():
    assert [one.id for one in missing(FORM, {})] == ["why", "terms"]
    assert [one.id for one in missing(FORM, {"pain": True, "why": "Knee"})] == ["where", "terms"]
    tick = Definition((Question("t", QuestionType.CHECKBOX, "I am 18", required=True),))
    assert [one.id for one in missing(tick, {"t": False})] == ["t"]
    assert missing(tick, {"t": True}) == ()


def test_progress_counts_what_is_asked_now():
    assert (progress(FORM, {}).answered, progress(FORM, {}).asked) == (0, 3)
    there = progress(FORM, {"pain": True, "where": ["Back"]})
    assert (there.answered, there.asked) == (2, 4)


def test_what_was_hidden_again_is_not_submitted():
    assert submitted(FORM, {"pain": False, "where": ["Back"], "why": "x"}) == {"pain": False, "why": "x"}


def test_flags_tell_the_answers_that_the_clinic_watches_for():
    assert flagged(FORM, {"pain": True}) == {"pain": ("yes",)}
    assert flagged(FORM, {"pain": False}) == {}


def test_answers_are_carried_to_the_questions_that_ask_the_same():
    before = {"pain": True, "where": ["Back"], "why": "Knee", "terms": {"agreed": "yes"}}
    assert carried(FORM, FORM, before) == {"pain": True, "where": ["Back"], "why": "Knee"}
    other = Definition((WHY, Question("where", QuestionType.MULTIPLE_CHOICE, "Where?", choices=("Back",))))
    assert carried(other, FORM, before) == {"why": "Knee"}


def test_a_definition_is_read_as_it_was_written():
    assert definition.read(definition.written(FORM)) == FORM
    assert definition.written(FORM)[0] == {"id": "h", "type": "heading", "label": "Today"}


def test_headings_begin_sections():
    assert [(one.id if one else None, len(asked)) for one, asked in FORM.sections] == [("h", 5)]
    assert [one for one, _ in Definition((WHY, *FORM.questions[:1])).sections] == [None, FORM.questions[0]]


def test_a_form_that_makes_sense_has_no_problems():
    assert list(checking.problems(FORM)) == []


@pytest.mark.parametrize(
    ("questions", "index"),
    [
        ((), -1),
        ((Question("h", QuestionType.HEADING, "Only"),), -1),
        ((WHY,) * 301, -1),
        ((WHY, WHY), 1),
        ((Question("a b", QuestionType.DATE, "?"),), 0),
        ((Question("a", QuestionType.DATE, "  "),), 0),
        ((Question("a", QuestionType.CONSENT, "?"),), 0),
        ((Question("a", QuestionType.SINGLE_CHOICE, "?"),), 0),
        ((Question("a", QuestionType.DATE, "?", choices=("A",)),), 0),
        ((Question("a", QuestionType.SINGLE_CHOICE, "?", choices=("A", "A")),), 0),
        ((Question("a", QuestionType.SINGLE_CHOICE, "?", choices=("A",), flags=("B",)),), 0),
        ((Question("a", QuestionType.SCALE, "?", minimum=5, maximum=5),), 0),
        ((Question("a", QuestionType.NUMBER, "?", minimum=5, maximum=4),), 0),
        ((Question("a", QuestionType.DATE, "?", minimum=5),), 0),
        ((WHERE, PAIN), 0),
        ((WHY, Question("b", QuestionType.DATE, "?", show_if=ShowIf("why", ("x",)))), 1),
        ((PAIN, Question("b", QuestionType.DATE, "?", show_if=ShowIf("pain", ("maybe",)))), 1),
        ((WHY, Question("h", QuestionType.HEADING, "?", required=True)), 1),
    ],
)
def test_a_form_that_makes_no_sense_is_told_where(questions: tuple[Question, ...], index: int):
    assert index in [at for at, _ in checking.problems(Definition(questions))]


def test_a_form_goes_from_hand_to_hand():
    path = [FormAct.BEGIN, FormAct.SUBMIT, FormAct.RETURN, FormAct.BEGIN, FormAct.SUBMIT]
    state = FormState.ASSIGNED
    for act in path:
        state = states.after(act, state)
    assert state is FormState.SUBMITTED


def test_only_what_was_begun_is_submitted():
    with pytest.raises(FormUnchanged):
        states.after(FormAct.SUBMIT, FormState.RETURNED)
    with pytest.raises(FormClosed):
        states.after(FormAct.SUBMIT, FormState.ASSIGNED)


@pytest.mark.parametrize("state", [FormState.SUBMITTED, FormState.WITHDRAWN, FormState.EXPIRED])
@pytest.mark.parametrize("act", [FormAct.SUBMIT, FormAct.WITHDRAW, FormAct.EXPIRE, FormAct.BEGIN])
def test_what_is_closed_stays_closed(state: FormState, act: FormAct):
    with pytest.raises(FormClosed):
        states.after(act, state)


@pytest.mark.parametrize("state", [one for one in FormState if one is not FormState.SUBMITTED])
def test_only_what_was_submitted_is_sent_back(state: FormState):
    with pytest.raises(FormNotReturnable):
        states.after(FormAct.RETURN, state)


VISIT = Booked(date(2026, 11, 24), "physio", is_first=True, is_pending=False, submitted_on=None)


@pytest.mark.parametrize(
    ("rule", "facts", "asked"),
    [
        (Rule(Trigger.BY_HAND), {}, False),
        (Rule(Trigger.FIRST_VISIT), {}, True),
        (Rule(Trigger.FIRST_VISIT), {"is_first": False}, False),
        (Rule(Trigger.FIRST_VISIT), {"is_pending": True}, False),
        (Rule(Trigger.FIRST_VISIT), {"submitted_on": date(2020, 1, 1)}, False),
        (Rule(Trigger.TREATMENT, frozenset({"physio"})), {"is_first": False}, True),
        (Rule(Trigger.TREATMENT, frozenset({"yoga"})), {}, False),
        (Rule(Trigger.EVERY, every_months=12), {"is_first": False}, True),
        (Rule(Trigger.EVERY, every_months=12), {"submitted_on": date(2025, 11, 24)}, True),
        (Rule(Trigger.EVERY, every_months=12), {"submitted_on": date(2025, 11, 25)}, False),
    ],
)
def test_a_booking_brings_the_forms_that_its_rules_ask_for(rule: Rule, facts: dict[str, object], asked: bool):
    booked = Booked(**{**VISIT.__dict__, **facts})  # type: ignore[arg-type]
    assert is_asked(rule, booked) is asked


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
        (date(2026, 11, 15), 2, date(2027, 1, 15)),
    ],
)
def test_months_are_counted_on_the_calendar(day: date, months: int, after: date):
    assert months_after(day, months) == after
