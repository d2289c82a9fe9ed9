"""What is applied of payments to invoices, and what each act has moved, scoped to the clinic and the person."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from myaccount.models import Invoice, InvoiceLine, LedgerEntry, Receipt

CENTS = func.sum(col(LedgerEntry.delta_cents))


def of_payments(tx: Session, clinic_id: str, person_id: str, payment_ids: Iterable[str]) -> Sequence[Row[Any]]:
    """List what is applied of payments: payment, receipt and invoice with their numbers, and cents; in that order."""
    return _sums(tx, clinic_id, person_id, col(LedgerEntry.payment_id), payment_ids, CENTS > 0)


def of_acts(tx: Session, clinic_id: str, person_id: str, act_ids: Iterable[str]) -> Sequence[Row[Any]]:
    """List what acts have moved: act, receipt and invoice with their numbers, and cents; in that order."""
    return _sums(tx, clinic_id, person_id, col(LedgerEntry.act_id), act_ids, CENTS != 0)


def _sums(
    tx: Session, clinic_id: str, person_id: str, key: Any, wanted: Iterable[str], kept: Any
) -> Sequence[Row[Any]]:
    of = (key, col(LedgerEntry.receipt_id), col(Receipt.number), col(InvoiceLine.invoice_id), col(Invoice.number))
    query = (
        select_columns(
            of[0].label("owner"), of[1], of[2].label("receipt"), of[3], of[4].label("invoice"), CENTS.label("cents")
        )
        .join(InvoiceLine, col(InvoiceLine.id) == col(LedgerEntry.line_id))
        .join(Invoice, col(Invoice.id) == col(InvoiceLine.invoice_id))
        .outerjoin(Receipt, col(Receipt.id) == col(LedgerEntry.receipt_id))
        .where(
            col(LedgerEntry.clinic_id) == clinic_id,
            col(LedgerEntry.person_id) == person_id,
            key.in_(listed := list(wanted)),
        )
        .group_by(*of)
        .having(kept)
        .order_by(col(Receipt.number), col(Invoice.number))
    )
    return tx.execute(query).all() if listed else ()
