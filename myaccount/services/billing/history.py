"""What was done with a patient's money, by whom and when, each with what the desk can do against it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from myaccount.domain.ledger import ActKind
from myaccount.domain.people import full_name
from myaccount.messages import say
from myaccount.messages.amounts import amount
from myaccount.models import Invoice, InvoiceLine, LedgerAct, Payment
from myaccount.services import cursors
from myaccount.services.billing import words
from myaccount.services.context import StaffContext
from myaccount.services.ledger import journal
from myaccount.services.ledger.invoices import may_void
from myaccount.store import allocations, invoices, patients, payments
from myaccount.store import ledger as store
from myaccount.views.billing import ActRow

ORDER = {kind.value: number for number, kind in enumerate(ActKind)}
"""What comes after what, of things that were done at one instant."""


@dataclass(frozen=True)
class Known:
    """What the rows of a page have to know: invoices, their lines, payments and people by their ids, what moved."""

    invoices: dict[str, Invoice]
    payments: dict[str, Payment]
    people: dict[str, str]
    lines: dict[str, list[InvoiceLine]]
    moved: dict[str, list[Row[Any]]]


def page(tx: Session, ctx: StaffContext, person_id: str, cursor: str, page_size: int) -> tuple[tuple[ActRow, ...], str]:
    """List what was done, the latest first; tell besides where the next page starts, blank for nowhere.

    The caller has judged who may ask. Raises: NotFound for a cursor that no page gave out.
    """
    found = store.acts(tx, ctx.clinic.id, person_id, cursors.position(cursor), page_size + 1)
    rows, following = cursors.cut(found, page_size, lambda row: (row.at, row.id))
    shown = sorted(rows, key=lambda row: (row.at, ORDER[row.kind]), reverse=True)
    known = _known(tx, ctx, person_id, shown)
    return tuple(_act(ctx, person_id, row, known) for row in shown), following


def _known(tx: Session, ctx: StaffContext, person_id: str, rows: Sequence[LedgerAct]) -> Known:
    own = (tx, ctx.clinic.id, person_id)
    bills = invoices.some(*own, {row.invoice_id for row in rows if row.invoice_id})
    moved: dict[str, list[Row[Any]]] = {row.id: [] for row in rows}
    for one in allocations.of_acts(*own, moved):
        moved[one.owner].append(one)
    lines: dict[str, list[InvoiceLine]] = {one.id: [] for one in bills}
    for line in invoices.lines(tx, lines) if bills else ():
        lines[line.invoice_id].append(line)
    people = patients.people(tx, ctx.clinic.id, sorted({row.by_id for row in rows if row.by_id}))
    return Known(
        {one.id: one for one in bills},
        {one.id: one for one in payments.some(*own, {row.payment_id for row in rows if row.payment_id})},
        {one.id: full_name(one.first_name, one.last_name) for one in people},
        lines,
        moved,
    )


def _act(ctx: StaffContext, person_id: str, row: LedgerAct, known: Known) -> ActRow:
    bill, payment = known.invoices.get(row.invoice_id or ""), known.payments.get(row.payment_id or "")
    about = words.invoice(bill.number, ctx) if bill else words.payment(payment, ctx) if payment else ""
    currency = bill.currency if bill else payment.currency if payment else ctx.clinic.currency
    nobody = say("activity.by.portal", ctx.lang)
    patient = say("activity.by.owner", ctx.lang)
    counter = _counter(row, bill, payment, known)
    return ActRow(
        id=row.id,
        when=ctx.moment(row.at),
        who=patient if row.by_id == person_id else known.people.get(row.by_id or "", nobody),
        what=say(f"billing.act.{row.kind}", ctx.lang, about=about),
        amount=amount(row.cents, currency, ctx.lang),
        detail=" · ".join(_moved(one, currency, ctx) for one in known.moved[row.id]),
        counter=counter,
        subject_id=(row.invoice_id or row.payment_id or "") if counter else "",
    )


def _moved(one: Row[Any], currency: str, ctx: StaffContext) -> str:
    key = "billing.moved" if one.receipt else "billing.moved_insurer"
    told = {"invoice": words.invoice(one.invoice, ctx), "amount": amount(int(one.cents), currency, ctx.lang)}
    return (
        say(key, ctx.lang, **told, receipt=words.receipt(one.receipt or 0, ctx))
        if one.receipt
        else say(key, ctx.lang, **told)
    )


def _counter(row: LedgerAct, bill: Invoice | None, payment: Payment | None, known: Known) -> str:
    """Name what undoes an act, as far as there is still something of it to undo."""
    if row.kind == ActKind.ISSUED and bill:
        return "void" if may_void(bill, known.lines[bill.id]) else ""
    if payment is None:
        return ""
    funds = journal.funds_of(payment)
    possible = {
        ActKind.RECEIVED: ("refund", funds.left_cents),
        ActKind.APPLIED: ("unapply", funds.applied_cents),
        ActKind.UNAPPLIED: ("apply", funds.credit_cents),
    }
    counter, cents = possible.get(ActKind(row.kind), ("", 0))
    return counter if cents else ""
