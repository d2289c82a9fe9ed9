"""How a day is laid out."""

from datetime import date, datetime

import pytest

from myaccount.domain.grid import Lane, Span, covers, lanes, monday_of, window, within

DAY = date(2026, 11, 24)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute)


@pytest.mark.parametrize(
    ("first", "last", "cut"),
    [
        (at(24, 9), at(24, 10), Span(540, 600)),
        (at(23, 23), at(24, 1), Span(0, 60)),
        (at(24, 23, 30), at(25, 0, 30), Span(1410, 1440)),
        (at(20, 0), at(30, 0), Span(0, 1440)),
        (at(23, 9), at(24, 0), None),
        (at(25, 0), at(25, 1), None),
        (at(24, 9), at(24, 9), None),
    ],
)
def test_a_span_is_cut_to_its_day(first: datetime, last: datetime, cut: Span | None):
    assert within(DAY, first, last) == cut


@pytest.mark.parametrize(
    ("spans", "shown"),
    [
        ([], Span(480, 1080)),
        ([Span(540, 1050)], Span(540, 1080)),
        ([Span(545, 600), Span(1390, 1440)], Span(540, 1440)),
        ([Span(0, 5)], Span(0, 60)),
    ],
)
def test_whole_hours_are_shown_so_that_everything_is_seen(spans: list[Span], shown: Span):
    assert window(spans) == shown


@pytest.mark.parametrize(
    ("spans", "placed"),
    [
        ([], []),
        ([Span(0, 60), Span(60, 120)], [Lane(), Lane()]),
        ([Span(0, 60), Span(30, 90)], [Lane(0, 2), Lane(1, 2)]),
        ([Span(0, 60), Span(30, 90), Span(60, 70)], [Lane(0, 2), Lane(1, 2), Lane(0, 2)]),
        ([Span(0, 60), Span(0, 60), Span(90, 95)], [Lane(0, 2), Lane(1, 2), Lane()]),
    ],
)
def test_what_overlaps_stands_side_by_side(spans: list[Span], placed: list[Lane]):
    assert lanes(spans) == placed


@pytest.mark.parametrize(
    ("spans", "answer"),
    [
        ([Span(540, 1020)], True),
        ([Span(540, 600), Span(600, 700)], True),
        ([Span(600, 700), Span(540, 600)], True),
        ([Span(540, 600), Span(605, 700)], False),
        ([Span(545, 1020)], False),
        ([], False),
    ],
)
def test_a_visit_within_the_hours_is_covered_by_them(spans: list[Span], answer: bool):
    assert covers(spans, Span(540, 660)) is answer


@pytest.mark.parametrize("day", range(23, 30))
def test_a_week_begins_on_monday(day: int):
    assert monday_of(date(2026, 11, day)) == date(2026, 11, 23)
