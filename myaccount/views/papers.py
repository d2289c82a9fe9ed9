"""What stands on the papers that people keep: receipts, plain and detailed, superbills, statements, chart entries.

All of it is words already, dates and amounts too, in the reader's language. A blank is left out.
"""

from dataclasses import dataclass

from myaccount.domain.chart_text import Block
from myaccount.domain.languages import Language


@dataclass(frozen=True)
class Issuer:
    """The clinic, as the law wants it named.

    `logo` is an address that holds all of it; blank for none. `tax_label` says what its number is.
    """

    name: str
    legal_name: str
    address: str
    phone: str
    email: str
    color: str
    logo: str = ""
    tax_label: str = ""
    tax_number: str = ""


@dataclass(frozen=True)
class Proof:
    """How a paper is checked: the code, the address where it is read, and the same address as a whole."""

    code: str
    where: str
    url: str


@dataclass(frozen=True)
class Signatory:
    """Who gave a treatment. `signature` is the text with which they sign."""

    name: str
    number: str = ""
    signature: str = ""


@dataclass(frozen=True)
class ReceiptLine:
    """What a part of a payment paid for."""

    what: str
    minutes: str
    visited_on: str
    practitioner: str
    amount: str
    tax: str = ""


@dataclass(frozen=True)
class ReceiptPaper:
    """A receipt in one state. `original` is what it was once, and blank while it is that still.

    `is_ahead` when it is for a visit that is yet to come.
    """

    lang: Language
    title: str
    issuer: Issuer
    patient: str
    paid_on: str
    method: str
    issued_on: str
    lines: tuple[ReceiptLine, ...]
    signatories: tuple[Signatory, ...]
    amount: str
    proof: Proof
    is_ahead: bool = False
    original: str = ""
    tax: str = ""


@dataclass(frozen=True)
class Provider:
    """Who gave a treatment, as an insurer of the United States wants them named."""

    name: str
    credentials: str
    npi: str
    license: str
    signature: str


@dataclass(frozen=True)
class Diagnosis:
    """A diagnosis and the letter by which the lines point to it."""

    letter: str
    code: str


@dataclass(frozen=True)
class ServiceLine:
    """One service of a superbill."""

    served_on: str
    place: str
    what: str
    cpt: str
    modifiers: str
    pointers: str
    units: str
    fee: str
    paid: str


@dataclass(frozen=True)
class SuperbillPaper:
    """A superbill: what a patient hands to an insurer of the United States. `sheet` says which it is, of several.

    `is_part` when its receipt paid less than the fee.
    """

    lang: Language
    title: str
    issuer: Issuer
    patient: str
    born_on: str
    patient_address: str
    paid_on: str
    method: str
    receipt: str
    providers: tuple[Provider, ...]
    diagnoses: tuple[Diagnosis, ...]
    lines: tuple[ServiceLine, ...]
    fees: str
    paid: str
    proof: Proof
    is_part: bool = False
    sheet: str = ""


@dataclass(frozen=True)
class StatementLine:
    """One receipt of a year."""

    paid_on: str
    number: str
    what: str
    practitioner: str
    method: str
    amount: str
    tax: str


@dataclass(frozen=True)
class StatementTable:
    """What was paid in one currency, receipt by receipt. `title` names the currency; blank where there is but one."""

    title: str
    lines: tuple[StatementLine, ...]
    total: str
    tax: str = ""


@dataclass(frozen=True)
class StatementPaper:
    """What somebody paid in a year: a table for each currency."""

    lang: Language
    title: str
    issuer: Issuer
    patient: str
    made_on: str
    tables: tuple[StatementTable, ...]


@dataclass(frozen=True)
class DetailedLine:
    """One line of an invoice, with what it costs before tax, the tax, and both together."""

    what: str
    minutes: str
    visited_on: str
    practitioner: str
    price: str
    tax: str
    total: str


@dataclass(frozen=True)
class MoneyMove:
    """So much that was paid on an invoice, or given back of it. What an insurer paid has no `receipt`."""

    day: str
    what: str
    method: str
    receipt: str
    amount: str


@dataclass(frozen=True)
class DetailedPaper:
    """A detailed receipt: all of an invoice, what was paid on it and when, and what is owing still.

    `credited` is what was paid ahead on an invoice of its own; blank for nothing.
    """

    lang: Language
    title: str
    issuer: Issuer
    patient: str
    issued_on: str
    made_on: str
    lines: tuple[DetailedLine, ...]
    price: str
    tax: str
    total: str
    moves: tuple[MoneyMove, ...]
    paid: str
    owing: str
    credited: str = ""
    signatories: tuple[Signatory, ...] = ()


@dataclass(frozen=True)
class ChartPaper:
    """A chart entry on paper. `kind` names its folder, `draft` says that it was not shared like this."""

    lang: Language
    title: str
    kind: str
    issuer: Issuer
    patient: str
    dated: str
    author: str
    blocks: tuple[Block, ...]
    draft: str = ""


Paper = ReceiptPaper | SuperbillPaper | StatementPaper | DetailedPaper | ChartPaper
