"""When Begin shows, and the call opens."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myaccount.domain.appointments import AppointmentState, Visit
from myaccount.domain.calls import (
    HERE,
    OnlineProvider,
    Over,
    Place,
    Side,
    can_hold_classes,
    may_begin,
    meeting_place,
    next_change,
    why_closed,
)

START = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
END = START + timedelta(minutes=45)
HOUR = timedelta(minutes=60)
TICK = timedelta(microseconds=1)


def an_online_visit(
    state: AppointmentState = AppointmentState.BOOKED, *, online: bool = True, has_call: bool = True
) -> Visit:
    return Visit(state, START, END, START - timedelta(days=3), is_online=online, has_call=has_call)


@pytest.mark.parametrize(
    ("now", "open_"),
    [
        (START - HOUR - TICK, False),
        (START - HOUR, True),
        (START, True),
        (END, True),
        (END + TICK, False),
    ],
)
def test_begin_shows_from_an_hour_before_the_start_to_the_end_both_included(now: datetime, open_: bool):
    assert may_begin(an_online_visit(), now) is open_


@pytest.mark.parametrize("state", AppointmentState)
def test_begin_shows_while_the_visit_is_booked_or_arrived_only(state: AppointmentState):
    expected = state in (AppointmentState.BOOKED, AppointmentState.ARRIVED)
    assert may_begin(an_online_visit(state), START) is expected


def test_begin_never_shows_for_a_visit_in_person():
    assert not may_begin(an_online_visit(online=False), START)


def test_begin_never_shows_without_a_place_to_meet():
    assert not may_begin(an_online_visit(has_call=False), START)
    assert next_change(an_online_visit(has_call=False), START) is None


@given(st.timedeltas(min_value=timedelta(hours=-3), max_value=timedelta(hours=3)), st.floats(0, 1, exclude_max=True))
def test_begin_neither_appears_nor_goes_before_the_next_change(offset: timedelta, part: float):
    visit, now = an_online_visit(), START + offset
    until = next_change(visit, now) or now + timedelta(days=30)
    assert until > now
    for later in (min(now + (until - now) * part, until - TICK), until - TICK):
        assert may_begin(visit, later) is may_begin(visit, now)


@pytest.mark.parametrize(
    ("state", "now", "over"),
    [
        (AppointmentState.BOOKED, START - HOUR, None),
        (AppointmentState.ARRIVED, END, None),
        (AppointmentState.BOOKED, START - HOUR - TICK, Over.TIME),
        (AppointmentState.ARRIVED, END + TICK, Over.TIME),
        (AppointmentState.CANCELLED, START, Over.CANCELLED),
        (AppointmentState.NO_SHOW, END + TICK, Over.CANCELLED),
    ],
)
def test_a_closed_call_says_why(state: AppointmentState, now: datetime, over: Over | None):
    assert why_closed(an_online_visit(state), now) is over


def test_of_the_two_sides_the_practitioners_offers():
    assert [side.offers for side in (Side.PATIENT, Side.PRACTITIONER)] == [False, True]
    assert [side.other for side in Side] == [Side.PRACTITIONER, Side.PATIENT]


@pytest.mark.parametrize(
    ("visit_link", "own_link", "provider", "place"),
    [
        (None, None, OnlineProvider.BUILT_IN, HERE),
        (None, None, OnlineProvider.LINK, None),
        (None, None, OnlineProvider.JITSI, Place(server="meet.test")),
        (None, "https://own.test", OnlineProvider.BUILT_IN, Place("https://own.test")),
        (None, "https://own.test", OnlineProvider.LINK, Place("https://own.test")),
        (None, "https://own.test", OnlineProvider.JITSI, Place("https://own.test")),
        ("https://visit.test", "https://own.test", OnlineProvider.LINK, Place("https://visit.test")),
        ("https://visit.test", None, OnlineProvider.BUILT_IN, Place("https://visit.test")),
    ],
)
def test_the_nearest_link_says_where_to_meet(
    visit_link: str | None, own_link: str | None, provider: OnlineProvider, place: Place | None
):
    assert meeting_place(visit_link, own_link, provider, "meet.test") == place


def test_no_class_meets_in_the_portals_own_call_and_on_a_server_or_by_a_link_it_does():
    assert meeting_place(None, None, OnlineProvider.BUILT_IN, "", is_class=True) is None
    assert meeting_place(None, None, OnlineProvider.JITSI, "meet.test", is_class=True) == Place(server="meet.test")
    assert meeting_place(None, "https://own.test", OnlineProvider.BUILT_IN, "", is_class=True) is not None


@pytest.mark.parametrize(
    ("provider", "server", "links", "can"),
    [
        (OnlineProvider.BUILT_IN, "", [], False),
        (OnlineProvider.BUILT_IN, "meet.test", [None], False),
        (OnlineProvider.JITSI, "meet.test", [None], True),
        (OnlineProvider.JITSI, "", [], False),
        (OnlineProvider.LINK, "", ["https://own.test", None], False),
        (OnlineProvider.BUILT_IN, "", ["https://own.test"], True),
    ],
)
def test_a_class_is_held_online_where_more_than_two_can_meet(provider, server: str, links: list, can: bool):
    assert can_hold_classes(provider, server, links) is can


def test_a_server_that_is_not_set_up_is_no_place():
    assert meeting_place(None, None, OnlineProvider.JITSI, "") is None


def test_a_place_is_known_by_its_host():
    places = (HERE, Place("https://zoom.test/j/1?pwd=x"), Place(server="meet.test:8443"))
    assert [place.host for place in places] == ["", "zoom.test", "meet.test:8443"]
