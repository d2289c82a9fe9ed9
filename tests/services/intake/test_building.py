"""The clinic builds its forms: in drafts that are never lost, by several at once, published as a whole."""

import pytest

from myaccount.domain.forms.definition import Definition, Question, QuestionType
from myaccount.domain.forms.editing import FormArchived, FormDraftMoved, FormNotReady, TooManyForms
from myaccount.domain.refusals import NotAllowed, NotFound
from myaccount.models import FormDraft, FormTemplate, FormVersion
from myaccount.services.intake import builder, building, catalogue, library
from myaccount.store import form_templates as store
from tests.scenes import Scene
from tests.services.intake.paper import INTAKE, form, row, template

NAMED = {"name": "Check-in", "trigger": "by_hand"}
LINE = {"label": "How are you?", "required": "yes"}


def write(scene: Scene, act, *args, who: str = "dana", **more):
    return scene.database.write(act, scene.staff_ctx(who), *args, **more)


def page(scene: Scene, template_id: str, who: str = "dana"):
    return scene.database.read(builder.page, scene.staff_ctx(who), template_id)


def save(scene: Scene, template_id: str, question_id: str, typed, kind: str = "", asks_after: str = "", who="dana"):
    kind = kind or "short_text"
    return write(scene, builder.save, template_id, question_id, kind, asks_after, "", typed, who=who)


def labels(scene: Scene, template_id: str) -> list[str]:
    return [one.label for one in page(scene, template_id).cards]


def latest(scene: Scene, template_id: str) -> FormVersion:
    return max(scene.rows(FormVersion, template_id=template_id), key=lambda one: one.number)


def test_a_form_is_begun_blank_and_built_and_published(scene: Scene):
    template_id = write(scene, catalogue.save, "", NAMED).id
    assert page(scene, template_id).problem and scene.rows(FormVersion) == []
    first = save(scene, template_id, "", LINE)
    assert (first.id, first.changed) == ("q1", True)
    shown = page(scene, template_id)
    assert (labels(scene, template_id), shown.may_publish, shown.may_discard) == (["How are you?"], True, False)
    assert write(scene, building.publish, template_id, shown.revision) == 1
    assert latest(scene, template_id).questions == [
        {"id": "q1", "type": "short_text", "label": "How are you?", "required": True}
    ]
    assert scene.rows(FormDraft) == []
    [entry] = scene.audit("form_template.published")
    assert (entry.subject_id, entry.facts["version"]) == (template_id, 1)


def test_an_open_form_keeps_its_version_and_the_page_says_how_many_there_are(scene: Scene):
    template_id = template(scene)
    form(scene, template_id)
    save(scene, template_id, "", LINE)
    shown = page(scene, template_id)
    assert "One form waits" in shown.open_line and "version 1 until you publish" in shown.status
    assert len(latest(scene, template_id).questions) == len(INTAKE.questions)
    write(scene, building.publish, template_id, shown.revision)
    assert latest(scene, template_id).number == 2
    assert "Version 2" in page(scene, template_id).status


def test_two_who_build_one_form_do_not_overwrite_each_other(scene: Scene):
    template_id = template(scene)
    began = scene.database.read(builder.form, scene.dana_ctx(), template_id, "why", "", None, "").fields
    mine = {"label": "Mine", "label_was": began["label"], "help": began["help"], "help_was": began["help"]}
    yours = {"label": began["label"], "label_was": began["label"], "help": "Yours", "help_was": began["help"]}
    assert save(scene, template_id, "why", yours, "long_text", who="robin").changed
    assert save(scene, template_id, "why", mine, "long_text").changed
    card = next(one for one in page(scene, template_id).cards if one.id == "why")
    assert (card.label, card.help) == ("Mine", "Yours")
    late = save(scene, template_id, "why", {"label": "Late", "label_was": began["label"]}, "long_text", who="robin")
    assert late.clashed and not late.changed
    assert "Mine" in labels(scene, template_id)


def test_what_somebody_else_changed_since_is_not_published_unseen(scene: Scene):
    template_id = template(scene)
    save(scene, template_id, "", LINE)
    seen = page(scene, template_id).revision
    write(scene, building.move, template_id, "why", up=True, who="robin")
    for act in (building.publish, building.discard):
        with pytest.raises(FormDraftMoved):
            write(scene, act, template_id, seen)
    assert len(scene.rows(FormVersion)) == 1


def test_a_draft_with_something_wrong_is_kept_and_not_published(scene: Scene):
    template_id = template(scene)
    write(scene, building.remove, template_id, "pregnant")
    shown = page(scene, template_id)
    assert [one.id for one in shown.cards if one.problem] == ["weeks"]
    with pytest.raises(FormNotReady):
        write(scene, building.publish, template_id, shown.revision)
    assert write(scene, building.undo, template_id) == "I am pregnant"
    assert write(scene, building.undo, template_id) == ""
    shown = page(scene, template_id)
    assert not any(one.problem for one in shown.cards)
    assert write(scene, building.publish, template_id, shown.revision) == 1  # what asks the same is no new version


def test_a_draft_is_given_up_for_what_patients_are_asked(scene: Scene):
    template_id = template(scene)
    write(scene, building.remove, template_id, "scan")
    write(scene, building.discard, template_id, page(scene, template_id).revision)
    assert (len(page(scene, template_id).cards), scene.rows(FormDraft)) == (len(INTAKE.questions), [])
    unpublished = write(scene, catalogue.save, "", NAMED).id
    with pytest.raises(NotFound):
        write(scene, building.discard, unpublished, page(scene, unpublished).revision)


def test_no_new_question_takes_the_answers_of_an_old_one(scene: Scene):
    one = Definition((Question("q1", QuestionType.DATE, "When?"), Question("q2", QuestionType.DATE, "Then?")))
    template_id = template(scene, one)
    write(scene, building.remove, template_id, "q2")
    assert save(scene, template_id, "", LINE).id == "q3"


def test_a_condition_is_ticked_and_told_in_words(scene: Scene):
    template_id = template(scene)
    shown = scene.database.read(builder.form, scene.dana_ctx(), template_id, "scan", "", "pregnant", "")
    assert [one.box for one in shown.asked] == ["pregnant", "consent"]
    assert [(one.box, one.name) for one in shown.answers] == [("answer.pregnant.0", "Yes"), ("answer.pregnant.1", "No")]
    save(scene, template_id, "scan", {"answer.pregnant.1": "yes", "answer.pregnant.1_was": "no"}, "file", "pregnant")
    card = next(one for one in page(scene, template_id).cards if one.id == "scan")
    assert card.condition == "Only if “I am pregnant” is answered No"
    unticked = save(scene, template_id, "scan", {"answer.pregnant.1": "no"}, "file", "pregnant")
    assert set(unticked.problems) == {"show_if"}


def test_practitioners_read_and_the_desk_changes(scene: Scene):
    template_id = template(scene)
    assert page(scene, template_id, "sam").may_edit is False
    assert scene.database.read(catalogue.page, scene.staff_ctx("sam")).may_edit is False
    for act in (
        lambda: write(scene, catalogue.save, template_id, NAMED, who="sam"),
        lambda: write(scene, catalogue.take, "en.phq9", who="sam"),
        lambda: write(scene, catalogue.archive, template_id, who="sam"),
        lambda: save(scene, template_id, "why", LINE, who="sam"),
        lambda: write(scene, building.move, template_id, "why", up=True, who="sam"),
        lambda: write(scene, building.remove, template_id, "why", who="sam"),
        lambda: write(scene, building.undo, template_id, who="sam"),
        lambda: write(scene, building.publish, template_id, "", who="sam"),
        lambda: write(scene, building.discard, template_id, "", who="sam"),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert scene.rows(FormDraft) == []


@pytest.mark.parametrize("template_id", ["birch", "x", "A" * 22, ""])
def test_a_form_of_another_clinic_is_not_there(scene: Scene, template_id: str):
    found = template(scene, slug="birch") if template_id == "birch" else template_id
    for act in (
        lambda: page(scene, found),
        lambda: scene.database.read(builder.shared, scene.dana_ctx(), found),
        lambda: write(scene, building.remove, found, "why"),
        lambda: write(scene, building.publish, found, ""),
        lambda: write(scene, catalogue.archive, found),
    ):
        with pytest.raises(NotFound):
            act()
    assert scene.rows(FormDraft) == []


def test_an_archived_form_is_neither_sent_nor_changed_until_it_is_restored(scene: Scene):
    template_id = template(scene)
    waiting = form(scene, template_id)
    assert write(scene, catalogue.archive, template_id) == 1
    assert row(scene, waiting).state == "assigned"
    with pytest.raises(FormArchived):
        save(scene, template_id, "", LINE)
    with pytest.raises(NotFound):
        form(scene, template_id, "bob")
    [listed] = scene.database.read(catalogue.page, scene.dana_ctx()).rows
    assert (listed.archived, listed.waiting) == (True, "1")
    write(scene, catalogue.restore, template_id)
    assert form(scene, template_id, "bob")
    assert [len(scene.audit(f"form_template.{act}")) for act in ("archived", "restored")] == [1, 1]


def test_when_a_form_is_asked_for_is_chosen_with_what_goes_with_it(scene: Scene):
    template_id = template(scene)
    physio = scene.cedar.treatments["physio-60"]
    bad = write(scene, catalogue.save, template_id, {"trigger": "treatment"})
    assert set(bad.problems) == {"treatments"}
    assert set(write(scene, catalogue.save, template_id, {"trigger": "every"}).problems) == {"every_months"}
    assert write(scene, catalogue.save, template_id, {"trigger": "treatment", f"treatment.{physio}": "yes"}).changed
    [found] = scene.rows(FormTemplate)
    assert (found.trigger, found.treatments, found.every_months) == ("treatment", [physio], None)
    assert write(scene, catalogue.save, template_id, {"trigger": "every", "every_months": "12"}).changed
    [found] = scene.rows(FormTemplate)
    assert (found.trigger, found.treatments, found.every_months) == ("every", [], 12)
    with pytest.raises(NotFound):
        write(scene, catalogue.save, template_id, {"treatment.nothing": "yes"})


def test_a_clinic_has_three_hundred_forms_at_most(scene: Scene, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(store, "AT_MOST", 1)
    write(scene, catalogue.take, "en.gad7")
    with pytest.raises(TooManyForms):
        write(scene, catalogue.take, "en.gad7")


def test_the_library_offers_the_clinics_language_first(scene: Scene):
    offered = scene.database.read(catalogue.page, scene.dana_ctx()).library
    assert [one.key for one in offered][:6] == [f"en.{name}" for name in library.shelf("en")]
    assert {one.key.partition(".")[0] for one in offered[6:]} == {"fr"}
    for one in offered:
        assert page(scene, write(scene, catalogue.take, one.key)).problem == ""
    for key in ("en.nothing", "../en.gad7", "en.", "de.gad7", ""):
        with pytest.raises(NotFound):
            write(scene, catalogue.take, key)


def test_both_languages_of_the_library_ask_the_same(scene: Scene):
    english, french = library.shelf("en"), library.shelf("fr")
    assert list(english) == list(french)
    for name, one in english.items():
        other = french[name]
        assert [q.id for q in one.asks.questions] == [q.id for q in other.asks.questions]
        for here, there in zip(one.asks.questions, other.asks.questions, strict=True):
            assert (here.type, here.required, len(here.choices), len(here.flags), here.minimum, here.maximum) == (
                there.type, there.required, len(there.choices), len(there.flags), there.minimum, there.maximum,
            )  # fmt: skip
        assert bool(one.licence) == bool(other.licence) == (name in ("phq9", "gad7"))


def test_an_unchanged_move_leaves_no_draft(scene: Scene):
    template_id = template(scene)
    write(scene, building.move, template_id, INTAKE.questions[0].id, up=True)
    assert scene.rows(FormDraft) == []
