"""A patient's documents at the desk."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from myaccount.domain.documents import NothingToShare, StillShared
from myaccount.domain.refusals import NotFound
from myaccount.models import Document, DocumentVersion
from myaccount.services.documents import desk, desk_words, downloads, own
from tests.scenes import NOW, Scene
from tests.services.documents import cabinet


def rows(scene: Scene, by: str = "dana", who: str = "alice", cursor: str = "", **more):
    return scene.database.read(desk_words.of_patient, scene.staff_ctx(by, **more), scene.people[who], cursor).rows


def form(scene: Scene, document_id: str = "", by: str = "dana", who: str = "alice"):
    return scene.database.read(desk.form, scene.staff_ctx(by), scene.people[who], document_id)


def test_a_chart_entry_is_written_changed_and_listed(scene: Scene):
    document_id = cabinet.write(scene)
    cabinet.change(scene, document_id, text="Better still", text_was="# Better\n\n- Knee")
    [line] = rows(scene)
    assert (line.title, line.folder, line.state, line.is_shared) == (
        "Progress report", "Progress reports", "Not visible", False,
    )  # fmt: skip
    assert form(scene, document_id).fields["text"] == "Better still"
    assert [one.action for one in (*scene.audit("document.added"), *scene.audit("document.changed"))] == [
        "document.added", "document.changed",
    ]  # fmt: skip
    assert scene.audit("document.changed")[0].facts == {"fields": "text"}


def test_what_is_written_stands_in_no_table_in_plain_words(scene: Scene):
    cabinet.shared(scene, text="Lumbar radiculopathy")
    with scene.database.reading() as tx:
        for table in ("document", "document_version", "audit_entry"):
            assert "radiculopathy" not in str(tx.execute(text(f"SELECT * FROM {table}")).all())


def test_what_is_saved_without_a_change_changes_nothing(scene: Scene):
    document_id = cabinet.write(scene)
    fields = form(scene, document_id).fields
    outcome = scene.database.write(desk.save, scene.dana_ctx(), scene.alice, document_id, fields)
    assert (outcome.changed, scene.audit("document.changed")) == (False, [])


def test_two_who_change_the_same_box_are_told(scene: Scene):
    document_id = cabinet.write(scene)
    cabinet.change(scene, document_id, title="Of Sam", title_was="Progress report")
    outcome = scene.database.write(
        desk.save, scene.dana_ctx(), scene.alice, document_id, {"title": "Of Dana", "title_was": "Progress report"}
    )
    assert outcome.clashed
    assert cabinet.row(scene, document_id).title == "Of Sam"


@pytest.mark.parametrize("folder", ["sent", "form", "nothing"])
def test_a_folder_that_is_not_for_staff_to_choose_is_refused(scene: Scene, folder: str):
    outcome = scene.database.write(desk.save, scene.dana_ctx(), scene.alice, "", {**cabinet.FIELDS, "folder": folder})
    assert set(outcome.problems) == {"folder"}
    assert scene.rows(Document) == []


def test_sharing_makes_a_version_that_never_changes_and_sharing_again_the_next(scene: Scene):
    document_id = cabinet.shared(scene, text="First")
    cabinet.change(scene, document_id, text="Second")
    assert rows(scene)[0].changed == "Changed since it was shared"
    cabinet.share(scene, document_id, by="robin", now=NOW + timedelta(hours=1))
    assert rows(scene)[0].changed == ""
    first, second = cabinet.versions(scene, document_id)
    assert (first.number, second.number, first.shared_by, second.shared_by) == (
        1, 2, scene.people["dana"], scene.people["robin"],
    )  # fmt: skip
    view = scene.database.read(own.show, scene.alice_ctx(), document_id)
    assert view.blocks[0].lines[0].spans[0].text == "Second"
    old = scene.database.write(downloads.to_clinic, scene.dana_ctx(), scene.alice, document_id, 1, "view").paper
    assert old.blocks[0].lines[0].spans[0].text == "First"


def test_a_change_that_is_taken_back_is_none(scene: Scene):
    document_id = cabinet.shared(scene)
    cabinet.change(scene, document_id, title="Another")
    cabinet.change(scene, document_id, title="Progress report")
    assert rows(scene)[0].changed == ""
    cabinet.share(scene, document_id)
    assert len(cabinet.versions(scene, document_id)) == 1


def test_withdrawn_and_shared_again_unchanged_it_is_the_same_version(scene: Scene):
    document_id = cabinet.shared(scene)
    scene.database.write(own.opened, scene.alice_ctx(), document_id)
    cabinet.withdraw(scene, document_id)
    cabinet.withdraw(scene, document_id)
    assert (rows(scene)[0].state, cabinet.titles(scene)) == ("Not visible", [])
    cabinet.share(scene, document_id)
    [version] = cabinet.versions(scene, document_id)
    assert version.opened_at == NOW
    assert [len(scene.audit(f"document.{act}")) for act in ("shared", "withdrawn")] == [2, 1]


def test_the_desk_sees_when_the_patient_first_opened_it(scene: Scene):
    document_id = cabinet.shared(scene)
    assert rows(scene)[0].opened == "Not opened yet"
    scene.database.write(own.opened, scene.alice_ctx(now=NOW + timedelta(minutes=3)), document_id)
    assert rows(scene)[0].opened == "First opened 20 November 2026, 10:03 a.m."
    [version] = form(scene, document_id).versions
    assert (version.name, version.shared) == ("Version 1", "Shared by Dana Oduya, 20 November 2026, 10:00 a.m.")


def test_what_the_clinic_opens_is_written_down_and_not_as_opened_by_the_patient(scene: Scene):
    document_id = cabinet.shared(scene)
    scene.database.write(downloads.to_clinic, scene.dana_ctx(), scene.alice, document_id, 0, "view")
    assert cabinet.versions(scene, document_id)[0].opened_at is None
    [entry] = scene.audit("document.opened")
    assert (entry.actor_id, entry.person_id) == (scene.people["dana"], scene.alice)


def test_an_entry_without_a_word_is_not_shared(scene: Scene):
    document_id = cabinet.write(scene)
    with scene.database.writing() as tx:
        tx.get_one(Document, document_id).text = None
    with pytest.raises(NothingToShare):
        cabinet.share(scene, document_id)


def test_what_the_patient_sees_is_not_removed_and_what_is_removed_is_kept(scene: Scene):
    document_id = cabinet.shared(scene)
    remove = lambda: scene.database.write(desk.remove, scene.dana_ctx(), scene.alice, document_id)  # noqa: E731
    with pytest.raises(StillShared):
        remove()
    cabinet.withdraw(scene, document_id)
    remove()
    assert rows(scene) == ()
    assert len(scene.rows(DocumentVersion)) == 1
    with pytest.raises(NotFound):
        cabinet.share(scene, document_id)


def attempts(scene: Scene, ctx, person_id: str, document_id: str):
    write, read = scene.database.write, scene.database.read
    return [
        lambda: read(desk_words.of_patient, ctx, person_id, ""),
        lambda: read(desk.form, ctx, person_id, document_id),
        lambda: read(desk.form, ctx, person_id, ""),
        lambda: write(desk.save, ctx, person_id, "", cabinet.FIELDS),
        lambda: write(desk.save, ctx, person_id, document_id, {"title": "x"}),
        lambda: write(desk.share, ctx, person_id, document_id),
        lambda: write(desk.withdraw, ctx, person_id, document_id),
        lambda: write(desk.remove, ctx, person_id, document_id),
        lambda: write(downloads.to_clinic, ctx, person_id, document_id, 0, "view"),
    ]


def test_a_practitioner_keeps_the_documents_of_their_own_patients_alone(scene: Scene):
    document_id = cabinet.write(scene)
    for attempt in attempts(scene, scene.staff_ctx("sam"), scene.alice, document_id):
        with pytest.raises(NotFound):
            attempt()
    scene.book("alice", NOW + timedelta(days=2))
    own_id = cabinet.write(scene, by="sam")
    cabinet.share(scene, own_id, by="sam")
    assert len(rows(scene, by="sam")) == 2


def test_another_clinic_and_another_patients_id_find_nothing_and_change_nothing(scene: Scene):
    document_id = cabinet.shared(scene)
    before = [repr(one) for one in (*scene.rows(Document), *scene.rows(DocumentVersion))]
    of_another = attempts(scene, scene.staff_ctx("kim"), scene.alice, document_id)
    of_bob = attempts(scene, scene.dana_ctx(), scene.people["bob"], document_id)
    for attempt in (*of_another, of_bob[1], *of_bob[4:]):
        with pytest.raises(NotFound):
            attempt()
    assert [repr(one) for one in (*scene.rows(Document), *scene.rows(DocumentVersion))] == before


def test_a_template_fills_a_new_entry_in_the_language_of_the_desk(scene: Scene):
    fields = form(scene).fields
    begun = desk.template(scene.dana_ctx(lang="fr"), "plan", fields)
    assert (begun["title"], begun["folder"]) == ("Plan de traitement", "treatment_plan")
    assert begun["text"].startswith("# But")
    assert desk.template(scene.dana_ctx(), "nothing", fields) == fields


def test_what_a_template_began_is_saved_as_it_was_typed(scene: Scene):
    typed = {**cabinet.FIELDS, "text_was": "# Goal\n", "title_was": "Treatment plan"}
    outcome = scene.database.write(desk.save, scene.dana_ctx(), scene.alice, "", typed)
    assert (outcome.clashed, cabinet.row(scene, outcome.id).title) == (False, "Progress report")


def test_twenty_at_a_time(scene: Scene):
    for number in range(22):
        cabinet.write(scene, title=f"{number}")
    first = scene.database.read(desk_words.of_patient, scene.dana_ctx(), scene.alice, "")
    assert (len(first.rows), len(rows(scene, cursor=first.cursor))) == (20, 2)
