"""A form is built question by question, compared with the last time, and read from boxes."""

import pytest

from myaccount.domain.forms import boxes, checking, editing
from myaccount.domain.forms.checking import QUESTIONS_AT_MOST
from myaccount.domain.forms.comparing import Change, Difference, differences
from myaccount.domain.forms.definition import Definition, Question, QuestionType, ShowIf
from myaccount.domain.forms.editing import FormFull
from myaccount.domain.refusals import NotFound

SMOKE = Question("smoke", QuestionType.SINGLE_CHOICE, "Do you smoke?", choices=("Yes", "No"), flags=("Yes",))
MUCH = Question("much", QuestionType.NUMBER, "How much?", show_if=ShowIf("smoke", ("Yes",)))
WHY = Question("why", QuestionType.LONG_TEXT, "What brings you in?")
FORM = Definition((WHY, SMOKE, MUCH))


def ids(definition: Definition) -> list[str]:
    return [one.id for one in definition.questions]


def test_a_question_goes_behind_another_or_to_the_end():
    new = Question("new", QuestionType.DATE, "When?")
    assert ids(editing.put(FORM, new, "why")) == ["why", "new", "smoke", "much"]
    assert ids(editing.put(FORM, new)) == ids(editing.put(FORM, new, "gone")) == ["why", "smoke", "much", "new"]


def test_the_three_hundredth_question_is_the_last():
    asked = Definition(tuple(Question(f"q{n}", QuestionType.DATE, "x") for n in range(QUESTIONS_AT_MOST - 1)))
    full = editing.put(asked, Question("last", QuestionType.DATE, "x"))
    assert len(full.questions) == QUESTIONS_AT_MOST
    with pytest.raises(FormFull):
        editing.put(full, Question("more", QuestionType.DATE, "x"))


@pytest.mark.parametrize(
    ("who", "up", "order"),
    [
        ("smoke", True, ["smoke", "why", "much"]),
        ("smoke", False, ["why", "much", "smoke"]),
        ("why", True, ["why", "smoke", "much"]),
        ("much", False, ["why", "smoke", "much"]),
    ],
)
def test_a_question_moves_by_one_place_and_no_further_than_the_ends(who: str, up: bool, order: list[str]):
    assert ids(editing.move(FORM, who, up=up)) == order


def test_what_is_not_there_is_neither_moved_nor_removed():
    for act in (lambda: editing.move(FORM, "x", up=True), lambda: editing.remove(FORM, "x")):
        with pytest.raises(NotFound):
            act()


def test_what_was_removed_is_put_back_where_it_was_and_not_twice():
    left, removed = editing.remove(FORM, "smoke")
    assert ids(left) == ["why", "much"]
    assert [one.key for _, one in checking.problems(left)] == ["form.wrong.condition"]
    assert editing.restore(left, removed) == FORM
    assert editing.restore(FORM, removed) == FORM


def test_a_condition_follows_a_choice_that_is_called_otherwise():
    renamed = Question("smoke", SMOKE.type, SMOKE.label, choices=("Yes, I do", "No"), flags=("Yes, I do",))
    after = editing.put(FORM, renamed)
    assert after.by_id["much"].show_if == ShowIf("smoke", ("Yes, I do",))
    assert list(checking.problems(after)) == []


def test_a_condition_does_not_follow_when_it_cannot_be_told_which_choice_it_was():
    other = Question("smoke", SMOKE.type, SMOKE.label, choices=("Often", "Never"))
    after = editing.put(FORM, other)
    assert [one.key for _, one in checking.problems(after)] == ["form.wrong.condition_answer"]


def test_a_condition_asks_after_what_comes_before_alone():
    assert [one.id for one in editing.earlier(FORM, "much")] == ["smoke"]
    assert editing.earlier(FORM, "smoke") == ()
    assert [one.id for one in editing.earlier(FORM, "")] == ["smoke"]
    assert editing.earlier(FORM, "", after="why") == ()


def test_no_question_gets_an_id_that_another_one_had():
    assert editing.next_id(["q1", "q7", "why", "q99999999999"]) == "q8"
    assert editing.next_id([]) == "q1"


def test_a_question_is_written_as_boxes_and_read_back():
    for question in FORM.questions:
        asked = editing.earlier(FORM, question.id)
        typed = boxes.fields(question, asked)
        after = question.show_if.question if question.show_if else ""
        assert boxes.read(question, question.type, typed, asked, after) == (question, {})


def test_a_flag_goes_with_its_answer_and_not_with_its_place():
    typed = boxes.fields(SMOKE, ()) | {"choices": "Sometimes\nYes\nNo"}
    question, problems = boxes.read(SMOKE, SMOKE.type, typed, (), "")
    assert (question.choices, question.flags, problems) == (("Sometimes", "Yes", "No"), ("Yes",), {})
    renamed, _ = boxes.read(SMOKE, SMOKE.type, boxes.fields(SMOKE, ()) | {"choices": "Yes, I do\nNo"}, (), "")
    assert renamed.flags == ("Yes, I do",)


def test_what_does_not_go_with_a_kind_is_left_out():
    question, problems = boxes.read(SMOKE, QuestionType.LONG_TEXT, boxes.fields(SMOKE, ()), (), "")
    assert (question.choices, question.flags, problems) == ((), (), {})


@pytest.mark.parametrize(
    ("kind", "typed", "box", "key"),
    [
        (QuestionType.DATE, {"label": ""}, "label", "form.wrong.label"),
        (QuestionType.DATE, {"label": "x" * 501}, "label", "typed.too_long"),
        (QuestionType.DATE, {"label": "a\0b"}, "label", "typed.letters"),
        (QuestionType.SINGLE_CHOICE, {"choices": ""}, "choices", "form.wrong.choices"),
        (QuestionType.SINGLE_CHOICE, {"choices": "A\nA"}, "choices", "form.wrong.same_choice"),
        (QuestionType.SINGLE_CHOICE, {"choices": "\n".join(map(str, range(51)))}, "choices", "form.wrong.many_choices"),
        (QuestionType.SINGLE_CHOICE, {"choices": "x" * 201}, "choices", "form.wrong.choice"),
        (QuestionType.CONSENT, {"text": " "}, "text", "form.wrong.consent"),
        (QuestionType.NUMBER, {"minimum": "5", "maximum": "4"}, "minimum", "form.wrong.bounds"),
        (QuestionType.NUMBER, {"minimum": "1e3"}, "minimum", "form.wrong.whole"),
        (QuestionType.NUMBER, {"maximum": "9" * 11}, "maximum", "form.wrong.whole"),
        (QuestionType.SCALE, {"minimum": "0", "maximum": "21"}, "minimum", "form.wrong.scale"),
    ],
)
def test_what_is_wrong_is_told_at_its_box(kind: QuestionType, typed: dict[str, str], box: str, key: str):
    before = Question("x", kind, "How?")
    fields = boxes.fields(before, ()) | typed
    _, problems = boxes.read(before, kind, fields, (), "")
    assert {name: wrong.key for name, wrong in problems.items()} == {box: key}


def test_a_condition_needs_an_answer_of_a_question_that_comes_before():
    fields = boxes.fields(WHY, (SMOKE,))
    assert boxes.read(WHY, WHY.type, fields, (SMOKE,), "smoke")[1].keys() == {"show_if"}
    assert boxes.read(WHY, WHY.type, fields, (SMOKE,), "nothing")[1].keys() == {"show_if"}
    ticked = fields | {"answer.smoke.1": "yes"}
    assert boxes.read(WHY, WHY.type, ticked, (SMOKE,), "smoke")[0].show_if == ShowIf("smoke", ("No",))


def test_answers_are_compared_with_the_last_time():
    asked = Definition(
        (
            WHY,
            SMOKE,
            MUCH,
            Question("tick", QuestionType.CHECKBOX, "Tick"),
            Question("many", QuestionType.MULTIPLE_CHOICE, "Which?", choices=("A", "B")),
            Question("sign", QuestionType.SIGNATURE, "Sign"),
            Question("new", QuestionType.SHORT_TEXT, "New?"),
        )
    )
    before = Definition(tuple(one for one in asked.questions if one.id != "new"))
    then = {"why": "Knee", "smoke": "Yes", "much": "5", "many": ["A", "B"], "sign": {"text": "A", "at": "1"}}
    now = {
        "why": "Back",
        "smoke": "Yes",
        "many": ["B", "A"],
        "sign": {"text": "A", "at": "2"},
        "new": "x",
        "tick": False,
    }
    found = differences(asked, now, before, then)
    assert found == {
        "why": Difference(Change.CHANGED, "Knee"),
        "much": Difference(Change.GONE, "5"),
        "new": Difference(Change.NEW, None),
    }


def test_a_question_that_takes_another_kind_of_answer_now_is_another_question():
    later = Definition((Question("why", QuestionType.SHORT_TEXT, "Why?"),))
    assert differences(later, {"why": "Knee"}, FORM, {"why": "Knee"}) == {"why": Difference(Change.NEW, None)}
    assert differences(later, {}, FORM, {"why": "Knee"}) == {}
