"""The detailed receipt of an invoice: all of it, what was paid and given back, and what is still owing.

The clinic hands it out when a patient asks for one (S33); their own receipts tell none of this.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from myaccount.domain import receipts as rules
from myaccount.domain.ledger import ActKind, InvoiceKind
from myaccount.domain.people import full_name
from myaccount.domain.refusals import NotFound
from myaccount.messages import say
from myaccount.messages.amounts import amount
from myaccount.models import Invoice
from myaccount.services.context import StaffContext
from myaccount.services.receipts import orders, receipts
from myaccount.services.receipts.papers import Desk, signatories
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import detailed_receipts as store
from myaccount.store import invoices, practice
from myaccount.views.papers import DetailedLine, DetailedPaper, MoneyMove
from myaccount.views.receipts import Order

GIVEN_BACK = frozenset({ActKind.REFUNDED.value, ActKind.CHARGED_BACK.value, ActKind.TAKEN_OUT.value})
"""What takes money off an invoice besides unapplying it."""


@dataclass(frozen=True)
class Told:
    """What stands on it. Money: cents of the invoice's currency."""

    invoice: Invoice
    lines: Sequence[Row[Any]]
    moves: Sequence[Row[Any]]

    @property
    def price(self) -> int:
        """What all lines cost before tax."""
        return sum(line.amount_cents for line in self.lines)

    @property
    def tax(self) -> int:
        """The tax on all lines."""
        return sum(line.tax_cents for line in self.lines)

    @property
    def paid(self) -> int:
        """What is paid, less what was given back or taken off."""
        return sum(line.paid_cents for line in self.lines)

    @property
    def reduced(self) -> int:
        """What needs no paying, because it was paid ahead on an invoice of its own."""
        return sum(line.reduced_cents for line in self.lines)


def order(tx: Session, ctx: StaffContext, person_id: str, invoice_id: str) -> Order:
    """Order the detailed receipt of a patient's invoice, in the patient's language; it is written down who did.

    Edges: as long as nothing of it has changed it is the one that was printed first, with its day.
    Raises: NotAllowed for a role without the right · NotFound, also for somebody else's and for a void one.
    Source: S33.
    """
    whose = receipts.patient(tx, ctx, person_id)
    own = (tx, ctx.clinic.id, whose.person.id, invoice_id)
    invoice = invoices.one(*own)
    if invoice.voided_at is not None:
        raise NotFound()
    told, places = Told(invoice, store.lines(*own), store.moves(*own)), practice.locations(tx, ctx.clinic.id)
    title = say("paper.detailed_title", whose.lang, number=invoice.number)
    facts = [tuple(row) for row in (*told.lines, *told.moves)]
    state = orders.named("detailed", invoice.id, invoice.currency, orders.parties(ctx, whose, places), facts)
    audit.record(tx, ctx, Action.RECEIPT_OPENED, person_id=whose.person.id, paper="detailed", invoice=invoice.number)
    return orders.kept_or_new(
        tx, ctx, whose, state, title, lambda: (_paper(Desk.of(tx, ctx, whose, places, ()), told, title),)
    )


def _paper(desk: Desk, told: Told, title: str) -> DetailedPaper:
    def money(cents: int) -> str:
        return amount(cents, told.invoice.currency, desk.lang)

    treated = () if told.invoice.kind == InvoiceKind.PREPAYMENT else told.lines
    return DetailedPaper(
        lang=desk.lang,
        title=title,
        issuer=desk.issuer(told.lines),
        patient=desk.name(),
        issued_on=desk.day(told.invoice.issued_on),
        made_on=desk.day_of(desk.ctx.now),
        lines=tuple(_line(desk, told, line) for line in told.lines),
        price=money(told.price),
        tax=money(told.tax) if told.tax else "",
        total=money(told.price + told.tax),
        moves=tuple(_move(desk, told, move) for move in sorted(told.moves, key=_order)),
        credited=money(told.reduced) if told.reduced else "",
        paid=money(told.paid),
        owing=money(told.price + told.tax - told.paid - told.reduced),
        signatories=signatories(treated),
    )


def _line(desk: Desk, told: Told, line: Row[Any]) -> DetailedLine:
    currency = told.invoice.currency
    is_said = line.minutes is None or rules.says_minutes(line.description, line.minutes)
    return DetailedLine(
        what=line.description,
        minutes="" if is_said else say("paper.minutes", desk.lang, minutes=line.minutes),
        visited_on=desk.day(line.served_on),
        practitioner=full_name(line.first_name, line.last_name) if line.staff_id else "",
        price=amount(line.amount_cents, currency, desk.lang),
        tax=amount(line.tax_cents, currency, desk.lang),
        total=amount(line.amount_cents + line.tax_cents, currency, desk.lang),
    )


def _order(move: Row[Any]) -> tuple[datetime, bool, datetime, bool, int]:
    """Put money in the order of time; of one instant first what was paid, and by receipts before insurers."""
    return _moment(move), move.cents < 0, move.at, move.receipt is None, move.receipt or 0


def _moment(move: Row[Any]) -> datetime:
    """Tell when money came in that was paid, or when it was given back. Times: aware UTC."""
    found: datetime = move.received_at if move.cents > 0 else move.at
    return found


def _move(desk: Desk, told: Told, move: Row[Any]) -> MoneyMove:
    """Word what was paid or given back. Times: the day at the clinic of `_moment`."""
    key = "paid" if move.cents > 0 else move.kind if move.kind in GIVEN_BACK else ActKind.UNAPPLIED.value
    return MoneyMove(
        day=desk.day_of(_moment(move)),
        what=say(f"paper.move.{key}", desk.lang),
        method=say(f"money.method.{move.method}", desk.lang),
        receipt=str(move.receipt or ""),
        amount=amount(int(move.cents), told.invoice.currency, desk.lang),
    )
