"""The ledger's rules: what may be applied, taken back and refunded, and which receipts it changes.

A receipt is opened by one application of a payment, and from then on only ever shrinks. What is applied again is a new
receipt, so nothing is counted twice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from myaccount.domain.money_refusals import MoreThanApplied, MoreThanCredit, MoreThanDue, MoreThanLeft, NoAmount


class Method(StrEnum):
    """How money came in. What an insurer pays is on no patient's receipt."""

    CARD = "card"
    CASH = "cash"
    CHEQUE = "cheque"
    TRANSFER = "transfer"
    INSURER = "insurer"


class InvoiceKind(StrEnum):
    """What an invoice is for."""

    VISIT = "visit"
    SALE = "sale"
    PREPAYMENT = "prepayment"
    FEE = "fee"
    PACKAGE = "package"
    MEMBERSHIP = "membership"
    OTHER = "other"


class RefundKind(StrEnum):
    """Why money is not the clinic's any more: given back, taken back by a bank, or noted by mistake."""

    REFUND = "refund"
    CHARGEBACK = "chargeback"
    MISTAKE = "mistake"


class ActKind(StrEnum):
    """What somebody did: each is one line of the history."""

    ISSUED = "issued"
    VOIDED = "voided"
    RECEIVED = "received"
    APPLIED = "applied"
    UNAPPLIED = "unapplied"
    REFUNDED = "refunded"
    CHARGED_BACK = "charged_back"
    TAKEN_OUT = "taken_out"


ACT_OF = {
    RefundKind.REFUND: ActKind.REFUNDED,
    RefundKind.CHARGEBACK: ActKind.CHARGED_BACK,
    RefundKind.MISTAKE: ActKind.TAKEN_OUT,
}


@dataclass(frozen=True)
class Line:
    """A line of an invoice. Money: `owed_cents` with tax, less what needs no paying."""

    id: str
    invoice_id: str
    owed_cents: int
    paid_cents: int

    @property
    def due_cents(self) -> int:
        """What is still to be paid."""
        return self.owed_cents - self.paid_cents


@dataclass(frozen=True)
class Funds:
    """A payment, and what became of it. Money: cents of the payment's own currency."""

    amount_cents: int
    applied_cents: int
    refunded_cents: int

    @property
    def credit_cents(self) -> int:
        """What is neither applied nor refunded."""
        return self.amount_cents - self.applied_cents - self.refunded_cents

    @property
    def left_cents(self) -> int:
        """What is not refunded."""
        return self.amount_cents - self.refunded_cents


@dataclass(frozen=True)
class Allocation:
    """What a receipt holds of a payment on a line. `receipt_id` is None for an insurer's payment, `number` then 0."""

    line_id: str
    receipt_id: str | None
    number: int
    cents: int


@dataclass(frozen=True)
class Move:
    """A change of what is held on a line: by a receipt that there is, or by the one that the act opens."""

    line_id: str
    receipt_id: str | None
    cents: int


def apply(funds: Funds, wanted: Sequence[tuple[str, int]], lines: Sequence[Line]) -> tuple[Move, ...]:
    """Spread a payment over invoices, each by its id and amount; `lines` are theirs, in their order.

    Money: within an invoice its lines are paid first to last.
    Raises: NoAmount · MoreThanCredit · MoreThanDue. Source: product rules, "Money".
    """
    if not wanted or any(cents <= 0 for _, cents in wanted):
        raise NoAmount()
    if sum(cents for _, cents in wanted) > funds.credit_cents:
        raise MoreThanCredit(cents=funds.credit_cents)
    together: dict[str, int] = {}
    for invoice_id, cents in wanted:
        together[invoice_id] = together.get(invoice_id, 0) + cents
    return tuple(
        move
        for invoice_id, cents in together.items()
        for move in _pay([line for line in lines if line.invoice_id == invoice_id], cents)
    )


def unapply(allocations: Iterable[Allocation], order: Sequence[str], cents: int) -> tuple[Move, ...]:
    """Take back some of what is applied, from the newest receipt first.

    `order` are the lines' ids in their order: within a receipt the last is let go first.
    Money: cents of the payment's currency; each move is below zero, and together they are as much.
    Raises: NoAmount · MoreThanApplied. Source: product rules, "Money".
    """
    if cents <= 0:
        raise NoAmount()
    place = {line_id: number for number, line_id in enumerate(order)}
    newest_first = sorted(allocations, key=lambda one: (one.number, place.get(one.line_id, 0)), reverse=True)
    if cents > (most := sum(one.cents for one in newest_first)):
        raise MoreThanApplied(cents=most)
    moves = []
    for one in newest_first:
        part = min(one.cents, cents)
        cents -= part
        if part:
            moves.append(Move(one.line_id, one.receipt_id, -part))
    return tuple(moves)


def to_unapply(funds: Funds, cents: int) -> int:
    """Tell how much has to be taken back from invoices before so much can be refunded.

    Money: cents of the payment's currency. Edges: what is credit goes first.
    Raises: NoAmount · MoreThanLeft when that much is not there.
    """
    if cents <= 0:
        raise NoAmount()
    if cents > funds.left_cents:
        raise MoreThanLeft(cents=funds.left_cents)
    return max(cents - funds.credit_cents, 0)


def _pay(lines: Sequence[Line], cents: int) -> list[Move]:
    if cents > (due := sum(line.due_cents for line in lines)):
        raise MoreThanDue(cents=due)
    moves = []
    for line in lines:
        part = min(line.due_cents, cents)
        cents -= part
        if part:
            moves.append(Move(line.id, None, part))
    return moves
