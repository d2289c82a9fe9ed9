"""What a treatment, a week and time off may be."""

from datetime import UTC, date, datetime, time

import pytest

from myaccount.domain import places, staff, treatments, zones
from myaccount.domain.npi import is_npi
from myaccount.domain.parsing import FieldError
from myaccount.domain.time_off import NoSuchSpan, span
from myaccount.domain.weekly_hours import Hours, Planned, in_days, lies_inside, read_hour

NINE, NOON, FIVE = time(9), time(12), time(17)
TORONTO = "America/Toronto"
TREATMENT = {
    "name": "Massage", "discipline": "", "minutes": "60", "buffer_minutes": "0", "price_cents": "120", "tax_ppm": "",
    "kind": "one_on_one", "capacity": "", "place": "in_person", "book_online": "yes",
}  # fmt: skip


@pytest.mark.parametrize(
    ("box", "typed"),
    [("name", " "), ("name", "x" * 201), ("minutes", "62"), ("minutes", "0"), ("minutes", "1445"),
     ("buffer_minutes", "-5"), ("price_cents", "a"), ("tax_ppm", "101"), ("kind", "group"), ("place", "moon"),
     ("name", "a\x00b")],
)  # fmt: skip
def test_what_a_treatment_cannot_be_is_named_by_its_box(box: str, typed: str):
    _, problems = treatments.read({**TREATMENT, box: typed}, ".", "CA")
    assert list(problems) == [box]


def test_a_class_needs_a_capacity_and_only_a_class_has_one():
    assert list(treatments.read({**TREATMENT, "kind": "class"}, ".", "CA")[1]) == ["capacity"]
    values, problems = treatments.read({**TREATMENT, "capacity": "8"}, ".", "CA")
    assert (values["capacity"], problems) == (None, {})


def test_only_a_us_clinic_has_codes_of_procedures():
    assert treatments.read({**TREATMENT, "cpt": "97110"}, ".", "CA")[0]["cpt"] is None
    assert treatments.read({**TREATMENT, "cpt": "97110"}, ".", "US")[0]["cpt"] == "97110"


def test_a_treatments_code_has_the_form_of_one():
    for typed, kept in ((" g0283 ", "G0283"), ("0552t", "0552T"), ("", None)):
        values, problems = treatments.read({**TREATMENT, "cpt": typed}, ".", "US")
        assert (values["cpt"], problems) == (kept, {})
    for typed in ("9711", "97110 and more", "Physio", "971100"):
        assert set(treatments.read({**TREATMENT, "cpt": typed}, ".", "US")[1]) == {"cpt"}
    assert treatments.read({**TREATMENT, "cpt": "Physio"}, ".", "CA")[1] == {}


@pytest.mark.parametrize(
    ("npi", "is_one"),
    [("1234567893", True), ("1234567890", False), ("123456789", False), ("", False), ("١٢٣٤٥٦٧٨٩٣", False)],
)
def test_the_last_digit_of_an_npi_checks_the_others(npi: str, is_one: bool):
    assert is_npi(npi) is is_one


@pytest.mark.parametrize(
    ("box", "typed"),
    [("first_name", ""), ("email", "nobody"), ("role", "king"), ("npi", "1234567890"), ("start_interval_minutes", "0"),
     ("start_interval_minutes", "7"), ("buffer_minutes", "3")],
)  # fmt: skip
def test_what_a_staff_member_cannot_be_is_named_by_its_box(box: str, typed: str):
    form = {"first_name": "Sam", "role": "practitioner", "start_interval_minutes": "15", "buffer_minutes": "0"}
    assert list(staff.read({**form, box: typed})[1]) == [box]


def test_touching_hours_do_not_overlap_and_hours_at_another_place_do():
    morning = Hours(0, NINE, NOON, "main")
    assert not morning.overlaps(Hours(0, NOON, FIVE, "main"))
    assert not morning.overlaps(Hours(1, NINE, NOON, "main"))
    assert morning.overlaps(Hours(0, time(11, 55), FIVE, "other"))


@pytest.mark.parametrize(
    ("starts", "minutes", "place", "online", "inside"),
    [(time(9), 60, "main", False, True), (time(11), 60, "main", False, True), (time(11, 5), 60, "main", False, False),
     (time(8, 55), 60, "main", False, False), (time(9), 60, "other", False, False), (time(9), 60, "other", True, True),
     (time(23, 30), 60, "main", False, False)],
)  # fmt: skip
def test_a_visit_lies_inside_from_the_first_minute_to_the_last(starts, minutes, place, online, inside):
    visit = Planned(datetime.combine(date(2026, 11, 23), starts), minutes, place, online)
    assert lies_inside(visit, [Hours(0, NINE, NOON, "main")]) is inside


def test_neighbouring_days_with_the_same_hours_are_told_together():
    week = [Hours(day, NINE, FIVE, "main") for day in (0, 1, 2, 4)]
    assert in_days([*week, Hours(5, NINE, NOON, "main")]) == [
        ([0, 1, 2], NINE, FIVE), ([4], NINE, FIVE), ([5], NINE, NOON),
    ]  # fmt: skip


@pytest.mark.parametrize("typed", ["", "9:00", "09:03", "24:00", "25:00", "٠٩:٠٠"])
def test_hours_are_typed_on_whole_five_minutes(typed: str):
    with pytest.raises(FieldError):
        read_hour(typed)


def test_whole_days_run_from_midnight_to_the_midnight_after_the_last():
    found = span((date(2026, 12, 24), None), (date(2026, 12, 26), None), TORONTO)
    assert (found.starts_at, found.ends_at) == (
        datetime(2026, 12, 24, 5, tzinfo=UTC), datetime(2026, 12, 27, 5, tzinfo=UTC),
    )  # fmt: skip
    assert found.is_whole_days
    assert found.last_local.date() == date(2026, 12, 26)


def test_hours_off_on_a_day_that_has_an_hour_twice_take_both():
    found = span((date(2026, 11, 1), time(1)), (date(2026, 11, 1), time(1, 30)), TORONTO)
    assert (found.ends_at - found.starts_at).total_seconds() == 90 * 60


@pytest.mark.parametrize(
    ("first", "last", "box", "key"),
    [
        ((date(2026, 12, 24), None), (date(2026, 12, 23), None), "to_day", "off.ends_before"),
        ((date(2026, 12, 24), NOON), (date(2026, 12, 24), NOON), "to_time", "off.ends_before"),
        ((date(2027, 3, 14), time(2, 30)), (date(2027, 3, 14), FIVE), "from_time", "off.skipped"),
        ((date(2027, 3, 14), None), (date(2027, 3, 14), time(2, 30)), "to_time", "off.skipped"),
    ],
)
def test_a_span_that_does_not_exist_is_named_by_its_box(first, last, box: str, key: str):
    with pytest.raises(NoSuchSpan) as refused:
        span(first, last, TORONTO)
    assert (refused.value.box, refused.value.wrong.key) == (box, key)


def test_a_zone_is_one_of_the_database_and_a_colour_has_six_digits():
    form = {"name": "Main", "time_zone": "Mars/Base"}
    assert list(places.read_location(form)[1]) == ["time_zone"]
    assert "America/Vancouver" in zones.names()
    clinic = {"name": "Cedar", "legal_name": "Cedar Inc.", "color": "red"}
    clinic |= {"language": "en", "country": "CA", "currency": "CAD"}
    assert list(places.read_clinic(clinic)[1]) == ["color"]
