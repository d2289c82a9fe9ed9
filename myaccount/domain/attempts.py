"""Attempts to charge a card: at most one at a time for each person, judged by what the processor says."""

from datetime import timedelta
from enum import StrEnum

from myaccount.domain.refusals import Refused

LEASE = timedelta(minutes=2)
"""Longer than the processor may take to answer: an attempt that has got no further by then was left by who made it."""
PROOF_LIFE = timedelta(minutes=30)
"""How long a patient has to prove to their bank that it is them."""


class AttemptState(StrEnum):
    """Where an attempt stands. Only an open one can still charge the card; only one that succeeded has."""

    OPEN = "open"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


class NothingDue(Refused):
    """There is nothing (any more) to pay."""

    code = "nothing_due"


class BalanceChanged(Refused):
    """What is due is another amount than the one that was shown on the button."""

    code = "balance_changed"


class AllAtOnce(Refused):
    """The clinic does not let patients choose what they pay of what is due."""

    code = "all_at_once"


class NothingChosen(Refused):
    """Of what is due, nothing was chosen to pay."""

    code = "nothing_chosen"


class AlreadyPaying(Refused):
    """Another window, or another person, is paying at this moment."""

    code = "already_paying"


class PaymentUnsure(Refused):
    """The processor has not said whether the card was charged: it is looked up until it has."""

    code = "payment_unsure"


class NoCard(Refused):
    """No card was chosen that could be charged."""

    code = "no_card"


class NotRefundable(Refused):
    """The payment was not made by card here, or the processor does not give its money back."""

    code = "not_refundable"


class NotCharged(Refused):
    """A card that the desk wanted to charge was not; `reason` says why, in words."""

    code = "not_charged"


class BankAsks(Refused):
    """The bank wants its customer's own confirmation, which nobody can give at the desk."""

    code = "bank_asks"
