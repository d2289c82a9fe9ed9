"""Whom people can sign in with, and keys as an owner pastes them."""

import pytest

from myaccount.domain.settings import ClinicSettings
from myaccount.domain.social import Provider, offered, read_keys

ALL = tuple(Provider)


@pytest.mark.parametrize(
    ("on", "configured", "expected"),
    [
        ((), ("google", "facebook", "x"), ()),
        (ALL, (), ()),
        (ALL, ("x", "google", "facebook"), ALL),
        ((Provider.X,), ("google", "x"), (Provider.X,)),
        ((Provider.X, Provider.GOOGLE), ("x", "google", "myspace"), (Provider.GOOGLE, Provider.X)),
    ],
)
def test_a_provider_is_offered_while_it_is_on_and_has_keys(on, configured, expected):
    assert offered({provider: provider in on for provider in Provider}, configured) == expected


def test_every_provider_has_a_switch_which_is_off_at_first():
    assert ClinicSettings().social == dict.fromkeys(Provider, False)


@pytest.mark.parametrize(
    ("client_id", "secret", "has_secret", "wrong"),
    [
        (" 123.apps ", " s3cret ", False, set()),
        ("123.apps", "", True, set()),
        ("123.apps", "", False, {"client_secret"}),
        ("", "s3cret", False, {"client_id"}),
        ("two words", "s3 cret", True, {"client_id", "client_secret"}),
        ("x" * 500, "y" * 500, False, set()),
        ("x" * 501, "y" * 501, False, {"client_id", "client_secret"}),
        ("naïve", "s\u200bcret", False, {"client_id", "client_secret"}),
    ],
)
def test_pasted_keys_are_judged_without_the_blanks_around_them(client_id, secret, has_secret, wrong):
    typed_id, typed_secret, problems = read_keys(
        {"client_id": client_id, "client_secret": secret}, has_secret=has_secret
    )
    assert set(problems) == wrong
    assert (typed_id, typed_secret) == (client_id.strip(), secret.strip())
