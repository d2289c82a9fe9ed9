"""Paying at booking through the gate: what is asked for is shown first, nothing from a browser is an amount."""

from dataclasses import replace
from typing import Any

import pytest
from reflex_base.registry import RegistrationContext

from myaccount.clock import now
from myaccount.models import Appointment, Card, Payment, PaymentAttempt, Person
from myaccount.services.paying import processor_events
from myaccount.services.paying.processor import answered
from myaccount.state.booking.choosing import BookingState
from myaccount.state.booking.held import HeldState
from myaccount.state.booking.newcomer import NewcomerState
from myaccount.state.booking.prepaying import PrepayState
from myaccount.state.live import LiveState
from myaccount.state.notice import NoticeState
from myaccount.views.cards import CardForm
from tests.scenes import Scene
from tests.services.booking.clinic_week import open_all_week
from tests.services.paying.conftest import with_card
from tests.services.paying.truth import Truth, message
from tests.state.conftest import Visitors
from tests.state.tab import Tab
from tests.stripe_cards import set_up

NOOR = {
    "first_name": "Noor", "last_name": "Haddad", "email": "noor@mail.test", "mobile": "",
    "date_of_birth": "1991-05-06", "website": "",
}  # fmt: skip


@pytest.fixture
def truth(monkeypatch: pytest.MonkeyPatch) -> Truth:
    found = Truth()
    monkeypatch.setattr("myaccount.services.paying.processor.open_gateway", lambda _keys: found)
    return found


@pytest.fixture
def asking(visitors: Visitors, truth: Truth) -> Visitors:
    """The clinic asks for a deposit, and Alice has a card."""
    scene = visitors.scene
    set_up(scene)
    open_all_week(scene)
    scene.set("verify_new_patients", False)
    policy(scene, "deposit")
    with_card(scene)
    return visitors


def policy(scene: Scene, value: str) -> None:
    for key in ("payment_policy", "first_visit_payment_policy"):
        scene.set(key, value)


async def at_the_last_step(visitors: Visitors, who: str | None = "alice") -> Tab:
    """Choose the second time of the second day."""
    tab = await visitors.tab(who, "/book")
    if who is None:
        tab.identity = replace(tab.identity, guest_id="a guest's cookie")
    await tab.call(BookingState.load)
    await tab.call(BookingState.choose_treatment, treatment_id=visitors.scene.cedar.treatments["physio-60"])
    await tab.call(BookingState.choose_day, day=tab.var(BookingState, "days")[1].day)
    first = tab.var(BookingState, "times")[1]
    await tab.call(BookingState.choose_time, at=first.at, staff_id=first.staff_id, class_id=first.class_id)
    return tab


def asked(tab: Tab) -> tuple[str, str]:
    review = tab.var(HeldState, "review")
    return review.asks, review.asks_amount


def shown(tab: Tab, name: str = "stage") -> Any:
    return tab.var(PrepayState, name)


def paid_line(tab: Tab) -> str:
    return tab.var(HeldState, "booked").paid_line


async def test_a_deposit_is_shown_paid_and_ends_booked_also_with_a_double_click(asking: Visitors, truth: Truth):
    tab = await at_the_last_step(asking)
    assert asked(tab) == ("deposit", "$50.00")
    assert "$70.00 is left to pay" in tab.var(HeldState, "review").asks_line
    for _ in range(2):
        await tab.call(PrepayState.pay)
    assert paid_line(tab) == "Paid ahead: $50.00. Your receipt is ready."
    assert (truth.charged_cents, len(asking.scene.rows(Appointment)), shown(tab)) == (5000, 1, "")
    await tab.call(HeldState.whoops, appointment_id=tab.var(HeldState, "booked").id)
    assert tab.var(HeldState, "booked").id == ""
    told = "Taken back. Nothing is booked. The $50.00 paid ahead goes back to the card."
    assert tab.var(NoticeState, "notice").startswith(told)


async def test_no_handler_takes_an_amount(asking: Visitors):
    every = RegistrationContext.get().event_handlers
    ours = [every[name].handler.fn for name in every if "prepay_state" in name and not name.endswith("setvar")]
    assert {key for fn in ours for key in fn.__annotations__} == {"card_id"}


async def test_a_forged_confirm_is_refused_in_words_and_keeps_the_time(asking: Visitors, truth: Truth):
    tab = await at_the_last_step(asking)
    held = tab.var(HeldState, "review").id
    await tab.call(HeldState.confirm, hold_id=held)
    assert "asks for a payment to book" in tab.var(NoticeState, "problem")
    assert (tab.var(HeldState, "review").id, asking.scene.rows(Appointment)) == (held, [])


async def test_a_policy_that_is_flipped_while_they_look_is_shown_live_and_holds_where_they_press(
    asking: Visitors, truth: Truth
):
    tab = await at_the_last_step(asking)
    policy(asking.scene, "full")
    await tab.call(PrepayState.pay)
    assert "has changed in the meantime" in tab.var(NoticeState, "problem")
    assert (asked(tab), truth.intents) == (("full", "$120.00"), {})
    policy(asking.scene, "card")
    await tab.call(LiveState.refresh)
    assert (asked(tab), shown(tab, "has_card")) == (("card", ""), True)
    policy(asking.scene, "none")
    await tab.call(LiveState.refresh)
    assert (asked(tab), shown(tab, "rows")) == (("", ""), [])
    await tab.call(HeldState.confirm, hold_id=tab.var(HeldState, "review").id)
    assert (tab.var(HeldState, "booked").id != "", truth.intents) == (True, {})


async def test_two_windows_pay_once_and_both_end_booked(asking: Visitors, truth: Truth):
    first = await at_the_last_step(asking)
    second = await asking.tab("alice", "/book")
    await second.call(BookingState.load)
    assert asked(second) == ("deposit", "$50.00")
    await first.call(PrepayState.pay)
    await second.call(PrepayState.pay)
    assert {one.var(HeldState, "booked").id for one in (first, second)} == {asking.scene.rows(Appointment)[0].id}
    assert (truth.charged_cents, len(asking.scene.rows(Payment))) == (5000, 1)


async def test_the_banks_question_survives_a_closed_browser_and_a_message_ends_it_in_every_window(
    asking: Visitors, truth: Truth
):
    truth.asks_bank = True
    tab = await at_the_last_step(asking)
    await tab.call(PrepayState.pay)
    assert (shown(tab), shown(tab, "proof").client_secret) == ("waiting", "secret")
    again = await asking.tab("alice", "/book")
    await again.call(BookingState.load)
    assert shown(again) == "waiting"
    [intent] = truth.intents
    truth.charge(intent)
    there = replace(asking.scene.clinic_ctx(), now=now())
    answered(processor_events.process, there, *message("evt_1", "payment_intent.succeeded", intent))
    for one in (tab, again):
        await one.call(LiveState.refresh)
        assert paid_line(one) == "Paid ahead: $50.00. Your receipt is ready."
    assert len(asking.scene.rows(Appointment)) == 1


async def test_giving_up_charges_nothing_and_keeps_the_time(asking: Visitors, truth: Truth):
    truth.asks_bank = True
    tab = await at_the_last_step(asking)
    await tab.call(PrepayState.pay)
    await tab.call(PrepayState.give_up)
    assert (shown(tab), asked(tab), truth.charged) == ("cancelled", ("deposit", "$50.00"), [])
    await tab.call(PrepayState.pay)
    await tab.call(HeldState.back)
    assert (tab.var(HeldState, "review").id, truth.charged) == ("", [])
    assert [row.closed_at is None for row in asking.scene.rows(PaymentAttempt)] == [False, False]


async def test_who_goes_back_after_the_card_was_charged_has_booked(asking: Visitors, truth: Truth):
    truth.asks_bank = True
    tab = await at_the_last_step(asking)
    await tab.call(PrepayState.pay)
    truth.charge(next(iter(truth.intents)))
    await tab.call(HeldState.back)
    assert paid_line(tab) == "Paid ahead: $50.00. Your receipt is ready."


async def test_a_declined_card_says_so_and_the_time_is_still_held(asking: Visitors, truth: Truth):
    truth.declines = True
    tab = await at_the_last_step(asking)
    await tab.call(PrepayState.pay)
    assert (shown(tab), asked(tab)) == ("declined", ("deposit", "$50.00"))
    truth.declines = False
    await tab.call(PrepayState.pay)
    assert tab.var(HeldState, "booked").id


async def test_a_guest_says_who_they_are_before_any_card_and_then_pays(
    asking: Visitors, truth: Truth, monkeypatch: pytest.MonkeyPatch
):
    scene = asking.scene
    tab = await at_the_last_step(asking, None)
    assert asked(tab) == ("deposit", "$50.00")
    await tab.call(PrepayState.add)
    assert tab.var(NoticeState, "problem") != ""
    assert (shown(tab, "adding"), scene.rows(Person, first_name="Noor")) == (False, [])
    await tab.call(NewcomerState.introduce, form=NOOR)
    monkeypatch.setattr("myaccount.services.paying.cards.begin", lambda _place, _ctx: CardForm("s", "pk", "secret"))
    await tab.call(PrepayState.add)
    [noor] = scene.rows(Person, first_name="Noor")
    assert (shown(tab, "adding"), tab.var(NewcomerState, "stage"), asked(tab)[0]) == (True, "known", "deposit")
    scene.people["noor"] = noor.id
    with_card(scene, "noor")
    await tab.call(LiveState.refresh)
    await tab.call(PrepayState.pay)
    assert paid_line(tab) == "Paid ahead: $50.00. Your receipt is ready."
    assert [row.person_id for row in scene.rows(Appointment)] == [noor.id]


async def test_a_card_on_file_is_enough_where_one_is_asked_for(asking: Visitors, truth: Truth):
    policy(asking.scene, "card")
    tab = await at_the_last_step(asking)
    assert (asked(tab), shown(tab, "has_card")) == (("card", ""), True)
    with asking.scene.database.writing() as tx:
        tx.get_one(Card, shown(tab, "rows")[0].id).exp_year = 2020
    await tab.call(LiveState.refresh)
    await tab.call(HeldState.confirm, hold_id=tab.var(HeldState, "review").id)
    assert "asks for a card on file" in tab.var(NoticeState, "problem")
    assert (shown(tab, "has_card"), asking.scene.rows(Appointment)) == (False, [])


async def test_somebody_elses_card_cannot_be_chosen(asking: Visitors, truth: Truth):
    bobs = with_card(asking.scene, "bob")
    tab = await at_the_last_step(asking)
    mine = shown(tab, "chosen")
    await tab.call(PrepayState.choose, card_id=bobs)
    assert shown(tab, "chosen") == mine != bobs


async def test_charlie_sees_and_pays_nothing_of_anybody_elses(asking: Visitors, truth: Truth):
    tab = await asking.tab("charlie", "/book")
    await tab.call(BookingState.load)
    for handler in (PrepayState.add, PrepayState.pay, PrepayState.look, PrepayState.give_up, PrepayState.saved):
        await tab.call(handler)
    assert (shown(tab, "rows"), truth.intents, asking.scene.rows(PaymentAttempt)) == ([], {}, [])
