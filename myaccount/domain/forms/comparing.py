"""What is different in a form from the last time that the same person submitted it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from myaccount.domain.forms.answers import Value
from myaccount.domain.forms.definition import Definition, Question, QuestionType
from myaccount.domain.forms.filling import Answers, shown


class Change(StrEnum):
    """How an answer differs. Each is named as `form.change.<change>` in the messages."""

    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True)
class Difference:
    """How the answer to a question differs, and what it was; `before` is None where there was none."""

    change: Change
    before: Value | None


GIVEN_ANEW = (QuestionType.SIGNATURE, QuestionType.CONSENT)
"""What is signed or agreed to each time: that it is of another day is no news."""


def differences(
    definition: Definition, answers: Answers, earlier: Definition, before: Answers
) -> Mapping[str, Difference]:
    """Tell which answers are others than in an earlier form, by their questions.

    Edges: a question that was not asked then is new only if it has an answer now; the same choices in another order
    are the same; of what is given anew each time, only that it is given now or is missing counts. A question that
    takes another kind of answer now is another question.
    """
    found: dict[str, Difference] = {}
    for one in shown(definition, answers):
        if one.asks and (difference := _difference(one, answers, earlier, before)):
            found[one.id] = difference
    return found


def _difference(one: Question, answers: Answers, earlier: Definition, before: Answers) -> Difference | None:
    asked = earlier.by_id.get(one.id)
    now = answers.get(one.id)
    then = before.get(one.id) if asked is not None and asked.type is one.type else None
    if _same(one, now, then):
        return None
    if then is None:
        return Difference(Change.NEW, None)
    return Difference(Change.GONE if now is None else Change.CHANGED, then)


def _same(one: Question, now: Value | None, then: Value | None) -> bool:
    if one.type in GIVEN_ANEW:
        return (now is None) == (then is None)
    if one.type is QuestionType.CHECKBOX:
        return bool(now) == bool(then)
    if isinstance(now, list) and isinstance(then, list):
        return set(now) == set(then)
    return now == then
