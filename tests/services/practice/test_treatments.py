"""What the clinic offers, in both databases."""

from datetime import timedelta

import pytest

from myaccount.domain.refusals import NotAllowed, NotFound
from myaccount.models import Change, Staff, StaffTreatment, Treatment, TreatmentLocation
from myaccount.services.practice import treatment_list, treatments
from myaccount.views.practice import Outcome
from tests.scenes import NOW, Scene

FOREIGN = ["", "A" * 22, "a\0b", "x" * 500]
NEW = {"name": "Acupuncture", "minutes": "45", "price_cents": "1 200,50 $", "tax_ppm": "14,975"}


def save(scene: Scene, treatment_id: str, who: str = "robin", **typed: str) -> Outcome:
    return scene.database.write(treatments.save, scene.staff_ctx(who), treatment_id, typed)


def row(scene: Scene, treatment_id: str) -> Treatment:
    [found] = scene.rows(Treatment, id=treatment_id)
    return found


def test_the_owner_adds_a_treatment_with_who_offers_it_and_where(scene: Scene):
    sam, main = scene.staff["sam"], scene.cedar.location_id
    saved = save(scene, "", **NEW, **{f"staff.{sam}": "yes", f"location.{main}": "yes"})
    made = row(scene, saved.id)
    assert (made.minutes, made.price_cents, made.tax_ppm, made.kind) == (45, 120050, 149750, "one_on_one")
    assert scene.rows(StaffTreatment, treatment_id=saved.id, staff_id=sam)
    assert scene.rows(TreatmentLocation, treatment_id=saved.id, location_id=main)
    [entry] = scene.audit("treatment.added")
    assert (entry.subject_id, entry.facts["staff_added"], entry.facts["price_cents_after"]) == (saved.id, sam, 120050)
    assert "Acupuncture" not in str(entry.facts)


def test_a_change_writes_what_was_changed_with_before_and_after_and_says_what_stays(scene: Scene):
    scene.book("alice", NOW + timedelta(days=2))
    physio = scene.cedar.treatments["physio-60"]
    saved = save(scene, physio, minutes="50", minutes_was="60", name="Physio", name_was="Physiotherapy")
    assert saved == Outcome(physio, changed=True, touches="1 upcoming visit stays as it is.")
    [entry] = scene.audit("treatment.changed")
    assert entry.facts == {"fields": "minutes,name", "minutes_before": 60, "minutes_after": 50}
    assert (row(scene, physio).price_cents, scene.rows(StaffTreatment, treatment_id=physio) != []) == (12000, True)


def test_the_same_again_leaves_no_trace(scene: Scene):
    assert not save(scene, scene.cedar.treatments["physio-60"], minutes="60").changed
    assert not scene.audit("treatment.changed")


def test_what_somebody_else_changed_meanwhile_is_a_clash_and_nothing_is_written(scene: Scene):
    physio = scene.cedar.treatments["physio-60"]
    save(scene, physio, minutes="50", minutes_was="60")
    assert save(scene, physio, minutes="30", minutes_was="60", name="X").clashed
    assert (row(scene, physio).minutes, row(scene, physio).name) == (50, "Physiotherapy")


def test_what_cannot_be_is_said_at_its_box_and_nothing_is_written(scene: Scene):
    physio = scene.cedar.treatments["physio-60"]
    refused = save(scene, physio, minutes="62", price_cents="lots", name="New")
    assert refused.problems.keys() == {"minutes", "price_cents"}
    assert row(scene, physio).name == "Physiotherapy"


def test_a_class_meets_online_only_where_more_than_two_can(scene: Scene):
    sam = scene.staff["sam"]
    online = NEW | {"kind": "class", "capacity": "8", "place": "online", f"staff.{sam}": "yes"}
    refused = save(scene, "", **online)
    assert refused.problems["place"].startswith("The portal’s own video call is for two")
    assert len(scene.rows(Treatment, name="Acupuncture")) == 0
    with scene.database.writing() as tx:
        tx.get_one(Staff, sam).video_link = "https://meet.test/sam"
    assert save(scene, "", **online).changed


def test_an_online_class_from_a_clinic_file_can_still_be_changed(scene: Scene):
    yoga = scene.cedar.treatments["yoga"]
    with scene.database.writing() as tx:
        tx.get_one(Treatment, yoga).online = True
    assert save(scene, yoga, price_cents="30").changed
    assert row(scene, yoga).price_cents == 3000


@pytest.mark.parametrize("who", ["dana", "sam"])
def test_only_the_owner_changes_anything_and_everybody_may_look(scene: Scene, who: str):
    physio = scene.cedar.treatments["physio-60"]
    assert len(scene.database.read(treatment_list.rows, scene.staff_ctx(who))) == 3
    with pytest.raises(NotAllowed):
        save(scene, physio, who, minutes="30")
    for act in (treatments.form, treatments.archive, treatments.restore):
        with pytest.raises(NotAllowed):
            scene.database.write(act, scene.staff_ctx(who), physio)
    assert row(scene, physio).minutes == 60


def test_another_clinics_treatment_and_one_that_does_not_exist_are_one_answer(scene: Scene):
    for treatment_id in (scene.birch.treatments["physio-60"], *FOREIGN[1:]):
        for act in (treatments.form, treatments.archive, treatments.restore):
            with pytest.raises(NotFound):
                scene.database.write(act, scene.staff_ctx("robin"), treatment_id)
        with pytest.raises(NotFound):
            save(scene, treatment_id, minutes="30")


@pytest.mark.parametrize("box", ["staff.{kim}", "location.{birch}", "clinic_id", "id", "archived_at"])
def test_a_box_that_the_form_does_not_have_is_not_found(scene: Scene, box: str):
    name = box.format(kim=scene.staff["kim"], birch=scene.birch.location_id)
    with pytest.raises(NotFound):
        save(scene, scene.cedar.treatments["physio-60"], **{name: "yes"})


def test_archived_it_is_last_in_the_list_and_restored_it_is_back(scene: Scene):
    physio, robin = scene.cedar.treatments["physio-60"], scene.staff_ctx("robin")
    scene.book("alice", NOW + timedelta(days=2))
    assert scene.database.write(treatments.archive, robin, physio) == "1 upcoming visit stays as it is."
    listed = scene.database.read(treatment_list.rows, robin)
    assert (listed[-1].id, listed[-1].heads, listed[-1].archived) == (physio, "Archived", True)
    scene.database.write(treatments.restore, robin, physio)
    assert row(scene, physio).archived_at is None
    assert [len(scene.audit(f"treatment.{what}")) for what in ("archived", "restored")] == [1, 1]


def test_the_whole_clinic_hears_of_it(sqlite_scene: Scene):
    save(sqlite_scene, sqlite_scene.cedar.treatments["physio-60"], minutes="30")
    assert [(one.clinic_id, one.topic, one.person_id) for one in sqlite_scene.rows(Change)] == [
        (sqlite_scene.cedar.clinic_id, "practice", None)
    ]


def test_the_list_speaks_french_with_french_amounts(scene: Scene):
    rows = scene.database.read(treatment_list.rows, scene.staff_ctx("sam", lang="fr"))
    assert {one.price for one in rows} == {"25,00 $", "120,00 $", "90,00 $"}
