"""Free starts: the bits against a slow search that looks at every minute, on days on which clocks change."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myaccount.domain.availability import Practitioner, Wanted, free_starts, instant, span, taken
from myaccount.domain.booking import BookingRules, TooSoonTimes
from myaccount.domain.shift_cells import Hours, ShiftMode

MINUTE = timedelta(minutes=1)
CHANGES = {
    "America/Toronto": (date(2027, 3, 14), date(2026, 11, 1)),
    "America/St_Johns": (date(2027, 3, 14), date(2026, 11, 1)),
    "America/Vancouver": (date(2026, 3, 8), date(2026, 11, 1)),
    "Europe/London": (date(2027, 3, 28), date(2026, 10, 25)),
    "Australia/Sydney": (date(2026, 10, 4), date(2027, 4, 4)),
    "Australia/Lord_Howe": (date(2026, 10, 4), date(2027, 4, 4)),
    "America/Phoenix": (date(2027, 3, 14), date(2026, 11, 1)),
}
"""A day on which clocks go forward and one on which they go back; Phoenix never changes, Vancouver no longer."""


@dataclass(frozen=True)
class Case:
    """A search."""

    who: Practitioner
    busy: list[tuple[int, int]]
    away: list[tuple[int, int]]
    wanted: Wanted
    rules: BookingRules
    zone: str
    now: datetime


Found = dict[date, tuple[list[datetime], list[datetime]]]


def search(case: Case) -> Found:
    """What the rule finds."""
    starts = free_starts(case.who, case.wanted, case.rules, case.zone, case.now)
    return {
        day: ([instant(cell) for cell in to_book], [instant(cell) for cell in to_ask])
        for day, to_book, to_ask in starts.by_day()
    }


def look_minute_by_minute(case: Case) -> Found:
    """What somebody finds who asks of every minute of every day whether a visit may start in it."""
    today = case.now.astimezone(ZoneInfo(case.zone)).date()
    last = min(today + timedelta(days=case.rules.horizon_days), case.wanted.last)
    walls = minutes_from(case.zone, case.wanted.first)
    begins = datetime.combine(case.wanted.first, time.min, ZoneInfo(case.zone)).astimezone(UTC)
    modes = cache(lambda number: mode_at(case.who.hours, *walls[number][1:]))
    away, busy = (minutes_in(spans, begins) for spans in (case.away, case.busy))
    after = max(case.wanted.buffer_minutes, case.who.buffer_minutes)
    found: Found = {}
    for number, (day, weekday, minute) in enumerate(walls):
        at = begins + number * MINUTE
        if not today <= day <= last or at <= case.now:
            continue
        if not is_on_the_grid(case.who.hours, weekday, minute, case.who.interval_minutes):
            continue
        visit = range(number, number + case.wanted.minutes)
        if any(one in away or one in busy or modes(one) is None for one in visit):
            continue
        if any(one in busy for one in range(visit.stop, visit.stop + after)):
            continue
        soon = at < case.now + timedelta(hours=case.rules.notice_hours) or (day == today and not case.rules.same_day)
        if soon and case.rules.too_soon is TooSoonTimes.HIDE:
            continue
        to_ask = soon or any(modes(one) is ShiftMode.CONTACT_TO_BOOK for one in visit)
        found.setdefault(day, ([], []))[to_ask].append(at)
    return found


@cache
def minutes_from(zone: str, first: date) -> list[tuple[date, int, int]]:
    """What the clocks show at each real minute of three days: the day, its weekday, the minutes since midnight."""
    there = ZoneInfo(zone)
    begins = datetime.combine(first, time.min, there).astimezone(UTC)
    walls = [(begins + number * MINUTE).astimezone(there) for number in range(3 * 1440)]
    return [(wall.date(), wall.weekday(), wall.hour * 60 + wall.minute) for wall in walls]


def minutes_in(spans, begins: datetime) -> set[int]:
    cells = [(instant(cell) - begins) // MINUTE for first, end in spans for cell in range(first, end)]
    return {cell + minute for cell in cells for minute in range(5)}


def is_on_the_grid(hours: tuple[Hours, ...], weekday: int, minute: int, interval: int) -> bool:
    return any(is_open(shift, weekday, minute) and (minute - minute_of(shift.opens)) % interval == 0 for shift in hours)


def mode_at(hours: tuple[Hours, ...], weekday: int, minute: int) -> ShiftMode | None:
    modes = {shift.mode for shift in hours if is_open(shift, weekday, minute)}
    if ShiftMode.NOT_BOOKABLE in modes or not modes:
        return None
    return ShiftMode.CONTACT_TO_BOOK if ShiftMode.CONTACT_TO_BOOK in modes else ShiftMode.BOOKABLE


def is_open(shift: Hours, weekday: int, minute: int) -> bool:
    return shift.weekday == weekday and minute_of(shift.opens) <= minute < minute_of(shift.closes)


def minute_of(at: time) -> int:
    return at.hour * 60 + at.minute


def clock(step: int) -> time:
    return time(step // 12, step % 12 * 5)


@st.composite
def hours_on(draw, weekdays: list[int]) -> Hours:
    opens = draw(st.integers(0, 280) | st.integers(0, 48))
    closes = draw(st.integers(opens + 1, min(287, opens + 96)))
    return Hours(draw(st.sampled_from(weekdays)), clock(opens), clock(closes), draw(st.sampled_from(ShiftMode)))


@st.composite
def spans_around(draw, noon: datetime) -> tuple[int, int]:
    first = span(noon, noon)[0] + draw(st.integers(-200, 200))
    return first, first + draw(st.integers(1, 40))


@st.composite
def cases(draw, zone: str) -> Case:
    day = draw(st.sampled_from(CHANGES[zone])) + timedelta(days=draw(st.sampled_from([0, 0, 0, -1, 1])))
    noon = datetime.combine(day, time(12), ZoneInfo(zone)).astimezone(UTC)
    weekdays = [(day + timedelta(days=off)).weekday() for off in (0, 0, 0, 1)]
    busy, away = (draw(st.lists(spans_around(noon), max_size=most)) for most in (4, 1))
    who = Practitioner(
        hours=tuple(draw(st.lists(hours_on(weekdays), min_size=1, max_size=3))),
        interval_minutes=draw(st.sampled_from([5, 10, 15, 20, 25, 30, 45, 60])),
        buffer_minutes=5 * draw(st.integers(0, 4)),
        busy=taken(busy),
        away=taken(away),
    )
    wanted = Wanted(
        5 * draw(st.integers(1, 24)), 5 * draw(st.integers(0, 4)), day, day + timedelta(days=draw(st.integers(0, 1)))
    )
    rules = BookingRules(
        notice_hours=draw(st.integers(0, 6)),
        same_day=draw(st.booleans()),
        too_soon=draw(st.sampled_from(TooSoonTimes)),
        horizon_days=draw(st.integers(0, 2)),
    )
    before = timedelta(microseconds=draw(st.integers(-14 * 3600 * 10**6, 40 * 3600 * 10**6)))
    rounded = timedelta(minutes=draw(st.integers(-14 * 60, 40 * 60)))
    return Case(who, busy, away, wanted, rules, zone, noon - draw(st.sampled_from([before, rounded])))


@pytest.mark.parametrize("zone", CHANGES)
def test_it_finds_what_a_search_minute_by_minute_finds(zone: str):
    """Some three thousand searches in all, on the days on which clocks change and those around them."""

    @settings(max_examples=400, deadline=None)
    @given(cases(zone))
    def finds_the_same(case: Case) -> None:
        assert search(case) == look_minute_by_minute(case)

    finds_the_same()
