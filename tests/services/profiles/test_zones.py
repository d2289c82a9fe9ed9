"""By whose clocks visits are told: chosen in Contact Info or at the desk, or offered by the browser; both databases."""

from datetime import timedelta

import pytest

from myaccount.models import ContactChange, Person
from myaccount.services.booking import newcomers
from myaccount.services.profiles import contact, zones
from myaccount.views.contact import ZoneOffer
from tests.scenes import NOW, ZONE, Scene
from tests.services.booking.test_newcomers import FORM, guest

VANCOUVER = "America/Vancouver"


def choose(scene: Scene, zone: str):
    return scene.database.write(contact.save, scene.alice_ctx(), {"time_zone": zone})


def offer(scene: Scene, zone: str, ctx=None) -> ZoneOffer:
    return scene.database.read(zones.offer, ctx or scene.alice_ctx(), zone)


def kept(scene: Scene) -> str | None:
    return scene.rows(Person, id=scene.alice)[0].time_zone


class TestChoosing:
    def test_the_patient_chooses_a_city_and_goes_back_to_the_clinics_time(self, scene: Scene):
        assert choose(scene, VANCOUVER).changed == ("time_zone",)
        assert kept(scene) == VANCOUVER
        assert choose(scene, "").changed == ("time_zone",)
        assert kept(scene) is None
        assert [(one.before, one.after) for one in scene.rows(ContactChange)] == [(None, VANCOUVER), (VANCOUVER, None)]
        assert scene.audit("contact.changed")[0].facts == {"fields": "time_zone"}

    def test_the_desk_chooses_for_a_patient_and_is_named_as_who_did(self, scene: Scene):
        saved = scene.database.write(contact.save_desk, scene.dana_ctx(), scene.alice, {"time_zone": VANCOUVER})
        assert saved.changed == ("time_zone",)
        assert scene.rows(ContactChange)[0].actor_id == scene.people["dana"]
        assert scene.database.read(contact.show, scene.alice_ctx()).time_zone == VANCOUVER

    @pytest.mark.parametrize("forged", ["Mars/Base", "UTC", "Etc/GMT+5", "../etc/passwd", "America", "america/toronto"])
    def test_what_is_no_zone_of_a_place_is_told_and_nothing_is_written(self, scene: Scene, forged: str):
        assert list(choose(scene, forged).problems) == ["time_zone"]
        assert kept(scene) is None

    def test_cities_come_by_country_with_their_clocks_of_that_day(self, scene: Scene):
        canada, states, _ = zones.choices(scene.alice_ctx(), "")
        named = {one.box: one.name for one in canada.zones}
        assert (canada.name, states.name, named[ZONE]) == ("Canada", "United States", "Toronto (GMT-05:00)")
        assert "Indianapolis (GMT-05:00)" in [one.name for one in states.zones]
        summer = zones.choices(scene.alice_ctx(now=NOW + timedelta(days=240)), "")
        assert "Toronto (GMT-04:00)" in [one.name for one in summer[0].zones]
        french = {one.box: one.name for one in zones.choices(scene.alice_ctx(lang="fr"), "")[2].zones}
        assert french["Europe/London"] == "Londres (UTC+00:00)"

    def test_one_that_is_kept_and_not_among_those_offered_can_be_kept(self, scene: Scene):
        assert "Africa/Bamako" in [one.box for one in zones.choices(scene.alice_ctx(), "Africa/Bamako")[2].zones]


class TestOffer:
    def test_another_clock_in_the_browser_is_offered_once_and_taken_with_one_button(self, scene: Scene):
        said = offer(scene, VANCOUVER)
        assert said.line == "You seem to be in Vancouver. Show video visits in Vancouver time?"
        assert said.button == "Use Vancouver time"
        assert scene.database.write(zones.take, scene.alice_ctx(), VANCOUVER)
        assert (kept(scene), offer(scene, "Asia/Tokyo")) == (VANCOUVER, ZoneOffer())
        assert scene.rows(ContactChange)[0].after == VANCOUVER

    @pytest.mark.parametrize("zone", ["", "-", "UTC", "Mars/Base", ZONE, "America/Montreal", "America/Detroit"])
    def test_the_same_clocks_under_another_name_and_what_is_none_are_not(self, scene: Scene, zone: str):
        assert offer(scene, zone) == ZoneOffer()

    def test_whoever_has_chosen_the_clinics_city_is_not_asked(self, scene: Scene):
        choose(scene, ZONE)
        assert offer(scene, VANCOUVER) == ZoneOffer()

    def test_what_was_chosen_meanwhile_in_another_tab_stays(self, scene: Scene):
        choose(scene, "Asia/Tokyo")
        assert not scene.database.write(zones.take, scene.alice_ctx(), VANCOUVER)
        assert not scene.database.write(zones.take, scene.bob_ctx(), "Mars/Base")
        assert kept(scene) == "Asia/Tokyo"


class TestNewcomers:
    @pytest.mark.parametrize(
        ("zone", "stored"),
        [(VANCOUVER, VANCOUVER), (ZONE, None), ("America/Detroit", None), ("Mars/Base", None), ("", None)],
    )
    def test_a_newcomers_profile_begins_with_their_browsers_clocks(self, scene: Scene, zone: str, stored: str | None):
        scene.set("verify_new_patients", False)
        scene.database.write(newcomers.introduce, guest(scene), FORM, zone)
        assert scene.database.write(newcomers.become_patient, guest(scene)).time_zone == stored
