"""What a patient has to pay."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DueInvoice:
    """An invoice that has something left to pay. `what` names its lines, in words."""

    id: str = ""
    number: str = ""
    issued_on: str = ""
    what: str = ""
    due_cents: int = 0
    due: str = ""


@dataclass(frozen=True)
class Balance:
    """What is due, what is credit on account, and for what. Money: cents and words, in the clinic's currency."""

    due_cents: int = 0
    due: str = ""
    credit_cents: int = 0
    credit: str = ""
    invoices: tuple[DueInvoice, ...] = ()
