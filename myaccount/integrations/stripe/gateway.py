"""What the portal asks of a card processor, and what it is told.

Nothing of a patient goes out but an opaque id, and no card number ever comes in: the browser gives it to the processor.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class ProcessorFault(Exception):
    """The processor did not do what it was asked. `code` is its own word for why."""

    def __init__(self, code: str = "") -> None:
        super().__init__(code)
        self.code = code


class Silent(ProcessorFault):
    """It gave no answer, or not now: nobody knows whether it did what it was asked."""


class KeysRefused(ProcessorFault):
    """It does not take the clinic's keys (any more)."""


class NotKnown(ProcessorFault):
    """It knows no such customer, card or payment."""


class Declined(ProcessorFault):
    """The card's issuer said no."""


class NotPossible(ProcessorFault):
    """It turned the request down, as one that does not fit what it knows."""


class Forged(ProcessorFault):
    """A message that does not carry the processor's signature, or an old one."""


class Status(StrEnum):
    """Where a setup or a payment stands. WAITING: the patient has to prove to their bank that it is them."""

    NEW = "new"
    WAITING = "waiting"
    PROCESSING = "processing"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Setup:
    """A card about to be kept. `client_secret` lets one browser finish it; `method_id` is blank until it has."""

    id: str
    client_secret: str
    customer_id: str
    method_id: str
    status: Status


@dataclass(frozen=True)
class Method:
    """A card as the processor keeps it. `mark` is the same for the same card number."""

    id: str
    customer_id: str
    brand: str
    last4: str
    exp_month: int
    exp_year: int
    mark: str


@dataclass(frozen=True)
class Order:
    """What is to be paid, by whom and with which card. Money: minor units; `currency` in capitals.

    `reference` is the id of our own attempt.
    """

    reference: str
    customer_id: str
    method_id: str
    cents: int
    currency: str


@dataclass(frozen=True)
class Intent:
    """A payment as the processor keeps it. `code` says why it failed. Money: minor units; `currency` in capitals."""

    id: str
    client_secret: str
    customer_id: str
    cents: int
    currency: str
    status: Status
    reference: str = ""
    code: str = ""


@dataclass(frozen=True)
class Refund:
    """Money given back. Money: minor units. `has_failed`: the card did not take it, and it is the clinic's again."""

    id: str
    intent_id: str
    cents: int
    reference: str = ""
    has_failed: bool = False


@dataclass(frozen=True)
class Dispute:
    """Money that the patient's bank disputes: taken from the clinic, and given back when the clinic has won.

    Money: minor units. Edges: one that the bank only asks about is neither taken nor won. `is_over`: the bank has
    decided.
    """

    id: str
    intent_id: str
    cents: int
    is_taken: bool
    is_won: bool = False
    is_over: bool = False


@dataclass(frozen=True)
class Event:
    """A message of the processor's: that something may have changed. `intent_id` and `customer_id` may be blank."""

    id: str
    kind: str
    intent_id: str
    customer_id: str


class Gateway(Protocol):
    """A processor, asked with one clinic's keys. Every call may raise Silent or KeysRefused.

    `key` makes a request one that counts once, however often it is sent.
    """

    def check(self) -> bool:
        """Try the keys. Tells whether they move real money."""

    def create_customer(self, reference: str) -> str:
        """Open an account for a person; `reference` is our own id of it. Gives its id."""

    def begin_setup(self, customer_id: str, key: str) -> Setup:
        """Begin to keep a card."""

    def setup(self, setup_id: str) -> Setup:
        """Look at a setup. Raises: NotKnown."""

    def attach(self, method_id: str, customer_id: str) -> None:
        """Keep a card for a customer. Raises: Declined · NotKnown."""

    def methods(self, customer_id: str) -> tuple[Method, ...]:
        """List a customer's cards. Raises: NotKnown."""

    def detach(self, method_id: str) -> None:
        """Forget a card. Edges: one that is forgotten already stays so."""

    def set_default(self, customer_id: str, method_id: str) -> None:
        """Make a card the one that a customer pays with."""

    def create_payment(self, order: Order, key: str) -> Intent:
        """Write a payment down. No money moves yet."""

    def confirm_payment(self, intent_id: str, key: str) -> Intent:
        """Charge the card. Raises: Declined."""

    def payment(self, intent_id: str) -> Intent:
        """Look at a payment. Raises: NotKnown."""

    def cancel_payment(self, intent_id: str) -> Intent:
        """End a payment that has not been charged, for ever. Raises: NotPossible when it cannot be ended any more."""

    def refund(self, intent_id: str, cents: int, reference: str, key: str) -> Refund:
        """Give money back. Edges: it may fail at once, or days later. Raises: NotPossible."""

    def refunds(self, intent_id: str) -> tuple[Refund, ...]:
        """List what was given back of a payment, and what was meant to be and failed."""

    def disputes(self, intent_id: str = "") -> tuple[Dispute, ...]:
        """List what is, or was, disputed of a payment, or of all payments."""

    def payments_since(self, since: datetime) -> Iterator[Intent]:
        """List the payments made since then, the latest first. Times: aware UTC."""

    def event(self, body: bytes, signature: str) -> Event:
        """Read a message. Raises: Forged."""
