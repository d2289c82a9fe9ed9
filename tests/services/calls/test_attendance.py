"""A visit marks itself: who came into its call, when the two met, and when it ended; in both databases."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import datetime, timedelta

import pytest

from myaccount.models import VideoCall
from myaccount.services.calls import attendance
from myaccount.services.calls import participants as calls
from myaccount.services.calls.participants import Participant
from myaccount.services.desk import today
from myaccount.views.schedule import DeskRow
from tests.scenes import NOW, Scene

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def visit(scene: Scene) -> str:
    return scene.book("alice", NOW, treatment="video-45")


def participant(scene: Scene, who: str, visit: str, now: datetime) -> Participant:
    staff = scene.staff_ctx(who, now=now) if who == "sam" else None
    return scene.database.read(calls.participant, scene.ctx(who, now=now), staff, visit)


def comes(scene: Scene, who: str, visit: str, now: datetime = NOW) -> None:
    scene.database.write(attendance.note_present, participant(scene, who, visit, now))


def goes(scene: Scene, who: str, visit: str, now: datetime) -> None:
    scene.database.write(attendance.note_left, participant(scene, who, visit, now))


def row_on_today(scene: Scene, now: datetime, who: str = "dana") -> DeskRow:
    [row] = scene.database.read(today.today, scene.staff_ctx(who, now=now), "", "").rows
    return row


def test_today_says_who_waits_and_who_is_in_a_call_since_when(scene: Scene, visit: str):
    assert row_on_today(scene, NOW).call_line == ""
    comes(scene, "alice", visit)
    assert row_on_today(scene, NOW).call_line == "In the waiting room since 10:00 a.m."
    comes(scene, "alice", visit, NOW + 2 * MINUTE)
    comes(scene, "sam", visit, NOW + 2 * MINUTE)
    assert row_on_today(scene, NOW + 2 * MINUTE).call_line == "In call since 10:02 a.m."
    goes(scene, "alice", visit, NOW + 2 * MINUTE + 30 * SECOND)
    assert row_on_today(scene, NOW + 2 * MINUTE + 30 * SECOND).call_line == "Practitioner waiting since 10:02 a.m."


def test_begin_and_end_are_written_down_once_each(scene: Scene, visit: str):
    for who in ("alice", "sam", "alice", "sam"):
        comes(scene, who, visit)
    goes(scene, "sam", visit, NOW + MINUTE)
    [row] = scene.rows(VideoCall)
    assert (row.started_at, row.ended_at) == (NOW, NOW + MINUTE)
    assert [len(scene.audit(action)) for action in ("call.started", "call.ended")] == [1, 1]


def test_who_meets_again_goes_on_with_the_same_call(scene: Scene, visit: str):
    for who in ("alice", "sam"):
        comes(scene, who, visit)
    goes(scene, "sam", visit, NOW + 30 * SECOND)
    for who in ("alice", "sam"):
        comes(scene, who, visit, NOW + 40 * SECOND)
    [row] = scene.rows(VideoCall)
    assert (row.started_at, row.ended_at) == (NOW, None)


def test_a_call_of_which_one_went_without_a_word_ends_when_it_was_seen_last(scene: Scene, visit: str):
    for who in ("alice", "sam"):
        comes(scene, who, visit)
    comes(scene, "sam", visit, NOW + 40 * SECOND)
    assert scene.database.write(attendance.end_abandoned, NOW + 44 * SECOND) == 0
    assert scene.database.write(attendance.end_abandoned, NOW + 45 * SECOND) == 1
    [row] = scene.rows(VideoCall)
    assert row.ended_at == NOW
    assert scene.database.write(attendance.end_abandoned, NOW + 45 * SECOND) == 0


def test_a_call_that_somebody_is_coming_back_to_is_left_alone_and_ended_by_one(scene: Scene, visit: str):
    if scene.database.is_sqlite:
        pytest.skip("there, one writes at a time")
    for who in ("alice", "sam"):
        comes(scene, who, visit)
    later = NOW + MINUTE
    back = [participant(scene, who, visit, later) for who in ("alice", "sam")]
    with ThreadPoolExecutor() as threads:
        with scene.database.writing() as tx:
            for place in back:
                attendance.note_present(tx, place)
            sweep = threads.submit(scene.database.write, attendance.end_abandoned, later)
            wait([sweep], timeout=0.5)
        assert sweep.result() == 0
        assert [row.ended_at for row in scene.rows(VideoCall)] == [None]
        with scene.database.writing() as tx:
            assert attendance.end_abandoned(tx, later + MINUTE) == 1
            other = threads.submit(scene.database.write, attendance.end_abandoned, later + MINUTE)
            wait([other], timeout=0.5)
        assert (other.result(), len(scene.audit("call.ended"))) == (0, 1)


@pytest.mark.parametrize(("who", "hint"), [("alice", "The practitioner has"), ("sam", "The patient has")])
def test_after_ten_minutes_alone_today_says_so(scene: Scene, visit: str, who: str, hint: str):
    for seconds in range(0, 600, 40):
        comes(scene, who, visit, NOW + seconds * SECOND)
    early, late = (row_on_today(scene, NOW + 10 * MINUTE - one) for one in (SECOND, timedelta()))
    assert early.call_hint == ""
    assert late.call_hint.startswith(hint)


def test_begin_on_today_is_for_the_practitioner_of_the_visit_in_its_hour(scene: Scene, visit: str):
    assert row_on_today(scene, NOW, "sam").begin_url == f"/visit/{visit}"
    assert row_on_today(scene, NOW).begin_url == ""
    assert row_on_today(scene, NOW - timedelta(hours=1, seconds=1), "sam").begin_url == ""
