"""The clinic asks for a form, takes it back, lets it expire, and sends it back."""

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from myaccount.domain.forms.states import FormClosed, FormNotReturnable
from myaccount.domain.refusals import NotAcceptable, NotFound
from myaccount.models import Form, FormTemplate, FormVersion, OutboxMessage
from myaccount.services.intake import sending, templates
from tests.scenes import NOW, Scene
from tests.services.intake.paper import INTAKE, changed, form, row, template


def test_a_form_is_put_on_the_list_and_its_patient_is_told_by_mail(scene: Scene):
    form_id = form(scene, due=date(2026, 11, 24))
    found = row(scene, form_id)
    assert (found.state, found.version_id, found.due_on) == ("assigned", None, date(2026, 11, 24))
    [mail] = scene.rows(OutboxMessage, kind="form_sent")
    assert (mail.person_id, mail.due_at) == (scene.alice, NOW)
    assert mail.facts == {"first_name": "Alice", "form": form_id, "due": "24 November 2026"}
    [entry] = scene.audit("form.sent")
    assert (entry.subject_id, entry.person_id) == (form_id, scene.alice)


def test_one_that_waits_already_is_not_sent_twice(scene: Scene):
    template_id = template(scene)
    assert form(scene, template_id) == form(scene, template_id)
    assert len(scene.rows(OutboxMessage, kind="form_sent")) == 1


def test_only_a_form_of_this_clinic_that_is_not_archived_is_sent_and_only_to_its_patients(scene: Scene):
    other, archived = template(scene, slug="birch"), template(scene, archived_at=NOW)
    for template_id, who in ((other, "alice"), (archived, "alice"), (template(scene), "charlie"), ("x", "alice")):
        with pytest.raises(NotFound):
            form(scene, template_id, who)
    assert scene.rows(Form) == []


def test_a_practitioner_sends_to_their_own_patients_alone(scene: Scene):
    template_id = template(scene)
    with pytest.raises(NotFound):
        scene.database.write(sending.send, scene.staff_ctx("sam"), scene.alice, template_id)
    scene.book("alice", NOW + timedelta(days=1))
    assert scene.database.write(sending.send, scene.staff_ctx("sam"), scene.alice, template_id)


def test_a_form_is_taken_off_the_list_once(scene: Scene):
    form_id = form(scene)
    scene.database.write(sending.withdraw, scene.dana_ctx(), scene.alice, form_id)
    assert (row(scene, form_id).state, row(scene, form_id).closed_at) == ("withdrawn", NOW)
    with pytest.raises(FormClosed):
        scene.database.write(sending.withdraw, scene.dana_ctx(), scene.alice, form_id)
    assert len(scene.audit("form.withdrawn")) == 1


def test_what_was_not_submitted_is_not_sent_back(scene: Scene):
    form_id = form(scene)
    with pytest.raises(FormNotReturnable):
        scene.database.write(sending.send_back, scene.dana_ctx(), scene.alice, form_id, "Please add the date.")


@pytest.mark.parametrize("note", ["", "  ", "x" * (sending.NOTE_AT_MOST + 1), "a\0b"])
def test_a_form_is_sent_back_with_a_note_that_can_be_read(scene: Scene, note: str):
    form_id = form(scene)
    with pytest.raises(NotAcceptable):
        scene.database.write(sending.send_back, scene.dana_ctx(), scene.alice, form_id, note)


def test_somebody_elses_form_is_not_found(scene: Scene):
    form_id = form(scene)
    kim = scene.staff_ctx("kim")
    for ctx, person in ((scene.dana_ctx(), "bob"), (kim, "alice"), (kim, "charlie")):
        with pytest.raises(NotFound):
            scene.database.write(sending.withdraw, ctx, scene.people[person], form_id)
    assert row(scene, form_id).state == "assigned"


def test_a_template_that_asks_something_else_makes_a_new_version(scene: Scene):
    template_id = template(scene)
    ctx = scene.dana_ctx()
    for asks, number in ((INTAKE, 1), (changed(), 2), (changed(), 2), (INTAKE, 3)):
        with scene.database.writing() as tx:
            kept = tx.get_one(FormTemplate, template_id)
            assert templates.publish(tx, ctx, kept, asks).number == number
    assert len(scene.rows(FormVersion, template_id=template_id)) == 3


def test_the_database_itself_keeps_what_a_version_asked(scene: Scene):
    template(scene)
    for statement in (update(FormVersion).values(name="Other"), delete(FormVersion)):
        with pytest.raises(IntegrityError), scene.database.writing() as tx:
            tx.execute(statement)
    assert [one.name for one in scene.rows(FormVersion)] == ["Intake"]
