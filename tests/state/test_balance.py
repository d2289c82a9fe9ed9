"""Pay Balance through the gate: no amount from a browser, one charge from many clicks, and pages that follow."""

from typing import Any

import pytest
from reflex_base.registry import RegistrationContext

from myaccount.clock import now
from myaccount.domain.ledger import Method
from myaccount.models import Payment, PaymentAttempt
from myaccount.services.desk import money as desk_money
from myaccount.state.account.balance import BalanceState
from myaccount.state.account.cards import AddCardState
from myaccount.state.live import LiveState
from myaccount.state.notice import NoticeState
from tests.services.ledger.purse import Purse
from tests.services.paying.conftest import with_card
from tests.services.paying.truth import Truth
from tests.state.conftest import Visitors
from tests.state.tab import Tab
from tests.stripe_cards import set_up

PATH = "/account/balance"


@pytest.fixture
def truth(monkeypatch: pytest.MonkeyPatch) -> Truth:
    found = Truth()
    monkeypatch.setattr("myaccount.services.paying.processor.open_gateway", lambda _keys: found)
    return found


@pytest.fixture
async def owing(visitors: Visitors, truth: Truth) -> Visitors:
    """Alice owes 120 dollars and has a card."""
    set_up(visitors.scene)
    Purse(visitors.scene).invoice("1", 12000)
    with_card(visitors.scene)
    return visitors


async def balance(visitors: Visitors, who: str = "alice") -> Tab:
    tab = await visitors.tab(who, path=PATH)
    await tab.call(BalanceState.load)
    return tab


def shown(tab: Tab) -> tuple[Any, ...]:
    return tuple(tab.var(BalanceState, name) for name in ("due", "stage", "line"))


async def test_a_double_click_pays_once_and_says_so(owing: Visitors, truth: Truth):
    tab = await balance(owing)
    assert shown(tab) == ("$120.00", "", "")
    await tab.call(BalanceState.pay)
    await tab.call(BalanceState.pay)
    assert shown(tab) == ("$0.00", "paid", "Paid $120.00. Your receipt is ready.")
    assert tab.var(NoticeState, "problem") == ""
    assert (len(truth.charged), len(owing.scene.rows(Payment))) == (1, 1)


async def test_no_handler_takes_an_amount(owing: Visitors):
    every = RegistrationContext.get().event_handlers
    ours = [every[name].handler.fn for name in every if "balance_state" in name and not name.endswith("setvar")]
    assert {key for fn in ours for key in fn.__annotations__} == {"card_id", "invoice_id", "is_chosen"}


async def test_two_windows_pay_once_and_the_second_follows(owing: Visitors, truth: Truth):
    first, second = await balance(owing), await balance(owing)
    await first.call(BalanceState.pay)
    await second.call(BalanceState.pay)
    assert "nothing to pay" in second.var(NoticeState, "problem")
    assert (shown(second)[0], len(truth.charged)) == ("$0.00", 1)


async def test_what_the_desk_takes_shows_and_a_stale_amount_is_not_charged(owing: Visitors, truth: Truth):
    tab = await balance(owing)
    scene = owing.scene
    scene.database.write(
        desk_money.take_payment, scene.staff_ctx("dana", now=now()), scene.alice, 5000, Method.CASH,
        apply_to=desk_money.ALL,
    )  # fmt: skip
    await tab.call(BalanceState.pay)
    assert "has changed in the meantime" in tab.var(NoticeState, "problem")
    assert (shown(tab)[0], truth.charged) == ("$70.00", [])
    await tab.call(BalanceState.pay)
    assert shown(tab)[1:] == ("paid", "Paid $70.00. Your receipt is ready.")


async def test_the_banks_question_survives_a_reload_and_its_answer_reaches_every_window(owing: Visitors, truth: Truth):
    truth.asks_bank = True
    tab, other = await balance(owing), await balance(owing)
    await tab.call(BalanceState.pay)
    assert (shown(tab)[1], tab.var(BalanceState, "proof").client_secret) == ("waiting", "secret")
    await other.call(LiveState.refresh)
    assert shown(other)[1] == "pending"
    again = await balance(owing)
    assert shown(again)[1] == "waiting"
    truth.charge(next(iter(truth.intents)))
    await again.call(BalanceState.look)
    for one in (tab, other):
        await one.call(LiveState.refresh)
        assert shown(one) == ("$0.00", "paid", "Paid $120.00. Your receipt is ready.")


async def test_giving_up_charges_nothing_and_lets_pay_again(owing: Visitors, truth: Truth):
    truth.asks_bank = True
    tab = await balance(owing)
    await tab.call(BalanceState.pay)
    await tab.call(BalanceState.give_up)
    assert shown(tab) == ("$120.00", "cancelled", "Not paid. Nothing was charged.")
    truth.asks_bank = False
    await tab.call(BalanceState.pay)
    assert shown(tab)[1] == "paid"


async def test_a_declined_card_says_so_and_stays_to_choose_another(owing: Visitors, truth: Truth):
    truth.declines = True
    tab = await balance(owing)
    await tab.call(BalanceState.pay)
    assert shown(tab)[:2] == ("$120.00", "declined")
    assert [row.closed_at is None for row in owing.scene.rows(PaymentAttempt)] == [False]


async def test_somebody_elses_card_cannot_be_chosen(owing: Visitors, truth: Truth):
    bobs = with_card(owing.scene, "bob")
    tab = await balance(owing)
    mine = tab.var(BalanceState, "chosen")
    await tab.call(BalanceState.choose, card_id=bobs)
    assert tab.var(BalanceState, "chosen") == mine
    for who in ("bob", "charlie"):
        other = await balance(owing, who)
        await other.call(BalanceState.pay)
        assert other.var(BalanceState, "due_cents") == 0
    assert truth.intents == {}


async def test_turned_off_while_the_page_is_open_it_shows_and_charges_nothing(owing: Visitors, truth: Truth):
    tab = await balance(owing)
    owing.scene.set("payments", False)
    await tab.call(BalanceState.pay)
    assert "does not take card payments" in tab.var(NoticeState, "problem")
    assert (tab.var(BalanceState, "is_open"), tab.var(AddCardState, "is_open"), truth.intents) == (False, False, {})


@pytest.fixture
async def choosing(owing: Visitors) -> Visitors:
    """Alice owes 120 and 30 dollars, and may choose what to pay of it."""
    owing.scene.set("choose_invoices", True)
    Purse(owing.scene).invoice("2", 3000)
    return owing


def sums(tab: Tab) -> tuple[str, str]:
    return tab.var(BalanceState, "due"), tab.var(BalanceState, "chosen_due")


async def without_the_first(visitors: Visitors) -> Tab:
    tab = await balance(visitors)
    first = tab.var(BalanceState, "invoices")[0]
    await tab.call(BalanceState.choose_invoice, invoice_id=first.id, is_chosen=False)
    return tab


async def test_the_sum_on_the_button_follows_the_choice_and_that_is_charged(choosing: Visitors, truth: Truth):
    tab = await without_the_first(choosing)
    assert sums(tab) == ("$150.00", "$30.00")
    await tab.call(BalanceState.pay)
    assert (shown(tab)[1:], truth.charged_cents) == (("paid", "Paid $30.00. Your receipt is ready."), 3000)
    assert sums(tab) == ("$120.00", "$120.00")


async def test_what_comes_while_the_page_is_open_is_paid_with_the_rest_unless_it_is_left_out(choosing: Visitors):
    tab = await without_the_first(choosing)
    Purse(choosing.scene).invoice("3", 500)
    await tab.call(LiveState.refresh)
    assert sums(tab) == ("$155.00", "$35.00")


async def test_with_nothing_chosen_nothing_is_charged(choosing: Visitors, truth: Truth):
    tab = await balance(choosing)
    for row in tab.var(BalanceState, "invoices"):
        await tab.call(BalanceState.choose_invoice, invoice_id=row.id, is_chosen=False)
    assert tab.var(BalanceState, "chosen_cents") == 0
    await tab.call(BalanceState.pay)
    assert (tab.var(NoticeState, "problem").startswith("Choose at least one"), truth.intents) == (True, {})


async def test_a_strangers_invoice_cannot_be_chosen(choosing: Visitors, truth: Truth):
    bobs = Purse(choosing.scene, "bob").invoice("1", 9000)
    tab = await balance(choosing)
    for is_chosen in (False, True):
        await tab.call(BalanceState.choose_invoice, invoice_id=bobs, is_chosen=is_chosen)
    await tab.call(BalanceState.pay)
    assert truth.charged_cents == 15000


async def test_the_choice_goes_as_the_clinic_turns_it_off_and_a_stale_page_charges_nothing(
    choosing: Visitors, truth: Truth
):
    tab, other = await without_the_first(choosing), await without_the_first(choosing)
    choosing.scene.set("choose_invoices", False)
    await other.call(LiveState.refresh)
    assert (other.var(BalanceState, "can_choose"), sums(other)) == (False, ("$150.00", "$150.00"))
    await tab.call(BalanceState.pay)
    assert (tab.var(NoticeState, "problem").startswith("The clinic has all"), truth.intents) == (True, {})
    assert sums(tab) == ("$150.00", "$150.00")
