"""What may be asked of the desk."""

import pytest

from myaccount.domain.tasks import NOTE_AT_MOST, OPEN_AT_MOST, TaskKind, may_ask, note_problem
from myaccount.messages import LANGUAGES, say


@pytest.mark.parametrize(
    ("note", "problem"),
    [
        ("x", None),
        ("x" * NOTE_AT_MOST, None),
        ("two\nlines", None),
        ("née le 3 février 😀", None),
        ("", "task.blank"),
        ("x" * (NOTE_AT_MOST + 1), "task.too_long"),
        ("a\0b", "contact.letters"),
        ("a\x1b[2Jb", "contact.letters"),
        ("half \ud800", "contact.letters"),
    ],
)
def test_a_note_is_a_few_lines_that_can_be_kept(note: str, problem: str | None):
    assert note_problem(note) == problem


def test_the_fifth_request_may_be_sent_and_the_sixth_may_not():
    assert may_ask(OPEN_AT_MOST - 1)
    assert not may_ask(OPEN_AT_MOST)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", TaskKind)
def test_every_kind_is_worded(kind: TaskKind, lang):
    assert say(f"task.kind.{kind}", lang)
