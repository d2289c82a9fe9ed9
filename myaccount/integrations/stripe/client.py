"""Stripe, as the gateway that the portal asks. Source: https://docs.stripe.com/api."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, TypeVar

import stripe
from stripe import StripeClient

from myaccount.integrations.stripe.gateway import (
    Declined,
    Dispute,
    Event,
    Forged,
    Intent,
    KeysRefused,
    Method,
    NotKnown,
    NotPossible,
    Order,
    ProcessorFault,
    Refund,
    Setup,
    Silent,
    Status,
)

T = TypeVar("T")

CONNECT_SECONDS, ANSWER_SECONDS = 4, 20
RETRIES = 1
PAGE_SIZE = 100
OLDEST_SIGNATURE_SECONDS = 300

STATUS = {
    "requires_confirmation": Status.NEW,
    "requires_action": Status.WAITING,
    "processing": Status.PROCESSING,
    "requires_capture": Status.PROCESSING,
    "succeeded": Status.SUCCEEDED,
    "canceled": Status.CANCELLED,
}
"""Where Stripe says that something stands. What has no card yet is new, and once one was turned down it has failed."""

TAKEN = ("needs_response", "under_review", "lost", "appeal_needs_response", "appeal_under_review")
"""The states of a dispute in which the money is gone."""
OVER = ("won", "lost", "warning_closed", "prevented", "charge_refunded")
"""The states of a dispute in which there is nothing left to answer."""
NOT_GIVEN = ("failed", "canceled")
"""The states of a refund in which the money is the clinic's again. Source: https://docs.stripe.com/refunds."""


class StripeGateway:
    """Stripe, asked with one clinic's keys. `api_base` is another address than Stripe's own, for tests and the demo."""

    def __init__(self, secret_key: str, webhook_secret: str, api_base: str = "") -> None:
        self._webhook_secret = webhook_secret
        self._client = StripeClient(
            secret_key,
            base_addresses={"api": api_base} if api_base else {},
            max_network_retries=RETRIES,
            http_client=stripe.RequestsClient(timeout=(CONNECT_SECONDS, ANSWER_SECONDS)),
        ).v1

    def check(self) -> bool:
        """Try the keys. Tells whether they move real money."""
        return bool(_asked(self._client.balance.retrieve).livemode)

    def create_customer(self, reference: str) -> str:
        """Open an account for a person; nothing of theirs is told. Gives its id."""
        return _asked(lambda: self._client.customers.create({"metadata": {"reference": reference}})).id

    def begin_setup(self, customer_id: str, key: str) -> Setup:
        """Begin to keep a card, for payments with and without the patient."""
        return _setup(
            _asked(
                lambda: self._client.setup_intents.create(
                    {"customer": customer_id, "usage": "off_session", "allowed_payment_method_types": ["card"]},
                    {"idempotency_key": key},
                )
            )
        )

    def setup(self, setup_id: str) -> Setup:
        """Look at a setup."""
        return _setup(_asked(lambda: self._client.setup_intents.retrieve(setup_id)))

    def attach(self, method_id: str, customer_id: str) -> None:
        """Keep a card for a customer."""
        _asked(lambda: self._client.payment_methods.attach(method_id, {"customer": customer_id}))

    def methods(self, customer_id: str) -> tuple[Method, ...]:
        """List a customer's cards."""
        wanted: Any = {"customer": customer_id, "type": "card", "limit": PAGE_SIZE}
        found = _asked(lambda: self._client.payment_methods.list(wanted))
        return tuple(_method(one) for one in found.data)

    def detach(self, method_id: str) -> None:
        """Forget a card. Edges: one that is forgotten already stays so."""
        try:
            _asked(lambda: self._client.payment_methods.detach(method_id))
        except (NotKnown, NotPossible):
            return

    def set_default(self, customer_id: str, method_id: str) -> None:
        """Make a card the one that a customer pays with."""
        _asked(
            lambda: self._client.customers.update(
                customer_id, {"invoice_settings": {"default_payment_method": method_id}}
            )
        )

    def create_payment(self, order: Order, key: str) -> Intent:
        """Write a payment down. No money moves yet."""
        return _intent(
            _asked(
                lambda: self._client.payment_intents.create(
                    {
                        "amount": order.cents,
                        "currency": order.currency.lower(),
                        "customer": order.customer_id,
                        "payment_method": order.method_id,
                        "allowed_payment_method_types": ["card"],
                        "metadata": {"reference": order.reference},
                    },
                    {"idempotency_key": key},
                )
            )
        )

    def confirm_payment(self, intent_id: str, key: str) -> Intent:
        """Charge the card."""
        return _intent(
            _asked(
                lambda: self._client.payment_intents.confirm(
                    intent_id, {"use_stripe_sdk": True}, {"idempotency_key": key}
                )
            )
        )

    def payment(self, intent_id: str) -> Intent:
        """Look at a payment."""
        return _intent(_asked(lambda: self._client.payment_intents.retrieve(intent_id)))

    def cancel_payment(self, intent_id: str) -> Intent:
        """End a payment that has not been charged, for ever."""
        return _intent(_asked(lambda: self._client.payment_intents.cancel(intent_id)))

    def refund(self, intent_id: str, cents: int, reference: str, key: str) -> Refund:
        """Give money back."""
        return _refund(
            _asked(
                lambda: self._client.refunds.create(
                    {"payment_intent": intent_id, "amount": cents, "metadata": {"reference": reference}},
                    {"idempotency_key": key},
                )
            )
        )

    def refunds(self, intent_id: str) -> tuple[Refund, ...]:
        """List what was given back of a payment, and what was meant to be and failed."""
        wanted: Any = {"payment_intent": intent_id, "limit": PAGE_SIZE}
        found = _asked(lambda: self._client.refunds.list(wanted))
        return tuple(_refund(one) for one in found.data)

    def disputes(self, intent_id: str = "") -> tuple[Dispute, ...]:
        """List what is, or was, disputed of a payment, or of all payments."""
        wanted: Any = {"limit": PAGE_SIZE} | ({"payment_intent": intent_id} if intent_id else {})
        found = _asked(lambda: self._client.disputes.list(wanted))
        return tuple(_dispute(one) for one in _asked(lambda: list(found.auto_paging_iter())))

    def payments_since(self, since: datetime) -> Iterator[Intent]:
        """List the payments made since then, the latest first."""
        wanted: Any = {"limit": PAGE_SIZE}
        page = _asked(lambda: self._client.payment_intents.list(wanted))
        for one in page.auto_paging_iter():
            if one.created >= since.timestamp():
                yield _intent(one)

    def event(self, body: bytes, signature: str) -> Event:
        """Read a message that carries Stripe's signature, of at most five minutes ago."""
        try:
            said = stripe.Webhook.construct_event(body, signature, self._webhook_secret, OLDEST_SIGNATURE_SECONDS)
        except (stripe.SignatureVerificationError, ValueError) as error:
            raise Forged() from error
        about: Any = said.data.object
        kind = str(getattr(about, "object", ""))
        intent = about.id if kind == "payment_intent" else getattr(about, "payment_intent", None)
        customer = getattr(about, "customer", None)
        return Event(said.id, said.type, str(intent or ""), str(customer or ""))


def _asked(request: Callable[[], T]) -> T:
    """Send a request; every way in which it can fail gets one of our names."""
    try:
        return request()
    except stripe.CardError as error:
        raise Declined(getattr(error.error, "decline_code", None) or error.code or "card_declined") from error
    except (stripe.AuthenticationError, stripe.PermissionError) as error:
        raise KeysRefused(error.code or "") from error
    except stripe.InvalidRequestError as error:
        raise _turned_down(error) from error
    except stripe.StripeError as error:
        raise Silent(error.code or type(error).__name__) from error


def _turned_down(error: stripe.InvalidRequestError) -> ProcessorFault:
    is_missing = error.code == "resource_missing" or error.http_status == 404
    return (NotKnown if is_missing else NotPossible)(error.code or "")


def _setup(found: Any) -> Setup:
    status = STATUS.get(found.status, Status.NEW)
    return Setup(found.id, found.client_secret, _id(found.customer), _id(found.payment_method), status)


def _method(found: Any) -> Method:
    card = found.card
    mark = str(getattr(card, "fingerprint", None) or "")
    return Method(found.id, _id(found.customer), card.brand, card.last4, card.exp_month, card.exp_year, mark)


def _intent(found: Any) -> Intent:
    failure = getattr(found, "last_payment_error", None)
    status = STATUS.get(found.status) or (Status.FAILED if failure else Status.NEW)
    return Intent(
        id=found.id,
        client_secret=found.client_secret,
        customer_id=_id(found.customer),
        cents=found.amount,
        currency=found.currency.upper(),
        status=status,
        reference=str(getattr(found.metadata, "reference", "")),
        code=_code(failure) if status is Status.FAILED else "",
    )


def _refund(found: Any) -> Refund:
    reference = str(getattr(found.metadata, "reference", ""))
    has_failed = getattr(found, "status", "") in NOT_GIVEN
    return Refund(found.id, _id(found.payment_intent), found.amount, reference, has_failed)


def _dispute(found: Any) -> Dispute:
    """Read a dispute. Edges: what begins with a warning is a question of the bank's, and no money has moved."""
    status = str(found.status)
    return Dispute(found.id, _id(found.payment_intent), found.amount, status in TAKEN, status == "won", status in OVER)


def _code(failure: Any) -> str:
    return str(getattr(failure, "decline_code", None) or getattr(failure, "code", None) or "card_declined")


def _id(found: Any) -> str:
    """Read an id that may come as the whole thing, or not at all."""
    return str(getattr(found, "id", found) or "")
