"""What a patient owes and has paid, as the desk sees it: a page each of invoices and payments."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from myaccount.domain.ledger import InvoiceKind, Method
from myaccount.domain.people import full_name
from myaccount.messages import dates, say
from myaccount.messages.amounts import amount
from myaccount.models import Invoice, InvoiceLine, Payment
from myaccount.services import cursors
from myaccount.services.billing import balance, history, words
from myaccount.services.billing.missed import is_kept, missed
from myaccount.services.context import StaffContext
from myaccount.services.ledger import journal
from myaccount.services.ledger.invoices import may_void
from myaccount.store import allocations, appointments, invoices, patients, payments
from myaccount.views.billing import Accounts, AppliedLine, BilledLine, InvoiceRow, PaymentRow

PAGE_SIZE = 10


def show(tx: Session, ctx: StaffContext, person_id: str, turned: Mapping[str, str], *, is_history: bool) -> Accounts:
    """Show what is owed and held, with a page of each list; of what was done, when that is turned to.

    `turned` holds the cursors of "invoices", "payments" and "acts"; what it does not name is at its first page.
    Raises: NotAllowed · NotFound, also for a cursor that no page gave out.
    """
    found = balance.seen_by_desk(tx, ctx, person_id)
    head = Accounts(
        due=found.due,
        credit=found.credit,
        owes=found.due_cents > 0,
        has_credit=found.credit_cents > 0,
        can_charge_fee=bool(missed(tx, ctx, person_id)),
    )
    if is_history:
        acts, following = history.page(tx, ctx, person_id, turned.get("acts", ""), PAGE_SIZE)
        return replace(head, acts=acts, following={"acts": following})
    return _lists(tx, ctx, person_id, turned, head)


def _lists(tx: Session, ctx: StaffContext, person_id: str, turned: Mapping[str, str], head: Accounts) -> Accounts:
    own, more = (tx, ctx.clinic.id, person_id), PAGE_SIZE + 1
    billed = invoices.of_person(*own, cursors.numbered(turned.get("invoices", "")), more)
    paid = payments.of_person(*own, cursors.position(turned.get("payments", "")), more)
    bills, more_bills = cursors.cut(billed, PAGE_SIZE, lambda row: (row.issued_on, row.number))
    sums, more_sums = cursors.cut(paid, PAGE_SIZE, lambda row: (row.received_at, row.id))
    owed_in = ctx.clinic.currency if head.owes else ""
    return replace(
        head,
        invoices=_invoices(tx, ctx, bills),
        payments=_payments(tx, ctx, person_id, sums, owed_in),
        following={"invoices": more_bills, "payments": more_sums},
    )


def _invoices(tx: Session, ctx: StaffContext, rows: Sequence[Invoice]) -> tuple[InvoiceRow, ...]:
    lines: dict[str, list[InvoiceLine]] = {row.id: [] for row in rows}
    for line in invoices.lines(tx, lines) if rows else ():
        lines[line.invoice_id].append(line)
    others = {row.id for row in rows if row.kind != InvoiceKind.VISIT}
    about = {line.appointment_id for one in others for line in lines[one] if line.appointment_id}
    days = appointments.days(tx, ctx.clinic.id, rows[0].person_id, about) if about else {}
    return tuple(_invoice(ctx, row, lines[row.id], days, is_kept(tx, ctx, row, lines[row.id])) for row in rows)


def _invoice(
    ctx: StaffContext, row: Invoice, lines: Sequence[InvoiceLine], days: Mapping[str, date], can_keep: bool
) -> InvoiceRow:
    total = sum(line.amount_cents + line.tax_cents for line in lines)
    paid = sum(line.paid_cents for line in lines)
    reduced = 0 if row.voided_at else sum(line.reduced_cents for line in lines)
    owing = 0 if row.voided_at else total - paid - reduced
    state = _state(row, total, paid + reduced)
    return InvoiceRow(
        id=row.id,
        title=words.invoice(row.number, ctx),
        day=dates.plain_day(row.issued_on, ctx.lang),
        state=state,
        state_line=say(f"billing.state.{state}", ctx.lang),
        total=amount(total, row.currency, ctx.lang),
        paid=words.money(paid, row.currency, ctx),
        owing=words.money(owing, row.currency, ctx),
        credited=words.money(reduced, row.currency, ctx),
        can_void=may_void(row, lines),
        can_keep=can_keep,
        detail_url="" if row.voided_at else f"/clinic/patients/{row.person_id}/invoices/{row.id}.pdf",
        lines=[_line(line, row.currency, days.get(line.appointment_id or ""), ctx) for line in lines],
    )


def _state(row: Invoice, total: int, settled: int) -> str:
    if row.voided_at:
        return "void"
    if total == 0:
        return "nothing"
    if settled >= total:
        return "paid"
    return "part" if settled else "due"


def _line(line: InvoiceLine, currency: str, day: date | None, ctx: StaffContext) -> BilledLine:
    tax = words.money(line.tax_cents, currency, ctx)
    return BilledLine(
        id=line.id,
        what=line.description,
        amount=amount(line.amount_cents, currency, ctx.lang),
        tax=say("billing.tax_on_top", ctx.lang, amount=tax) if tax else "",
        visit_url=f"/clinic/schedule?day={day.isoformat()}" if day else "",
    )


def _payments(
    tx: Session, ctx: StaffContext, person_id: str, rows: Sequence[Payment], owed_in: str
) -> tuple[PaymentRow, ...]:
    applied: dict[str, list[Row[Any]]] = {row.id: [] for row in rows}
    for one in allocations.of_payments(tx, ctx.clinic.id, person_id, applied):
        applied[one.owner].append(one)
    others = [row.payer_id for row in rows if row.payer_id and row.payer_id != person_id]
    payers = {one.id: full_name(one.first_name, one.last_name) for one in patients.people(tx, ctx.clinic.id, others)}
    return tuple(_payment(ctx, row, applied[row.id], payers.get(row.payer_id or "", ""), owed_in) for row in rows)


def _payment(ctx: StaffContext, row: Payment, applied: Sequence[Row[Any]], payer: str, owed_in: str) -> PaymentRow:
    funds = journal.funds_of(row)
    return PaymentRow(
        id=row.id,
        title=say(f"money.method.{row.method}", ctx.lang),
        day=dates.plain_day(ctx.clinic.day_of(row.received_at), ctx.lang),
        amount=amount(row.amount_cents, row.currency, ctx.lang),
        credit=words.money(funds.credit_cents, row.currency, ctx),
        refunded=words.money(row.refunded_cents, row.currency, ctx),
        payer=payer,
        can_apply=funds.credit_cents > 0 and row.currency == owed_in,
        can_unapply=row.applied_cents > 0,
        can_refund=funds.left_cents > 0,
        applied=[_applied(ctx, row, one) for one in applied],
    )


def _applied(ctx: StaffContext, row: Payment, one: Row[Any]) -> AppliedLine:
    bill = words.invoice(one.invoice, ctx)
    by = say("money.method.insurer", ctx.lang) if row.method == Method.INSURER else words.receipt(one.receipt, ctx)
    return AppliedLine(
        key=f"{one.receipt_id}-{one.invoice_id}",
        line=say("billing.applied_by", ctx.lang, invoice=bill, receipt=by),
        amount=amount(int(one.cents), row.currency, ctx.lang),
    )
