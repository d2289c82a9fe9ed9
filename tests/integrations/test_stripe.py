"""The gateway against a stand-in that speaks Stripe's protocol. It knows no idempotency keys."""

import hashlib
import hmac
import json
import time
from datetime import UTC, datetime, timedelta

import httpx
import pytest
import stripe
from pydantic import ValidationError

from demo.stripe_stand_in import PUBLISHABLE_KEY, SECRET_KEY, WEBHOOK_SECRET
from myaccount.integrations.stripe.client import StripeGateway
from myaccount.integrations.stripe.gateway import (
    Declined,
    Forged,
    Gateway,
    KeysRefused,
    NotKnown,
    NotPossible,
    Order,
    Silent,
    Status,
)
from tests import stripe_contract

VISA, SECURE, DECLINED, CANNOT_PAY = "4242424242424242", "4000002500003155", "4000000000000002", "4000000000000341"
NOBODY = "http://127.0.0.1:9"


@pytest.fixture
def gateway(stripe_base: str) -> Gateway:
    return StripeGateway(SECRET_KEY, WEBHOOK_SECRET, stripe_base)


def type_card(base: str, setup_id: str, number: str, year: int = 2031) -> httpx.Response:
    """Do what the browser does: give a card's number to the processor, and to nobody else."""
    card = {"number": number, "exp_month": 12, "exp_year": year, "cvc": "123"}
    body = {"key": PUBLISHABLE_KEY, "payment_method_data": {"type": "card", "card": card}}
    return httpx.post(f"{base}/v1/setup_intents/{setup_id}/confirm", json=body)


def with_card(gateway: Gateway, base: str, number: str = VISA) -> tuple[str, str]:
    """Open an account with a card; give both ids."""
    customer = gateway.create_customer("person")
    setup = gateway.begin_setup(customer, f"setup {customer}")
    type_card(base, setup.id, number)
    if number == SECURE:
        httpx.post(f"{base}/v1/setup_intents/{setup.id}/confirm", json={"key": PUBLISHABLE_KEY})
    done = gateway.setup(setup.id)
    assert (done.status, done.customer_id) == (Status.SUCCEEDED, customer)
    gateway.attach(done.method_id, customer)
    return customer, done.method_id


def order(customer: str, method: str, cents: int = 12000) -> Order:
    return Order("attempt", customer, method, cents, "CAD")


def test_it_keeps_a_card_and_forgets_it(gateway: Gateway, stripe_base: str):
    customer, method = with_card(gateway, stripe_base)
    gateway.set_default(customer, method)
    [card] = gateway.methods(customer)
    assert (card.id, card.brand, card.last4, card.exp_month, card.exp_year) == (method, "visa", "4242", 12, 2031)
    gateway.detach(method)
    gateway.detach(method)
    gateway.detach("pm_unknown")
    assert gateway.methods(customer) == ()


def test_it_writes_a_payment_down_and_charges_it_in_two_steps(gateway: Gateway, stripe_base: str):
    customer, method = with_card(gateway, stripe_base)
    made = gateway.create_payment(order(customer, method), "key")
    assert (made.status, made.cents, made.currency, made.reference) == (Status.NEW, 12000, "CAD", "attempt")
    assert gateway.confirm_payment(made.id, "key").status is Status.SUCCEEDED
    found = gateway.payment(made.id)
    assert (found.status, found.customer_id) == (Status.SUCCEEDED, customer)


def test_a_payment_that_is_ended_can_never_be_charged(gateway: Gateway, stripe_base: str):
    made = gateway.create_payment(order(*with_card(gateway, stripe_base)), "key")
    assert gateway.cancel_payment(made.id).status is Status.CANCELLED
    with pytest.raises(NotPossible):
        gateway.confirm_payment(made.id, "key")
    with pytest.raises(NotPossible):
        gateway.cancel_payment(made.id)


def test_a_bank_that_asks_the_patient_leaves_the_payment_waiting(gateway: Gateway, stripe_base: str):
    made = gateway.create_payment(order(*with_card(gateway, stripe_base, SECURE)), "key")
    assert gateway.confirm_payment(made.id, "key").status is Status.WAITING
    answered = {"key": PUBLISHABLE_KEY, "client_secret": made.client_secret}
    httpx.post(f"{stripe_base}/v1/payment_intents/{made.id}/_authenticate?success=true", json=answered)
    assert gateway.payment(made.id).status is Status.SUCCEEDED


def test_a_declined_payment_says_why(gateway: Gateway, stripe_base: str):
    made = gateway.create_payment(order(*with_card(gateway, stripe_base, CANNOT_PAY)), "key")
    with pytest.raises(Declined) as refused:
        gateway.confirm_payment(made.id, "key")
    assert refused.value.code == "card_declined"
    found = gateway.payment(made.id)
    assert (found.status, found.code) == (Status.FAILED, "card_declined")


def test_a_declined_card_is_not_kept(gateway: Gateway, stripe_base: str):
    setup = gateway.begin_setup(gateway.create_customer("person"), "setup declined")
    assert type_card(stripe_base, setup.id, DECLINED).status_code == 402
    assert gateway.setup(setup.id).status is not Status.SUCCEEDED


def test_it_gives_money_back_in_parts_and_lists_them(gateway: Gateway, stripe_base: str):
    made = gateway.create_payment(order(*with_card(gateway, stripe_base)), "key")
    gateway.confirm_payment(made.id, "key")
    gateway.refund(made.id, 2000, "first", "key 1")
    gateway.refund(made.id, 1000, "second", "key 2")
    assert {(one.cents, one.reference) for one in gateway.refunds(made.id)} == {(2000, "first"), (1000, "second")}


@pytest.mark.parametrize(
    ("status", "has_failed"), [("failed", True), ("canceled", True), ("pending", False), ("succeeded", False)]
)
def test_a_refund_that_the_card_did_not_take_is_told_apart(
    monkeypatch: pytest.MonkeyPatch, status: str, has_failed: bool
):
    one = {"id": "re_1", "object": "refund", "payment_intent": "pi_1", "amount": 100, "metadata": {}, "status": status}
    found = stripe.ListObject.construct_from({"object": "list", "data": [one]}, "sk")
    monkeypatch.setattr(stripe.RefundService, "list", lambda *_: found)
    assert [one.has_failed for one in StripeGateway(SECRET_KEY, "", NOBODY).refunds("pi_1")] == [has_failed]


def test_it_lists_what_was_paid_since(gateway: Gateway, stripe_base: str):
    made = gateway.create_payment(order(*with_card(gateway, stripe_base)), "key")
    now = datetime.now(UTC)
    assert made.id in {one.id for one in gateway.payments_since(now - timedelta(minutes=5))}
    assert list(gateway.payments_since(now + timedelta(minutes=5))) == []


def test_unknown_things_and_wrong_keys_and_silence_have_names_of_their_own(gateway: Gateway, stripe_base: str):
    assert gateway.check() is False
    for unknown in (gateway.setup, gateway.payment, gateway.methods):
        with pytest.raises(NotKnown):
            unknown("cus_unknown")
    with pytest.raises(KeysRefused):
        StripeGateway("no key", "", stripe_base).check()
    with pytest.raises(Silent):
        StripeGateway(SECRET_KEY, "", NOBODY).check()


def signed(body: bytes, secret: str = WEBHOOK_SECRET, at: float | None = None) -> str:
    moment = int(time.time() if at is None else at)
    digest = hmac.new(secret.encode(), b"%d.%s" % (moment, body), hashlib.sha256).hexdigest()
    return f"t={moment},v1={digest}"


def message(kind: str, about: dict[str, object]) -> bytes:
    return json.dumps({"id": "evt_1", "object": "event", "type": kind, "data": {"object": about}}).encode()


def test_it_reads_a_signed_message(gateway: Gateway):
    body = message("payment_intent.succeeded", {"object": "payment_intent", "id": "pi_1", "customer": "cus_1"})
    found = gateway.event(body, signed(body))
    assert (found.id, found.kind, found.intent_id, found.customer_id) == (
        "evt_1", "payment_intent.succeeded", "pi_1", "cus_1",
    )  # fmt: skip
    body = message("charge.refunded", {"object": "charge", "id": "ch_1", "payment_intent": "pi_2", "customer": None})
    assert gateway.event(body, signed(body)).intent_id == "pi_2"


def test_it_takes_no_message_that_is_forged_or_old(gateway: Gateway):
    old = signed(b"{}", at=time.time() - 400)
    for signature in ("", "x", "t=1,v1=x", signed(b"{}", "whsec_another"), old):
        with pytest.raises(Forged):
            gateway.event(b"{}", signature)


def test_a_body_that_is_no_message_is_forged(gateway: Gateway):
    with pytest.raises(Forged):
        gateway.event(b"nothing", signed(b"nothing"))


@pytest.mark.parametrize(
    ("kind", "request_"),
    [
        ("PaymentIntentCreateParams", {"amount": 1, "currency": "cad", "off_sesion": True}),
        ("PaymentIntentCreateParams", {"amount": "12.5", "currency": "cad"}),
        ("PaymentIntentCreateParams", {"currency": "cad"}),
        ("RefundCreateParams", {"payment_intent": "pi_1", "sum": 3}),
        ("RequestOptions", {"idempotency": "x"}),
    ],
)
def test_the_contract_catches_what_stripe_would_not_take(kind: str, request_: dict[str, object]):
    with pytest.raises(ValidationError):
        stripe_contract.adapter(kind).validate_python(request_, strict=True)


def test_the_contract_sees_every_request_that_is_sent(gateway: Gateway, stripe_base: str):
    before = len(stripe_contract.checked)
    gateway.create_payment(order(*with_card(gateway, stripe_base)), "key")
    assert {"CustomerCreateParams", "SetupIntentCreateParams", "PaymentMethodAttachParams",
            "PaymentIntentCreateParams", "RequestOptions"} <= set(stripe_contract.checked[before:])  # fmt: skip
