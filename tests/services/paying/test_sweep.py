"""The sweep of what was left: each clinic and each attempt has its turn, whatever becomes of the others."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from myaccount.domain.attempts import LEASE, AttemptState, NothingDue
from myaccount.integrations.stripe.gateway import Intent, KeysRefused, Silent, Status
from myaccount.jobs import payments
from myaccount.models import PaymentAttempt, ProcessorAccount, RefundAttempt
from myaccount.services.paying import processor_events, refunds
from tests.scenes import NOW, Scene
from tests.services.paying.conftest import Till, with_card
from tests.services.paying.truth import Truth
from tests.stripe_cards import set_up

LATER = NOW + 2 * LEASE
MINUTE = timedelta(minutes=1)


@dataclass
class Slow(Truth):
    """A processor that still works on everything, or has one answer for all."""

    asked: list[str] = field(default_factory=list)
    says: Exception | None = None

    def payment(self, intent_id: str) -> Intent:
        self.asked.append(intent_id)
        if self.says:
            raise self.says
        who = intent_id.removeprefix("pi_")
        return Intent(intent_id, "", f"cus_{who}", 5000, "CAD", Status.PROCESSING, f"attempt_of_{who}")


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Slow:
    found = Slow()
    monkeypatch.setattr("myaccount.services.paying.processor.open_gateway", lambda _keys: found)
    return found


@pytest.fixture
def clinics(scene: Scene) -> Scene:
    """Two clinics that take cards: Alice and Bob have left a payment at the one, Charlie at the other."""
    set_up(scene)
    set_up(scene, "kim")
    for minutes, who in enumerate(("alice", "bob", "charlie")):
        mine = {"clinic_id": scene.place_of(who).clinic_id, "person_id": scene.people[who]}
        attempt = PaymentAttempt(
            **mine, id=f"attempt_of_{who}", card_id=with_card(scene, who), customer_id=f"cus_{who}",
            method_id=f"pm_{who}", amount_cents=5000, currency="CAD", intent_id=f"pi_{who}",
            created_at=NOW - 60 * MINUTE + minutes * MINUTE,
        )  # fmt: skip
        with scene.database.writing() as tx:
            tx.add(attempt)
    return scene


async def look_up(minutes: int = 0) -> None:
    await payments.look_up(LATER + minutes * MINUTE)


async def test_keys_that_do_not_open_hold_up_no_other_clinic(clinics: Scene, slow: Slow):
    with clinics.database.writing() as tx:
        tx.get_one(ProcessorAccount, clinics.cedar.clinic_id).secret_key = "00000000.AAAA"
    await look_up()
    assert slow.asked == ["pi_charlie"]


async def test_one_that_is_refused_or_trips_over_a_bug_holds_up_no_other(
    clinics: Scene, slow: Slow, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    settle, faults = processor_events.settle, {"attempt_of_alice": NothingDue(), "attempt_of_bob": RuntimeError("no")}

    def fail(place, gateway, ctx, row, keys) -> object:
        if row.id in faults:
            raise faults[row.id]
        return settle(place, gateway, ctx, row, keys)

    monkeypatch.setattr(processor_events, "settle", fail)
    await look_up()
    assert slow.asked == ["pi_charlie"]
    bugs = [record.getMessage() for record in caplog.records if record.getMessage().startswith("bug ")]
    assert [bug.split()[-1] for bug in bugs] == ["attempt_of_alice", "attempt_of_bob"]


@pytest.mark.parametrize("says", [Silent(), KeysRefused()])
async def test_a_clinic_whose_processor_does_not_answer_is_asked_for_once_and_the_others_still(
    clinics: Scene, slow: Slow, says: Exception
):
    slow.says = says
    await look_up()
    assert slow.asked == ["pi_alice", "pi_charlie"]
    await look_up(1)
    assert slow.asked[2:] == ["pi_bob", "pi_charlie"]  # in the order in which they wait


async def test_what_stays_open_does_not_keep_the_next_from_its_turn(
    clinics: Scene, slow: Slow, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(processor_events, "BATCH_SIZE", 1)
    for minutes in range(4):
        await look_up(minutes)
    assert [one for one in slow.asked if one != "pi_charlie"] == ["pi_alice", "pi_bob"] * 2
    assert slow.asked.count("pi_charlie") == 4


async def test_refunds_have_their_turns_too(till: Till, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(processor_events, "BATCH_SIZE", 1)
    paid = [till.purse.pay(name, 1000) for name in ("one", "two", "three")]
    with till.scene.database.writing() as tx:
        for number, payment_id in enumerate(paid):
            tx.add(
                RefundAttempt(
                    id=f"refund {number}",
                    clinic_id=till.scene.cedar.clinic_id,
                    person_id=till.scene.alice,
                    payment_id=payment_id,
                    intent_id=f"pi_{number}",
                    amount_cents=1000,
                    created_at=NOW,
                )
            )
    asked: list[str] = []
    monkeypatch.setattr(refunds, "settle", lambda _place, _gateway, _ctx, row: asked.append(row.id))
    for minutes in range(4):
        await look_up(minutes)
    assert asked == ["refund 0", "refund 1", "refund 2", "refund 0"]
    assert {row.state for row in till.scene.rows(RefundAttempt)} == {AttemptState.OPEN}
