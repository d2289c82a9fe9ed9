"""What one person may do for another, and until when."""

from datetime import UTC, date, datetime

import pytest

from myaccount.domain.family import (
    ACTING,
    ForOthers,
    NothingGranted,
    PastExpiry,
    Permission,
    check_terms,
    ends,
    may,
    read_permissions,
    stands,
    tidy_label,
    write_permissions,
)

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize("needed", Permission)
def test_a_permission_opens_what_needs_it_and_nothing_else(needed: Permission):
    assert may({needed}, needed) == (needed in ACTING)
    assert not may(set(Permission) - {needed}, needed)


def test_what_nobody_has_opened_to_others_stays_closed_to_all_permissions():
    assert not may(set(Permission), ForOthers.NEVER)
    assert not may(set(Permission), ForOthers.ONESELF)


def test_permissions_for_mail_alone_open_no_page():
    assert not may({Permission.NOTIFICATIONS, Permission.FINANCIAL_EMAILS}, ForOthers.ANY)
    assert may({Permission.FORMS}, ForOthers.ANY)


@pytest.mark.parametrize(("last", "holds"), [(None, True), (date(2026, 11, 20), True), (date(2026, 11, 19), False)])
def test_it_holds_all_of_its_last_day(last: date | None, holds: bool):
    assert stands(None, last, TODAY) == holds


def test_what_has_ended_does_not_hold():
    assert not stands(datetime(2026, 11, 1, tzinfo=UTC), None, TODAY)


def test_it_ends_as_the_next_day_begins_at_the_clinic():
    assert ends(TODAY, "America/Toronto") == datetime(2026, 11, 21, 5, tzinfo=UTC)
    assert ends(None, "America/Toronto") is None
    assert ends(date.max, "America/Toronto") is None


def test_permissions_are_kept_in_one_order_and_unknown_words_grant_nothing():
    assert write_permissions([Permission.PAYMENTS, Permission.BOOKINGS]) == "bookings payments"
    assert read_permissions("payments everything bookings") == {Permission.BOOKINGS, Permission.PAYMENTS}


def test_a_label_that_cannot_be_kept_is_left_out():
    assert tidy_label("  child ") == "child"
    assert tidy_label("x" * 41) == tidy_label("ch\x00ild") == ""


def test_something_is_granted_and_not_for_the_past():
    check_terms({Permission.FORMS}, TODAY, TODAY)
    with pytest.raises(NothingGranted):
        check_terms(set(), None, TODAY)
    with pytest.raises(PastExpiry):
        check_terms({Permission.FORMS}, date(2026, 11, 19), TODAY)
