"""Who of the clinic may open which of its pages."""

import pytest

from myaccount.domain.clinic_side import CLINIC_PAGES, SIDE, ClinicPage, home_of, may_open
from myaccount.domain.people import Role

every_page = pytest.mark.parametrize("page", CLINIC_PAGES, ids=lambda page: page.name)
every_role = pytest.mark.parametrize("role", Role)


@every_page
def test_a_page_is_open_to_its_roles_and_to_nobody_else(page: ClinicPage):
    for role in Role:
        assert may_open(role, page.href) is (role in page.roles)
    assert not may_open(None, page.href)


@every_page
def test_what_lies_below_a_page_is_open_to_the_same_roles(page: ClinicPage):
    for role in Role:
        assert may_open(role, f"{page.href}/A") is (page.href != SIDE and role in page.roles)
        assert not may_open(role, f"{page.href}x")


@every_role
def test_a_role_lands_on_a_page_that_it_may_open(role: Role):
    assert home_of(role) == "" or may_open(role, home_of(role))


def test_an_address_without_a_page_is_nobodys():
    assert not any(may_open(role, path) for role in Role for path in ("", "/", "/account", "/clinic/nothing"))


def test_a_patient_lands_nowhere_on_the_clinics_side():
    assert home_of(None) == ""


@every_role
def test_everybody_of_the_clinic_lands_on_today_and_opens_the_schedule(role: Role):
    assert home_of(role) == SIDE
    assert may_open(role, SIDE)
    assert may_open(role, "/clinic/schedule")


def test_only_the_owner_opens_the_settings():
    assert [role for role in Role if may_open(role, "/clinic/settings")] == [Role.OWNER]
