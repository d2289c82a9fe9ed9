"""What a bank takes back, as the processor tells of it."""

from dataclasses import replace

import pytest

from myaccount.domain.ledger import RefundKind
from myaccount.domain.refusals import NotFound
from myaccount.domain.topics import Topic
from myaccount.integrations.stripe.gateway import Dispute
from myaccount.models import Change, Payment, Receipt, Refund, Task
from myaccount.models.columns import new_id
from myaccount.services.desk import tasks
from myaccount.services.paying import processor_events, refunds
from myaccount.services.paying.processor import answered
from myaccount.services.profiles import requests
from myaccount.services.trail import access_log
from tests.services.ledger.purse import check
from tests.services.paying.conftest import Till
from tests.services.paying.truth import message


def hear(till: Till, event_id: str = "evt", secret: str = "") -> bool:
    [intent] = till.truth.charged
    said = message(event_id, "charge.dispute.created", intent, *filter(None, [secret]))
    return answered(processor_events.process, till.scene.clinic_ctx(), *said)


def dispute(
    till: Till, cents: int, *, is_taken: bool = True, is_won: bool = False, is_over: bool = False, name: str = "dp_1"
) -> None:
    [intent] = till.truth.charged
    till.truth.disputed = [Dispute(name, intent, cents, is_taken, is_won, is_over or is_won)]


def waiting(till: Till, who: str = "dana") -> list[tuple[str, str]]:
    """What the desk has to do, by its kind and what stands below it."""
    rows = till.scene.database.read(tasks.open_page, till.scene.staff_ctx(who), "", ()).rows
    return [(row.kind, row.note) for row in rows]


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


def test_won_after_a_partial_refund_only_what_was_taken_comes_back(till: Till):
    till.pay()
    [paid] = till.scene.rows(Payment)
    answered(refunds.refund_card, till.scene.dana_ctx(), till.scene.alice, paid.id, 10000, new_id())
    dispute(till, 15000)
    hear(till, "evt_1")
    dispute(till, 15000, is_taken=False, is_won=True)
    for event_id in ("evt_2", "evt_3"):
        hear(till, event_id)
    assert sorted(one.amount_cents for one in till.scene.rows(Payment)) == [5000, 15000]
    assert (till.due, till.purse.credit()) == (10000, 0)
    check(till.scene)


KIND = "Payment taken back by the bank"
NOTE = (
    "Card, $150.00, 20 November 2026: $40.00 is disputed. Answer the bank at the payment processor before its "
    "deadline; the chargeback is written down already."
)
TAKEN = (KIND, NOTE)


def test_a_dispute_is_one_task_at_the_desk_and_its_end_closes_it(till: Till):
    till.pay()
    dispute(till, 4000)
    for number in range(3):
        hear(till, f"evt_{number}")
    assert waiting(till) == [TAKEN]
    dispute(till, 4000, is_over=True)
    hear(till, "evt_lost")
    assert waiting(till) == []
    [row] = till.scene.database.read(tasks.done_page, till.scene.dana_ctx(), "").rows
    assert row.done_line == "Settled by the bank’s decision, Fri 20 November, 10:00 a.m."


def test_won_it_is_closed_too(sqlite_till: Till):
    sqlite_till.pay()
    dispute(sqlite_till, 15000)
    hear(sqlite_till, "evt_1")
    dispute(sqlite_till, 15000, is_taken=False, is_won=True)
    hear(sqlite_till, "evt_2")
    assert waiting(sqlite_till) == []
    assert [one.person_id for one in sqlite_till.scene.rows(Change, topic=Topic.TASK)] == [sqlite_till.scene.alice] * 2


def test_lost_before_anybody_heard_of_it_the_desk_is_still_told(sqlite_till: Till):
    sqlite_till.pay()
    dispute(sqlite_till, 4000, is_over=True)
    hear(sqlite_till, "evt_1")
    assert waiting(sqlite_till) == [TAKEN]


def test_closed_by_hand_it_does_not_come_again_and_another_dispute_does(sqlite_till: Till):
    till = sqlite_till
    till.pay()
    dispute(till, 4000)
    hear(till, "evt_1")
    [task] = till.scene.rows(Task)
    till.scene.database.write(tasks.done, till.scene.dana_ctx(), task.id)
    hear(till, "evt_2")
    assert waiting(till) == []
    dispute(till, 1000, name="dp_2")
    hear(till, "evt_3")
    assert [kind for kind, _ in waiting(till)] == [KIND]


def test_what_the_bank_asks_is_a_task_until_it_takes_the_money_or_lets_it_be(sqlite_till: Till):
    till = sqlite_till
    till.pay()
    dispute(till, 4000, is_taken=False)
    hear(till, "evt_1")
    [(kind, note)] = waiting(till)
    assert (kind, "No money has moved yet" in note, till.due) == ("The bank asks about a payment", True, 0)
    dispute(till, 4000)
    hear(till, "evt_2")
    assert waiting(till) == [TAKEN]
    dispute(till, 4000, is_taken=False, is_over=True, name="dp_2")
    hear(till, "evt_3")
    assert waiting(till) == [TAKEN]


def test_the_desk_reads_it_in_its_own_language_and_below_it_in_the_clinics(sqlite_till: Till):
    till = sqlite_till
    till.pay()
    dispute(till, 4000)
    [intent], ctx = till.truth.charged, till.scene.clinic_ctx()
    french = replace(ctx, clinic=replace(ctx.clinic, language="fr"))
    answered(processor_events.process, french, *message("evt", "charge.dispute.created", intent))
    [row] = till.scene.database.read(tasks.open_page, till.scene.dana_ctx(lang="en"), "", ()).rows
    assert (row.kind, "40,00 $ en litige" in row.note) == (KIND, True)


def test_a_patient_neither_sees_it_nor_takes_it_back_nor_reads_of_it_as_a_request(sqlite_till: Till):
    till = sqlite_till
    till.pay()
    dispute(till, 4000)
    hear(till)
    [task] = till.scene.rows(Task)
    assert till.scene.database.read(requests.open_ones, till.ctx()) == ()
    with pytest.raises(NotFound):
        till.scene.database.write(requests.withdraw, till.ctx(), task.id)
    till.scene.database.write(tasks.done, till.scene.dana_ctx(), task.id)
    days = till.scene.database.read(access_log.page, till.ctx(), "everybody", "").days
    assert not [one.what for day in days for one in day.acts if "request" in one.what]
