"""By whose clocks a page tells visits, asked over the real event pipeline."""

from dataclasses import replace
from datetime import timedelta

import pytest

from myaccount.clock import now
from myaccount.models import LoginSession, Newcomer, Person
from myaccount.state.account.appointments import AppointmentsState
from myaccount.state.account.contact import ContactState
from myaccount.state.account.zone import NOWHERE, ZoneState
from myaccount.state.booking.newcomer import NewcomerState
from myaccount.state.live import LiveState
from myaccount.state.notice import NoticeState
from myaccount.state.profile.profile import ProfileState
from myaccount.views.contact import ZoneOffer
from tests.services.booking.test_newcomers import FORM
from tests.state.conftest import Visitors
from tests.state.tab import Tab

VANCOUVER = "America/Vancouver"
NEXT_WEEK = now().replace(minute=0, second=0, microsecond=0) + timedelta(days=7)


async def at_visits(visitors: Visitors) -> Tab:
    visitors.scene.book("alice", NEXT_WEEK, treatment="video-45")
    tab = await visitors.tab("alice")
    await tab.call(AppointmentsState.load)
    return tab


def time_line(tab: Tab) -> str:
    return str(tab.var(AppointmentsState, "cards")[0].time_line)


def zone_of(visitors: Visitors, who: str = "alice") -> str | None:
    return visitors.scene.rows(Person, id=visitors.scene.people[who])[0].time_zone


async def test_the_browsers_clocks_are_offered_and_with_one_button_the_visits_go_by_them(visitors: Visitors) -> None:
    tab = await at_visits(visitors)
    assert "Toronto time" in time_line(tab)
    await tab.call(ZoneState.notice_zone, zone=VANCOUVER)
    assert tab.var(ZoneState, "offer").button == "Use Vancouver time"
    assert zone_of(visitors) is None
    await tab.call(ZoneState.take)
    await tab.call(LiveState.refresh)
    assert (zone_of(visitors), tab.var(ZoneState, "offer")) == (VANCOUVER, ZoneOffer())
    assert "Vancouver time (" in time_line(tab)
    assert "Contact Info changes it back" in tab.var(NoticeState, "notice")


async def test_what_a_browser_says_by_itself_is_no_use_of_a_sign_in_and_takes_no_notice_away(
    visitors: Visitors,
) -> None:
    tab = await at_visits(visitors)
    await tab.call(ZoneState.notice_zone, zone=VANCOUVER)
    await tab.call(ZoneState.take)
    visitors.leave_alone(tab, timedelta(minutes=20))
    await tab.call(ZoneState.notice_zone, zone="Asia/Tokyo")
    assert visitors.minutes_unused(tab) == 20
    assert tab.var(NoticeState, "notice")
    assert zone_of(visitors) == VANCOUVER


@pytest.mark.parametrize("zone", ["", "UTC", "Mars/Base", "x" * 5000, "America/\0", "../../etc/passwd", None, 5, ["x"]])
async def test_what_is_no_zone_is_neither_offered_nor_taken(visitors: Visitors, zone: object) -> None:
    tab = await at_visits(visitors)
    await tab.call(ZoneState.notice_zone, zone=zone)
    await tab.call(ZoneState.take)
    assert tab.var(ZoneState, "known") in ("", NOWHERE)
    assert (tab.var(ZoneState, "offer"), zone_of(visitors)) == (ZoneOffer(), None)


async def test_what_the_desk_chooses_shows_in_the_patients_form_and_the_other_way_round(visitors: Visitors) -> None:
    mine = await visitors.tab("alice", path="/account/contact")
    await mine.call(ContactState.load)
    desk = await visitors.tab("dana", path="/clinic/patients/[person_id]")
    desk.query = {"person_id": visitors.scene.alice}
    await desk.call(ProfileState.load)
    await desk.call(ProfileState.save, form={"time_zone": VANCOUVER, "time_zone_was": ""})
    await mine.call(LiveState.refresh)
    assert mine.var(ContactState, "form").time_zone == VANCOUVER
    assert mine.var(ZoneState, "clinics") == "Toronto time"
    await mine.call(ContactState.save, form={"time_zone": "", "time_zone_was": VANCOUVER})
    await desk.call(LiveState.refresh)
    assert desk.var(ProfileState, "form").time_zone == ""
    assert len(desk.var(ZoneState, "groups")) == 3


async def test_a_guest_who_says_who_they_are_brings_their_browsers_clocks(visitors: Visitors) -> None:
    tab = await visitors.tab(None, path="/book")
    tab.identity = replace(tab.identity, guest_id="guest-1")
    await tab.call(ZoneState.notice_zone, zone=VANCOUVER)
    await tab.call(NewcomerState.introduce, form=dict(FORM))
    assert [one.time_zone for one in visitors.scene.rows(Newcomer)] == [VANCOUVER]
    assert visitors.scene.rows(LoginSession) == []
