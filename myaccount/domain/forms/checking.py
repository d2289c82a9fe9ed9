"""Whether a definition makes sense: told question by question, for whoever builds a form."""

import re
from collections.abc import Iterator

from myaccount.domain.forms.definition import BOUNDED, CHOOSES, DECIDES, WITH_TEXT, Definition, Question, QuestionType
from myaccount.domain.parsing import FieldError

QUESTIONS_AT_MOST = 300
CHOICES_AT_MOST = 50
LABEL_AT_MOST = 500
HELP_AT_MOST = 1000
TEXT_AT_MOST = 10_000
CHOICE_AT_MOST = 200
SCALE_STEPS = 20
NUMBER_AT_MOST = 1_000_000_000
QUESTION_ID = re.compile(r"[A-Za-z0-9_-]{1,60}")


def problems(definition: Definition) -> Iterator[tuple[int, FieldError]]:
    """Tell everything that is wrong with a definition: the index of each question, and what is wrong with it.

    Edges: -1 for the whole of it. A condition asks after an earlier question, never after a later one.
    """
    if not definition.asked:
        yield -1, FieldError("form.wrong.none")
    if len(definition.questions) > QUESTIONS_AT_MOST:
        yield -1, FieldError("form.wrong.many", most=QUESTIONS_AT_MOST)
        return
    earlier: dict[str, Question] = {}
    for index, one in enumerate(definition.questions):
        if one.id in earlier:
            yield index, FieldError("form.wrong.twice")
        for wrong in (*_texts(one), *_choices(one), *_bounds(one), *_condition(one, earlier)):
            yield index, wrong
        earlier[one.id] = one


def _texts(one: Question) -> Iterator[FieldError]:
    if not QUESTION_ID.fullmatch(one.id):
        yield FieldError("form.wrong.id")
    if not one.label.strip():
        yield FieldError("form.wrong.label")
    lengths = ((one.label, LABEL_AT_MOST), (one.help, HELP_AT_MOST), (one.text, TEXT_AT_MOST))
    for text, longest in (*lengths, (one.low, CHOICE_AT_MOST), (one.high, CHOICE_AT_MOST)):
        if len(text) > longest:
            yield FieldError("typed.too_long", longest=longest)
    if one.type is QuestionType.CONSENT and not one.text.strip():
        yield FieldError("form.wrong.consent")
    if one.text and one.type not in WITH_TEXT:
        yield FieldError("form.wrong.text")
    if one.required and not one.asks:
        yield FieldError("form.wrong.heading")


def _choices(one: Question) -> Iterator[FieldError]:
    if (one.type in CHOOSES) != bool(one.choices):
        yield FieldError("form.wrong.choices")
    if len(one.choices) > CHOICES_AT_MOST:
        yield FieldError("form.wrong.many_choices", most=CHOICES_AT_MOST)
    if len(set(one.choices)) < len(one.choices):
        yield FieldError("form.wrong.same_choice")
    if any(not each.strip() or len(each) > CHOICE_AT_MOST or "\n" in each for each in one.choices):
        yield FieldError("form.wrong.choice", longest=CHOICE_AT_MOST)
    if not set(one.flags) <= set(one.offered):
        yield FieldError("form.wrong.flag")


def _bounds(one: Question) -> Iterator[FieldError]:
    given = [bound for bound in (one.minimum, one.maximum) if bound is not None]
    if given and one.type not in BOUNDED:
        yield FieldError("form.wrong.bounds")
    if any(abs(bound) > NUMBER_AT_MOST for bound in given):
        yield FieldError("form.wrong.bounds")
    if one.type is QuestionType.SCALE:
        low, high = one.ends
        if not 1 <= high - low <= SCALE_STEPS:
            yield FieldError("form.wrong.scale", most=SCALE_STEPS)
    elif len(given) == 2 and given[0] > given[1]:
        yield FieldError("form.wrong.bounds")


def _condition(one: Question, earlier: dict[str, Question]) -> Iterator[FieldError]:
    if one.show_if is None:
        return
    asked = earlier.get(one.show_if.question)
    if asked is None or asked.type not in DECIDES:
        yield FieldError("form.wrong.condition")
    elif not one.show_if.answers or not set(one.show_if.answers) <= set(asked.offered):
        yield FieldError("form.wrong.condition_answer")
