"""Requests about one's data: due in thirty days, answered in words, and told by a mail that says nothing of it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from myaccount.domain.refusals import NotAcceptable, NotAllowed, NotFound, TaskDone
from myaccount.domain.tasks import AnswerMissing, TaskKind
from myaccount.models import OutboxMessage, Task
from myaccount.services.desk import tasks
from myaccount.services.profiles import requests
from tests.scenes import NOW, Scene

LATE_EVENING = datetime(2026, 11, 21, 4, 30, tzinfo=UTC)
"""Half past eleven in the evening of the 20th in Toronto."""


def asked(scene: Scene, kind: TaskKind = TaskKind.DELETION, note: str = "My old address") -> str:
    """Let Alice ask."""
    return scene.database.write(requests.ask, scene.alice_ctx(now=LATE_EVENING), kind, note)


@pytest.mark.parametrize("kind", [TaskKind.DELETION, TaskKind.CORRECTION])
def test_it_is_due_thirty_days_after_the_clinics_day(scene: Scene, kind: TaskKind):
    asked(scene, kind)
    [own] = scene.database.read(requests.open_ones, scene.alice_ctx())
    assert own.due == "The clinic answers by 20 December 2026."
    [row] = scene.rows(Task)
    assert row.due_on == date(2026, 12, 20)
    [shown] = scene.database.read(tasks.open_page, scene.dana_ctx(), "", ()).rows
    assert (shown.due, shown.can_answer) == ("To be answered by 20 December 2026", True)


def test_the_answer_is_read_by_who_asked_and_its_mail_says_nothing_of_it(scene: Scene):
    task_id = asked(scene)
    words = "We have deleted it. Your chart we must keep until 2036."
    scene.database.write(tasks.answer, scene.dana_ctx(), task_id, words)
    [own] = scene.database.read(requests.answered, scene.alice_ctx())
    assert (own.note, own.answer) == ("My old address", words)
    assert scene.database.read(requests.answered, scene.bob_ctx()) == ()
    [mail] = scene.rows(OutboxMessage, kind="request_answered")
    assert "address" not in str(mail.facts) and "2036" not in str(mail.facts)


def test_a_deletion_is_not_done_without_words(scene: Scene):
    task_id = asked(scene)
    with pytest.raises(AnswerMissing):
        scene.database.write(tasks.done, scene.dana_ctx(), task_id)
    for words in ("", "  ", "x" * 1001):
        with pytest.raises(NotAcceptable):
            scene.database.write(tasks.answer, scene.dana_ctx(), task_id, words)
    [row] = scene.rows(Task)
    assert row.done_at is None


def test_it_is_answered_once_by_the_desk_of_this_clinic(scene: Scene):
    task_id = asked(scene)
    with pytest.raises(NotAllowed):
        scene.database.write(tasks.answer, scene.staff_ctx("sam"), task_id, "no")
    scene.database.write(tasks.answer, scene.dana_ctx(), task_id, "Done.")
    with pytest.raises(TaskDone):
        scene.database.write(tasks.answer, scene.staff_ctx("robin"), task_id, "Done too.")
    with pytest.raises(NotFound):
        scene.database.write(tasks.answer, scene.dana_ctx(), "x" * 22, "no")


def test_what_is_reopened_waits_for_another_answer(scene: Scene):
    task_id = asked(scene)
    scene.database.write(tasks.answer, scene.dana_ctx(), task_id, "Done.")
    scene.database.write(tasks.reopen, scene.dana_ctx(now=NOW + timedelta(days=1)), task_id)
    assert scene.database.read(requests.answered, scene.alice_ctx()) == ()
    assert [row.answer for row in scene.rows(Task)] == [""]


def test_other_requests_have_no_day_and_take_no_answer(scene: Scene):
    task_id = asked(scene, TaskKind.CARD_REMOVAL)
    with pytest.raises(NotFound):
        scene.database.write(tasks.answer, scene.dana_ctx(), task_id, "no")
    assert [row.due_on for row in scene.rows(Task)] == [None]
