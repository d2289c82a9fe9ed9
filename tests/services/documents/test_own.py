"""Documents as their patient sees them."""

from datetime import timedelta

import pytest

from myaccount.domain.documents import Folder
from myaccount.domain.refusals import NotFound
from myaccount.models import Change
from myaccount.services.documents import downloads, own
from myaccount.services.trail import access_log
from tests.scenes import NOW, Scene
from tests.services.documents import cabinet
from tests.services.test_query_plans import plan, statements_of


def page(scene: Scene, folder: str = "", cursor: str = "", **more):
    return scene.database.read(own.page, scene.alice_ctx(**more), folder, cursor)


def test_a_patient_sees_what_is_shared_and_nothing_else(scene: Scene):
    cabinet.write(scene, title="Draft")
    cabinet.shared(scene, title="Report")
    cabinet.shared(scene, "bob", title="Of Bob")
    [card] = page(scene).cards
    assert (card.title, card.folder, card.dated, card.about) == (
        "Report", "Progress reports", "20 November 2026", "Text",
    )  # fmt: skip
    assert page(scene, lang="fr").cards[0].folder == "Rapports d’évolution"


def test_a_file_says_what_it_is_and_how_large(scene: Scene):
    document_id = cabinet.take_in(scene, cabinet.PDF)
    cabinet.share(scene, document_id)
    [card] = page(scene).cards
    assert (card.title, card.about, card.drawing) == ("Knee exercises", "PDF · 1 KB", "file")


def test_folders_are_those_that_hold_something_in_their_order_with_what_is_new(scene: Scene):
    cabinet.shared(scene, title="Plan", folder=Folder.PLANS.value)
    opened = cabinet.shared(scene, title="Seen", folder=Folder.EXERCISES.value)
    cabinet.shared(scene, title="Unseen", folder=Folder.EXERCISES.value)
    scene.database.write(own.opened, scene.alice_ctx(), opened)
    shown = page(scene)
    assert [(one.id, one.name, one.new) for one in shown.folders] == [
        ("exercise_program", "Exercise programs", "1 new"), ("treatment_plan", "Treatment plans", "1 new"),
    ]  # fmt: skip
    assert {one.title for one in page(scene, "exercise_program").cards} == {"Seen", "Unseen"}
    assert page(scene, "nothing").folder == ""


def test_what_is_new_is_marked_until_it_is_opened_and_a_new_version_is_marked_anew(scene: Scene):
    document_id = cabinet.shared(scene)
    assert page(scene).cards[0].new == "New"
    scene.database.write(own.opened, scene.alice_ctx(), document_id)
    assert page(scene).cards[0].new == ""
    cabinet.change(scene, document_id, text="Much better")
    assert page(scene).cards[0].new == ""
    cabinet.share(scene, document_id)
    assert page(scene).cards[0].new == "Updated"


def test_twenty_at_a_time_the_latest_day_first_none_twice_none_missing(scene: Scene):
    for number in range(23):
        cabinet.shared(scene, title=f"{number}", dated=f"2026-10-{1 + number // 2:02}")
    first = page(scene)
    second = page(scene, "", first.cursor)
    assert (len(first.cards), len(second.cards), second.cursor) == (20, 3, "")
    assert {one.title for one in (*first.cards, *second.cards)} == {f"{number}" for number in range(23)}
    days = [one.dated for one in (*first.cards, *second.cards)]
    assert days == sorted(days, key=lambda day: int(day.split()[0]), reverse=True)


@pytest.mark.parametrize("cursor", ["x", "2026-11-20", "2026-11-20~", "2026-13-01~abc", "2026-11-20~\x00", "~"])
def test_a_place_in_the_list_that_no_page_gave_out_is_not_found(scene: Scene, cursor: str):
    with pytest.raises(NotFound):
        page(scene, "", cursor)


def test_a_chart_entry_is_shown_as_it_was_shared_whatever_is_written_later(scene: Scene):
    document_id = cabinet.shared(scene, text="# Better\n\n**Much** better")
    cabinet.change(scene, document_id, title="Another", text="Worse")
    view = scene.database.read(own.show, scene.alice_ctx(), document_id)
    assert (view.title, view.shown) == ("Progress report", "text")
    assert [(one.kind, [span.text for line in one.lines for span in line.spans]) for one in view.blocks] == [
        ("heading", ["Better"]), ("paragraph", ["Much", " better"]),
    ]  # fmt: skip


def test_a_text_file_is_shown_in_the_page_as_it_is(scene: Scene):
    document_id = cabinet.take_in(scene, b"# no heading\n\nsecond", "notes.txt")
    cabinet.share(scene, document_id)
    view = scene.database.read(own.show, scene.alice_ctx(), document_id)
    assert (view.shown, [one.kind for one in view.blocks]) == ("text", ["paragraph", "paragraph"])


def test_a_long_text_file_and_a_word_document_are_downloaded(scene: Scene):
    for content, name in ((b"long line\n" * 3000, "notes.txt"), (cabinet.word(), "letter.docx")):
        document_id = cabinet.take_in(scene, content, name)
        cabinet.share(scene, document_id)
        assert scene.database.read(own.show, scene.alice_ctx(), document_id).shown == ""


def test_withdrawn_it_is_gone_from_the_list_from_the_page_and_as_a_file(scene: Scene):
    document_id = cabinet.shared(scene)
    cabinet.withdraw(scene, document_id)
    assert page(scene).cards == ()
    for use_case, more in ((own.show, ()), (own.opened, ()), (downloads.to_patient, ("view",))):
        with pytest.raises(NotFound):
            scene.database.write(use_case, scene.alice_ctx(), document_id, *more)


@pytest.mark.parametrize("use_case", [own.show, own.opened])
def test_bob_charlie_and_whoever_knows_an_id_get_the_same_answer(scene: Scene, use_case):
    document_id = cabinet.shared(scene)
    for ctx in (scene.bob_ctx(), scene.charlie_ctx(), scene.charlie_at_cedar_ctx(), scene.ctx("dana")):
        with pytest.raises(NotFound):
            scene.database.write(use_case, ctx, document_id)
        with pytest.raises(NotFound):
            scene.database.write(downloads.to_patient, ctx, document_id, "download")
    for nobody in ("x" * 22, "", "\x00", "x" * 5000):
        with pytest.raises(NotFound):
            scene.database.write(use_case, scene.alice_ctx(), nobody)


def test_when_it_was_first_opened_is_kept_and_announced_once(scene: Scene):
    document_id = cabinet.shared(scene)
    before = len(scene.rows(Change)) if scene.database.is_sqlite else 0
    for minutes in (5, 50):
        scene.database.write(own.opened, scene.alice_ctx(now=NOW + timedelta(minutes=minutes)), document_id)
    [version] = cabinet.versions(scene, document_id)
    assert version.opened_at == NOW + timedelta(minutes=5)
    if scene.database.is_sqlite:
        assert len(scene.rows(Change)) == before + 1


def test_who_looks_again_within_ten_minutes_is_written_down_once_and_every_download_is(scene: Scene):
    document_id = cabinet.shared(scene)
    for minutes in (0, 9, 11):
        scene.database.write(own.opened, scene.alice_ctx(now=NOW + timedelta(minutes=minutes)), document_id)
    for _ in range(2):
        scene.database.write(downloads.to_patient, scene.alice_ctx(), document_id, "download")
    entries = scene.audit("document.opened")
    assert [one.facts["how"] for one in entries] == ["view", "view", "download", "download"]
    assert {(one.actor_id, one.person_id, one.subject_id) for one in entries} == {
        (scene.alice, scene.alice, document_id)
    }


def test_the_log_names_what_was_shared_and_no_draft(scene: Scene):
    cabinet.write(scene, title="A suspicion of the clinic’s own")
    cabinet.shared(scene, title="Report")
    log = scene.database.read(access_log.page, scene.alice_ctx(), "everybody", "")
    said = [one.what for day in log.days for one in day.acts]
    assert said == [
        "Shared a document with you: Report",
        "Added a document to your chart: Report",
        "Added a document to your chart",
    ]


def test_the_list_goes_by_an_index_in_few_statements(scene: Scene):
    cabinet.shared(scene)
    with statements_of(scene) as seen:
        page(scene)
    assert len(seen) <= 6
    for statement in seen:
        steps = plan(scene, statement)
        if scene.database.is_sqlite:
            assert "SCAN document" not in steps, steps
