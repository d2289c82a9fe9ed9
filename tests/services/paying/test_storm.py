"""A storm of a thousand messages, shuffled, doubled, late and forged: the ledger says what really happened."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from myaccount.domain.appointments import AppointmentState
from myaccount.domain.ledger import RefundKind
from myaccount.integrations.stripe.gateway import Dispute
from myaccount.integrations.stripe.gateway import Refund as GivenBack
from myaccount.models import Appointment, Payment, Refund
from myaccount.services.paying import at_booking, processor_events, reconciling
from myaccount.services.paying.processor import answered
from tests.scenes import NOW
from tests.services.booking.clinic_week import DAY, HOUR, MONDAY, hold, open_all_week
from tests.services.ledger.purse import check
from tests.services.paying.conftest import Till
from tests.services.paying.truth import Truth, message

PAID, BOOKED, EACH, FORGED = 16, 8, 18, 40


def begin(till: Till, number: int) -> str:
    """Begin to pay what is due, or for a time; the bank asks, and the browser is closed."""
    if number < PAID:
        till.purse.invoice(f"more {number}", 15000 - till.due) if till.due < 15000 else None
        till.pay()
    else:
        day, hour = divmod(number - PAID, 4)
        held = hold(till.scene, MONDAY + day * DAY + hour * HOUR)
        answered(at_booking.pay, till.ctx(), held.id, till.card_id, 5000)
    return list(till.truth.intents)[-1]


def becomes(truth: Truth, number: int, intent_id: str) -> list[tuple[str, str, str]]:
    """Let something really happen to a payment, and tell of which messages the processor then sends."""
    told = [("created", "payment_intent.created", intent_id), ("end", "payment_intent.succeeded", intent_id)]
    if number % 4 == 3:
        truth.cancel_payment(intent_id)
        return [*told, ("end", "payment_intent.canceled", intent_id)]
    truth.charge(intent_id)
    if number % 4 == 1:
        truth.given_back.append(GivenBack(f"re_{number}", intent_id, 1000 + number))
        told.append(("refunded", "charge.refunded", intent_id))
    if number % 4 == 2:
        truth.disputed.append(Dispute(f"dp_{number}", intent_id, truth.intents[intent_id].cents, is_taken=True))
        told.append(("disputed", "charge.dispute.created", intent_id))
    return told


def storm(till: Till, told: list[tuple[str, str, str]], chance: random.Random) -> int:
    """Send each message many times in any order, and forged ones among them; tell how many were none."""
    sent = [message(f"evt {what} {intent}", kind, intent) for what, kind, intent in told] * EACH
    sent += [message(f"f {n}", told[n % len(told)][1], told[n % len(told)][2], "whsec_x") for n in range(FORGED)]
    chance.shuffle(sent)
    return [answered(processor_events.process, till.scene.clinic_ctx(), *said) for said in sent].count(False)


def is_square(till: Till) -> bool:
    """Whether the ledger says of every payment what the processor says."""
    check(till.scene)
    return list(reconciling.differences(till.scene.database, NOW - timedelta(days=1), NOW)) == []


@pytest.mark.parametrize("seed", [2026])
def test_a_thousand_messages_leave_the_ledger_equal_to_the_truth(till: Till, seed: int):
    chance, truth = random.Random(seed), till.truth
    open_all_week(till.scene)
    till.scene.set("first_visit_payment_policy", "deposit")
    truth.asks_bank = True
    told: list[tuple[str, str, str]] = []
    for number in range(PAID + BOOKED):
        intent_id = begin(till, number)
        told += becomes(truth, number, intent_id)
        processor_events.settle_open(till.scene.database, NOW + timedelta(hours=1)) if number % 3 else till.look()
    assert len(told) * EACH + FORGED >= 1000
    assert storm(till, told, chance) == FORGED
    assert sum(one.amount_cents for one in till.scene.rows(Payment)) == truth.charged_cents
    gone = {kind: sum(one.amount_cents for one in till.scene.rows(Refund, kind=kind)) for kind in RefundKind}
    assert gone[RefundKind.REFUND] == sum(one.cents for one in truth.given_back)
    assert gone[RefundKind.CHARGEBACK] == sum(one.cents for one in truth.disputed)
    booked = till.scene.rows(Appointment, state=AppointmentState.BOOKED.value)
    assert (len(booked), is_square(till)) == (BOOKED - BOOKED // 4, True)
    _win(till, told, chance)


def _win(till: Till, told: list[tuple[str, str, str]], chance: random.Random) -> None:
    """Let the clinic win each second dispute: the money comes back once."""
    disputed = [
        replace(one, is_taken=bool(n % 2), is_won=not n % 2, is_over=True) for n, one in enumerate(till.truth.disputed)
    ]
    till.truth.disputed = disputed
    storm(till, [("closed", "charge.dispute.closed", one.intent_id) for one in disputed], chance)
    won = sum(one.cents for one in disputed if one.is_won)
    again = sum(one.amount_cents for one in till.scene.rows(Payment) if (one.reference or "").startswith("won:"))
    assert (again, is_square(till)) == (won, True)
