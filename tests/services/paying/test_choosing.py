"""Pay Balance where the clinic lets patients choose what they pay: the sum is the server's, and so is whose it is."""

import pytest

from myaccount.domain.attempts import AllAtOnce, BalanceChanged, NothingChosen
from myaccount.domain.ledger import Method
from myaccount.domain.refusals import NotFound
from myaccount.models import PaymentAttempt
from myaccount.services.billing import balance
from myaccount.services.paying import attempts, processor_events
from myaccount.services.paying.processor import answered
from tests.scenes import NOW
from tests.services.ledger.purse import Purse, check
from tests.services.paying.conftest import Till
from tests.services.paying.test_at_desk import LATER
from tests.services.paying.truth import Died


@pytest.fixture
def choosing(till: Till) -> Till:
    """Alice owes 120 and 30 dollars, and may choose."""
    till.scene.set("choose_invoices", True)
    return till


@pytest.fixture
def sqlite_choosing(sqlite_till: Till) -> Till:
    sqlite_till.scene.set("choose_invoices", True)
    return sqlite_till


def pay(till: Till, cents: int, *chosen: str, now=NOW):
    ids = [till.purse.invoices.get(name, name) for name in chosen]
    return answered(attempts.pay, till.ctx(now=now), till.card_id, cents, ids)


def test_what_is_chosen_is_paid_and_nothing_else(choosing: Till):
    assert pay(choosing, 3000, "2").stage == "paid"
    assert (choosing.purse.due(), choosing.truth.charged_cents) == ({"1": 12000, "2": 0}, 3000)
    assert (choosing.purse.credit(), choosing.purse.shown()) == (0, {1: (3000, 3000)})
    check(choosing.scene)


def test_chosen_twice_it_is_paid_once(sqlite_choosing: Till):
    assert pay(sqlite_choosing, 3000, "2", "2").stage == "paid"
    assert sqlite_choosing.truth.charged_cents == 3000


@pytest.mark.parametrize("cents", [2999, 15000, 1, 0, -3000])
def test_another_sum_than_that_of_the_chosen_is_not_charged(sqlite_choosing: Till, cents: int):
    with pytest.raises(BalanceChanged):
        pay(sqlite_choosing, cents, "2")
    assert sqlite_choosing.truth.intents == {}


def test_somebody_elses_invoice_and_none_at_all_are_one_answer(sqlite_choosing: Till):
    bobs, charlies = Purse(sqlite_choosing.scene, "bob"), Purse(sqlite_choosing.scene, "charlie")
    for theirs in (bobs.invoice("1", 3000), charlies.invoice("1", 3000), "nothing", ""):
        with pytest.raises(NotFound):
            pay(sqlite_choosing, 6000, "2", theirs)
    assert sqlite_choosing.scene.rows(PaymentAttempt) == []


def test_one_that_the_desk_has_been_paid_meanwhile_is_not_paid_again(sqlite_choosing: Till):
    till = sqlite_choosing
    till.purse.pay("cash", 3000, Method.CASH)
    till.purse.apply("cash", i2=3000)
    with pytest.raises(BalanceChanged):
        pay(till, 3000, "2")
    assert till.truth.intents == {}


def test_nothing_chosen_is_nothing_paid(sqlite_choosing: Till):
    with pytest.raises(NothingChosen):
        pay(sqlite_choosing, 0)


def test_where_the_clinic_does_not_let_them_choose_a_choice_is_refused(sqlite_till: Till):
    for chosen in (["2"], ["1", "2"], []):
        with pytest.raises(AllAtOnce):
            pay(sqlite_till, 3000, *chosen)
    assert sqlite_till.truth.intents == {}


def test_killed_after_the_charge_the_money_goes_to_what_was_chosen(choosing: Till):
    choosing.truth.dies = "after confirm_payment"
    with pytest.raises(Died):
        pay(choosing, 3000, "2")
    processor_events.settle_open(choosing.scene.database, LATER)
    assert choosing.purse.due() == {"1": 12000, "2": 0}
    check(choosing.scene)


def test_the_page_says_the_sum_without_what_is_left_out(sqlite_choosing: Till):
    till = sqlite_choosing
    shown = till.scene.database.read(balance.of, till.ctx(), [till.purse.invoices["1"], "nothing"])
    assert (shown.due, shown.chosen, shown.chosen_cents, shown.can_choose) == ("$150.00", "$30.00", 3000, True)
    assert [row.is_chosen for row in shown.invoices] == [False, True]


def test_with_one_invoice_there_is_nothing_to_choose(sqlite_choosing: Till):
    till = sqlite_choosing
    pay(till, 3000, "2")
    shown = till.scene.database.read(balance.of, till.ctx(), [till.purse.invoices["1"]])
    assert (shown.can_choose, shown.chosen_cents) == (False, 12000)
