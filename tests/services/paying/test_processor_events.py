"""What the processor tells: forged, twice, late, in any order; the ledger says what really happened."""

from datetime import timedelta

import pytest

from demo.stripe_stand_in import PUBLISHABLE_KEY, SECRET_KEY
from myaccount.domain.attempts import LEASE, NotRefundable
from myaccount.domain.money_refusals import MoreThanLeft
from myaccount.domain.refusals import NotAllowed, NotFound
from myaccount.integrations.stripe.gateway import Refund as GivenBack
from myaccount.integrations.stripe.gateway import Silent
from myaccount.models import Payment, PaymentAttempt, ProcessorEvent, Refund, RefundAttempt
from myaccount.models.columns import new_id
from myaccount.services.paying import processor_events, reconciling, refunds
from myaccount.services.paying.processor import Keys, answered
from tests.scenes import NOW
from tests.services.ledger.purse import check
from tests.services.paying.conftest import Till
from tests.services.paying.truth import Died, message
from tests.stripe_cards import set_up


def hear(till: Till, body: bytes, signature: str, slug: str = "cedar") -> bool:
    return answered(processor_events.process, till.scene.clinic_ctx(slug), body, signature)


def waiting(till: Till) -> str:
    till.truth.asks_bank = True
    till.pay()
    return list(till.truth.intents)[-1]


def refund(till: Till, cents: int, who: str = "dana", person: str = "alice", payment: str = "") -> None:
    [paid] = till.scene.rows(Payment)
    whose, payment_id = till.scene.people[person], payment or paid.id
    answered(refunds.refund_card, till.scene.staff_ctx(who), whose, payment_id, cents, new_id())


def test_a_browser_that_was_closed_after_the_bank_is_made_up_for(till: Till):
    intent_id = waiting(till)
    till.truth.charge(intent_id)
    said = message("evt_1", "payment_intent.succeeded", intent_id)
    assert [hear(till, *said) for _ in range(3)] == [True, True, True]
    assert (till.due, len(till.scene.rows(Payment)), len(till.scene.rows(ProcessorEvent))) == (0, 1, 1)


def test_a_message_that_says_paid_moves_no_money_unless_it_was(sqlite_till: Till):
    intent_id = waiting(sqlite_till)
    assert hear(sqlite_till, *message("evt_1", "payment_intent.succeeded", intent_id))
    assert sqlite_till.scene.rows(Payment) == []
    for stranger in ("pi_unknown", ""):
        assert hear(sqlite_till, *message(f"evt_{stranger}", "payment_intent.succeeded", stranger))
    assert sqlite_till.due == 15000


def test_forged_messages_and_those_of_another_clinic_are_none(sqlite_till: Till):
    intent_id = waiting(sqlite_till)
    sqlite_till.truth.charge(intent_id)
    forged = message("evt_1", "payment_intent.succeeded", intent_id, "whsec_forged_secret")
    body, signature = message("evt_1", "payment_intent.succeeded", intent_id)
    assert [hear(sqlite_till, *forged), hear(sqlite_till, body + b" ", signature), hear(sqlite_till, body, "")] == [
        False
    ] * 3
    assert not hear(sqlite_till, body, signature, "birch")
    set_up(sqlite_till.scene, "kim")
    assert hear(sqlite_till, body, signature, "birch")
    assert sqlite_till.scene.rows(Payment) == []


def test_without_a_signing_secret_nothing_is_heard(sqlite_till: Till):
    set_up(sqlite_till.scene, keys=Keys(PUBLISHABLE_KEY, SECRET_KEY, ""))
    assert not hear(sqlite_till, *message("evt_1", "payment_intent.succeeded", "pi_0"))


def test_a_message_that_could_not_be_dealt_with_is_dealt_with_when_it_comes_again(sqlite_till: Till):
    intent_id = waiting(sqlite_till)
    sqlite_till.truth.charge(intent_id)
    said = message("evt_1", "payment_intent.succeeded", intent_id)
    sqlite_till.truth.dies, sqlite_till.truth.fault = "before payment", Silent()
    with pytest.raises(Silent):
        processor_events.process(sqlite_till.scene.database, sqlite_till.scene.clinic_ctx(), *said)
    assert sqlite_till.scene.rows(ProcessorEvent) == []
    assert hear(sqlite_till, *said)
    assert sqlite_till.due == 0


def test_the_desk_gives_money_back_to_the_card(till: Till):
    till.pay()
    refund(till, 3000)
    assert [(one.cents, one.reference) for one in till.truth.given_back] == [
        (3000, till.scene.rows(RefundAttempt)[0].id)
    ]
    assert [(one.amount_cents, one.reference) for one in till.scene.rows(Refund)] == [
        (3000, till.truth.given_back[0].id)
    ]
    assert till.due == 3000
    with pytest.raises(MoreThanLeft):
        refund(till, 12001)
    refund(till, 12000)
    assert (sum(one.cents for one in till.truth.given_back), till.due) == (15000, 15000)
    check(till.scene)


@pytest.mark.parametrize("step", ["before refund", "after refund"])
@pytest.mark.parametrize("fault", [None, Silent()])
def test_a_refund_that_is_cut_off_is_made_once(till: Till, step: str, fault: Exception | None):
    till.pay()
    till.truth.dies, till.truth.fault = step, fault
    with pytest.raises(Exception if fault else Died):
        refund(till, 3000)
    processor_events.settle_open(till.scene.database, NOW + LEASE)
    made = 1 if step == "after refund" else 0
    assert (len(till.truth.given_back), len(till.scene.rows(Refund))) == (made, made)
    assert [row for row in till.scene.rows(RefundAttempt) if row.closed_at is None] == []
    refund(till, 3000)
    assert sum(one.amount_cents for one in till.scene.rows(Refund)) == sum(one.cents for one in till.truth.given_back)
    check(till.scene)


def test_a_refund_made_in_the_processors_own_pages_is_followed_once(till: Till):
    till.pay()
    [intent_id] = till.truth.charged
    till.truth.given_back.append(GivenBack("re_x", intent_id, 3000))
    assert list(reconciling.differences(till.scene.database, NOW - timedelta(days=1), NOW)) == [
        f"cedar: {intent_id} was refunded 3000, and the ledger says 0"
    ]
    for event_id in ("evt_1", "evt_2"):
        assert hear(till, *message(event_id, "charge.refunded", intent_id))
    assert [one.amount_cents for one in till.scene.rows(Refund)] == [3000]
    assert list(reconciling.differences(till.scene.database, NOW - timedelta(days=1), NOW)) == []


def test_only_the_desk_refunds_and_only_what_came_by_card(sqlite_till: Till):
    sqlite_till.pay()
    with pytest.raises(NotAllowed):
        refund(sqlite_till, 100, "sam")
    with pytest.raises(NotFound):
        refund(sqlite_till, 100, person="bob")
    cash = sqlite_till.purse.pay("cash", 5000)
    with pytest.raises(NotRefundable):
        answered(refunds.refund_card, sqlite_till.scene.dana_ctx(), sqlite_till.scene.alice, cash, 100, new_id())
    assert sqlite_till.truth.given_back == []


def test_reconciling_tells_what_is_missing_on_either_side(sqlite_till: Till):
    waiting(sqlite_till)
    [intent_id] = sqlite_till.truth.intents
    sqlite_till.truth.charge(intent_id)
    found = lambda: list(reconciling.differences(sqlite_till.scene.database, NOW - timedelta(days=1), NOW))  # noqa: E731
    assert found() == [f"cedar: {intent_id} was charged 15000 CAD, and is not in the ledger"]
    sqlite_till.look()
    assert found() == []
    kept = sqlite_till.truth.intents.pop(intent_id)
    assert found() == [f"cedar: {intent_id} is in the ledger, and the processor does not know it"]
    sqlite_till.truth.intents[intent_id] = kept
    assert [row.state for row in sqlite_till.scene.rows(PaymentAttempt)] == ["succeeded"]
