"""Until when a card is good, and how often one may be added."""

from datetime import date

import pytest

from myaccount.domain.cards import Expiry, brand_key, chosen, expiry, may_begin
from myaccount.domain.processor_keys import read


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2026, 1, 13), Expiry.GOOD),
        (date(2026, 1, 14), Expiry.SOON),
        (date(2026, 2, 28), Expiry.SOON),
        (date(2026, 3, 1), Expiry.EXPIRED),
    ],
)
def test_a_card_is_good_through_the_last_day_of_its_month(today: date, state: Expiry):
    assert expiry(2, 2026, today) is state


def test_the_tenth_card_within_the_hour_may_be_begun_and_the_eleventh_not():
    assert (may_begin(9), may_begin(10)) == (True, False)


def test_a_brand_that_we_do_not_know_is_a_card():
    assert (brand_key("visa"), brand_key("<b>")) == ("card.brand.visa", "card.brand.other")


@pytest.mark.parametrize(
    ("cards", "before", "kept", "card"),
    [
        ("ab", "", "", "a"),
        ("ab", "ab", "b", "b"),
        ("abc", "ab", "b", "c"),
        ("ab", "", "b", "b"),
        ("a", "ab", "b", "a"),
        ("", "a", "a", ""),
    ],
)
def test_one_pays_with_the_card_just_added_else_as_before_else_with_the_default(
    cards: str, before: str, kept: str, card: str
):
    assert chosen([*cards], {*before}, kept) == card


PUBLIC, SECRET = "pk_test_0123456789", "sk_test_0123456789"


@pytest.mark.parametrize(
    ("form", "wrong"),
    [
        ({"publishable_key": PUBLIC, "secret_key": SECRET}, {}),
        ({"publishable_key": f" {PUBLIC}\n", "secret_key": "rk_test_0123456789"}, {}),
        ({"publishable_key": PUBLIC, "secret_key": SECRET, "webhook_secret": "whsec_0123+/=abc"}, {}),
        ({}, {"publishable_key": "processor_keys.no_publishable", "secret_key": "processor_keys.no_secret"}),
        ({"publishable_key": SECRET, "secret_key": PUBLIC},
         {"publishable_key": "processor_keys.no_publishable", "secret_key": "processor_keys.no_secret"}),
        ({"publishable_key": "pk_live_0123456789", "secret_key": SECRET}, {"secret_key": "processor_keys.two_modes"}),
        ({"publishable_key": PUBLIC, "secret_key": SECRET, "webhook_secret": "x"},
         {"webhook_secret": "processor_keys.no_webhook"}),
        ({"publishable_key": PUBLIC, "secret_key": "sk_test_\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661"},
         {"secret_key": "processor_keys.no_secret"}),
    ],
)  # fmt: skip
def test_keys_are_read_as_they_are_pasted(form: dict[str, str], wrong: dict[str, str]):
    assert read(form, has_secret=False)[1] == wrong


def test_a_secret_that_is_kept_may_be_left_blank():
    assert read({"publishable_key": PUBLIC}, has_secret=True)[1] == {}
