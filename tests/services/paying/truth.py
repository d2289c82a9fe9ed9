"""A processor in memory, for what cannot be had from the stand-in: deaths at every step, silence, and a storm.

It keeps what a processor keeps, and forgets nothing when a caller dies. Signatures are Stripe's own.
"""

import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count

from demo.stripe_stand_in import WEBHOOK_SECRET
from myaccount.integrations.stripe.client import StripeGateway
from myaccount.integrations.stripe.gateway import (
    Declined,
    Dispute,
    Event,
    Intent,
    Method,
    NotKnown,
    NotPossible,
    Order,
    Refund,
    Setup,
    Status,
)


class Died(BaseException):
    """The server was killed at this very moment."""


@dataclass
class Truth:
    """What really happened. `dies` names a step before or after which the caller dies, as "before confirm_payment"."""

    intents: dict[str, Intent] = field(default_factory=dict)
    given_back: list[Refund] = field(default_factory=list)
    disputed: list[Dispute] = field(default_factory=list)
    charged: list[str] = field(default_factory=list)
    dies: str = ""
    fault: Exception | None = None
    declines: bool = False
    asks_bank: bool = False
    card_is_closed: bool = False
    _ids: Iterator[int] = field(default_factory=count)

    @property
    def charged_cents(self) -> int:
        """All the money that was ever taken off cards."""
        return sum(self.intents[one].cents for one in self.charged)

    def check(self) -> bool:
        return False

    def create_customer(self, reference: str) -> str:
        return f"cus_{reference}"

    def begin_setup(self, customer_id: str, key: str) -> Setup:
        raise AssertionError("a card is put on file elsewhere")

    def setup(self, setup_id: str) -> Setup:
        raise NotKnown()

    def attach(self, method_id: str, customer_id: str) -> None:
        raise AssertionError("a card is put on file elsewhere")

    def methods(self, customer_id: str) -> tuple[Method, ...]:
        return ()

    def detach(self, method_id: str) -> None:
        return

    def set_default(self, customer_id: str, method_id: str) -> None:
        return

    def create_payment(self, order: Order, key: str) -> Intent:
        self._step("before create_payment")
        meant = (order.customer_id, order.cents, order.currency, Status.NEW, order.reference)
        made = Intent(f"pi_{next(self._ids)}", "secret", *meant)
        self.intents[made.id] = made
        self._step("after create_payment")
        return made

    def confirm_payment(self, intent_id: str, key: str) -> Intent:
        self._step("before confirm_payment")
        if self.intents[intent_id].status is not Status.NEW:
            raise NotPossible()
        if self.declines:
            self._put(intent_id, Status.FAILED)
            self._step("after confirm_payment")
            raise Declined("card_declined")
        if self.asks_bank:
            return self._put(intent_id, Status.WAITING)
        self.charge(intent_id)
        self._step("after confirm_payment")
        return self.intents[intent_id]

    def charge(self, intent_id: str) -> None:
        """Take the money."""
        self._put(intent_id, Status.SUCCEEDED)
        self.charged.append(intent_id)

    def payment(self, intent_id: str) -> Intent:
        self._step("before payment")
        if intent_id not in self.intents:
            raise NotKnown()
        return self.intents[intent_id]

    def cancel_payment(self, intent_id: str) -> Intent:
        self._step("before cancel_payment")
        if self.intents[intent_id].status in (Status.SUCCEEDED, Status.CANCELLED):
            raise NotPossible()
        return self._put(intent_id, Status.CANCELLED)

    def refund(self, intent_id: str, cents: int, reference: str, key: str) -> Refund:
        self._step("before refund")
        back = sum(one.cents for one in self.given_back if one.intent_id == intent_id and not one.has_failed)
        if intent_id not in self.charged or back + cents > self.intents[intent_id].cents:
            raise NotPossible()
        made = Refund(f"re_{next(self._ids)}", intent_id, cents, reference, self.card_is_closed)
        self.given_back.append(made)
        self._step("after refund")
        return made

    def fail_refunds(self) -> None:
        """Let the cards take nothing of what was given back to them."""
        self.given_back = [replace(one, has_failed=True) for one in self.given_back]

    def refunds(self, intent_id: str) -> tuple[Refund, ...]:
        return tuple(one for one in self.given_back if one.intent_id == intent_id)

    def disputes(self, intent_id: str = "") -> tuple[Dispute, ...]:
        return tuple(one for one in self.disputed if intent_id in ("", one.intent_id))

    def payments_since(self, since: datetime) -> Iterator[Intent]:
        return iter(list(self.intents.values()))

    def event(self, body: bytes, signature: str) -> Event:
        return StripeGateway("sk_test_x", WEBHOOK_SECRET).event(body, signature)

    def _put(self, intent_id: str, status: Status) -> Intent:
        self.intents[intent_id] = replace(self.intents[intent_id], status=status)
        return self.intents[intent_id]

    def _step(self, name: str) -> None:
        if self.dies != name:
            return
        self.dies = ""
        raise self.fault or Died(name)


def message(event_id: str, kind: str, intent_id: str, secret: str = WEBHOOK_SECRET) -> tuple[bytes, str]:
    """Write a message as the processor does, with its signature of this moment."""
    of_refund = kind.startswith("charge.")
    about = {"object": "charge", "id": "ch_1", "payment_intent": intent_id} if of_refund else {
        "object": "payment_intent", "id": intent_id,
    }  # fmt: skip
    body = json.dumps({"id": event_id, "object": "event", "type": kind, "data": {"object": about}}).encode()
    at = int(time.time())
    signed = hmac.new(secret.encode(), b"%d.%s" % (at, body), hashlib.sha256).hexdigest()
    return body, f"t={at},v1={signed}"
