"""Changes to what a form asks, while it is being built. A draft may be wrong for a while: `checking` tells how."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from myaccount.domain.forms.checking import QUESTIONS_AT_MOST
from myaccount.domain.forms.definition import DECIDES, CardPage, Definition, Question
from myaccount.domain.refusals import NotFound, Refused


class FormFull(Refused):
    """A form that holds as many questions as a form can."""

    code = "form_full"


class FormDraftMoved(Refused):
    """What is to be published, or taken back, has been changed by somebody else in the meantime."""

    code = "form_draft_moved"


class FormNotReady(Refused):
    """A draft of which something is wrong still: it is told beside each question."""

    code = "form_not_ready"


class FormArchived(Refused):
    """A form that is put away: it is brought back before it is changed."""

    code = "form_archived"


class TooManyForms(Refused):
    """A clinic has a few hundred forms at most: whoever has more to ask puts some away for good."""

    code = "too_many_forms"


@dataclass(frozen=True)
class Removed:
    """A question that was taken out, and where it stood."""

    index: int
    question: Question


def place(definition: Definition, question_id: str) -> int:
    """Tell where a question stands. Raises: NotFound."""
    for index, one in enumerate(definition.questions):
        if one.id == question_id:
            return index
    raise NotFound()


def put(definition: Definition, question: Question, after: str = "") -> Definition:
    """Put a question in the place of the one with its id; a new one goes behind `after`, or to the end.

    Edges: `after` may have been removed meanwhile: then it goes to the end. Raises: FormFull.
    """
    if question.id in definition.by_id:
        asked = definition.by_id[question.id]
        return _renamed(_with(definition, place(definition, question.id), question), asked, question)
    if len(definition.questions) >= QUESTIONS_AT_MOST:
        raise FormFull()
    index = place(definition, after) + 1 if after in definition.by_id else len(definition.questions)
    return _inserted(definition, index, question)


def move(definition: Definition, question_id: str, *, up: bool) -> Definition:
    """Move a question by one place. Edges: the first stays first, and the last last. Raises: NotFound."""
    index = place(definition, question_id)
    other = index - 1 if up else index + 1
    if not 0 <= other < len(definition.questions):
        return definition
    questions = list(definition.questions)
    questions[index], questions[other] = questions[other], questions[index]
    return replace(definition, questions=tuple(questions))


def remove(definition: Definition, question_id: str) -> tuple[Definition, Removed]:
    """Take a question out, and tell what it was. Of a section only its heading goes. Raises: NotFound."""
    index = place(definition, question_id)
    questions = definition.questions
    return replace(definition, questions=questions[:index] + questions[index + 1 :]), Removed(index, questions[index])


def restore(definition: Definition, removed: Removed) -> Definition:
    """Put a question back where it was. Edges: not a second time. Raises: FormFull."""
    if removed.question.id in definition.by_id:
        return definition
    if len(definition.questions) >= QUESTIONS_AT_MOST:
        raise FormFull()
    return _inserted(definition, min(removed.index, len(definition.questions)), removed.question)


def with_card(definition: Definition, card: CardPage) -> Definition:
    """Say whether the form ends with a page for the card on file."""
    return replace(definition, card=card)


def earlier(definition: Definition, question_id: str, after: str = "") -> tuple[Question, ...]:
    """List the questions that a condition of this one can ask after: those before it that are chosen or ticked.

    Edges: of a new one, those up to `after`, or all of them.
    """
    end = len(definition.questions)
    if question_id in definition.by_id:
        end = place(definition, question_id)
    elif after in definition.by_id:
        end = place(definition, after) + 1
    return tuple(one for one in definition.questions[:end] if one.type in DECIDES)


def next_id(taken: Sequence[str]) -> str:
    """Make an id that no question has, nor had in what is `taken`: answers are found by it."""
    numbers = [int(one[1:]) for one in taken if one[:1] == "q" and one[1:].isascii() and one[1:].isdecimal()]
    small = [number for number in numbers if number < 1_000_000]
    return f"q{max(small, default=0) + 1}"


def named(question: Question, question_id: str) -> Question:
    """Give a new question its id."""
    return replace(question, id=question_id)


def _with(definition: Definition, index: int, question: Question) -> Definition:
    questions = definition.questions
    return replace(definition, questions=(*questions[:index], question, *questions[index + 1 :]))


def _inserted(definition: Definition, index: int, question: Question) -> Definition:
    questions = definition.questions
    return replace(definition, questions=(*questions[:index], question, *questions[index:]))


def _renamed(definition: Definition, before: Question, after: Question) -> Definition:
    """Let conditions follow a choice that got other words: as many as before, and only one of them new."""
    gone, new = set(before.offered) - set(after.offered), set(after.offered) - set(before.offered)
    if len(gone) != 1 or len(new) != 1 or len(before.offered) != len(after.offered):
        return definition
    [old], [name] = gone, new
    return replace(definition, questions=tuple(_following(one, after.id, old, name) for one in definition.questions))


def _following(one: Question, asked: str, old: str, new: str) -> Question:
    if one.show_if is None or one.show_if.question != asked:
        return one
    answers = tuple(new if answer == old else answer for answer in one.show_if.answers)
    return replace(one, show_if=replace(one.show_if, answers=answers))
