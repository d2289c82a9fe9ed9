"""What patients send reaches the desk: flagged answers and documents as tasks, and what there is to know on Today."""

from datetime import timedelta
from typing import Any

from myaccount.domain.appointments import AppointmentState
from myaccount.models import Task
from myaccount.services.desk import tasks
from myaccount.services.desk.today import today
from myaccount.services.documents import downloads
from myaccount.services.intake import filling, own, sending
from myaccount.services.profiles import requests
from tests.scenes import NOW, Scene
from tests.services.documents import cabinet
from tests.services.intake.paper import COMPLETE, form, template

FLAGGED = {"pregnant": "yes", "weeks": "12"}
LATER = NOW + timedelta(hours=3)


def submitted(scene: Scene, form_id: str, **said: str) -> str:
    ctx = scene.alice_ctx()
    scene.database.write(own.opened, ctx, form_id)
    for question, words in {**COMPLETE, **said}.items():
        scene.database.write(filling.answer, ctx, form_id, question, words)
    assert scene.database.write(filling.submit, ctx, form_id) == []
    return form_id


def waiting(scene: Scene, who: str = "dana") -> list[tuple[str, str]]:
    page = scene.database.read(tasks.open_page, scene.staff_ctx(who), "", ())
    return [(row.kind, row.note) for row in page.rows]


def done(scene: Scene) -> None:
    [task] = [one for one in scene.rows(Task) if one.done_at is None]
    scene.database.write(tasks.done, scene.dana_ctx(), task.id)


def on_today(scene: Scene, who: str = "dana") -> list[Any]:
    return list(scene.database.read(today, scene.staff_ctx(who), "", "").rows)


def sent(scene: Scene, name: str) -> str:
    return cabinet.take_in(scene, name=name, ctx=scene.alice_ctx())


def opened(scene: Scene, document_id: str) -> None:
    scene.database.write(downloads.to_clinic, scene.dana_ctx(), scene.alice, document_id, 0, "view")


def test_flagged_answers_are_one_task_that_tells_how_many_and_not_what(scene: Scene):
    form_id = submitted(scene, form(scene), **FLAGGED)
    one = ("Flagged answers in a form", "Intake: one flagged answer. Read it under Forms on the profile.")
    assert waiting(scene) == [one]
    assert scene.database.write(filling.submit, scene.alice_ctx(), form_id) == []
    assert waiting(scene) == [one]


def test_a_form_without_flagged_answers_is_no_task(scene: Scene):
    submitted(scene, form(scene))
    assert scene.rows(Task) == []


def test_what_is_sent_back_is_dealt_with_and_flagged_again_it_is_a_task_again(scene: Scene):
    form_id = submitted(scene, form(scene), **FLAGGED)
    scene.database.write(sending.send_back, scene.dana_ctx(), scene.alice, form_id, "Since when?")
    scene.database.write(filling.confirm, scene.alice_ctx(), form_id)
    assert waiting(scene) == []
    submitted(scene, form_id)
    assert len(waiting(scene)) == 1
    assert [task.done_by for task in scene.rows(Task) if task.done_at] == [scene.people["dana"]]


def test_what_a_patient_sends_is_one_task_until_somebody_has_opened_the_last_of_it(scene: Scene):
    scene.set("patient_uploads", True)
    first, second = sent(scene, "Referral.pdf"), sent(scene, "Scan.pdf")
    assert waiting(scene) == [("Documents from a patient", "Referral\nScan")]
    opened(scene, first)
    assert len(waiting(scene)) == 1
    opened(scene, second)
    assert waiting(scene) == []
    sent(scene, "Another.pdf")
    assert waiting(scene) == [("Documents from a patient", "Another")]


def test_what_the_clinic_takes_in_and_the_copy_of_a_form_are_no_tasks(scene: Scene):
    cabinet.take_in(scene)
    submitted(scene, form(scene))
    assert waiting(scene) == []


def test_the_patient_sees_nothing_of_it_and_takes_nothing_back(scene: Scene):
    submitted(scene, form(scene), **FLAGGED)
    assert scene.database.read(requests.open_ones, scene.alice_ctx()) == ()


def test_today_says_what_is_flagged_until_the_desk_has_done_it(scene: Scene):
    scene.book("alice", LATER)
    scene.book("bob", LATER + timedelta(hours=1))
    submitted(scene, form(scene), **FLAGGED)
    assert [row.alarm for row in on_today(scene)] == ["Flagged answers: Intake", ""]
    assert [row.alarm for row in on_today(scene, "sam")] == ["Flagged answers: Intake", ""]
    done(scene)
    assert [row.alarm for row in on_today(scene)] == ["", ""]


def test_today_says_what_waits_still_and_then_that_what_the_visit_brought_is_in(scene: Scene):
    visit = scene.book("alice", LATER)
    template_id = template(scene)
    with scene.database.writing() as tx:
        form_id = sending.assign(tx, scene.clinic_ctx(), scene.alice, template_id, None, appointment_id=visit).id
    assert [row.forms for row in on_today(scene)] == ["One form still to fill in"]
    submitted(scene, form_id)
    assert [row.forms for row in on_today(scene)] == ["The form is in"]
    form(scene, template(scene))
    assert [row.forms for row in on_today(scene)] == ["One form still to fill in"]


def test_today_says_nothing_of_forms_for_who_does_not_come(scene: Scene):
    scene.book("alice", LATER, state=AppointmentState.CANCELLED)
    submitted(scene, form(scene), **FLAGGED)
    form(scene, template(scene))
    assert [(row.alarm, row.forms) for row in on_today(scene)] == [("", "")]
