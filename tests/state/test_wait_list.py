"""The wait list through the gate: joined where times are chosen, offered and taken in Upcoming Appointments."""

from datetime import timedelta

import pytest

from myaccount.clock import now
from myaccount.services.booking import book, holds, search
from myaccount.services.booking.criteria import SearchCriteria, SlotRequest
from myaccount.services.visits import appointments
from myaccount.state.account.appointments import AppointmentsState
from myaccount.state.booking.choosing import BookingState
from myaccount.state.booking.held import HeldState
from myaccount.state.booking.wait_list import WaitListState
from myaccount.state.clinic.schedule import ScheduleState
from myaccount.state.live import LiveState
from myaccount.state.notice import NoticeState
from myaccount.store.presence import presence
from tests.services.booking.clinic_week import open_all_week
from tests.state.conftest import Visitors
from tests.state.tab import Tab
from tests.stripe_cards import set_up


@pytest.fixture
async def bob(visitors: Visitors) -> Tab:
    """Bob, on the wait list for physiotherapy, with Upcoming Appointments open."""
    open_all_week(visitors.scene)
    visitors.scene.set("wait_list", True)
    tab = await visitors.tab("bob", "/book")
    await tab.call(BookingState.load)
    await tab.call(BookingState.choose_treatment, treatment_id=visitors.scene.cedar.treatments["physio-60"])
    form = tab.var(WaitListState, "form")
    await tab.call(WaitListState.join, said={"first": form.first, "last": form.last, "part": "any"})
    assert [one.title for one in tab.var(WaitListState, "waiting")] == ["Physiotherapy"]
    assert tab.var(WaitListState, "form").waits
    tab.path = "/account"
    await tab.call(AppointmentsState.load)
    return tab


def give_up(visitors: Visitors) -> SlotRequest:
    """Let Alice book a time of the day after tomorrow and cancel it; tell which it was."""
    scene = visitors.scene
    at = scene.database.read(_times, scene)[3]
    ctx = scene.alice_ctx(now=now())
    request = SlotRequest(scene.cedar.treatments["physio-60"], scene.cedar.location_id, scene.cedar.staff_id, at)
    visit = scene.database.write(book.confirm, ctx, scene.database.write(holds.hold, ctx, request).id)
    scene.database.write(appointments.cancel, ctx, visit, "")
    return request


def _times(tx, scene) -> list[int]:
    place, ctx = scene.cedar, scene.alice_ctx(now=now())
    day = (ctx.now + timedelta(days=2)).date()
    return [
        one.at for one in search.times(tx, ctx, SearchCriteria(place.treatments["physio-60"], place.location_id), day)
    ]


async def test_what_somebody_gives_up_is_in_the_open_page_and_one_tap_books_it(visitors: Visitors, bob: Tab) -> None:
    give_up(visitors)
    await bob.call(LiveState.refresh)
    [offer] = bob.var(WaitListState, "offers")
    await bob.call(WaitListState.take, offer_id=offer.id)
    assert bob.var(NoticeState, "notice").startswith("Booked.")
    assert [card.title for card in bob.var(AppointmentsState, "cards")] == ["Physiotherapy"]
    assert (bob.var(WaitListState, "offers"), bob.var(WaitListState, "waiting")) == ([], [])


async def test_what_has_to_be_paid_first_is_held_and_the_booking_page_goes_on(visitors: Visitors, bob: Tab) -> None:
    give_up(visitors)
    set_up(visitors.scene)
    for key in ("payment_policy", "first_visit_payment_policy"):
        visitors.scene.set(key, "deposit")
    await bob.call(LiveState.refresh)
    [offer] = bob.var(WaitListState, "offers")
    assert offer.asks_line.startswith("You pay a deposit of $50.00 now.")
    await bob.call(WaitListState.take, offer_id=offer.id)
    assert (bob.redirects, bob.var(AppointmentsState, "cards")) == (["/book"], [])
    bob.path = "/book"
    await bob.call(BookingState.load)
    review = bob.var(HeldState, "review")
    assert (review.title, review.asks_amount, review.time_line) == ("Physiotherapy", "$50.00", offer.time_line)


async def test_the_page_wakes_for_the_next_change_also_while_a_time_is_offered(visitors: Visitors, bob: Tab) -> None:
    give_up(visitors)
    on_the_hour = now().replace(minute=0, second=0, microsecond=0)
    visitors.scene.book("bob", on_the_hour + timedelta(hours=5), now() - timedelta(seconds=100))
    await bob.call(LiveState.refresh)
    assert len(bob.var(WaitListState, "offers")) == 1
    woken = presence.get(bob.token).wake_at
    assert now() < woken < now() + timedelta(seconds=81), "the grace ends before the offer does"


async def test_one_that_is_gone_says_so_and_goes(visitors: Visitors, bob: Tab) -> None:
    request = give_up(visitors)
    await bob.call(LiveState.refresh)
    [offer] = bob.var(WaitListState, "offers")
    visitors.scene.database.write(holds.hold, visitors.scene.ctx("dana", now=now()), request)
    await bob.call(WaitListState.take, offer_id=offer.id)
    assert bob.var(NoticeState, "problem").startswith("That time is gone:")
    assert (bob.var(WaitListState, "offers"), len(bob.var(WaitListState, "waiting"))) == ([], 1)


async def test_turned_down_or_left_it_is_not_there_any_more(visitors: Visitors, bob: Tab) -> None:
    give_up(visitors)
    await bob.call(LiveState.refresh)
    await bob.call(WaitListState.decline, offer_id=bob.var(WaitListState, "offers")[0].id)
    assert (bob.var(WaitListState, "offers"), len(bob.var(WaitListState, "waiting"))) == ([], 1)
    await bob.call(WaitListState.leave, entry_id=bob.var(WaitListState, "waiting")[0].id)
    assert bob.var(WaitListState, "waiting") == []


async def test_switched_off_it_goes_from_open_pages(visitors: Visitors, bob: Tab) -> None:
    visitors.scene.set("wait_list", False)
    await bob.call(LiveState.refresh)
    assert (bob.var(WaitListState, "is_on"), bob.var(WaitListState, "waiting")) == (False, [])


async def test_the_desk_sees_who_waits_and_a_practitioner_does_not(visitors: Visitors, bob: Tab) -> None:
    for who, seen in (("dana", ["Bob Moreau"]), ("sam", [])):
        tab = await visitors.tab(who, "/clinic/schedule")
        await tab.call(ScheduleState.load)
        assert [one.who for one in tab.var(ScheduleState, "waiting")] == seen
