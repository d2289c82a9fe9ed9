"""What somebody pays, or leaves with the clinic, when they book online."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from myaccount.domain.booking import HOLD
from myaccount.domain.refusals import Refused

LEAST_DEPOSIT, MOST_DEPOSIT = 100, 100_000
"""Money: cents. Less than this no processor charges; more than this is no deposit."""
HELD_AT_MOST = timedelta(minutes=15)
"""How long a time is kept at most for somebody who pays again and again."""


class PaymentPolicy(StrEnum):
    """What booking online asks for."""

    NONE = "none"
    CARD = "card"
    DEPOSIT = "deposit"
    FULL = "full"


class Outcome(StrEnum):
    """What became of a time that was being paid for. LOST: the money came in, and the time was gone."""

    OPEN = "open"
    BOOKED = "booked"
    LOST = "lost"


@dataclass(frozen=True)
class Terms:
    """What one booking asks for. Money: `cents` is paid now, with tax; `price_cents` is what the visit costs with it.

    What costs nothing asks for nothing.
    """

    policy: PaymentPolicy = PaymentPolicy.NONE
    cents: int = 0
    price_cents: int = 0

    @property
    def left_cents(self) -> int:
        """What is left to pay at the visit."""
        return self.price_cents - self.cents


@dataclass(frozen=True)
class PaymentRules:
    """The clinic's settings for paying at booking."""

    later: PaymentPolicy = PaymentPolicy.NONE
    first: PaymentPolicy = PaymentPolicy.NONE
    deposit_cents: int = 5000

    def terms(self, price_cents: int, *, is_first: bool) -> Terms:
        """Tell what a booking asks for.

        Money: `price_cents` is with tax, and nothing for a visit that a package covers. Edges: a deposit is never more
        than the visit costs; a first visit follows its own policy alone.
        """
        policy = self.first if is_first else self.later
        if policy is PaymentPolicy.NONE or price_cents <= 0:
            return Terms(price_cents=price_cents)
        now = {PaymentPolicy.DEPOSIT: min(self.deposit_cents, price_cents), PaymentPolicy.FULL: price_cents}
        return Terms(policy, now.get(policy, 0), price_cents)


def held_while_paying(created_at: datetime, expires_at: datetime, now: datetime) -> datetime:
    """Tell until when a time is held for who begins to pay for it: as long again as when it was chosen.

    Times: gives aware UTC. Edges: never shorter than before, and at most a quarter of an hour from when it was chosen.
    """
    return max(expires_at, min(now + HOLD, created_at + HELD_AT_MOST))


class CardNeeded(Refused):
    """The booking asks for a card on file, and there is none that is good."""

    code = "card_needed"


class PrepaymentNeeded(Refused):
    """The booking asks for money, and none was paid for it."""

    code = "prepayment_needed"


class TermsChanged(Refused):
    """What the booking asks for is not what was shown."""

    code = "terms_changed"
