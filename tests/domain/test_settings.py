"""The settings registry."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myaccount.domain.booking import OnlineBooking
from myaccount.domain.settings import REGISTRY, ClinicSettings, Setting, resolve

every_setting = pytest.mark.parametrize("setting", REGISTRY.values(), ids=REGISTRY)
anything = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.integers())


@every_setting
def test_a_default_is_a_value_that_the_setting_takes(setting: Setting):
    assert setting.accepts(setting.default)


@every_setting
def test_a_number_has_bounds_and_takes_exactly_what_is_within(setting: Setting):
    if setting.kind is not int:
        assert (setting.minimum, setting.maximum) == (None, setting.maximum if setting.kind is str else None)
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
    assert setting.accepts("1") is (setting.kind is str)


@every_setting
def test_one_of_several_takes_its_values_and_nothing_else(setting: Setting):
    for choice in setting.choices:
        assert setting.accepts(choice)
        assert not setting.accepts(choice.upper())
    assert setting.accepts("") is (setting.kind is str)
    assert setting.accepts(None) is False


def test_a_choice_is_read_as_its_kind():
    assert resolve({"online_booking": "off"}).online_booking is OnlineBooking.OFF


def test_a_list_of_websites_is_taken_as_it_is_kept_and_nothing_else():
    setting = REGISTRY["embed_allowed_origins"]
    for value in ([], (), ["https://cedar.test"], ["https://cedar.test", "http://localhost:8080"]):
        assert setting.accepts(value)
        assert resolve({setting.key: value}).embed_allowed_origins == tuple(value)
    wrong = ["https://cedar.test", ["https://cedar.test/"], ["cedar.test"], ["https://a.test"] * 2, [1], {}, True, None]
    wrong.append([f"https://w{number}.test" for number in range(21)])
    for value in wrong:
        assert not setting.accepts(value)
        assert resolve({setting.key: value}).embed_allowed_origins == ()


def test_a_text_is_one_line_that_is_not_too_long():
    setting = REGISTRY["booking_question"]
    assert setting.accepts("x" * 200)
    for wrong in ("x" * 201, "two\nlines", "\0", "\ud800", 1, None, ["x"]):
        assert not setting.accepts(wrong)
        assert resolve({setting.key: wrong}).booking_question == ""


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
        expected = stored[key] if setting.accepts(stored.get(key)) else setting.default
        assert value == (tuple(expected) if isinstance(expected, list) else expected)


def test_the_longest_cancellation_period_is_sixty_days():
    assert REGISTRY["cancellation_period_hours"].maximum == 1440


def test_idle_sign_out_is_between_five_minutes_and_a_week():
    setting = REGISTRY["idle_sign_out_minutes"]
    assert (setting.minimum, setting.maximum) == (5, 7 * 24 * 60)
