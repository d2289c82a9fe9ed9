"""A clinic with many other people's money in the books, written as fast as the guards of the books let it."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from sqlalchemy import insert, text
from sqlmodel import Session

from myaccount.models import Invoice, InvoiceLine, LedgerAct, LedgerEntry, Payment, Receipt
from myaccount.models.columns import new_id
from tests.scenes import NOW

AT_ONCE = 5_000
Row = dict[str, Any]
ORDER = (Invoice, InvoiceLine, Payment, LedgerAct, Receipt, LedgerEntry)


def fill(tx: Session, clinic_id: str, people: list[str], receipts: int, first: int = 1_000_000) -> None:
    """Write so many receipts of these people, in turn: each an invoice of two dollars, half of it paid.

    Numbers begin with `first`, far from those that a test takes itself.
    """
    made = (_paid(clinic_id, people[number % len(people)], first + number, number) for number in range(receipts))
    while some := list(islice(made, AT_ONCE)):
        for place, table in enumerate(ORDER):
            tx.execute(insert(table), [rows[place] for rows in some])
    tx.execute(text("ANALYZE"))


def _paid(clinic_id: str, person_id: str, number: int, day: int) -> tuple[Row, ...]:
    at = NOW - timedelta(days=day % 3000)
    own = {"clinic_id": clinic_id, "person_id": person_id}
    ids = iter(_ids())
    invoice, line, payment, act, receipt = (next(ids) for _ in range(5))
    dated = {"issued_on": at.date(), "issued_at": at}
    return (
        {"id": invoice, **own, "number": number, "kind": "other", "currency": "CAD", **dated},
        {
            "id": line, **own, "invoice_id": invoice, "position": 0, "description": "Physiotherapy", "tax_ppm": 0,
            "amount_cents": 200, "tax_cents": 0, "paid_cents": 0, "reduced_cents": 0,
        },
        {
            "id": payment, **own, "method": "cash", "currency": "CAD", "amount_cents": 150, "applied_cents": 0,
            "refunded_cents": 0, "received_at": at, "imported": {},
        },
        {"id": act, **own, "kind": "applied", "at": at, "cents": 100, "payment_id": payment},
        {
            "id": receipt, **own, "payment_id": payment, "act_id": act, "number": number, "paid_on": at.date(),
            "issued_at": at, "original_cents": 100, "applied_cents": 0,
        },
        {
            "id": next(ids), **own, "act_id": act, "payment_id": payment, "receipt_id": receipt, "line_id": line,
            "delta_cents": 100,
        },
    )  # fmt: skip


def _ids() -> Iterator[str]:
    while True:
        yield new_id()
