"""The ledger in the database, scoped to the clinic and the person."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, text
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from myaccount.domain.ids import could_be_id
from myaccount.domain.ledger import Allocation, Line
from myaccount.domain.refusals import NotFound
from myaccount.models import InvoiceLine, LedgerAct, LedgerEntry, Payment, Person, Receipt
from myaccount.store.keyset import latest_first

_NEXT = text(
    "INSERT INTO clinic_counter (clinic_id, kind, last) VALUES (:clinic, :kind, :many) "
    "ON CONFLICT (clinic_id, kind) DO UPDATE SET last = clinic_counter.last + :many RETURNING last"
)


def lock(tx: Session, clinic_id: str, person_id: str) -> None:
    """Let nobody else touch a person's money until the transaction ends. Raises: NotFound.

    Edges: who writes something that names the person does not wait. SQLite has one writer anyway.
    """
    query = select(Person.id).where(col(Person.clinic_id) == clinic_id, col(Person.id) == person_id)
    found = tx.exec(query.with_for_update(key_share=True)).one_or_none() if could_be_id(person_id) else None
    if found is None:
        raise NotFound()


def next_numbers(tx: Session, clinic_id: str, kind: str, many: int = 1) -> range:
    """Take the next numbers of a kind. Edges: who comes second waits, and a transaction undone gives them back."""
    last: int = tx.execute(_NEXT, {"clinic": clinic_id, "kind": kind, "many": many}).scalar_one()
    return range(last - many + 1, last + 1)


def payment(tx: Session, clinic_id: str, person_id: str, payment_id: str) -> Payment:
    """Find a person's payment as it is now. Raises: NotFound, also when it is somebody else's."""
    query = select(Payment).where(_own(Payment, clinic_id, person_id), col(Payment.id) == payment_id)
    fresh = query.execution_options(populate_existing=True)
    found = tx.exec(fresh).one_or_none() if could_be_id(payment_id) else None
    if found is None:
        raise NotFound()
    return found


def lines(tx: Session, clinic_id: str, person_id: str, invoice_ids: Iterable[str]) -> list[Line]:
    """List the lines of some of a person's invoices as the ledger sees them, in their order."""
    wanted = [invoice_id for invoice_id in invoice_ids if could_be_id(invoice_id)]
    owed = col(InvoiceLine.amount_cents) + col(InvoiceLine.tax_cents) - col(InvoiceLine.reduced_cents)
    query: Select[*tuple[Any, ...]] = (
        select_columns(
            col(InvoiceLine.id),
            col(InvoiceLine.invoice_id),
            owed.label("owed"),
            col(InvoiceLine.paid_cents).label("paid"),
        )
        .where(_own(InvoiceLine, clinic_id, person_id), col(InvoiceLine.invoice_id).in_(wanted))
        .order_by(col(InvoiceLine.invoice_id), col(InvoiceLine.position))
    )
    return [Line(row.id, row.invoice_id, int(row.owed), row.paid) for row in tx.execute(query)] if wanted else []


def allocations(
    tx: Session, clinic_id: str, person_id: str, *, payment_id: str = "", invoice_id: str = ""
) -> list[Row[Any]]:
    """List what is applied of a payment, or on an invoice, or both: by line and receipt, newest receipt first.

    Gives rows of the line's id, invoice and position, the payment, the receipt with its number, and the cents.
    """
    total = func.sum(col(LedgerEntry.delta_cents))
    line: tuple[Any, ...] = (col(LedgerEntry.line_id), col(InvoiceLine.invoice_id), col(InvoiceLine.position))
    receipt: tuple[Any, ...] = (col(LedgerEntry.payment_id), col(LedgerEntry.receipt_id), col(Receipt.number))
    query = (
        select_columns(*line, *receipt, total.label("cents"))
        .join(InvoiceLine, col(InvoiceLine.id) == col(LedgerEntry.line_id))
        .outerjoin(Receipt, col(Receipt.id) == col(LedgerEntry.receipt_id))
        .where(_own(LedgerEntry, clinic_id, person_id))
        .group_by(*line, *receipt)
        .having(total > 0)
        .order_by(col(Receipt.number).desc(), col(InvoiceLine.position))
    )
    if payment_id:
        query = query.where(col(LedgerEntry.payment_id) == payment_id)
    if invoice_id:
        query = query.where(col(InvoiceLine.invoice_id) == invoice_id)
    return list(tx.execute(query).all())


def as_allocations(rows: Iterable[Row[Any]]) -> list[Allocation]:
    """Take what is applied in the form of the rules."""
    return [Allocation(row.line_id, row.receipt_id, row.number or 0, int(row.cents)) for row in rows]


def acts(
    tx: Session, clinic_id: str, person_id: str, before: tuple[datetime, str] | None, limit: int
) -> Sequence[LedgerAct]:
    """List what was done with a person's money, latest first, from behind one act on. Times: aware UTC."""
    query = select(LedgerAct).where(_own(LedgerAct, clinic_id, person_id))
    return tx.exec(latest_first(query, (col(LedgerAct.at), col(LedgerAct.id)), before, limit)).all()


def _own(table: Any, clinic_id: str, person_id: str) -> ColumnElement[bool]:
    return and_(col(table.clinic_id) == clinic_id, col(table.person_id) == person_id)
