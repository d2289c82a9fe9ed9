"""The desk reads what a patient submitted: flags first, beside each answer how it differs from the last time."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from myaccount.domain.forms.answers import Signed, judge
from myaccount.domain.forms.states import FormClosed, RemindedAlready
from myaccount.domain.refusals import NotFound
from myaccount.models import Form, FormAnswer, FormVersion, OutboxMessage
from myaccount.services.intake import desk, filling, reading, sending
from myaccount.store import forms as store
from tests.scenes import NOW, Scene
from tests.services.intake.paper import COMPLETE, INTAKE, form, row, template


def submitted(scene: Scene, template_id: str, said: dict[str, str] | None = None, at: datetime = NOW) -> str:
    """Put a form on Alice's list that she has submitted."""
    form_id = form(scene, template_id)
    [version] = scene.rows(FormVersion, template_id=template_id)
    with scene.database.writing() as tx:
        found = tx.get_one(Form, form_id)
        found.version_id, found.state = version.id, "in_progress"
        tx.add(found)
        tx.flush()
        for name, text in {**COMPLETE, **(said or {})}.items():
            value = judge(INTAKE.by_id[name], text, "CA", Signed(at.isoformat(), scene.alice))
            answer = FormAnswer(clinic_id=found.clinic_id, form_id=form_id, question_id=name, revision=1, written_at=at)
            store.set_value(answer, value)
            tx.add(answer)
        tx.flush()
        found.state, found.submitted_at = "submitted", at
        tx.add(found)
    return form_id


def shown(scene: Scene, form_id: str, who: str = "dana", person: str = "alice") -> Any:
    return scene.database.read(reading.show, scene.staff_ctx(who), scene.people[person], form_id)


def line(found: Any, name: str) -> Any:
    return next(one for one in found.lines if one.id == name)


def listed(scene: Scene, who: str = "dana", now: datetime = NOW) -> Any:
    return scene.database.read(desk.page, scene.staff_ctx(who, now=now), scene.alice)


def remind(scene: Scene, form_id: str, now: datetime = NOW) -> None:
    scene.database.write(desk.remind, scene.staff_ctx("dana", now=now), scene.alice, form_id)


def test_a_form_is_read_in_words_with_its_flags_first(scene: Scene):
    form_id = submitted(scene, template(scene), {"pregnant": "yes", "weeks": "12", "pain": "7"})
    found = shown(scene, form_id)
    assert [(one.label, one.answer) for one in found.flagged] == [("I am pregnant", "Yes")]
    assert (line(found, "pain").answer, line(found, "weeks").answer) == ("7 of 10", "12")
    assert line(found, "scan").is_blank and line(found, "scan").answer == "Not answered"
    assert line(found, "consent").answer == "Agreed 20 November 2026, 10:00 a.m."
    assert (line(found, "signature").answer, line(found, "signature").signed) == (
        "Alice Moreau", "Signed 20 November 2026, 10:00 a.m.",
    )  # fmt: skip
    assert found.compared == ""
    [listing] = listed(scene).rows
    assert (listing.flagged, listing.can_read, listing.can_withdraw) == ("One flagged answer", True, False)
    assert (listing.state, listing.about) == ("Submitted", "20 November 2026, 10:00 a.m.")


def test_a_returned_form_that_is_sent_again_is_compared_with_what_it_said_then_and_with_the_last_time(scene: Scene):
    template_id = template(scene)
    submitted(scene, template_id, {"why": "My knee"}, NOW - timedelta(days=30))
    form_id = submitted(scene, template_id, {"why": "My back", "pregnant": "no"})
    assert shown(scene, form_id).revised == ""
    scene.database.write(sending.send_back, scene.dana_ctx(), scene.alice, form_id, "Since when?")
    ctx = scene.alice_ctx(now=NOW + timedelta(minutes=5))
    scene.database.write(filling.answer, ctx, form_id, "why", "My back, since May")
    scene.database.write(filling.answer, ctx, form_id, "pain", "4")
    assert scene.database.write(filling.submit, ctx, form_id) == []
    found = shown(scene, form_id)
    assert found.revised == "2 answers are different from when it was sent back (20 November 2026, 10:00 a.m.)."
    assert line(found, "why").revised == "Changed. When it was sent back: My back"
    assert line(found, "why").change == "Changed. Last time: My knee"
    assert (line(found, "pain").revised, line(found, "pregnant").revised) == ("New since it was sent back", "")
    assert "My back" not in (row(scene, form_id).sent_back or "")
    scene.database.write(sending.send_back, scene.dana_ctx(), scene.alice, form_id, "Once more")
    scene.database.write(filling.confirm, ctx, form_id)
    assert scene.database.write(filling.submit, ctx, form_id) == []
    assert shown(scene, form_id).revised.startswith("Nothing is different from when it was sent back")


def test_a_drawn_signature_is_its_lines(scene: Scene):
    found = shown(scene, submitted(scene, template(scene), {"signature": "drawn\n1,2 3,4\n5,6 7,8"}))
    assert (line(found, "signature").strokes, line(found, "signature").answer) == (("1,2 3,4", "5,6 7,8"), "")


def test_it_is_compared_with_the_last_time_in_words(scene: Scene):
    template_id = template(scene)
    submitted(scene, template_id, {"why": "My knee", "pain": "3"}, NOW - timedelta(days=30))
    form_id = submitted(scene, template_id, {"why": "My back", "pregnant": "no"})
    found = shown(scene, form_id)
    assert found.compared == "2 answers are different from last time (21 October 2026, 11:00 a.m.)."
    assert line(found, "why").change == "Changed. Last time: My knee"
    assert line(found, "pain").change == "Not answered now. Last time: 3 of 10"
    assert line(found, "consent").change == line(found, "signature").change == line(found, "pregnant").change == ""


def test_what_is_being_filled_in_is_its_patients_alone(scene: Scene):
    form_id = form(scene)
    for act in (reading.show, reading.opened):
        with pytest.raises(NotFound):
            scene.database.write(act, scene.dana_ctx(), scene.alice, form_id)
    [listing] = listed(scene).rows
    assert (listing.can_read, listing.can_withdraw, listing.can_remind) == (False, True, True)


def test_reading_is_written_down_once_in_ten_minutes(scene: Scene):
    form_id = submitted(scene, template(scene))
    for minutes in (0, 9, 10):
        now = NOW + timedelta(minutes=minutes, seconds=1 if minutes == 10 else 0)
        scene.database.write(reading.opened, scene.staff_ctx("dana", now=now), scene.alice, form_id)
    assert [(one.subject_id, one.person_id) for one in scene.audit("form.opened")] == [(form_id, scene.alice)] * 2


def test_a_practitioner_sees_forms_of_their_own_patients_alone(scene: Scene):
    form_id = submitted(scene, template(scene))
    for act in (
        lambda: shown(scene, form_id, "sam"),
        lambda: listed(scene, "sam"),
        lambda: shown(scene, form_id, "kim"),
    ):
        with pytest.raises(NotFound):
            act()
    scene.book("alice", NOW - timedelta(days=1))
    assert shown(scene, form_id, "sam").id == form_id
    assert len(listed(scene, "sam").rows) == 1


def test_a_form_is_found_under_its_own_patient_alone(scene: Scene):
    form_id = submitted(scene, template(scene))
    for act in (reading.show, reading.opened, desk.remind):
        for person in (scene.people["bob"], scene.people["charlie"]):
            with pytest.raises(NotFound):
                scene.database.write(act, scene.dana_ctx(), person, form_id)


def test_a_patient_is_reminded_once_a_day_while_the_form_waits(scene: Scene):
    form_id = form(scene, due=date(2026, 11, 24))
    remind(scene, form_id)
    with pytest.raises(RemindedAlready):
        remind(scene, form_id, NOW + timedelta(hours=13, minutes=59))
    remind(scene, form_id, NOW + timedelta(hours=14))  # midnight in Toronto
    mails = scene.rows(OutboxMessage, kind="form_sent")
    assert len(mails) == 3 and {one.facts["due"] for one in mails} == {"24 November 2026"}
    assert len(scene.audit("form.reminded")) == 2
    scene.database.write(sending.withdraw, scene.dana_ctx(), scene.alice, form_id)
    with pytest.raises(FormClosed):
        remind(scene, form_id, NOW + timedelta(days=2))


def test_a_returned_form_waits_again_and_is_no_more_to_be_read(scene: Scene):
    form_id = submitted(scene, template(scene))
    scene.database.write(sending.send_back, scene.dana_ctx(), scene.alice, form_id, "Please add the date.")
    assert row(scene, form_id).state == "returned"
    with pytest.raises(NotFound):
        shown(scene, form_id)
    [listing] = listed(scene).rows
    assert (listing.state, listing.can_remind) == ("Sent back", True)
