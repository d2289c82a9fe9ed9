"""A patient fills in a form: kept as it is given, submitted once, and nobody else's to touch."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from myaccount.domain.forms.definition import Definition, Question, QuestionType
from myaccount.domain.forms.states import FormClosed, FormUnchanged
from myaccount.domain.refusals import NotFound
from myaccount.models import Document, DocumentVersion, Form, FormAnswer, FormTemplate, OutboxMessage
from myaccount.services.documents import own as own_documents
from myaccount.services.intake import filling, own, sending, templates
from myaccount.store import forms as store
from myaccount.views.forms import FormFingerprint
from tests.scenes import NOW, Scene
from tests.services.intake.paper import COMPLETE, changed, form, let_expire, row, template


def begun(scene: Scene, template_id: str = "") -> str:
    form_id = form(scene, template_id)
    scene.database.write(own.opened, scene.alice_ctx(), form_id)
    return form_id


def say(scene: Scene, form_id: str, question: str, said: str, turn: int = 1, now=NOW):
    return scene.database.write(filling.answer, scene.alice_ctx(now=now), form_id, question, said, turn)


def completed(scene: Scene, template_id: str = "") -> str:
    form_id = begun(scene, template_id)
    for question, said in COMPLETE.items():
        say(scene, form_id, question, said)
    return form_id


def submitted(scene: Scene, template_id: str = "") -> str:
    form_id = completed(scene, template_id)
    assert scene.database.write(filling.submit, scene.alice_ctx(), form_id) == []
    return form_id


def values(scene: Scene, form_id: str):
    with scene.database.reading() as tx:
        return store.values(tx, form_id)


def test_opening_pins_the_form_to_what_it_asks_now(scene: Scene):
    template_id = template(scene)
    form_id = begun(scene, template_id)
    with scene.database.writing() as tx:
        templates.publish(tx, scene.dana_ctx(), tx.get_one(FormTemplate, template_id), changed())
    scene.database.write(own.opened, scene.alice_ctx(), form_id)
    view = scene.database.read(own.show, scene.alice_ctx(), form_id)
    assert view.sections[0].questions[0].label == "What brings you in?"
    assert len(scene.audit("form.opened")) == 1
    with pytest.raises(IntegrityError), scene.database.writing() as tx:
        tx.execute(update(Form).where(Form.id == form_id).values(version_id=store.latest_version(tx, template_id).id))


def test_an_answer_is_kept_as_it_is_given_and_the_last_one_wins(scene: Scene):
    form_id = begun(scene)
    first = say(scene, form_id, "why", "My kne", 4)
    assert (first.told.turn, first.told.revision, first.told.said) == (4, 1, "My kne")
    assert say(scene, form_id, "why", "My knee", 5).told.revision == 2
    assert values(scene, form_id) == {"why": "My knee"}
    assert row(scene, form_id).state == "in_progress"
    [kept] = scene.rows(FormAnswer)
    assert "knee" not in (kept.value or "")
    assert kept.written_by == scene.alice


def test_what_is_said_again_is_no_change(scene: Scene):
    form_id = begun(scene)
    say(scene, form_id, "signature", "typed\nAlice")
    before = values(scene, form_id)
    again = say(scene, form_id, "signature", "typed\nAlice", 2, NOW + timedelta(hours=1))
    assert (again.told.revision, values(scene, form_id)) == (1, before)


def test_a_blank_box_takes_the_answer_away(scene: Scene):
    form_id = begun(scene)
    say(scene, form_id, "why", "x")
    assert say(scene, form_id, "why", "").told.revision == 2
    assert values(scene, form_id) == {}


def test_what_does_not_fit_is_told_and_what_was_there_stays(scene: Scene):
    form_id = begun(scene)
    say(scene, form_id, "pain", "3")
    kept = say(scene, form_id, "pain", "33")
    assert (kept.told.wrong, kept.told.revision) == ("Choose one from the list.", 0)
    assert values(scene, form_id) == {"pain": 3}


@pytest.mark.parametrize("question", ["today", "nothing", "", "x" * 100])
def test_what_the_form_does_not_ask_is_not_answered(scene: Scene, question: str):
    form_id = begun(scene)
    with pytest.raises(NotFound):
        say(scene, form_id, question, "x")
    assert scene.rows(FormAnswer) == []


def test_somebody_elses_form_is_not_there(scene: Scene):
    form_id = begun(scene)
    strangers = (scene.bob_ctx(), scene.charlie_ctx(), scene.charlie_at_cedar_ctx(), scene.ctx("dana"))
    for ctx in strangers:
        for act, given in (
            (own.opened, ()), (filling.answer, ("why", "x")), (filling.submit, ()), (filling.confirm, ()),
            (filling.check_file, ("scan",)),
        ):  # fmt: skip
            with pytest.raises(NotFound):
                scene.database.write(act, ctx, form_id, *given)
        with pytest.raises(NotFound):
            scene.database.read(own.show, ctx, form_id)
        assert scene.database.read(own.listed, ctx) == []
        assert scene.database.read(own.banner, ctx).line == ""
    assert scene.rows(FormAnswer) == []


def test_answers_show_and_hide_what_depends_on_them(scene: Scene):
    form_id = begun(scene)
    assert scene.database.read(own.show, scene.alice_ctx(), form_id).hidden == ["weeks"]
    kept = say(scene, form_id, "pregnant", "yes")
    assert (kept.hidden, kept.progress) == ([], "1 of 7 answered")
    assert say(scene, form_id, "pregnant", "no").hidden == ["weeks"]


def test_what_is_missing_is_told_and_nothing_is_submitted(scene: Scene):
    form_id = begun(scene)
    say(scene, form_id, "pregnant", "yes")
    left = scene.database.write(filling.submit, scene.alice_ctx(), form_id)
    assert [one.id for one in left] == ["why", "weeks", "consent", "signature"]
    assert row(scene, form_id).state == "in_progress"


def test_it_is_submitted_once_and_a_copy_is_among_the_documents(scene: Scene):
    form_id = completed(scene)
    for _ in range(2):
        assert scene.database.write(filling.submit, scene.alice_ctx(), form_id) == []
    found = row(scene, form_id)
    assert (found.state, found.submitted_at) == ("submitted", NOW)
    [copy] = scene.rows(Document)
    assert (copy.id, copy.kind, copy.folder, copy.person_id) == (found.document_id, "form", "form", scene.alice)
    assert len(scene.audit("form.submitted")) == 1
    view = scene.database.read(own_documents.show, scene.alice_ctx(), copy.id)
    words = [span.text for block in view.blocks for line in block.lines for span in line.spans]
    assert "My knee" in words
    assert "Alice Moreau" in words
    assert "Signed 20 November 2026, 10:00 a.m." in words


def test_what_was_submitted_is_changed_by_nobody(scene: Scene):
    form_id = submitted(scene)
    with pytest.raises(FormClosed):
        say(scene, form_id, "why", "Something else")
    for statement in (update(FormAnswer).values(revision=99), FormAnswer.__table__.delete()):  # type: ignore[attr-defined]
        with pytest.raises(IntegrityError), scene.database.writing() as tx:
            tx.execute(statement)
    assert values(scene, form_id)["why"] == "My knee"


def test_what_the_patient_wrote_is_never_markup_in_the_copy(scene: Scene):
    form_id = completed(scene)
    say(scene, form_id, "why", "# Heading\n**bold** <b>x</b>")
    scene.database.write(filling.submit, scene.alice_ctx(), form_id)
    view = scene.database.read(own_documents.show, scene.alice_ctx(), row(scene, form_id).document_id)
    kinds = [block.kind for block in view.blocks]
    assert kinds.count("heading") == 2
    assert "**bold** <b>x</b>" in [span.text for block in view.blocks for line in block.lines for span in line.spans]


@pytest.mark.parametrize("act", [sending.withdraw, let_expire])
def test_a_form_that_is_closed_meanwhile_takes_nothing_more(scene: Scene, act):
    form_id = completed(scene)
    scene.database.write(act, scene.dana_ctx(), scene.alice, form_id)
    with pytest.raises(FormClosed):
        say(scene, form_id, "why", "More")
    with pytest.raises(FormClosed):
        scene.database.write(filling.submit, scene.alice_ctx(), form_id)
    assert scene.database.read(own.show, scene.alice_ctx(), form_id).stands in ("withdrawn", "expired")


def test_what_came_back_is_open_again_and_submitted_again_beside_the_first_copy(scene: Scene):
    form_id = submitted(scene)
    scene.database.write(sending.send_back, scene.dana_ctx(), scene.alice, form_id, "Which knee?")
    view = scene.database.read(own.show, scene.alice_ctx(), form_id)
    assert (view.stands, view.note) == ("open", "Which knee?")
    assert "Which knee?" not in (row(scene, form_id).note or "")
    assert scene.rows(OutboxMessage, kind="form_returned")[0].facts["form"] == form_id
    assert scene.database.read(own.banner, scene.alice_ctx()).line == "1 intake form to complete"
    say(scene, form_id, "why", "My left knee")
    assert row(scene, form_id).state == "in_progress"
    scene.database.write(filling.submit, scene.alice_ctx(), form_id)
    assert len(scene.rows(Document)) == 2
    assert row(scene, form_id).note is None


def test_what_came_back_is_not_sent_again_as_it_was_without_a_word(scene: Scene):
    form_id = submitted(scene)
    scene.database.write(sending.send_back, scene.dana_ctx(), scene.alice, form_id, "Which knee?")
    say(scene, form_id, "why", "My knee")  # as it was
    with pytest.raises(FormUnchanged):
        scene.database.write(filling.submit, scene.alice_ctx(), form_id)
    assert (row(scene, form_id).state, len(scene.rows(Document))) == ("returned", 1)
    scene.database.write(filling.confirm, scene.alice_ctx(), form_id)
    view = scene.database.read(own.show, scene.alice_ctx(), form_id)
    assert (view.note, view.is_returned, row(scene, form_id).state) == ("Which knee?", False, "in_progress")
    assert scene.database.write(filling.submit, scene.alice_ctx(), form_id) == []
    with pytest.raises(FormClosed):
        scene.database.write(filling.confirm, scene.alice_ctx(), form_id)


def test_a_form_that_asks_for_nothing_that_has_to_be_answered_is_submitted_as_it_is(scene: Scene):
    form_id = begun(
        scene, template(scene, Definition((Question("pain", QuestionType.SCALE, "How much does it hurt?"),)))
    )
    assert scene.database.write(filling.submit, scene.alice_ctx(), form_id) == []
    assert row(scene, form_id).state == "submitted"


def test_the_next_one_begins_with_what_was_answered_before(scene: Scene):
    template_id = template(scene)
    submitted(scene, template_id)
    form_id = begun(scene, template_id)
    view = scene.database.read(own.show, scene.alice_ctx(), form_id)
    assert view.is_carried
    assert [(one.question, one.said, one.carried) for one in view.answers] == [("why", "My knee", True)]
    assert row(scene, form_id).state == "assigned"
    kept = say(scene, form_id, "why", "My knee")
    assert (kept.told.carried, row(scene, form_id).state) == (False, "in_progress")
    assert not scene.database.read(own.show, scene.alice_ctx(), form_id).answers[0].carried


def test_the_banner_counts_and_tells_the_soonest_day(scene: Scene):
    assert scene.database.read(own.banner, scene.alice_ctx()).line == ""
    late, soon = NOW.date() + timedelta(days=9), NOW.date() + timedelta(days=2)
    for due in (None, late, soon):
        form(scene, template(scene), due=due)
    found = scene.database.read(own.banner, scene.alice_ctx())
    assert (found.line, found.due, found.url) == (
        "3 intake forms to complete",
        "due 22 November 2026",
        "/account/forms",
    )
    overdue = scene.database.read(own.banner, scene.alice_ctx(now=NOW + timedelta(days=3)))
    assert overdue.due == "was due 22 November 2026"
    assert [card.due for card in scene.database.read(own.listed, scene.alice_ctx())] == [
        "Due 22 November 2026", "Due 29 November 2026", "",
    ]  # fmt: skip


def test_two_devices_that_write_at_once_lose_nothing(scene: Scene):
    form_id = begun(scene)
    said = [("why", "My knee"), ("pain", "4"), ("signature", "typed\nA"), ("consent", "yes"), ("pregnant", "no")]
    with ThreadPoolExecutor(5) as devices:
        list(devices.map(lambda one: say(scene, form_id, *one), said))
    assert set(values(scene, form_id)) == {"why", "pain", "signature", "consent", "pregnant"}
    assert row(scene, form_id).revision == 5
    assert sorted(one.revision for one in scene.rows(FormAnswer)) == [1, 2, 3, 4, 5]


def test_a_save_that_fails_in_the_middle_leaves_what_was_there(scene: Scene, monkeypatch: pytest.MonkeyPatch):
    form_id = begun(scene)
    say(scene, form_id, "why", "My knee")

    def dies(*_args: object) -> None:
        raise RuntimeError("killed")

    monkeypatch.setattr(filling, "_kept", dies)
    with pytest.raises(RuntimeError):
        say(scene, form_id, "why", "Something else")
    assert values(scene, form_id) == {"why": "My knee"}
    assert row(scene, form_id).revision == 1


def test_two_hundred_questions_cost_one_answer_each(sqlite_scene: Scene):
    scene = sqlite_scene
    many = Definition(tuple(Question(f"q{n}", QuestionType.SHORT_TEXT, f"Question {n}") for n in range(200)))
    form_id = begun(scene, template(scene, many))
    for number in range(199):
        say(scene, form_id, f"q{number}", "x" * 100)
    began = time.perf_counter()
    kept = say(scene, form_id, "q199", "the last")
    assert time.perf_counter() - began < 0.5
    assert kept.progress == "200 of 200 answered"
    assert len(repr(kept)) < 400


def test_a_version_of_a_document_is_the_patients_own_at_once(scene: Scene):
    submitted(scene)
    [version] = scene.rows(DocumentVersion)
    assert (version.shared_by, version.opened_at) == (scene.alice, NOW)


@pytest.mark.parametrize(
    "change", [{"state": "withdrawn"}, {"due_on": date(2026, 12, 24)}, {"note": "x"}, {"is_carried": True}]
)
def test_a_page_knows_by_one_word_that_its_form_is_another_now(scene: Scene, change: dict[str, Any]):
    form_id = begun(scene)
    before = scene.database.read(own.fingerprint, scene.alice_ctx(), form_id)
    say(scene, form_id, "why", "My knee")
    answered = scene.database.read(own.fingerprint, scene.alice_ctx(), form_id)
    assert (answered.revision, answered.but_answers) == (before.revision + 1, before.but_answers)
    assert scene.database.read(own.fingerprint, scene.alice_ctx(lang="fr"), form_id).but_answers != before.but_answers
    with scene.database.writing() as tx:
        tx.execute(update(Form).where(Form.id == form_id).values(**change))
    changed_now = scene.database.read(own.fingerprint, scene.alice_ctx(), form_id)
    assert changed_now.but_answers not in ("", before.but_answers)


def test_of_a_strangers_form_a_page_knows_nothing(scene: Scene):
    assert scene.database.read(own.fingerprint, scene.bob_ctx(), begun(scene)) == FormFingerprint()
