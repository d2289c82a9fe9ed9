"""Book an Appointment through the gate: in which order it asks, and what it says."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, update
from sqlmodel import col

from myaccount.clock import now
from myaccount.messages import dates
from myaccount.models import Appointment, BookingAnswer, BookingHold, Claim, Shift, Treatment
from myaccount.state.account.appointments import AppointmentsState
from myaccount.state.booking.choosing import BookingState
from myaccount.state.booking.embedded import EmbeddedState
from myaccount.state.booking.held import HeldState
from myaccount.state.booking.newcomer import NewcomerState
from myaccount.state.live import LiveState
from myaccount.state.notice import NoticeState
from tests.services.booking.clinic_week import ZONE, another_location, another_practitioner, change, open_all_week
from tests.state.conftest import Visitors
from tests.state.tab import Tab

NOOR = {
    "first_name": "Noor", "last_name": "Haddad", "email": "noor@mail.test", "mobile": "",
    "date_of_birth": "1991-05-06", "website": "",
}  # fmt: skip


@pytest.fixture
def open_week(visitors: Visitors) -> Visitors:
    """Sam works every day."""
    open_all_week(visitors.scene)
    return visitors


async def at_booking(visitors: Visitors, who: str | None = "alice", **query: str) -> Tab:
    tab = await visitors.tab(who, "/book")
    if who is None:
        tab.identity = replace(tab.identity, guest_id="a guest")
    tab.query = query
    await tab.call(BookingState.load)
    return tab


def shown(tab: Tab, name: str) -> Any:
    return tab.var(BookingState, name)


async def test_it_begins_with_the_treatment_or_with_the_practitioner(open_week: Visitors) -> None:
    ada = another_practitioner(open_week.scene)
    tab = await at_booking(open_week, None)
    assert shown(tab, "step") == "what"
    await tab.call(BookingState.begin_with, step="who")
    assert (shown(tab, "step"), shown(tab, "who_first")) == ("who", True)
    await tab.call(BookingState.choose_staff, staff_id=ada)
    assert [one.name for one in shown(tab, "treatments")] == ["Physiotherapy"]
    assert shown(tab, "step") == "what"
    await tab.call(BookingState.choose_treatment, treatment_id=shown(tab, "treatments")[0].id)
    assert (shown(tab, "step"), shown(tab, "practitioner").id) == ("when", ada)
    await tab.call(BookingState.change, step="what")
    assert (shown(tab, "step"), shown(tab, "practitioner").id) == ("what", ada)
    await tab.call(BookingState.change, step="who")
    assert (shown(tab, "step"), shown(tab, "practitioner").id) == ("who", "")


async def test_whoever_is_free_first_goes_with_every_treatment(open_week: Visitors) -> None:
    another_practitioner(open_week.scene)
    tab = await at_booking(open_week)
    await tab.call(BookingState.begin_with, step="who")
    await tab.call(BookingState.choose_staff, staff_id="anybody")
    assert [one.name for one in shown(tab, "treatments")] == ["Physiotherapy", "Video follow-up"]
    await tab.call(BookingState.choose_treatment, treatment_id=open_week.scene.cedar.treatments["physio-60"])
    assert (shown(tab, "step"), shown(tab, "practitioner").name) == ("when", "First available")


async def test_what_follows_from_a_choice_stands_in_the_way_of_no_other_one(open_week: Visitors) -> None:
    """Each of the two works at a place of their own: choosing one brings the place, and that is not a choice."""
    scene = open_week.scene
    ada, west = another_practitioner(scene), another_location(scene)
    with scene.database.writing() as tx:
        tx.execute(update(Shift).where(col(Shift.staff_id) == ada).values(location_id=west))
    tab = await at_booking(open_week, treatment=scene.cedar.treatments["physio-60"])
    await tab.call(BookingState.choose_staff, staff_id=ada)
    assert (shown(tab, "step"), shown(tab, "location").id) == ("when", west)
    await tab.call(BookingState.choose_day, day=shown(tab, "days")[1].day)
    assert (shown(tab, "several_practitioners"), "location" in unquote(shown(tab, "so_far"))) == (True, False)
    await tab.call(BookingState.change, step="who")
    assert [one.name for one in shown(tab, "practitioners")] == ["Ada Abbott", "Sam Field"]
    await tab.call(BookingState.choose_staff, staff_id=scene.cedar.staff_id)
    assert (shown(tab, "step"), shown(tab, "location").id) == ("when", scene.cedar.location_id)


async def test_a_visit_that_was_moved_is_put_back(open_week: Visitors) -> None:
    tab = await at_booking(open_week, treatment=open_week.scene.cedar.treatments["physio-60"])
    await choose_a_time(tab, 3)
    await tab.call(HeldState.confirm, hold_id=tab.var(HeldState, "review").id)
    first = tab.var(HeldState, "booked")
    tab.query = {"move": first.id}
    await tab.call(BookingState.load)
    await choose_a_time(tab, 5)
    await tab.call(HeldState.move)
    moved = tab.var(HeldState, "booked")
    assert (moved.was_moved, moved.can_undo, moved.id == first.id) == (True, True, False)
    await tab.call(HeldState.whoops, appointment_id=moved.id)
    assert tab.var(NoticeState, "notice").startswith("Put back.")
    assert open_week.scene.appointment(first.id).state == "booked"


async def test_who_looks_at_their_visits_on_the_way_finds_the_new_time_again(open_week: Visitors) -> None:
    tab = await at_booking(open_week, treatment=open_week.scene.cedar.treatments["physio-60"])
    await choose_a_time(tab, 3)
    await tab.call(HeldState.confirm, hold_id=tab.var(HeldState, "review").id)
    tab.query = {"move": tab.var(HeldState, "booked").id}
    await tab.call(BookingState.load)
    await choose_a_time(tab, 5)
    proposed = tab.var(HeldState, "review")
    assert proposed.is_move
    await tab.call(AppointmentsState.load)
    await tab.call(BookingState.load)
    assert tab.var(HeldState, "review") == proposed


@pytest.mark.parametrize("who", ["alice", None])
async def test_who_is_done_with_a_booking_begins_anew_the_next_time(open_week: Visitors, who: str | None) -> None:
    open_week.scene.set("verify_new_patients", False)
    tab = await at_booking(open_week, who)
    await tab.call(BookingState.choose_treatment, treatment_id=open_week.scene.cedar.treatments["physio-60"])
    await choose_a_time(tab, 3)
    if who is None:
        await tab.call(NewcomerState.introduce, form=NOOR)
    await tab.call(HeldState.confirm, hold_id=tab.var(HeldState, "review").id)
    done = tab.var(HeldState, "booked")
    await tab.call(BookingState.load)
    assert tab.var(HeldState, "booked").id == done.id  # after a reload it is there still
    if who:
        assert done.home == "/account"
        await tab.call(AppointmentsState.load)
    else:
        tab.query = dict(parse_qsl(urlsplit(done.home).query))
    await tab.call(BookingState.load)
    assert (tab.var(HeldState, "booked").id, shown(tab, "step")) == ("", "what")


async def test_booking_turned_off_takes_a_held_time_away_live_and_turned_on_again_gives_it_back(
    open_week: Visitors,
) -> None:
    scene = open_week.scene
    tab = await at_booking(open_week, treatment=scene.cedar.treatments["physio-60"])
    await choose_a_time(tab, 3)
    held = tab.var(HeldState, "review").id
    scene.set("online_booking", "off")
    await tab.call(LiveState.refresh)
    assert (tab.var(HeldState, "review").id, tab.var(HeldState, "over"), shown(tab, "step")) == ("", False, "closed")
    assert shown(tab, "closed").startswith("Online booking is off.")
    scene.set("online_booking", "allowed")
    await tab.call(LiveState.refresh)
    assert tab.var(HeldState, "review").id == held


@pytest.mark.parametrize(("key", "value"), [("online_booking", "off"), ("allow_cancellations", False)])
async def test_a_move_that_is_not_allowed_any_more_is_taken_away_live(
    open_week: Visitors, key: str, value: Any
) -> None:
    tab = await at_booking(open_week, treatment=open_week.scene.cedar.treatments["physio-60"])
    await choose_a_time(tab, 3)
    await tab.call(HeldState.confirm, hold_id=tab.var(HeldState, "review").id)
    tab.query = {"move": tab.var(HeldState, "booked").id}
    await tab.call(BookingState.load)
    await choose_a_time(tab, 5)
    assert tab.var(HeldState, "review").is_move
    open_week.scene.set(key, value)
    await tab.call(LiveState.refresh)
    assert (tab.var(HeldState, "review").title, shown(tab, "step")) == ("", "closed")


async def test_a_new_time_that_somebody_else_has_by_then_is_told_with_the_nearest(open_week: Visitors) -> None:
    scene = open_week.scene
    tab = await at_booking(open_week, treatment=scene.cedar.treatments["physio-60"])
    await choose_a_time(tab, 3)
    await tab.call(HeldState.confirm, hold_id=tab.var(HeldState, "review").id)
    before = tab.var(HeldState, "booked").id
    tab.query = {"move": before}
    await tab.call(BookingState.load)
    await choose_a_time(tab, 5)
    other = await at_booking(open_week, "bob", treatment=scene.cedar.treatments["physio-60"])
    await choose_a_time(other, 5)
    await tab.call(HeldState.move)
    assert (shown(tab, "taken"), len(shown(tab, "nearest")) > 0, tab.var(HeldState, "review").title) == (True, True, "")
    assert scene.appointment(before).state == "booked"


async def test_a_question_taken_away_while_somebody_answers_it_takes_nothing_else(open_week: Visitors) -> None:
    scene = open_week.scene
    scene.set("booking_question", "What brings you in?")
    tab = await at_booking(open_week, treatment=scene.cedar.treatments["physio-60"])
    await choose_a_time(tab, 3)
    await tab.call(HeldState.confirm, hold_id=tab.var(HeldState, "review").id)
    booked = tab.var(HeldState, "booked")
    assert booked.question == "What brings you in?"
    scene.set("booking_question", "")
    await tab.call(HeldState.answer, form={"answer": "My knee"})
    assert "no longer" in tab.var(NoticeState, "problem")
    assert scene.rows(BookingAnswer) == []
    await tab.call(LiveState.refresh)
    assert (tab.var(HeldState, "booked").id, tab.var(HeldState, "booked").question) == (booked.id, "")
    assert scene.appointment(booked.id).state == "booked"


@pytest.mark.parametrize(
    "forged",
    [
        {"at": 0}, {"at": -1}, {"at": 2**62}, {"hours": -24 * 7}, {"hours": 24 * 365}, {"cells": 1}, {"hours": 12},
        {"staff_id": "x" * 22}, {"staff_id": "birch"}, {"staff_id": ""}, {"staff_id": "é\0"},
    ],
)  # fmt: skip
@pytest.mark.parametrize("who", ["alice", None])
async def test_a_time_that_nobody_offers_is_never_held(
    open_week: Visitors, who: str | None, forged: dict[str, Any]
) -> None:
    scene = open_week.scene
    tab = await at_booking(open_week, who, treatment=scene.cedar.treatments["physio-60"], staff=scene.cedar.staff_id)
    await tab.call(BookingState.choose_day, day=shown(tab, "days")[2].day)
    first = shown(tab, "times")[0]
    at = forged.get("at", first.at + forged.get("hours", 0) * 12 + forged.get("cells", 0))
    staff_id = scene.birch.staff_id if forged.get("staff_id") == "birch" else forged.get("staff_id", first.staff_id)
    await tab.call(BookingState.choose_time, at=at, staff_id=staff_id, class_id=forged.get("class_id", ""))
    assert (tab.var(HeldState, "review").title, scene.rows(BookingHold), scene.rows(Claim)) == ("", [], [])


async def test_a_treatment_that_was_switched_off_while_it_was_looked_at_is_not_held(open_week: Visitors) -> None:
    scene = open_week.scene
    tab = await at_booking(open_week, treatment=scene.cedar.treatments["physio-60"])
    first = shown(tab, "times")[0]
    change(scene, Treatment, scene.cedar.treatments["physio-60"], book_online=False)
    await tab.call(BookingState.choose_time, at=first.at, staff_id=first.staff_id, class_id="")
    assert (scene.rows(BookingHold), scene.rows(Claim)) == ([], [])


async def test_a_hold_that_ran_out_while_one_typed_keeps_what_was_typed_and_offers_times(open_week: Visitors) -> None:
    scene = open_week.scene
    scene.set("verify_new_patients", False)
    place = await at_booking(open_week, None, treatment=scene.cedar.treatments["physio-60"])
    await choose_a_time(place, 3)
    held = place.var(HeldState, "review").id
    await place.call(NewcomerState.introduce, form=NOOR)
    with scene.database.writing() as tx:
        tx.execute(update(BookingHold).values(expires_at=now() - timedelta(seconds=1)))
    await place.call(HeldState.confirm, hold_id=held)
    assert place.var(NoticeState, "problem")
    assert (place.var(HeldState, "over"), place.var(HeldState, "booked").id) == (True, "")
    assert (place.var(NewcomerState, "form").first_name, len(shown(place, "times")) > 0) == ("Noor", True)
    assert scene.rows(Appointment) == []
    await choose_a_time(place, 3)
    await place.call(HeldState.confirm, hold_id=place.var(HeldState, "review").id)
    assert [one.state for one in scene.rows(Appointment)] == ["booked"]


class TestTheDayOfALink:
    @pytest.fixture
    def days(self, open_week: Visitors) -> list[str]:
        """The days that can be booked, in order: with Ada, for whom a link leaves a choice, they are the same."""
        another_practitioner(open_week.scene)
        today = now().astimezone(ZoneInfo(ZONE)).date()
        return [(today + timedelta(days=ahead)).isoformat() for ahead in range(91)]

    async def test_alone_it_waits_until_everything_else_is_chosen(self, open_week: Visitors, days: list[str]) -> None:
        tab = await at_booking(open_week, None, date=days[9])
        await tab.call(BookingState.choose_treatment, treatment_id=open_week.scene.cedar.treatments["physio-60"])
        await tab.call(BookingState.choose_staff, staff_id="anybody")
        assert (shown(tab, "step"), shown(tab, "day"), shown(tab, "instead")) == ("when", days[9], "")
        assert {one.day for one in shown(tab, "times")} == {days[9]}

    async def test_it_stays_when_the_practitioner_is_changed_and_the_page_refreshed(
        self, open_week: Visitors, days: list[str]
    ) -> None:
        tab = await at_booking(open_week, treatment=open_week.scene.cedar.treatments["physio-60"], date=days[9])
        assert shown(tab, "step") == "who"
        await tab.call(BookingState.choose_staff, staff_id=open_week.scene.cedar.staff_id)
        await tab.call(LiveState.refresh)
        assert shown(tab, "day") == days[9]
        await tab.call(BookingState.change, step="who")
        await tab.call(BookingState.choose_staff, staff_id="anybody")
        assert shown(tab, "day") == days[9]

    async def test_another_day_once_chosen_takes_its_place(self, open_week: Visitors, days: list[str]) -> None:
        tab = await self._opened(open_week, days[9])
        await tab.call(BookingState.choose_day, day=days[4])
        await tab.call(LiveState.refresh)
        assert shown(tab, "day") == days[4]
        await tab.call(BookingState.change, step="what")
        await tab.call(BookingState.choose_treatment, treatment_id=open_week.scene.cedar.treatments["physio-60"])
        assert shown(tab, "day") != days[9]

    async def test_a_day_beyond_those_that_are_shown_at_first_is_among_them(
        self, open_week: Visitors, days: list[str]
    ) -> None:
        tab = await self._opened(open_week, days[40])
        assert (shown(tab, "day"), shown(tab, "days")[-1].day) == (days[40], days[40])

    async def test_a_day_without_a_free_time_opens_the_first_one_after_it_and_says_so(
        self, open_week: Visitors, days: list[str]
    ) -> None:
        full = date.fromisoformat(days[9])
        with open_week.scene.database.writing() as tx:
            tx.execute(delete(Shift).where(col(Shift.weekday) == full.weekday()))
        tab = await self._opened(open_week, days[9])
        assert shown(tab, "day") == days[10]
        assert shown(tab, "instead") == (
            f"Nothing is free on {dates.full_day(full, 'en')}. This is the first free day after it."
        )
        await tab.call(BookingState.choose_day, day=days[11])
        assert (shown(tab, "day"), shown(tab, "instead")) == (days[11], "")

    async def test_a_day_after_the_last_one_opens_the_first_of_all(self, open_week: Visitors, days: list[str]) -> None:
        tab = await self._opened(open_week, "2100-01-04")
        assert shown(tab, "day") == shown(tab, "days")[0].day
        assert shown(tab, "instead").startswith("Nothing is free on Monday 4 January 2100 or after it.")

    @pytest.mark.parametrize("typed", ["", "tomorrow", "2026-13-45", "20261124", "9" * 4000])
    async def test_what_is_no_day_asks_for_none(self, open_week: Visitors, days: list[str], typed: str) -> None:
        tab = await self._opened(open_week, typed)
        assert (shown(tab, "day"), shown(tab, "instead")) == (shown(tab, "days")[0].day, "")

    async def test_it_is_kept_in_the_frame_on_a_website(self, open_week: Visitors, days: list[str]) -> None:
        open_week.scene.set("embed_allowed_origins", ["https://www.cedar.test"])
        tab = await open_week.tab(None, "/book/embed")
        tab.query = {"treatment": open_week.scene.cedar.treatments["physio-60"], "date": days[9]}
        await tab.call(EmbeddedState.load)
        await tab.call(BookingState.choose_staff, staff_id="anybody")
        assert shown(tab, "day") == days[9]

    async def test_who_has_to_sign_in_first_comes_back_to_it(self, open_week: Visitors, days: list[str]) -> None:
        open_week.scene.set("online_booking", "sign_in_required")
        tab = await at_booking(open_week, None, treatment="physio & 60", date=days[9])
        assert shown(tab, "sign_in_first")
        assert unquote(shown(tab, "so_far")) == f"?treatment=physio+%26+60&date={days[9]}"

    async def _opened(self, open_week: Visitors, day: str) -> Tab:
        place = open_week.scene.cedar
        return await at_booking(open_week, None, treatment=place.treatments["physio-60"], staff="anybody", date=day)


async def choose_a_time(tab: Tab, day: int) -> None:
    await tab.call(BookingState.choose_day, day=shown(tab, "days")[day].day)
    time = shown(tab, "times")[0]
    await tab.call(BookingState.choose_time, at=time.at, staff_id=time.staff_id, class_id=time.class_id)
