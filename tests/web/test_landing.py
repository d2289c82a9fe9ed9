"""Where a sign-in lands."""

import pytest

from myaccount.domain.clinic_side import home_of
from myaccount.web import paths, rate_limits, refusal_delay
from tests.scenes import ROLES, Scene
from tests.web.test_sign_in import post


@pytest.fixture(autouse=True)
def _fresh_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    rate_limits._own.cache_clear()
    monkeypatch.setattr(refusal_delay, "REFUSED_AFTER", 0.0)


@pytest.mark.parametrize("who", ["robin", "dana", "sam"])
def test_staff_land_on_the_clinics_side_as_far_as_it_has_a_page_for_them(sqlite_scene: Scene, who: str):
    landed = post(sqlite_scene, who).headers["location"]
    assert landed == ("/clinic" if home_of(ROLES[who]) else "/account")


def test_a_patient_lands_in_my_account(sqlite_scene: Scene):
    assert post(sqlite_scene, "alice").headers["location"] == "/account"


@pytest.mark.parametrize("who", ["robin", "alice"])
def test_where_the_person_was_going_wins(sqlite_scene: Scene, who: str):
    assert post(sqlite_scene, who, next="/account/history").headers["location"] == "/account/history"


def test_an_address_elsewhere_leads_the_owner_to_the_clinics_side(sqlite_scene: Scene):
    assert post(sqlite_scene, "robin", next="//evil.test").headers["location"] == paths.CLINIC
