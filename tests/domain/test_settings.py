"""The settings registry."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myaccount.domain.settings import REGISTRY, ClinicSettings, Setting, resolve

every_setting = pytest.mark.parametrize("setting", REGISTRY.values(), ids=REGISTRY)
anything = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.integers())


@every_setting
def test_a_default_is_a_value_that_the_setting_takes(setting: Setting):
    assert setting.accepts(setting.default)


@every_setting
def test_a_number_has_bounds_and_takes_exactly_what_is_within(setting: Setting):
    if setting.kind is bool:
        assert (setting.minimum, setting.maximum) == (None, None)
        return
    assert setting.minimum is not None
    assert setting.maximum is not None
    assert setting.accepts(setting.minimum)
    assert setting.accepts(setting.maximum)
    assert not setting.accepts(setting.minimum - 1)
    assert not setting.accepts(setting.maximum + 1)


@every_setting
def test_a_bool_is_no_number_and_a_number_no_bool(setting: Setting):
    assert not setting.accepts(1 if setting.kind is bool else True)
    assert not setting.accepts(1.0)
    assert not setting.accepts("1")


def test_a_clinic_that_set_nothing_has_the_defaults():
    assert resolve({}) == ClinicSettings()


def test_what_a_clinic_set_is_taken():
    found = resolve({"allow_cancellations": False, "cancellation_period_hours": 48})
    assert (found.cancellation.online, found.cancellation.period_hours) == (False, 48)


@given(st.dictionaries(st.sampled_from(sorted(REGISTRY)) | st.text(), anything))
def test_garbage_counts_as_not_set(stored: dict[str, object]):
    found = resolve(stored)
    for key, setting in REGISTRY.items():
        value = getattr(found, key)
        assert setting.accepts(value)
        assert value == (stored[key] if setting.accepts(stored.get(key)) else setting.default)


def test_the_longest_cancellation_period_is_sixty_days():
    assert REGISTRY["cancellation_period_hours"].maximum == 1440


def test_idle_sign_out_is_between_five_minutes_and_a_week():
    setting = REGISTRY["idle_sign_out_minutes"]
    assert (setting.minimum, setting.maximum) == (5, 7 * 24 * 60)
