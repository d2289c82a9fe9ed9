"""Refunds that do not reach the card, and those that the account does not hold: nothing is lost, the desk is told."""

from datetime import timedelta

import pytest

from myaccount.domain.attempts import LEASE, AttemptState, NotRefundable
from myaccount.domain.ledger import RefundKind
from myaccount.integrations.stripe.gateway import Dispute
from myaccount.integrations.stripe.gateway import Refund as GivenBack
from myaccount.models import Payment, Receipt, Refund, RefundAttempt
from myaccount.models.columns import new_id
from myaccount.services.billing import acts, panels
from myaccount.services.billing.panels import Asked
from myaccount.services.desk import money, tasks
from myaccount.services.paying import processor_events, reconciling, refunds
from myaccount.services.paying.processor import answered
from tests.scenes import NOW
from tests.services.ledger.purse import check
from tests.services.paying.conftest import Till
from tests.services.paying.truth import Died, message

FAILED = "A refund did not reach the card"
UNMATCHED = "A refund that the account does not hold"


def hear(till: Till, event_id: str, kind: str = "charge.refund.updated") -> bool:
    [intent] = till.truth.charged
    return answered(processor_events.process, till.scene.clinic_ctx(), *message(event_id, kind, intent))


def refund(till: Till, cents: int, payment_id: str) -> None:
    answered(refunds.refund_card, till.scene.dana_ctx(), till.scene.alice, payment_id, cents, new_id())


def paid(till: Till) -> list[Payment]:
    """Alice's payments, in the order in which they came to be known."""
    return sorted(till.scene.rows(Payment), key=lambda one: (one.reference or "").split(":")[0] in ("won", "back"))


def waiting(till: Till) -> list[tuple[str, str]]:
    rows = till.scene.database.read(tasks.open_page, till.scene.dana_ctx(), "", ()).rows
    return [(row.kind, row.note) for row in rows]


def square(till: Till) -> bool:
    check(till.scene)
    return list(reconciling.differences(till.scene.database, NOW - timedelta(days=1), NOW)) == []


def win(till: Till, cents: int) -> None:
    """The bank takes money back, and the clinic wins it again."""
    [intent] = till.truth.charged
    till.truth.disputed = [Dispute("dp_1", intent, cents, True)]
    hear(till, "evt_dispute", "charge.dispute.created")
    till.truth.disputed = [Dispute("dp_1", intent, cents, False, True, True)]
    hear(till, "evt_won", "charge.dispute.closed")


def fail_later(till: Till) -> None:
    """Refund $30.00, and hear that it did not reach the card."""
    till.pay()
    refund(till, 3000, paid(till)[0].id)
    till.truth.fail_refunds()
    hear(till, "evt")


def test_a_refund_that_fails_later_is_credit_again_once_and_a_task(till: Till):
    till.pay()
    refund(till, 3000, paid(till)[0].id)
    assert (till.due, till.purse.credit(), waiting(till)) == (3000, 0, [])
    till.truth.fail_refunds()
    assert [hear(till, f"evt_{number}", "refund.failed") for number in range(3)] == [True] * 3
    first, again = paid(till)
    assert (again.amount_cents, again.received_at, till.due, till.purse.credit()) == (
        3000,
        first.received_at,
        3000,
        3000,
    )
    note = (
        "Card, $150.00, 20 November 2026: the refund of $30.00 did not reach the card, and the money is the clinic’s "
        "again. It is credit on account. Give it back another way, and write that down with “Refund”."
    )
    assert waiting(till) == [(FAILED, note)]
    assert square(till)


def test_applied_again_its_receipt_has_the_day_of_the_first_payment(sqlite_till: Till):
    till = sqlite_till
    fail_later(till)
    [due] = [till.purse.invoices[name] for name, cents in till.purse.due().items() if cents]
    till.scene.database.write(
        money.apply, till.scene.dana_ctx(now=NOW + timedelta(days=60)), till.scene.alice, paid(till)[1].id,
        [(due, 3000)],
    )  # fmt: skip
    assert {one.paid_on for one in till.scene.rows(Receipt)} == {NOW.date()}
    assert (till.due, till.purse.credit()) == (0, 0)
    assert square(till)


def test_what_a_card_did_not_take_is_given_back_by_hand(sqlite_till: Till):
    till = sqlite_till
    fail_later(till)
    ctx, asked = till.scene.dana_ctx(), Asked(till.scene.alice, "refund", paid(till)[1].id)
    assert "The money goes back to the card." not in till.scene.database.read(panels.show, ctx, asked).note
    with pytest.raises(NotRefundable):
        refund(till, 3000, asked.subject_id)
    typed = {"amount": "30.00", "why": RefundKind.REFUND.value, "receipt": ""}
    assert till.scene.database.write(acts.save, ctx, asked, typed).changed
    assert till.purse.credit() == 0
    assert square(till)


def test_a_refund_that_fails_at_once_is_none(till: Till):
    till.pay()
    till.truth.card_is_closed = True
    with pytest.raises(NotRefundable):
        refund(till, 3000, paid(till)[0].id)
    hear(till, "evt", "refund.failed")
    assert (till.scene.rows(Refund), [one.state for one in till.scene.rows(RefundAttempt)]) == ([], ["failed"])
    assert (till.due, waiting(till)) == (0, [])
    assert square(till)


def test_one_that_failed_before_anybody_looked_is_told(sqlite_till: Till):
    till = sqlite_till
    till.pay()
    till.truth.dies, till.truth.card_is_closed = "after refund", True
    with pytest.raises(Died):
        refund(till, 3000, paid(till)[0].id)
    processor_events.settle_open(till.scene.database, NOW + LEASE)
    assert [one.state for one in till.scene.rows(RefundAttempt)] == [AttemptState.FAILED]
    assert (till.scene.rows(Refund), [kind for kind, _ in waiting(till)]) == ([], [FAILED])


def test_what_was_won_back_goes_back_to_the_card_that_paid(till: Till):
    till.pay()
    win(till, 15000)
    _, won = paid(till)
    refund(till, 5000, won.id)
    assert [(one.intent_id, one.cents) for one in till.truth.given_back] == [(till.truth.charged[0], 5000)]
    assert [one.refunded_cents for one in paid(till)] == [15000, 5000]
    assert square(till)


def test_a_refund_elsewhere_takes_what_was_won_back_when_the_first_has_no_more(till: Till):
    till.pay()
    win(till, 14000)
    [intent] = till.truth.charged
    till.truth.given_back.append(GivenBack("re_x", intent, 3000))
    assert [hear(till, f"evt_{number}", "charge.refunded") for number in range(2)] == [True] * 2
    assert [one.refunded_cents for one in paid(till)] == [15000, 2000]
    assert square(till)
    till.truth.fail_refunds()
    hear(till, "evt_failed")
    assert [one.amount_cents for one in paid(till)][2] == till.purse.credit() == 3000
    assert square(till)


def test_a_refund_that_the_account_does_not_hold_is_a_task_and_is_not_asked_for_again(till: Till):
    till.pay()
    [intent] = till.truth.charged
    [payment] = paid(till)
    till.scene.database.write(
        money.refund, till.scene.dana_ctx(), till.scene.alice, payment.id, 14000, RefundKind.CHARGEBACK
    )
    till.truth.given_back.append(GivenBack("re_x", intent, 3000))
    assert [hear(till, f"evt_{number}", "charge.refunded") for number in range(2)] == [True] * 2
    assert sorted(one.amount_cents for one in till.scene.rows(Refund)) == [1000, 14000]
    note = (
        "Card, $150.00, 20 November 2026: $30.00 was refunded at the payment processor, and $20.00 of it is not left "
        "of this payment here. Compare the two, and put the account right."
    )
    assert waiting(till) == [(UNMATCHED, note)]
    till.truth.given_back.append(GivenBack("re_y", intent, 1000))
    assert [hear(till, f"evt {number}", "charge.refunded") for number in range(2)] == [True] * 2
    assert [kind for kind, _ in waiting(till)] == [UNMATCHED] * 2
    check(till.scene)


def test_a_refund_on_its_way_is_written_though_its_receipt_is_gone_meanwhile(sqlite_till: Till):
    till = sqlite_till
    till.pay()
    [payment], [receipt] = paid(till), till.scene.rows(Receipt)
    till.truth.dies = "after refund"
    with pytest.raises(Died):
        answered(refunds.refund_card, till.scene.dana_ctx(), till.scene.alice, payment.id, 3000, new_id(), receipt.id)
    wanted = [(till.purse.invoices["1"], 12000), (till.purse.invoices["2"], 3000)]
    till.scene.database.write(money.unapply, till.scene.dana_ctx(), till.scene.alice, payment.id, wanted)
    till.scene.database.write(money.apply, till.scene.dana_ctx(), till.scene.alice, payment.id, wanted)
    processor_events.settle_open(till.scene.database, NOW + LEASE)
    assert ([one.amount_cents for one in till.scene.rows(Refund)], till.due) == ([3000], 3000)
    assert square(till)
