"""Locations and what the clinic says of itself, in both databases."""

from datetime import timedelta

import pytest

from myaccount.domain.refusals import NotAcceptable, NotAllowed, NotFound
from myaccount.models import Clinic, Location
from myaccount.services.clinic import info as clinic_info
from myaccount.services.practice import locations
from myaccount.views.practice import Outcome
from tests.scenes import NOW, Scene
from tests.services.receipts.books import Books

WEST = {"name": "West", "time_zone": "America/Vancouver", "address": "1 Sea St\nVancouver", "phone": "604-555-0100"}


def save(scene: Scene, location_id: str, **typed: str) -> Outcome:
    return scene.database.write(locations.save, scene.staff_ctx("robin"), location_id, typed)


def test_the_owner_adds_a_location(scene: Scene):
    saved = save(scene, "", **WEST)
    [row] = scene.rows(Location, id=saved.id)
    assert (row.name, row.time_zone, row.address) == (WEST["name"], WEST["time_zone"], WEST["address"])
    [entry] = scene.audit("location.added")
    assert "Sea" not in str(entry.facts)


def test_the_zone_of_a_location_cannot_change_while_visits_are_booked_there(scene: Scene):
    main = scene.cedar.location_id
    visit = scene.book("alice", NOW + timedelta(days=2))
    refused = save(scene, main, time_zone="America/Vancouver", name="New")
    assert refused.problems == {
        "time_zone": "1 visit is booked here in Toronto time. Move it first, or add a new location."
    }
    assert scene.rows(Location, id=main)[0].name == "Main Street"
    with scene.database.writing() as tx:
        tx.delete(tx.merge(scene.appointment(visit)))
    assert save(scene, main, time_zone="America/Vancouver").changed
    [entry] = scene.audit("location.changed")
    assert entry.facts["time_zone_before"] == "America/Toronto"


def test_the_last_location_is_not_archived_and_another_can_come_back(scene: Scene):
    main, robin = scene.cedar.location_id, scene.staff_ctx("robin")
    with pytest.raises(NotAcceptable):
        scene.database.write(locations.archive, robin, main)
    save(scene, "", **WEST)
    scene.database.write(locations.archive, robin, main)
    assert [row.archived for row in scene.database.read(locations.rows, robin)] == [False, True]
    scene.database.write(locations.restore, robin, main)
    assert [row.archived for row in scene.database.read(locations.rows, robin)] == [False, False]


def test_another_clinics_location_is_not_found(scene: Scene):
    for act in (locations.form, locations.archive, locations.restore):
        for location_id in (scene.birch.location_id, "A" * 22):
            with pytest.raises(NotFound):
                scene.database.write(act, scene.staff_ctx("robin"), location_id)


@pytest.mark.parametrize("who", ["dana", "sam"])
def test_only_the_owner_sees_or_changes_any_of_it(scene: Scene, who: str):
    ctx = scene.staff_ctx(who)
    for ask in (locations.rows, clinic_info.form):
        with pytest.raises(NotAllowed):
            scene.database.read(ask, ctx)
    with pytest.raises(NotAllowed):
        scene.database.write(clinic_info.save, ctx, {"name": "Mine"})
    with pytest.raises(NotAllowed):
        scene.database.write(locations.save, ctx, scene.cedar.location_id, {"name": "Mine"})


def test_the_clinics_new_name_and_phone_are_what_everybody_sees(scene: Scene):
    typed = {"name": "Cedar Health", "phone": "416-555-0199", "color": "#FFEE00"}
    assert scene.database.write(clinic_info.save, scene.staff_ctx("robin"), typed).changed
    facts = scene.alice_ctx().clinic
    assert (facts.name, facts.phone, facts.color) == ("Cedar Health", "416-555-0199", "#ffee00")
    [entry] = scene.audit("clinic.changed")
    assert entry.facts == {"fields": "color,name,phone", "color_before": "#1f6f5c", "color_after": "#ffee00"}


@pytest.mark.parametrize(("box", "typed"), [("name", ""), ("email", "x"), ("color", "red"), ("legal_name", " ")])
def test_what_a_clinic_cannot_be_is_said_at_its_box(scene: Scene, box: str, typed: str):
    assert list(scene.database.write(clinic_info.save, scene.staff_ctx("robin"), {box: typed}).problems) == [box]
    assert not scene.audit("clinic.changed")


def test_the_time_zone_of_the_clinic_is_no_box_of_the_form(scene: Scene):
    with pytest.raises(NotFound):
        scene.database.write(clinic_info.save, scene.staff_ctx("robin"), {"time_zone": "Europe/Paris"})
    assert scene.rows(Clinic, id=scene.cedar.clinic_id)[0].time_zone == "America/Toronto"


def test_the_language_of_the_clinic_is_the_one_that_whoever_chose_none_is_spoken_to_in(scene: Scene):
    assert scene.database.write(clinic_info.save, scene.staff_ctx("robin"), {"language": "fr"}).changed
    assert scene.alice_ctx().clinic.language == "fr"
    assert list(scene.database.write(clinic_info.save, scene.staff_ctx("robin"), {"language": "de"}).problems) == [
        "language"
    ]


def test_country_and_currency_change_until_there_is_an_invoice(scene: Scene):
    robin = scene.staff_ctx("robin")
    assert scene.database.write(clinic_info.save, robin, {"country": "US", "currency": "USD"}).changed
    assert (scene.alice_ctx().clinic.country, scene.alice_ctx().clinic.currency) == ("US", "USD")
    Books(scene).invoice("alice", ("Physiotherapy", 12000))
    refused = scene.database.write(clinic_info.save, robin, {"country": "CA", "currency": "CAD", "name": "Cedar"})
    assert set(refused.problems) == {"country", "currency"}
    assert (
        refused.problems["currency"]
        == "There are invoices or payments already, so this can no longer change. Choose what it was before."
    )
    assert (scene.alice_ctx().clinic.country, scene.alice_ctx().clinic.name) == ("US", "Cedar Physio")
    assert scene.database.write(clinic_info.save, robin, {"name": "Cedar", "country": "US"}).changed
