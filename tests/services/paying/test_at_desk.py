"""The desk charges a card on file, and gives money back to it: once for each opening of its form."""

from contextlib import suppress

import pytest

from myaccount.domain.attempts import LEASE, BankAsks, NoCard, NotCharged, NotRefundable, PaymentUnsure
from myaccount.domain.refusals import NotAllowed, NotFound
from myaccount.integrations.stripe.gateway import Silent
from myaccount.models import Payment, Refund
from myaccount.models.columns import new_id
from myaccount.services.paying import processor_events
from myaccount.services.paying.at_desk import charge_card
from myaccount.services.paying.processor import answered
from myaccount.services.paying.refunds import refund_card
from tests.scenes import NOW
from tests.services.ledger.purse import Purse, check
from tests.services.paying.conftest import Till, with_card
from tests.services.paying.truth import Died

LATER = NOW + 2 * LEASE
STEPS = [
    "before create_payment",
    "after create_payment",
    "before confirm_payment",
    "after confirm_payment",
    "before payment",
]


def charge(till: Till, once: str, cents: int = 15000, *, who: str = "dana", card_id: str = "", now=NOW) -> None:
    ctx = till.scene.staff_ctx(who, now=now)
    answered(charge_card, ctx, till.scene.alice, card_id or till.card_id, cents, once)


def give_back(till: Till, once: str, cents: int = 3000, now=NOW) -> None:
    [paid] = till.scene.rows(Payment)
    answered(refund_card, till.scene.staff_ctx("dana", now=now), till.scene.alice, paid.id, cents, once)


def test_a_card_is_charged_and_what_is_owed_is_paid(till: Till):
    charge(till, new_id())
    assert (till.truth.charged_cents, till.due) == (15000, 0)
    check(till.scene)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("fault", [None, Silent()])
@pytest.mark.parametrize("swept", [False, True])
def test_one_opening_charges_once_however_often_it_is_pressed(
    till: Till, step: str, fault: Exception | None, swept: bool
):
    once = new_id()
    till.truth.dies, till.truth.fault = step, fault
    with pytest.raises(Exception if fault else Died):
        charge(till, once)
    if swept:
        processor_events.settle_open(till.scene.database, LATER)
    for _ in range(2):
        with suppress(NotCharged, PaymentUnsure):
            charge(till, once, now=LATER)
    assert len(till.truth.charged) <= 1
    assert [row.amount_cents for row in till.scene.rows(Payment)] == [15000] * len(till.truth.charged)
    check(till.scene)


def test_a_card_that_is_declined_is_charged_by_another_opening(sqlite_till: Till):
    sqlite_till.truth.declines = True
    once = new_id()
    for _ in range(2):
        with pytest.raises(NotCharged):
            charge(sqlite_till, once)
    sqlite_till.truth.declines, sqlite_till.truth.asks_bank = False, True
    with pytest.raises(BankAsks):
        charge(sqlite_till, new_id())
    sqlite_till.truth.asks_bank = False
    charge(sqlite_till, new_id())
    assert sqlite_till.truth.charged_cents == 15000


def test_nobody_but_the_desk_charges_and_no_card_but_the_patients_own(sqlite_till: Till):
    bobs = with_card(sqlite_till.scene, "bob")
    for who, card_id, refused in (("sam", "", NotAllowed), ("dana", bobs, NoCard), ("kim", "", NotFound)):
        with pytest.raises((refused, NotAllowed)):
            charge(sqlite_till, new_id(), who=who, card_id=card_id)
    assert sqlite_till.truth.charged == []


@pytest.mark.parametrize("step", ["before refund", "after refund"])
@pytest.mark.parametrize("fault", [None, Silent()])
@pytest.mark.parametrize("swept", [False, True])
def test_one_opening_gives_money_back_once_however_often_it_is_pressed(
    till: Till, step: str, fault: Exception | None, swept: bool
):
    charge(till, new_id())
    once = new_id()
    till.truth.dies, till.truth.fault = step, fault
    with pytest.raises(Exception if fault else Died):
        give_back(till, once)
    if swept:
        processor_events.settle_open(till.scene.database, LATER)
    for _ in range(2):
        with suppress(NotRefundable, PaymentUnsure):
            give_back(till, once, now=LATER)
    assert len(till.truth.given_back) <= 1
    assert len(till.scene.rows(Refund)) == len(till.truth.given_back)
    check(till.scene)


def pays_towards(till: Till, towards: list[str] | None, cents: int = 5000) -> dict[str, int]:
    """Charge a card for what is chosen; tell what is left to pay on each invoice."""
    ctx = till.scene.staff_ctx("dana")
    answered(charge_card, ctx, till.scene.alice, till.card_id, cents, new_id(), towards)
    check(till.scene)
    return till.purse.due()


def test_a_card_pays_the_oldest_first_unless_the_desk_chooses(sqlite_till: Till):
    assert pays_towards(sqlite_till, None) == {"1": 7000, "2": 3000}
    assert pays_towards(sqlite_till, [sqlite_till.purse.invoices["2"]], 2000) == {"1": 7000, "2": 1000}


def test_what_is_more_than_the_chosen_invoice_owes_is_credit_and_nothing_may_be_chosen(sqlite_till: Till):
    assert pays_towards(sqlite_till, [sqlite_till.purse.invoices["2"]]) == {"1": 12000, "2": 0}
    assert sqlite_till.purse.credit() == 2000
    assert pays_towards(sqlite_till, [], 4000) == {"1": 12000, "2": 0}
    assert sqlite_till.purse.credit() == 6000


def test_the_choice_outlives_a_server_that_is_killed(till: Till):
    once, chosen = new_id(), [till.purse.invoices["2"]]
    till.truth.dies = "after confirm_payment"
    with pytest.raises(Died):
        answered(charge_card, till.scene.staff_ctx("dana"), till.scene.alice, till.card_id, 3000, once, chosen)
    processor_events.settle_open(till.scene.database, LATER)
    assert till.purse.due() == {"1": 12000, "2": 0}
    answered(charge_card, till.scene.staff_ctx("dana", now=LATER), till.scene.alice, till.card_id, 3000, once, chosen)
    assert till.truth.charged_cents == 3000


def test_an_invoice_of_somebody_else_or_that_is_paid_is_not_chosen(sqlite_till: Till):
    bobs = Purse(sqlite_till.scene, "bob")
    bobs.invoice("1", 9000)
    charge(sqlite_till, new_id(), 12000)
    for towards in (bobs.invoices["1"], sqlite_till.purse.invoices["1"], "nothing"):
        with pytest.raises(NotFound):
            pays_towards(sqlite_till, [towards])
    assert sqlite_till.truth.charged_cents == 12000
