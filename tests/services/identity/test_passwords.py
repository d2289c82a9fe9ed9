"""Passwords: what is kept of them, and which are turned down."""

import pytest
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from myaccount.services.identity import passwords
from tests.scenes import PASSWORD

WEAK = {
    "": "password.too_short",
    "short 7": "password.too_short",
    "password": "password.easy_to_guess",
    "qwertyuiop": "password.easy_to_guess",
    "alicemoreau1": "password.easy_to_guess",
    "a" * 1000: "password.easy_to_guess",
    "x" * 1001: "password.too_long",
}


def test_a_kept_password_is_argon2id_of_the_recommended_strength():
    assert passwords.hash_password(PASSWORD).startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_the_right_password_opens_and_another_does_not():
    kept = passwords.hash_password(PASSWORD)
    assert passwords.verify(PASSWORD, kept) == (True, None)
    assert passwords.verify(PASSWORD.upper(), kept) == (False, None)


def test_an_accent_typed_in_two_ways_is_one_password():
    kept = passwords.hash_password("une forêt tranquille")
    assert passwords.verify("une fore\u0302t tranquille", kept)[0]


def test_a_weaker_hash_is_replaced_on_the_way():
    from argon2 import PasswordHasher

    weak = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
    ok, new = passwords.verify(PASSWORD, weak)
    assert ok
    assert new is not None
    assert passwords.verify(PASSWORD, new) == (True, None)


@pytest.mark.parametrize("typed", ["x" * 5000, "\0", "\ud800", ""])
def test_a_monstrous_password_is_simply_wrong(typed: str):
    assert passwords.verify(typed, passwords.hash_password(PASSWORD)) == (False, None)


def test_a_password_longer_than_any_does_not_match_its_own_beginning():
    kept = passwords.hash_password("x" * 1000)
    assert passwords.verify("x" * 1001, kept) == (False, None)


def test_what_is_no_hash_opens_to_nothing():
    assert passwords.verify(PASSWORD, "plain") == (False, None)


@pytest.mark.parametrize("typed", WEAK, ids=lambda typed: typed[:12])
def test_a_weak_password_is_turned_down_with_its_reason(typed: str):
    assert passwords.weakness(typed, "Alice", "Moreau") == WEAK[typed]


def test_none_of_the_three_thousand_most_used_that_are_long_enough_is_taken():
    used = [word for word in FREQUENCY_LISTS["passwords"] if len(word) >= passwords.SHORTEST][:3000]
    assert len(used) == 3000
    assert [word for word in used if passwords.weakness(word) is None] == []


@pytest.mark.parametrize("typed", ["P@ssw0rd", "Football1", "Sunshine!", "ILOVEYOU", "drowssap", "password2026"])
def test_a_common_one_in_other_clothes_is_not_taken_either(typed: str):
    assert passwords.weakness(typed) == "password.easy_to_guess"


@pytest.mark.parametrize("typed", [PASSWORD, "vélo citron nuage parapluie", "copper lantern " * 60])
def test_a_long_passphrase_is_welcome(typed: str):
    assert passwords.weakness(typed, "Alice", "Moreau") is None
