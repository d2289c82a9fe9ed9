"""What patients ask of the desk, in both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from myaccount.domain.refusals import AlreadyDone, NotAcceptable, NotAllowed, NotFound, TaskDone, TooManyTasks
from myaccount.domain.tasks import DONE_SHOWN, OPEN_AT_MOST, TaskKind
from myaccount.models import Task
from myaccount.services.context import PatientContext
from myaccount.services.desk import tasks
from myaccount.services.profiles import requests
from tests.scenes import NOW, Scene

WRONG = "My date of birth is 3 February 1988."
MOMENT = "Fri 20 November, 10:00 a.m."
LATER = NOW + timedelta(minutes=7)


def ask(scene: Scene, note: str = WRONG, ctx: PatientContext | None = None) -> str:
    return scene.database.write(requests.ask, ctx or scene.alice_ctx(), TaskKind.CORRECTION, note)


def open_page(scene: Scene, who: str = "dana", cursor: str = "", just_done: tuple[str, ...] = ()):
    return scene.database.read(tasks.open_page, scene.staff_ctx(who, now=LATER), cursor, just_done)


def done(scene: Scene, task_id: str, who: str = "dana") -> None:
    scene.database.write(tasks.done, scene.staff_ctx(who, now=LATER), task_id)


def own(scene: Scene, who: str = "alice"):
    return scene.database.read(requests.open_ones, scene.ctx(who))


def count(scene: Scene, who: str) -> int:
    return scene.database.read(tasks.count_open, scene.staff_ctx(who))


class TestAsking:
    def test_the_desk_sees_who_wants_what_since_when_and_the_note_in_full(self, scene: Scene):
        ask(scene, f"  {WRONG}\r\nNot 2 February.  ")
        [row] = open_page(scene).rows
        assert (row.patient, row.kind, row.since) == (
            "Alice Moreau",
            "Correction of the record",
            MOMENT,
        )
        assert row.note == f"{WRONG}\nNot 2 February."
        assert row.patient_url == f"/clinic/patients/{scene.alice}"
        assert row.done_line == ""

    def test_it_is_in_the_trail_without_its_words(self, scene: Scene):
        task_id = ask(scene)
        [entry] = scene.audit("task.opened")
        assert (entry.person_id, entry.actor_id, entry.subject_id) == (scene.alice, scene.alice, task_id)
        assert entry.facts == {"kind": "correction"}

    def test_the_same_words_sent_twice_are_one_request(self, scene: Scene):
        assert ask(scene) == ask(scene)
        assert len(scene.rows(Task)) == len(scene.audit("task.opened")) == 1

    def test_of_twenty_at_once_with_the_same_words_one_is_kept(self, scene: Scene):
        everybody = Barrier(8)

        def at_once(_n: int) -> str:
            everybody.wait()
            return ask(scene)

        with ThreadPoolExecutor(8) as pool:
            assert len(set(pool.map(at_once, range(8)))) == 1
        assert len(scene.rows(Task)) == 1

    def test_five_may_be_open_and_the_sixth_is_refused_with_the_next_step(self, scene: Scene):
        for number in range(OPEN_AT_MOST):
            ask(scene, f"Number {number}")
        with pytest.raises(TooManyTasks):
            ask(scene, "One more")
        ask(scene, "Bob's own", scene.bob_ctx())
        scene.database.write(requests.withdraw, scene.alice_ctx(), own(scene)[0].id)
        ask(scene, "One more")

    @pytest.mark.parametrize("note", ["", "  \n ", "x" * 1001, "a\0b"])
    def test_a_note_that_cannot_be_taken_is_refused_at_its_field(self, scene: Scene, note: str):
        with pytest.raises(NotAcceptable):
            ask(scene, note)
        assert not scene.rows(Task)


class TestOwn:
    def test_a_patient_sees_only_their_own_open_ones(self, scene: Scene):
        ask(scene)
        assert [(one.note, one.since) for one in own(scene)] == [(WRONG, "Sent Friday 20 November")]
        assert own(scene, "bob") == own(scene, "charlie") == own(scene, "dana") == ()

    def test_done_it_is_gone_from_the_patients_list(self, scene: Scene):
        done(scene, ask(scene))
        assert own(scene) == ()

    def test_withdrawn_it_is_gone_everywhere_and_in_the_trail(self, scene: Scene):
        task_id = ask(scene)
        scene.database.write(requests.withdraw, scene.alice_ctx(), task_id)
        assert own(scene) == open_page(scene, just_done=(task_id,)).rows == ()
        [entry] = scene.audit("task.withdrawn")
        assert (entry.person_id, entry.subject_id) == (scene.alice, task_id)
        with pytest.raises(NotFound):
            done(scene, task_id)
        with pytest.raises(NotFound):
            scene.database.write(requests.withdraw, scene.alice_ctx(), task_id)

    @pytest.mark.parametrize("who", ["bob", "charlie", "dana"])
    def test_nobody_else_withdraws_it(self, scene: Scene, who: str):
        task_id = ask(scene)
        for some_id in (task_id, "nothing", "a\0b"):
            with pytest.raises(NotFound):
                scene.database.write(requests.withdraw, scene.ctx(who), some_id)
        assert len(own(scene)) == 1


class TestDesk:
    def test_open_ones_come_oldest_first(self, scene: Scene):
        for minutes in (3, 1, 2):
            ask(scene, f"after {minutes}", scene.alice_ctx(now=NOW + timedelta(minutes=minutes)))
        assert [row.note for row in open_page(scene).rows] == ["after 1", "after 2", "after 3"]

    def test_done_tells_who_and_when_in_the_page_and_in_the_trail(self, scene: Scene):
        task_id = ask(scene)
        done(scene, task_id)
        assert open_page(scene).rows == ()
        [row] = open_page(scene, just_done=(task_id,)).rows
        assert row.done_line == "Done by Dana Oduya, Fri 20 November, 10:07 a.m."
        [entry] = scene.audit("task.done")
        assert (entry.actor_id, entry.person_id, entry.subject_id) == (scene.people["dana"], scene.alice, task_id)

    def test_the_second_of_two_is_told_who_was_first(self, scene: Scene):
        task_id = ask(scene)
        done(scene, task_id, "robin")
        with pytest.raises(TaskDone) as refused:
            done(scene, task_id)
        assert refused.value.facts == {"who": "Robin Hart", "when": "Fri 20 November, 10:07 a.m."}
        assert len(scene.audit("task.done")) == 1

    def test_of_many_at_once_one_has_done_it(self, scene: Scene):
        task_id, everybody, won = ask(scene), Barrier(6), []

        def at_once(who: str) -> None:
            everybody.wait()
            try:
                done(scene, task_id, who)
                won.append(who)
            except TaskDone:
                pass

        with ThreadPoolExecutor(6) as pool:
            list(pool.map(at_once, ["dana", "robin"] * 3))
        assert len(won) == len(scene.audit("task.done")) == 1

    def test_it_can_be_undone_once(self, scene: Scene):
        task_id = ask(scene)
        done(scene, task_id)
        scene.database.write(tasks.reopen, scene.dana_ctx(), task_id)
        assert [row.id for row in open_page(scene).rows] == [task_id]
        assert len(own(scene)) == 1
        [entry] = scene.audit("task.reopened")
        assert (entry.person_id, entry.subject_id) == (scene.alice, task_id)
        with pytest.raises(AlreadyDone):
            scene.database.write(tasks.reopen, scene.dana_ctx(), task_id)

    def test_done_ones_show_for_ninety_days_latest_first(self, scene: Scene):
        first, second = ask(scene, "first"), ask(scene, "second")
        scene.database.write(tasks.done, scene.dana_ctx(now=NOW), first)
        scene.database.write(tasks.done, scene.dana_ctx(now=LATER), second)

        def shown(now) -> list[str]:
            page = scene.database.read(tasks.done_page, scene.dana_ctx(now=now), "")
            return [row.note for row in page.rows]

        assert shown(LATER) == ["second", "first"]
        assert shown(NOW + DONE_SHOWN) == ["second", "first"]
        assert shown(NOW + DONE_SHOWN + timedelta(microseconds=1)) == ["second"]

    @pytest.mark.parametrize("is_done", [False, True])
    def test_many_come_page_by_page_each_once(self, scene: Scene, is_done: bool, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(tasks, "PAGE_SIZE", 2)
        for number in range(5):
            task_id = ask(scene, f"Number {number}")
            if is_done:
                done(scene, task_id)
        seen, cursor = [], ""
        while True:
            page = (
                scene.database.read(tasks.done_page, scene.dana_ctx(now=LATER), cursor)
                if is_done
                else open_page(scene, cursor=cursor)
            )
            seen += [row.id for row in page.rows]
            cursor = page.cursor
            if not cursor:
                break
        assert sorted(seen) == sorted(task.id for task in scene.rows(Task))

    @pytest.mark.parametrize("cursor", ["x", "2026-11-20~a", "2026-11-20T10:00:00+00:00~a b", "~"])
    def test_a_cursor_that_no_page_gave_out_is_refused(self, scene: Scene, cursor: str):
        with pytest.raises(NotFound):
            open_page(scene, cursor=cursor)

    def test_a_practitioner_sees_none_of_it(self, scene: Scene):
        task_id = ask(scene)
        calls = [(tasks.open_page, "", ()), (tasks.done_page, ""), (tasks.done, task_id), (tasks.reopen, task_id)]
        for use_case, *arguments in calls:
            with pytest.raises(NotAllowed):
                scene.database.write(use_case, scene.staff_ctx("sam"), *arguments)
        assert count(scene, "sam") == 0

    def test_the_count_is_the_clinics_own(self, scene: Scene):
        done(scene, ask(scene, "one"))
        ask(scene, "two")
        assert (count(scene, "dana"), count(scene, "robin"), count(scene, "kim")) == (1, 1, 0)

    def test_another_clinics_task_is_unknown(self, scene: Scene):
        task_id = ask(scene, "elsewhere", scene.charlie_ctx())
        for some_id in (task_id, "nothing", "a\0b", ""):
            with pytest.raises(NotFound):
                done(scene, some_id)
            with pytest.raises(NotFound):
                scene.database.write(tasks.reopen, scene.dana_ctx(), some_id)
        assert open_page(scene, just_done=(task_id,)).rows == ()
