"""`/hooks/stripe`: what is ours is heard, what is not is turned away, what could not be dealt with comes again."""

import pytest

from myaccount.integrations.stripe.gateway import Silent
from myaccount.models import Payment, ProcessorEvent
from tests.scenes import Scene
from tests.services.paying.conftest import Till, _till
from tests.services.paying.truth import Truth, message
from tests.web.portal import portal


@pytest.fixture
def till(sqlite_scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Till:
    truth = Truth(asks_bank=True)
    monkeypatch.setattr("myaccount.services.paying.processor.open_gateway", lambda _keys: truth)
    found = _till(sqlite_scene, truth)
    found.pay()
    truth.charge(next(iter(truth.intents)))
    return found


def send(till: Till, body: bytes, signature: str, slug: str = "cedar") -> int:
    found = portal(till.scene, slug).post("/hooks/stripe", content=body, headers={"stripe-signature": signature})
    return found.status_code


def test_a_message_of_stripes_is_heard_once(till: Till):
    said = message("evt_1", "payment_intent.succeeded", next(iter(till.truth.intents)))
    assert [send(till, *said), send(till, *said)] == [200, 200]
    assert (len(till.scene.rows(Payment)), len(till.scene.rows(ProcessorEvent)), till.due) == (1, 1, 0)


def test_what_carries_no_signature_of_this_clinics_is_turned_away(till: Till):
    body, signature = message("evt_1", "payment_intent.succeeded", "pi_0")
    assert [send(till, body, ""), send(till, body + b"x", signature), send(till, body, signature, "birch")] == [400] * 3
    assert send(till, b"x" * (512 * 1024 + 1), signature) == 413
    assert portal(till.scene).get("/hooks/stripe").status_code == 405


def test_while_stripe_is_silent_it_is_asked_to_send_it_again(till: Till):
    said = message("evt_1", "payment_intent.succeeded", next(iter(till.truth.intents)))
    till.truth.dies, till.truth.fault = "before payment", Silent()
    assert [send(till, *said), send(till, *said)] == [503, 200]
