"""Pay Balance: whatever dies, is silent, or comes twice, a card is charged once and the ledger says so."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from myaccount.domain.attempts import (
    LEASE,
    PROOF_LIFE,
    AlreadyPaying,
    BalanceChanged,
    NoCard,
    NothingDue,
    PaymentUnsure,
)
from myaccount.domain.cards import PaymentsOff, ProcessorSilent
from myaccount.domain.ledger import Method
from myaccount.domain.refusals import NotFound, Refused
from myaccount.integrations.stripe.gateway import Silent
from myaccount.models import Clinic, Payment, PaymentAttempt, Receipt
from myaccount.services.desk import money as desk_money
from myaccount.services.paying import attempts, processor_events
from myaccount.services.paying.processor import answered
from tests.scenes import NOW
from tests.services.ledger.purse import check
from tests.services.paying.conftest import Till, with_card
from tests.services.paying.truth import Died

LATER = LEASE + timedelta(seconds=1)


def paid_once(till: Till) -> None:
    """What has to hold after any story that ends with the money taken."""
    assert len(till.truth.charged) == 1
    [payment] = till.scene.rows(Payment)
    assert (payment.amount_cents, payment.method, payment.reference) == (15000, "card", till.truth.charged[0])
    assert (till.due, len(till.scene.rows(Receipt))) == (0, 1)
    assert [row.state for row in till.scene.rows(PaymentAttempt) if row.closed_at is None] == []
    check(till.scene)


def test_all_that_is_due_is_paid_at_once_with_one_receipt(till: Till):
    paid = till.pay()
    assert (paid.stage, paid.line) == ("paid", "Paid $150.00. Your receipt is ready.")
    paid_once(till)
    [entry] = till.scene.audit("payment.taken")
    assert (entry.person_id, entry.facts) == (till.scene.alice, {"cents": 15000, "method": "card"})


def test_what_is_paid_is_not_paid_again(till: Till):
    till.pay()
    with pytest.raises(NothingDue):
        till.pay()
    paid_once(till)


def test_an_amount_that_was_not_shown_is_not_charged(sqlite_till: Till):
    for shown in (14999, 15001, 0, -1):
        with pytest.raises(BalanceChanged):
            sqlite_till.pay(shown)
    assert sqlite_till.truth.intents == {}


def test_only_ones_own_card_that_is_on_file_pays(sqlite_till: Till):
    bobs = with_card(sqlite_till.scene, "bob")
    for card_id in (bobs, "unknown", "x" * 3000):
        with pytest.raises(NoCard):
            sqlite_till.pay(card_id=card_id)
    assert (sqlite_till.truth.intents, sqlite_till.scene.rows(PaymentAttempt)) == ({}, [])


def test_while_payments_are_off_nothing_is_charged(sqlite_till: Till):
    sqlite_till.scene.set("payments", False)
    with pytest.raises(PaymentsOff):
        sqlite_till.pay()


def test_of_many_windows_at_once_one_charges(till: Till):
    def press(_: int) -> str:
        try:
            return till.pay().stage
        except Refused as refused:
            return refused.code

    with ThreadPoolExecutor(8) as windows:
        said = list(windows.map(press, range(8)))
    assert set(said) <= {"paid", "pending", "already_paying", "nothing_due", "processor_silent"}
    assert "paid" in said
    paid_once(till)


STEPS = ["before create_payment", "after create_payment", "before confirm_payment", "after confirm_payment",
         "before payment"]  # fmt: skip


@pytest.mark.parametrize("step", STEPS)
def test_a_server_killed_at_any_step_charges_once_in_the_end(till: Till, step: str):
    till.truth.dies = step
    with pytest.raises(Died):
        till.pay()
    first = till.look()
    assert first.stage in ("pending", "paid")
    if first.stage == "pending":
        again = till.pay()
        assert (again.stage, len(till.truth.charged)) == ("pending", 0)
        assert till.look(after=LATER).stage in ("declined", "cancelled")
        assert (till.truth.charged, till.due) == ([], 15000)
        assert till.pay(now=NOW + LATER).stage == "paid"
    paid_once(till)


@pytest.mark.parametrize("step", STEPS)
def test_a_processor_that_falls_silent_at_any_step_charges_once_in_the_end(till: Till, step: str):
    till.truth.dies, till.truth.fault = step, Silent()
    with pytest.raises((ProcessorSilent, PaymentUnsure)):
        till.pay()
    if till.look(after=LATER).stage != "paid" and till.due:
        assert till.truth.charged == []
        assert till.pay(now=NOW + LATER).stage == "paid"
    paid_once(till)


def test_one_who_wakes_after_being_given_up_does_not_charge(sqlite_till: Till, monkeypatch: pytest.MonkeyPatch):
    create = sqlite_till.truth.create_payment

    def slow(order, key):
        made = create(order, key)
        sqlite_till.look(after=LATER)
        return made

    monkeypatch.setattr(sqlite_till.truth, "create_payment", slow)
    with pytest.raises(AlreadyPaying):
        sqlite_till.pay()
    assert sqlite_till.truth.charged == []
    assert {one.status.value for one in sqlite_till.truth.intents.values()} == {"cancelled"}


def test_a_declined_card_is_said_kindly_and_another_try_is_a_new_attempt(till: Till):
    till.truth.declines = True
    refused = till.pay()
    assert (refused.stage, refused.line[:38]) == ("declined", "Your bank did not accept the payment. ")
    assert {one.status.value for one in till.truth.intents.values()} == {"cancelled"}
    till.truth.declines = False
    assert till.pay().stage == "paid"
    assert len(till.truth.intents) == 2
    paid_once(till)
    assert [entry.facts for entry in till.scene.audit("payment.failed")] == [{"code": ""}]


def test_the_bank_asks_and_the_answer_is_looked_up(till: Till):
    till.truth.asks_bank = True
    waiting = till.pay()
    assert (waiting.stage, waiting.proof.client_secret) == ("waiting", "secret")
    assert till.look().stage == "waiting"
    [intent_id] = till.truth.intents
    till.truth.charge(intent_id)
    assert till.look().stage == "paid"
    paid_once(till)


def test_what_the_bank_was_not_answered_is_over_after_half_an_hour(sqlite_till: Till):
    sqlite_till.truth.asks_bank = True
    sqlite_till.pay()
    assert sqlite_till.look(after=PROOF_LIFE - timedelta(seconds=1)).stage == "waiting"
    assert sqlite_till.look(after=PROOF_LIFE).stage == "cancelled"
    assert {one.status.value for one in sqlite_till.truth.intents.values()} == {"cancelled"}


def test_giving_up_ends_it_unless_it_was_charged_a_moment_ago(till: Till):
    till.truth.asks_bank = True
    till.pay()
    assert answered(attempts.give_up, till.ctx()).stage == "cancelled"
    assert till.due == 15000
    till.pay()
    till.truth.charge(list(till.truth.intents)[-1])
    assert answered(attempts.give_up, till.ctx()).stage == "paid"
    assert answered(attempts.give_up, till.ctx()).stage == ""
    paid_once(till)


def test_what_the_desk_takes_meanwhile_leaves_the_rest_as_credit(till: Till):
    till.truth.asks_bank = True
    till.pay()
    scene = till.scene
    scene.database.write(
        desk_money.take_payment, scene.dana_ctx(), scene.alice, 15000, Method.CASH, apply_to=desk_money.ALL
    )
    till.truth.charge(next(iter(till.truth.intents)))
    assert till.look().stage == "paid"
    assert (till.due, till.purse.credit()) == (0, 15000)
    check(scene)


def test_a_payment_that_is_not_the_one_that_was_meant_is_not_believed(sqlite_till: Till):
    sqlite_till.truth.asks_bank = True
    sqlite_till.pay()
    [intent_id] = sqlite_till.truth.intents
    sqlite_till.truth.charge(intent_id)
    real = sqlite_till.truth.intents[intent_id]
    for forged in ({"cents": 1}, {"currency": "USD"}, {"customer_id": "cus_other"}, {"reference": "other"}):
        sqlite_till.truth.intents[intent_id] = replace(real, **forged)
        assert sqlite_till.look().stage in ("declined", "")
    assert sqlite_till.scene.rows(Payment) == []


def test_a_change_of_the_clinics_currency_changes_nothing_that_was_begun(sqlite_till: Till):
    sqlite_till.truth.asks_bank = True
    sqlite_till.pay()
    with sqlite_till.scene.database.writing() as tx:
        clinic = tx.get_one(Clinic, sqlite_till.scene.cedar.clinic_id)
        clinic.currency, clinic.settings_version = "USD", clinic.settings_version + 1
    sqlite_till.truth.charge(next(iter(sqlite_till.truth.intents)))
    assert sqlite_till.look().stage == "paid"
    assert [(one.currency, one.amount_cents) for one in sqlite_till.scene.rows(Payment)] == [("CAD", 15000)]


def test_nobody_elses_attempt_is_seen_or_ended(sqlite_till: Till):
    sqlite_till.truth.asks_bank = True
    sqlite_till.pay()
    [row] = sqlite_till.scene.rows(PaymentAttempt)
    for ctx in (sqlite_till.ctx("bob"), sqlite_till.scene.charlie_at_cedar_ctx()):
        assert answered(attempts.look_up, ctx).stage == ""
        assert answered(attempts.give_up, ctx).stage == ""
        with pytest.raises(NotFound):
            sqlite_till.scene.database.read(attempts.became, ctx, row.id)
    assert sqlite_till.scene.rows(PaymentAttempt)[0].closed_at is None


def test_the_sweep_finishes_what_a_dead_server_has_left(till: Till):
    till.truth.dies = "after confirm_payment"
    with pytest.raises(Died):
        till.pay()
    place = till.scene.database
    assert not place.read(processor_events.is_any_left, NOW + LEASE - timedelta(seconds=1))
    assert place.read(processor_events.is_any_left, NOW + LATER)
    till.truth.dies, till.truth.fault = "before payment", Silent()
    processor_events.settle_open(place, NOW + LATER)
    assert till.due == 15000
    processor_events.settle_open(place, NOW + LATER)
    assert not place.read(processor_events.is_any_left, NOW + LATER)
    paid_once(till)
