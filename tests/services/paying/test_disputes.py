"""What a bank takes back, as the processor tells of it."""

import pytest

from myaccount.domain.ledger import RefundKind
from myaccount.integrations.stripe.gateway import Dispute
from myaccount.models import Payment, Receipt, Refund
from myaccount.models.columns import new_id
from myaccount.services.paying import hearing, refunds
from myaccount.services.processor import answered
from tests.services.ledger.purse import check
from tests.services.paying.conftest import Till
from tests.services.paying.truth import message


def hear(till: Till, event_id: str = "evt", secret: str = "") -> bool:
    [intent] = till.truth.charged
    said = message(event_id, "charge.dispute.created", intent, *filter(None, [secret]))
    return answered(hearing.hear, till.scene.clinic_ctx(), *said)


def dispute(till: Till, cents: int, *, is_taken: bool = True, is_won: bool = False) -> None:
    [intent] = till.truth.charged
    till.truth.disputed = [Dispute("dp_1", intent, cents, is_taken, is_won)]


def standing(till: Till) -> list[int]:
    return [one.applied_cents for one in sorted(till.scene.rows(Receipt), key=lambda one: one.number)]


def test_a_chargeback_unapplies_first_and_counts_once(till: Till):
    till.pay()
    dispute(till, 4000)
    assert [hear(till, f"evt_{number}") for number in range(3)] == [True] * 3
    [back] = till.scene.rows(Refund)
    assert (back.kind, back.amount_cents, back.reference) == (RefundKind.CHARGEBACK, 4000, "dp_1")
    assert (standing(till), till.due) == ([11000], 4000)
    check(till.scene)


def test_won_the_money_comes_back_once_and_pays_what_is_due(till: Till):
    till.pay()
    dispute(till, 15000)
    hear(till, "evt_1")
    assert (till.due, standing(till)) == (15000, [0])
    dispute(till, 15000, is_taken=False, is_won=True)
    for event_id in ("evt_2", "evt_3"):
        hear(till, event_id)
    assert (till.due, len(till.scene.rows(Payment)), standing(till)) == (0, 2, [0, 15000])
    check(till.scene)


def test_won_before_anybody_heard_of_it_nothing_has_happened(sqlite_till: Till):
    sqlite_till.pay()
    dispute(sqlite_till, 15000, is_taken=False, is_won=True)
    hear(sqlite_till)
    assert (len(sqlite_till.scene.rows(Payment)), sqlite_till.scene.rows(Refund)) == (1, [])


@pytest.mark.parametrize("secret", ["", "whsec_forged_secret"])
def test_a_bank_that_only_asks_and_a_forger_take_nothing(sqlite_till: Till, secret: str):
    sqlite_till.pay()
    dispute(sqlite_till, 15000, is_taken=bool(secret))
    assert hear(sqlite_till, secret=secret) is not bool(secret)
    assert (sqlite_till.scene.rows(Refund), sqlite_till.due) == ([], 0)


def test_what_was_refunded_already_is_not_taken_twice(sqlite_till: Till):
    sqlite_till.pay()
    [paid] = sqlite_till.scene.rows(Payment)
    answered(refunds.refund_card, sqlite_till.scene.dana_ctx(), sqlite_till.scene.alice, paid.id, 10000, new_id())
    dispute(sqlite_till, 15000)
    hear(sqlite_till)
    assert sorted(one.amount_cents for one in sqlite_till.scene.rows(Refund)) == [5000, 10000]
    check(sqlite_till.scene)
