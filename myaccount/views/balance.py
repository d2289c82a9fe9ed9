"""What a patient has to pay."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DueInvoice:
    """An invoice that has something left to pay. `what` names its lines, in words.

    `is_chosen` is whether it is to be paid now.
    """

    id: str = ""
    number: str = ""
    issued_on: str = ""
    what: str = ""
    due_cents: int = 0
    due: str = ""
    is_chosen: bool = True


@dataclass(frozen=True)
class Balance:
    """What is due, what of it is chosen to pay now, what is credit on account, and for what.

    `can_choose` is whether they may leave something for later. Money: cents and words, in the clinic's currency.
    """

    due_cents: int = 0
    due: str = ""
    can_choose: bool = False
    chosen_cents: int = 0
    chosen: str = ""
    credit_cents: int = 0
    credit: str = ""
    invoices: tuple[DueInvoice, ...] = ()
