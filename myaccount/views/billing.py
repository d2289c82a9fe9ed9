"""What the desk sees of a patient's money. Amounts are in words, in their own currency; blank is what there is not."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from myaccount.views.practice import Option


@dataclass(frozen=True)
class BilledLine:
    """One line of an invoice. `tax` says how much comes on top; `visit_url` leads to what a fee or deposit is for."""

    id: str
    what: str
    amount: str
    tax: str = ""
    visit_url: str = ""


@dataclass(frozen=True)
class InvoiceRow:
    """An invoice. `state` is "due", "part", "paid", "nothing" or "void", and `state_line` says it in words.

    `credited` is what a deposit has covered of it. `can_keep` is whether it is a deposit for a visit that was missed.
    `detail_url` is where its detailed receipt is; blank for a void one.
    """

    id: str
    title: str
    day: str
    state: str
    state_line: str
    total: str
    paid: str
    owing: str
    credited: str = ""
    can_void: bool = False
    can_keep: bool = False
    detail_url: str = ""
    lines: list[BilledLine] = field(default_factory=list)


@dataclass(frozen=True)
class AppliedLine:
    """So much of a payment on an invoice, by a receipt."""

    key: str
    line: str
    amount: str


@dataclass(frozen=True)
class PaymentRow:
    """A payment, what it is applied to, and what can be done with it. `credit` is what is not applied."""

    id: str
    title: str
    day: str
    amount: str
    credit: str = ""
    refunded: str = ""
    payer: str = ""
    can_apply: bool = False
    can_unapply: bool = False
    can_refund: bool = False
    applied: list[AppliedLine] = field(default_factory=list)


@dataclass(frozen=True)
class ActRow:
    """One thing that was done. `counter` is what the desk can do against it, to `subject_id`; blank for nothing."""

    id: str
    when: str
    who: str
    what: str
    amount: str
    detail: str = ""
    counter: str = ""
    subject_id: str = ""


@dataclass(frozen=True)
class Accounts:
    """What is owed and held, and a page each of invoices and payments, or of what was done.

    `following` says by list where its next page starts; blank on the last.
    """

    due: str = ""
    credit: str = ""
    owes: bool = False
    has_credit: bool = False
    can_charge_fee: bool = False
    invoices: tuple[InvoiceRow, ...] = ()
    payments: tuple[PaymentRow, ...] = ()
    acts: tuple[ActRow, ...] = ()
    following: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PartBox:
    """A box for a part of an amount: its name, what it is for, and how much there is."""

    box: str
    title: str
    help: str


@dataclass(frozen=True)
class MoneyPanel:
    """A form with which the desk does one thing with money. `lead` says with what, `note` what will come of it.

    `fields` is what the boxes begin with, `choices` and `others` what two lists of the form offer.
    """

    title: str = ""
    lead: str = ""
    note: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[PartBox, ...] = ()
    choices: tuple[Option, ...] = ()
    others: tuple[Option, ...] = ()
