"""What a page shows of a payment that is being made."""

from dataclasses import dataclass, field
from enum import StrEnum

from myaccount.views.cards import CardForm


class Stage(StrEnum):
    """How far a payment has got, as its page tells it."""

    NONE = ""
    WAITING = "waiting"
    PENDING = "pending"
    PAID = "paid"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    LOST = "lost"


UNDER_WAY = (Stage.WAITING.value, Stage.PENDING.value)
"""The stages of a payment that may still charge the card."""


@dataclass(frozen=True)
class Paying:
    """A payment that is being made, or has just been. `line` says what became of it, in words.

    While it is WAITING for the bank's question, `proof` is what the browser needs to ask it.
    """

    stage: str = Stage.NONE.value
    line: str = ""
    proof: CardForm = field(default_factory=CardForm)
