"""Amounts and rates as people type them."""

import pytest

from myaccount.domain.money import percent, read_cents, read_ppm
from myaccount.domain.parsing import FieldError

NARROW, FIXED = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("120", 12000), ("120.00", 12000), ("120.5", 12050), ("$120.00", 12000), ("120,00 $", 12000),
        ("120,00$", 12000),
        (f"120,00{FIXED}$", 12000), ("1 200,00 $", 120000), (f"1{NARROW}200,00{FIXED}$", 120000), ("CA$120", 12000),
        ("US$120.00", 12000), ("120 CAD", 12000), ("0", 0), ("0,01", 1), ("1000000.00", 100_000_000),
    ],
)  # fmt: skip
@pytest.mark.parametrize("decimal", [".", ","])
def test_an_amount_reads_in_whole_cents(typed: str, cents: int, decimal):
    assert read_cents(typed, decimal) == cents


def test_a_group_of_three_is_read_as_the_language_writes_it():
    assert read_cents("$1,200.00", ".") == read_cents("1,200", ".") == read_cents("1.200,00 $", ",") == 120000


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "abc",
        "-1",
        "12.345",
        "1.200",
        "1,2,3",
        "1e5",
        "120.00.00",
        "٣",
        "$",
        "$$5",
        "12 0",
        "1000000.01",
        "NaN",
        "0x10",
    ],
)
@pytest.mark.parametrize("decimal", [".", ","])
def test_what_is_no_amount_is_refused(typed: str, decimal):
    with pytest.raises(FieldError):
        read_cents(typed, decimal)


def test_twelve_hundred_with_a_comma_could_be_two_things_where_cents_follow_a_comma():
    with pytest.raises(FieldError):
        read_cents("1,200", ",")


@pytest.mark.parametrize(
    ("typed", "ppm"),
    [("14.975", 149750), ("14,975 %", 149750), ("5%", 50000), ("", 0), ("0", 0), ("100", 1_000_000), ("0.0001", 1)],
)
def test_a_rate_reads_in_parts_per_million(typed: str, ppm: int):
    assert read_ppm(typed) == ppm


@pytest.mark.parametrize("typed", ["100.0001", "14.97555", "-1", "x", "1e1", "5 % %"])
def test_what_is_no_rate_is_refused(typed: str):
    with pytest.raises(FieldError):
        read_ppm(typed)


@pytest.mark.parametrize(
    ("ppm", "shown"), [(149750, "14.975"), (50000, "5"), (0, ""), (1_000_000, "100"), (1, "0.0001")]
)
def test_a_rate_is_written_as_it_is_typed(ppm: int, shown: str):
    assert percent(ppm) == shown
